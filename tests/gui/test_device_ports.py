"""A serial port stands in forms and lists by the name it has now, and in the settings by what it is
known by in any socket."""

from __future__ import annotations

import pytest

from pos_desktop import i18n
from pos_desktop.gui.equipment_words import place_of
from pos_desktop.hardware.places import Plugs
from pos_desktop.hardware.plugs import Plug
from pos_desktop.ports import Health
from pos_desktop.ports.equipment import EquipmentRow, FoundDevice
from pos_desktop.settings import Device
from pos_desktop.simulators.scales.simulator import ScaleSimulator
from tests.gui.equipment_shop import page_of, trust
from tests.gui.first_run_fakes import FakeTrials
from tests.gui.test_first_run_screen import Run

SOCKET = "serial:/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0"


@pytest.mark.parametrize(
    ("endpoint", "port", "says"),
    [
        ("serial:0403:6001:A1@19200-8E1", "COM3", "port_usb"),
        ("serial:1a86:7523", "/dev/ttyUSB0", "port_usb"),
        (SOCKET, "/dev/ttyUSB0", "port_socket"),
    ],
)
def test_a_port_that_was_found_is_shown_by_its_name_and_kept_by_what_lasts(
    qtbot, endpoint: str, port: str, says: str
):
    found = FoundDevice("scale", endpoint, "CH340", "scale-1", sure=True, port=port)
    run = Run(qtbot, trials=FakeTrials(found=(found,)))
    run.skip_to(2)
    card = run.screen.devices.forms["scale"]
    assert card.address.text() == port
    assert card.lasts.text() == i18n.t(f"first_run.{says}")
    assert not card.address.problem()
    run.screen.next_step()
    while not run.results:
        run.screen.skip_step()
    assert run.results[0].settings.scale.endpoint == endpoint


def test_another_port_typed_over_the_one_that_was_found_is_what_is_kept(qtbot):
    found = FoundDevice("scale", "serial:0403:6001:A1", "CH340", "scale-1", sure=True, port="COM3")
    run = Run(qtbot, trials=FakeTrials(found=(found,)))
    run.skip_to(2)
    card = run.screen.devices.forms["scale"]
    card.address.set_text("COM4")
    assert card.device().endpoint == "serial:COM4"
    assert card.lasts.isHidden()
    card.address.set_text("COM3")
    assert card.device().endpoint == "serial:0403:6001:A1"
    card.connection.choose("tcp")
    card.address.set_text("COM3")
    assert card.device().endpoint == "tcp://COM3:9100"


@pytest.mark.parametrize(
    ("endpoint", "said"),
    [
        ("serial:0403:6001:A1@19200-8E1", "USB, №\u00a0A1"),
        ("serial:1a86:7523", "USB"),
        ("serial:/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0", "USB"),
        ("serial:/dev/ttyUSB0", "ttyUSB0"),
        ("serial:COM3", "COM3"),
        ("usb:04b8:0e28", "USB"),
    ],
)
def test_a_device_that_is_not_there_is_named_in_words(endpoint, said):
    assert place_of(EquipmentRow("scale", endpoint, model="Масса-К")) == f"Масса-К · {said}"


def test_a_device_that_is_changed_shows_its_port_and_stays_known_by_its_number(shop, tmp_path):
    plate = ScaleSimulator()
    port = tmp_path / "ttyUSB0"
    port.symlink_to(plate.serve_pty())
    register = shop.opened.register
    register.devices._supervisor.plugs = Plugs(serial=lambda: [Plug("0403:6001:A1", str(port))])
    register.set_up_device("scale", Device("serial:0403:6001:A1", "toledo-8217"))
    shop.wait(lambda: register.devices.scale.state.health is Health.ONLINE)
    page = page_of(shop)
    shop.wait(lambda: any(row.place.endswith("ttyUSB0") for row in page.shown))
    trust(shop)
    page.acts._set_up("scale")
    form = page.acts.dialog.form
    assert form.address.text() == str(port)
    assert form.lasts.text() == i18n.t("first_run.port_usb")
    page.acts.dialog.save.click()
    shop.wait(lambda: page.acts.dialog is None)
    assert register.settings.scale.endpoint == "serial:0403:6001:A1"
    plate.stop()
