"""Threads of devices: named, ended in time whatever their wires do, and nothing of them stays."""

from __future__ import annotations

import ast
import os
import random
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pos_desktop import hardware
from pos_desktop.app.devices import Devices
from pos_desktop.app.printers import PrintQueues
from pos_desktop.hardware.device_line import DeviceLine
from pos_desktop.hardware.device_thread import DeviceThread
from pos_desktop.hardware.printers.printer_loop import EscposPrinter
from pos_desktop.hardware.profiles import printer_profile, scale_profile, scanner_profile
from pos_desktop.hardware.scales.scale_loop import PolledScale
from pos_desktop.hardware.scanners.scanner_loop import DirectScanner
from pos_desktop.hardware.supervisor import DeviceSupervisor
from pos_desktop.settings import Device, Settings
from tests.faults.plugged_shop import WORKING, Counter, counter, settings_with
from tests.hardware.printing import FakeClock, FakeQueue, Posted, wait_until

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals here")


class HungTransport:
    """Hangs for ever in one of its methods, and cannot be called off."""

    can_read = True

    def __init__(self, where: str, for_ever: threading.Event) -> None:
        self._where = where
        self._for_ever = for_ever

    def _perhaps_hang(self, method: str) -> None:
        if self._where == method:
            self._for_ever.wait()

    def open(self) -> None:
        self._perhaps_hang("open")

    def close(self) -> None:
        self._perhaps_hang("close")

    def write(self, data: bytes, deadline_seconds: float) -> int:
        self._perhaps_hang("write")
        return len(data)

    def read(self, size: int, timeout_seconds: float) -> bytes:
        self._perhaps_hang("read")
        time.sleep(min(timeout_seconds, 0.01))
        return b""

    def cancel(self) -> None:
        pass


def hung_devices(where: str, for_ever: threading.Event) -> list[Any]:
    def hung() -> HungTransport:
        return HungTransport(where, for_ever)

    posted, clock = Posted(), FakeClock()
    printer = printer_profile("escpos-80")
    queue = FakeQueue()
    queue.put(b"receipt")
    return [
        EscposPrinter(queue, hung, printer, posted, clock),
        EscposPrinter(FakeQueue(), hung, printer, posted, clock, name="label_printer"),
        PolledScale(hung, scale_profile("toledo-8217"), posted),
        DirectScanner(hung, scanner_profile("serial-generic"), posted, clock),
    ]


@pytest.mark.parametrize("where", ["open", "write", "read", "close"])
def test_the_register_closes_within_two_seconds_with_every_wire_hanging(where: str) -> None:
    for_ever = threading.Event()
    supervisor = DeviceSupervisor(Posted())
    for device in hung_devices(where, for_ever):
        supervisor.add(device)
    supervisor.start()
    time.sleep(0.3)
    began = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began < 2.2
    for_ever.set()


@pytest.mark.parametrize("where", ["open", "write", "read"])
def test_no_call_of_the_window_waits_for_a_device_that_hangs(where: str) -> None:
    for_ever = threading.Event()
    supervisor = DeviceSupervisor(Posted())
    printer, labels, scale, scanner = hung_devices(where, for_ever)
    for device in (printer, labels, scale, scanner):
        supervisor.add(device)
    acts = {
        "start": supervisor.start,
        "states": lambda: supervisor.states,
        "wake": printer.wake,
        "open the drawer": printer.open_drawer,
        "weigh": scale.start_weighing,
        "weigh no more": scale.stop_weighing,
        "zero": scale.zero,
        "tare": scale.tare,
        "reconnect": supervisor.reconnect_lost,
        "reconnect one": scanner.reconnect_now,
        "exchange": lambda: supervisor.add(hung_devices(where, for_ever)[2]),
        "remove": lambda: supervisor.remove("label_printer"),
    }
    slow = {}
    for name, act in acts.items():
        began = time.monotonic()
        act()
        spent = time.monotonic() - began
        slow |= {name: spent} if spent > 0.25 else {}
        time.sleep(0.05)
    supervisor.stop()
    for_ever.set()
    assert not slow


def test_a_thread_that_hung_through_a_stop_goes_on_when_it_is_started_again() -> None:
    for_ever, turns = threading.Event(), []

    def turn() -> float:
        turns.append(threading.current_thread().ident)
        for_ever.wait()
        return 0.01

    thread = DeviceThread("scale", turn, Posted(), cancel=lambda: None, close=lambda: None)
    thread.start()
    wait_until(lambda: turns)
    thread.stop(0.6)
    thread.start()
    for_ever.set()
    wait_until(lambda: len(turns) > 3)
    assert len(set(turns)) == 1
    thread.stop()
    assert not thread.alive


