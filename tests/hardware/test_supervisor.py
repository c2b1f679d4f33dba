"""The supervisor owns all devices, and wakes one whose plug is back."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import pytest

from pos_desktop.domain.printing import PrintState
from pos_desktop.hardware.places import NamedPlace, Plugs
from pos_desktop.hardware.plugs import Plug
from pos_desktop.hardware.profiles import ProfileError
from pos_desktop.hardware.supervisor import DeviceSupervisor
from pos_desktop.ports import DeviceChanged, DeviceState, Health
from pos_desktop.settings import Endpoint
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator
from pos_desktop.simulators.scales.simulator import ScaleSimulator
from pos_desktop.simulators.scanner import ScannerSimulator
from tests.hardware.printing import FakeClock, FakeQueue, Posted, wait_until


@dataclass
class FakeDevice:
    """hangs: its stop takes for ever."""

    state: DeviceState = field(default_factory=lambda: DeviceState("scale", Health.OFFLINE))
    calls: list[str] = field(default_factory=list)
    hangs: threading.Event | None = None

    def start(self) -> None:
        self.calls.append("start")

    def stop(self, timeout_seconds: float = 2.0) -> None:
        self.calls.append("stop")
        if self.hangs is not None:
            self.hangs.wait()

    def reconnect_now(self) -> None:
        self.calls.append("reconnect")


def test_printer_scale_and_scanner_work_side_by_side() -> None:
    paper, plate, gun = (
        EscposPrinterSimulator().start(), ScaleSimulator().start(), ScannerSimulator().start(),
    )  # fmt: skip
    queue = FakeQueue()
    supervisor = DeviceSupervisor(Posted())
    supervisor.add_printer(
        Endpoint.parse(f"tcp://127.0.0.1:{paper.port},TM-T20III"), queue, FakeClock()
    )
    supervisor.add_scale(Endpoint.parse(f"tcp://127.0.0.1:{plate.port}"))
    supervisor.add_scanner(Endpoint.parse(f"tcp://127.0.0.1:{gun.port}"), FakeClock())
    job = queue.put(b"\x1b@hello\n\x1dV\x01")
    supervisor.start()
    wait_until(lambda: queue.jobs[job].state is PrintState.DONE)
    wait_until(lambda: {s.health for s in supervisor.states.values()} == {Health.ONLINE})
    assert set(supervisor.states) == {"printer", "scale", "scanner"}
    supervisor.stop()
    assert not {"printer", "scale", "scanner"} & {t.name for t in threading.enumerate()}
    for simulator in (paper, plate, gun):
        simulator.stop()


def test_a_device_added_later_is_started_at_once() -> None:
    supervisor = DeviceSupervisor(Posted())
    supervisor.start()
    device = FakeDevice()
    supervisor.add(device)
    supervisor.stop()
    assert device.calls == ["start", "stop"]


def test_an_unknown_profile_is_refused_before_anything_starts() -> None:
    with pytest.raises(ProfileError):
        DeviceSupervisor(Posted()).add_scale(Endpoint.parse("serial:/dev/ttyUSB0,abacus"))


def test_a_replugged_device_is_woken_at_its_new_name() -> None:
    plugs = [Plug("0403:6001:A1", "/dev/ttyUSB0")]
    device = FakeDevice()
    looks: list[int] = []
    place = NamedPlace("/dev/ttyUSB0", lambda: looks.append(1) or list(plugs))
    supervisor = DeviceSupervisor(Posted(), scan_seconds=0.01)
    supervisor.add(device, place)
    supervisor.start()
    wait_until(lambda: looks)
    plugs[:] = []
    seen = len(looks)
    wait_until(lambda: len(looks) > seen + 1)
    plugs[:] = [Plug("0403:6001:B2", "/dev/ttyUSB0"), Plug("0403:6001:A1", "/dev/ttyUSB1")]
    wait_until(lambda: "reconnect" in device.calls)
    supervisor.stop()
    assert place.current() == "/dev/ttyUSB1"
    assert device.calls.count("reconnect") == 1


def test_a_device_that_is_lost_later_wakes_the_watch() -> None:
    plate = ScaleSimulator()
    path, looks = plate.serve_pty(), []
    supervisor = DeviceSupervisor(
        Posted(), plugs=Plugs(serial=lambda: looks.append(1) or []), scan_seconds=0.02
    )
    scale = supervisor.add_scale(Endpoint.parse(f"serial:{path}"))
    supervisor.start()
    wait_until(lambda: scale.state.health is Health.ONLINE)
    quiet = len(looks)
    threading.Event().wait(0.2)
    assert len(looks) == quiet
    for _ in range(2):
        plate.set_mode("unplugged")
        wait_until(lambda: scale.state.health is Health.OFFLINE)
        wait_until(lambda: len(looks) > quiet)
        plate.set_mode("ok")
        wait_until(lambda: scale.state.health is Health.ONLINE, 3.0)
    supervisor.stop()
    plate.stop()


def test_ports_are_not_listed_while_all_devices_work() -> None:
    asked: list[int] = []
    device = FakeDevice(DeviceState("scale", Health.ONLINE))
    supervisor = DeviceSupervisor(Posted(), scan_seconds=0.01)
    supervisor.add(device, NamedPlace("/dev/ttyUSB0", lambda: asked.append(1) or []))
    supervisor.start()
    wait_until(lambda: asked)
    threading.Event().wait(0.1)
    supervisor.stop()
    assert asked == [1]  # once, to learn the device's identity


def test_a_device_is_exchanged_while_the_others_work_on() -> None:
    plate, other, gun = (
        ScaleSimulator().start(),
        ScaleSimulator().start(),
        ScannerSimulator().start(),
    )
    posted = Posted()
    supervisor = DeviceSupervisor(posted)
    first = supervisor.add_scale(Endpoint.parse(f"tcp://127.0.0.1:{plate.port}"))
    supervisor.add_scanner(Endpoint.parse(f"tcp://127.0.0.1:{gun.port}"), FakeClock())
    supervisor.start()
    wait_until(lambda: {s.health for s in supervisor.states.values()} == {Health.ONLINE})
    gun_thread = next(t for t in threading.enumerate() if t.name == "scanner")
    second = supervisor.add_scale(Endpoint.parse(f"tcp://127.0.0.1:{other.port}"))
    wait_until(lambda: second.state.health is Health.ONLINE)
    wait_until(lambda: not plate.connected)
    assert first is not second
    assert gun_thread.is_alive()
    assert [t.name for t in threading.enumerate()].count("scale") == 1
    supervisor.stop()
    for simulator in (plate, other, gun):
        simulator.stop()


def test_a_device_that_hangs_when_it_is_exchanged_keeps_nobody_waiting() -> None:
    for_ever = threading.Event()
    old, new = FakeDevice(hangs=for_ever), FakeDevice()
    posted = Posted()
    supervisor = DeviceSupervisor(posted)
    supervisor.add(old)
    supervisor.start()
    began = time.monotonic()
    supervisor.add(new)
    assert time.monotonic() - began < 0.5
    assert new.calls == []
    wait_until(lambda: new.calls == ["start"], 5.0)
    assert 1.5 < time.monotonic() - began < 4.0
    supervisor.stop()
    for_ever.set()


def test_a_device_taken_away_is_stopped_and_called_switched_off() -> None:
    device, posted = FakeDevice(), Posted()
    supervisor = DeviceSupervisor(posted)
    supervisor.add(device)
    supervisor.start()
    supervisor.remove("scale")
    wait_until(lambda: device.calls == ["start", "stop"])
    assert supervisor.states == {}
    assert posted.events == [DeviceChanged(DeviceState("scale", Health.DISABLED))]
    supervisor.remove("scale")
    supervisor.stop()
    assert device.calls == ["start", "stop"]


def test_a_device_that_was_taken_away_no_longer_says_how_it_is() -> None:
    plate, posted = ScaleSimulator().start(), Posted()
    supervisor = DeviceSupervisor(posted)
    supervisor.add_scale(Endpoint.parse(f"tcp://127.0.0.1:{plate.port}"))
    supervisor.start()
    wait_until(lambda: posted.events)
    supervisor.remove("scale")
    plate.set_mode("unplugged")
    wait_until(lambda: "scale" not in {t.name for t in threading.enumerate()})
    supervisor.stop()
    assert posted.events[-1] == DeviceChanged(DeviceState("scale", Health.DISABLED))
    plate.stop()


def test_eight_devices_that_all_hang_are_stopped_within_two_seconds() -> None:
    for_ever = threading.Event()
    supervisor = DeviceSupervisor(Posted())
    for number in range(8):
        state = DeviceState(f"scale{number}", Health.ONLINE)
        supervisor.add(FakeDevice(state, hangs=for_ever))
    supervisor.start()
    began = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began < 2.2
    for_ever.set()


def test_after_a_stop_everything_starts_again() -> None:
    device = FakeDevice()
    supervisor = DeviceSupervisor(Posted())
    supervisor.add(device)
    for _ in range(3):
        supervisor.start()
        supervisor.stop()
    assert device.calls == ["start", "stop"] * 3
