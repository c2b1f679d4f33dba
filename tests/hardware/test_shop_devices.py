"""The devices of a register are exchanged while it sells."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_desktop.app.devices import Devices
from pos_desktop.app.printers import PrintQueues
from pos_desktop.hardware.profiles import ProfileError
from pos_desktop.ports import Health
from pos_desktop.settings import Device, Settings, SettingsError
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator
from pos_desktop.simulators.scales.simulator import ScaleSimulator
from tests.hardware.printing import FakeClock, FakeQueue, Posted, wait_until


def devices_of(settings: Settings, folder: Path) -> Devices:
    return Devices(settings, PrintQueues(FakeQueue(), FakeQueue()), Posted(), FakeClock(), folder)


def state_of(devices: Devices, name: str) -> Health | None:
    return next((s.health for s in devices.states() if s.device == name), None)


def test_a_register_without_devices_gets_a_scale_and_a_printer_while_it_sells(tmp_path) -> None:
    devices = devices_of(Settings(), tmp_path)
    devices.start()
    plate, paper = ScaleSimulator().start(), EscposPrinterSimulator().start()
    assert not devices.is_set_up("printer")
    devices.replace("scale", Device(f"tcp://127.0.0.1:{plate.port}"))
    devices.replace("printer", Device(f"tcp://127.0.0.1:{paper.port}"))
    wait_until(lambda: state_of(devices, "scale") is Health.ONLINE)
    wait_until(lambda: state_of(devices, "printer") is Health.ONLINE)
    assert devices.scale is not None
    assert devices.scale_name
    assert devices.encoder is not None
    devices.replace("scale", Device())
    assert devices.scale is None
    assert state_of(devices, "scale") is None
    devices.stop()
    plate.stop()
    paper.stop()


def test_what_cannot_be_set_up_changes_nothing(tmp_path) -> None:
    plate = ScaleSimulator().start()
    devices = devices_of(Settings(scale=Device(f"tcp://127.0.0.1:{plate.port}")), tmp_path)
    devices.start()
    before = devices.scale
    with pytest.raises(ProfileError):
        devices.replace("scale", Device("serial:/dev/ttyUSB0", "abacus"))
    with pytest.raises(SettingsError):
        devices.replace("scale", Device("by pigeon"))
    assert devices.scale is before
    wait_until(lambda: state_of(devices, "scale") is Health.ONLINE)
    devices.stop()
    plate.stop()


def test_a_device_set_up_wrongly_is_mended_while_the_register_sells(tmp_path) -> None:
    plate = ScaleSimulator().start()
    devices = devices_of(Settings(scale=Device("by pigeon")), tmp_path)
    devices.start()
    assert state_of(devices, "scale") is Health.MISCONFIGURED
    devices.replace("scale", Device(f"tcp://127.0.0.1:{plate.port}"))
    wait_until(lambda: state_of(devices, "scale") is Health.ONLINE)
    devices.stop()
    plate.stop()
