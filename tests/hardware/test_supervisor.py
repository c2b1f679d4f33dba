"""The supervisor owns all devices, and wakes one whose plug is back."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pos_desktop.domain.printing import PrintState
from pos_desktop.hardware.places import NamedPlace, Plugs
from pos_desktop.hardware.plugs import Plug, serial_plugs
from pos_desktop.hardware.profiles import ProfileError
from pos_desktop.hardware.supervisor import MOVED, DeviceSupervisor
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


@dataclass
class Adapter:
    """A port as pyserial lists it."""

    device: str
    vid: int | None = 0x0403
    pid: int = 0x6001
    serial_number: str | None = "A1"
    location: str | None = None


class MovingScale:
    """A scale behind a USB adapter whose port has another name each time it is plugged in."""

    def __init__(self, folder: Path) -> None:
        self.plate = ScaleSimulator()
        self._folder = folder
        self._pty = self.plate.serve_pty()
        self._port: Path | None = None
        self.ports: list[Adapter] = []
        self.plugs = Plugs(serial=lambda: serial_plugs(lambda: list(self.ports)))

    def plug_in(self, name: str) -> str:
        self._port = self._folder / name
        self._port.symlink_to(self._pty)
        self.ports = [Adapter(str(self._port))]
        self.plate.set_mode("ok")
        return str(self._port)

    def pull(self) -> None:
        self.ports = []
        if self._port is not None:
            self._port.unlink()
        self.plate.set_mode("unplugged")


@pytest.fixture
def moving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MovingScale]:
    monkeypatch.chdir(tmp_path)  # so that "COM5" is the name of a file here
    made = MovingScale(tmp_path)
    yield made
    made.plate.stop()


def told(posted: Posted) -> list[tuple[Health, str, object]]:
    states = [e.state for e in posted.events if isinstance(e, DeviceChanged)]
    return [(s.health, s.reason, s.values.get("found_at")) for s in states]


@pytest.mark.parametrize("names", [("ttyUSB0", "ttyUSB1"), ("COM3", "COM5")])
@pytest.mark.parametrize("by", ["identity", "name"])
def test_a_device_that_comes_back_under_another_name_says_so(
    moving: MovingScale, tmp_path: Path, names: tuple[str, str], by: str
) -> None:
    windows = names[0] == "COM3"
    posted = Posted()
    supervisor = DeviceSupervisor(posted, plugs=moving.plugs, scan_seconds=0.02)

    def plug_in(name: str) -> str:
        path = moving.plug_in(name)
        if windows:
            moving.ports = [Adapter(name)]
        return name if windows else path

    first = plug_in(names[0])
    address = "0403:6001:A1" if by == "identity" else first
    scale = supervisor.add_scale(Endpoint.parse(f"serial:{address}"))
    supervisor.start()
    wait_until(lambda: scale.state.health is Health.ONLINE)
    unmoved = (Health.ONLINE, "", first if by == "identity" else None)
    wait_until(lambda: told(posted)[-1] == unmoved)

    moving.pull()
    wait_until(lambda: scale.state.health is Health.OFFLINE)
    second = plug_in(names[1])
    wait_until(lambda: scale.state.health is Health.ONLINE, 3.0)
    wait_until(lambda: told(posted)[-1] == (Health.ONLINE, MOVED, second))
    assert supervisor.states["scale"].values == {"found_at": second, "before": first}

    moving.pull()
    wait_until(lambda: scale.state.health is Health.OFFLINE)
    plug_in(names[0])
    wait_until(lambda: scale.state.health is Health.ONLINE, 3.0)
    wait_until(lambda: told(posted)[-1] == unmoved)
    supervisor.stop()


def test_a_device_known_by_its_usb_identity_works_on_when_it_is_set_up_once_more(
    moving: MovingScale,
) -> None:
    port = moving.plug_in("ttyUSB0")
    supervisor = DeviceSupervisor(Posted(), plugs=moving.plugs, scan_seconds=0.02)
    supervisor.start()
    for address in (port, "0403:6001:A1", "0403:6001:A1", "0403:6001", port):
        scale = supervisor.add_scale(Endpoint.parse(f"serial:{address}"))
        wait_until(lambda made=scale: made.state.health is Health.ONLINE, 5.0)
    supervisor.stop()


def test_a_device_that_was_away_too_shortly_to_be_missed_says_where_it_is_now(
    tmp_path: Path,
) -> None:
    # One printer in two sockets: its serial line there is another one, as after a pull.
    before, after, posted = EscposPrinterSimulator(), EscposPrinterSimulator(), Posted()
    first, second = tmp_path / "ttyUSB0", tmp_path / "ttyUSB1"
    first.symlink_to(before.serve_pty())
    second.symlink_to(after.serve_pty())
    ports = [Adapter(str(first))]
    plugs = Plugs(serial=lambda: serial_plugs(lambda: list(ports)))
    supervisor = DeviceSupervisor(posted, plugs=plugs)
    printer = supervisor.add_printer(
        Endpoint.parse(f"serial:{first},TM-T20III"), FakeQueue(), FakeClock()
    )
    supervisor.start()
    wait_until(lambda: printer.state.health is Health.ONLINE)
    ports[:] = [Adapter(str(second))]
    before.set_state("unplugged")
    wait_until(lambda: supervisor.states["printer"].reason == MOVED, 10.0)
    supervisor.stop()
    before.stop()
    after.stop()
    assert told(posted) == [(Health.ONLINE, "", None), (Health.ONLINE, MOVED, str(second))]


def test_while_nobody_can_tell_which_of_two_is_meant_neither_is_opened(
    moving: MovingScale,
) -> None:
    moving.plug_in("COM3")
    moving.ports = [
        Adapter("COM3", serial_number=None, location="1-1:x.0"),
        Adapter("COM5", serial_number=None, location="1-2:x.0"),
    ]
    posted = Posted()
    supervisor = DeviceSupervisor(posted, plugs=moving.plugs, scan_seconds=0.02)
    scale = supervisor.add_scale(Endpoint.parse("serial:0403:6001"))
    supervisor.start()
    wait_until(lambda: scale.state.health is Health.MISCONFIGURED)
    assert scale.state.reason == "scale.ambiguous"
    assert scale.state.values["found"] == ("COM3", "COM5")
    moving.ports.pop()
    wait_until(lambda: scale.state.health is Health.ONLINE, 3.0)
    supervisor.stop()