def test_stops_and_starts_in_a_storm_leave_one_thread_or_none() -> None:
    chance = random.Random(5)
    closed = []
    thread = DeviceThread(
        "storm", lambda: 0.001, Posted(), cancel=lambda: None, close=lambda: closed.append(1)
    )
    for _ in range(300):
        chance.choice((thread.start, thread.start, thread.wake, lambda: thread.stop(0.6)))()
        assert [t.name for t in threading.enumerate()].count("storm") <= 1
    thread.stop()
    assert "storm" not in {t.name for t in threading.enumerate()}


# All devices of a shop at once


def devices_of(settings: Settings, folder: Path) -> Devices:
    queues = PrintQueues(FakeQueue(), FakeQueue())
    return Devices(settings, queues, Posted(), FakeClock(), folder)


def names_of_threads() -> set[str]:
    return {t.name for t in threading.enumerate() if not t.name.startswith("simulator-")}


def open_files() -> set[str]:
    """What this process holds open: pipes, sockets and terminals among them."""
    found = set()
    for entry in os.listdir("/proc/self/fd"):
        try:
            found.add(f"{entry} {os.readlink(f'/proc/self/fd/{entry}')}")
        except OSError:
            continue
    return found


@POSIX
def test_each_device_has_one_thread_with_its_name(tmp_path: Path) -> None:
    with counter() as (_, where):
        before = names_of_threads()
        devices = devices_of(settings_with(where), tmp_path)
        devices.start()
        wait_until(lambda: {s.health for s in devices.states()} <= set(WORKING))
        assert names_of_threads() - before == {*where, "device-watch"}
        devices.stop()
        assert names_of_threads() == before


@POSIX
@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system does not list them")
def test_a_storm_of_stops_starts_and_exchanges_leaves_nothing_behind(tmp_path: Path) -> None:
    chance = random.Random(11)
    with counter() as (things, where):
        devices = devices_of(settings_with(where), tmp_path)
        devices.start()
        wait_until(lambda: {s.health for s in devices.states()} <= set(WORKING))
        devices.stop()
        threads, files = names_of_threads(), len(open_files())
        devices.start()
        for _ in range(60):
            storm(devices, things, where, chance)
        for name, device in where.items():
            devices.replace(name, device)
        plugged_in(things)
        wait_until(lambda: {s.health for s in devices.states()} <= set(WORKING), 20.0)
        devices.stop()
        assert names_of_threads() == threads
        wait_until(lambda: len(open_files()) <= files, 5.0)


def storm(
    devices: Devices, things: Counter, where: dict[str, Device], chance: random.Random
) -> None:
    name = chance.choice(list(where))
    act = chance.randrange(10)
    if act < 4:
        devices.replace(name, where[name])
    elif act < 6:
        devices.replace(name, Device())
    elif act < 8:
        plug = chance.choice(things.plugs())
        chance.choice((plug.pull, plug.put_in))()
    elif act == 8:
        devices.reconnect()
    else:
        devices.stop()
        devices.start()
    time.sleep(chance.choice((0.0, 0.0, 0.02)))


def plugged_in(things: Counter) -> None:
    for plug in things.plugs():
        plug.put_in()


# Nothing grows and nothing waits for ever


def calls_in_hardware() -> Iterator[tuple[str, ast.Call]]:
    for path in Path(hardware.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield f"{path.name}:{node.lineno}", node


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def test_every_queue_of_a_device_has_an_end() -> None:
    endless = [
        where
        for where, call in calls_in_hardware()
        if (name_of(call) == "deque" and "maxlen" not in {k.arg for k in call.keywords})
        or (name_of(call) in ("Queue", "LifoQueue") and not call.args and not call.keywords)
        or name_of(call) == "SimpleQueue"
    ]
    assert not endless


def test_every_wait_of_a_device_has_a_deadline() -> None:
    """A thread that has nothing to do but wait for ever cannot be stopped."""
    waits = {"wait", "wait_for", "join", "get"}
    for_ever = [
        where
        for where, call in calls_in_hardware()
        if isinstance(call.func, ast.Attribute)
        and name_of(call) in waits
        and not call.keywords
        and len(call.args) < (2 if name_of(call) == "wait_for" else 1)
    ]
    assert not for_ever


def test_the_pause_between_two_tries_grows_to_ten_seconds_and_is_never_the_same_for_all() -> None:
    class Absent(HungTransport):
        def open(self) -> None:
            from pos_desktop.hardware.transports.protocol import TransportError

            raise TransportError("refused")

    def pauses(jitter: float) -> list[float]:
        line = DeviceLine("scale", lambda: Absent("", threading.Event()), Posted(),
                          jitter=lambda: jitter)  # fmt: skip
        found = []
        for _ in range(7):
            line.open_if_due()
            found.append(line.seconds_to_next_try())
            line.reconnect_now()
        return found

    assert pauses(0.5) == pytest.approx([0.5, 1.0, 2.0, 5.0, 10.0, 10.0, 10.0], abs=0.05)
    assert pauses(0.0) == pytest.approx([0.4, 0.8, 1.6, 4.0, 8.0, 8.0, 8.0], abs=0.05)
    assert pauses(1.0)[-1] == pytest.approx(12.0, abs=0.05)
