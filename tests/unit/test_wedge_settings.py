"""Which profile a scanner that poses as a keyboard is read by."""

from __future__ import annotations

import pytest

from pos_desktop.app.devices import wedge_settings
from pos_desktop.hardware.profiles import ProfileError
from pos_desktop.settings import Device


def test_a_scanner_without_a_port_is_a_keyboard_with_its_profile() -> None:
    assert wedge_settings(Device("", "wedge-f8")).gs_key == "f8"


@pytest.mark.parametrize(
    "device", [Device(), Device("serial:/dev/ttyUSB0", "wedge-f8"), Device("", "serial-generic")]
)
def test_beside_any_other_scanner_a_keyboard_is_read_the_usual_way(device: Device) -> None:
    usual = wedge_settings(device)
    assert (usual.mode, usual.gs_key, usual.suffix) == ("wedge", "none", "\r")


def test_an_unknown_profile_is_refused_by_name() -> None:
    with pytest.raises(ProfileError) as caught:
        wedge_settings(Device("", "wedge-none"))
    assert caught.value.values["id"] == "wedge-none"
