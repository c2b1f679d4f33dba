"""Every device ends within two seconds, whatever holds its thread up, and its thread with it."""

from __future__ import annotations

import os
import socket
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from pos_desktop.app.devices import Devices
from pos_desktop.app.printers import PrintQueues
from pos_desktop.hardware.supervisor import DeviceSupervisor
from pos_desktop.ports import Health, TerminalAct, TerminalRequest
from pos_desktop.settings import Device, Endpoint, LabelPrinter, SecondPrinter, Settings, Terminal
from pos_desktop.simulators.zvt_terminal import ZvtTerminalSimulator
from tests.hardware.printing import FakeClock, FakeQueue, Posted, wait_until

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals here")
STOP_SECONDS = 2.0
LOOK_SECONDS = 0.15
"""What a test needs to notice that it is over."""
NAMES = {
    "printer", "second_printer", "label_printer", "scale", "scanner", "customer_display",
    "terminal",
}  # fmt: skip
PICTURE = b"\x1b@" + bytes(3_000_000)


@contextmanager
def nobody_home() -> Iterator[int]:
    """A port where a connection is neither taken nor refused, as at an address with no machine."""
    with socket.socket() as listener, ExitStack() as waiting:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(3):  # the queue of those who wait is full then
            caller = waiting.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


class Wall:
    """Takes every connection. reads: whether it takes bytes; it never says any."""

    def __init__(self, *, reads: bool) -> None:
        self._reads = reads
        self._over = threading.Event()
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(16)
        self._listener.settimeout(0.05)
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._run, name="simulator-wall", daemon=True)

    def __enter__(self) -> int:
        self._thread.start()
        return self.port

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        held: list[socket.socket] = []
        while not self._over.is_set():
            try:
                held.append(self._listener.accept()[0])
                held[-1].setblocking(False)
            except TimeoutError:
                pass
            for caller in held if self._reads else ():
                try:
                    caller.recv(65_536)
                except OSError:
                    continue
        for caller in (*held, self._listener):
            caller.close()


@contextmanager
def serial_lines_nobody_reads() -> Iterator[Callable[[], str]]:
    """Serial ports whose other end takes nothing: a few kilobytes, and they are full."""
    import pty
    import tty

    with ExitStack() as ends:

        def made() -> str:
            master, slave = pty.openpty()
            tty.setraw(slave)
            ends.callback(os.close, master)
            ends.callback(os.close, slave)
            return os.ttyname(slave)

        yield made


def shop(where: Callable[[str], str], tmp_path: Path) -> Devices:
    """All devices at places that `where` tells by a device's name, with something to print."""
    receipts, labels = FakeQueue(), FakeQueue()
    receipts.put(PICTURE)
    labels.put(PICTURE)
    settings = replace(
        Settings(),
        printer=Device(where("printer"), "escpos-80"),
        second_printer=SecondPrinter(where("second_printer"), "escpos-80"),
        label_printer=LabelPrinter(where("label_printer"), "zpl-203"),
        scale=Device(where("scale"), "toledo-8217"),
        scanner=Device(where("scanner"), "serial-generic"),
        customer_display=Device(where("customer_display"), "cd5220"),
        terminal=Terminal(where("terminal"), "zvt"),
    )
    return Devices(
        settings, PrintQueues(receipts, labels, FakeQueue()), Posted(), FakeClock(), tmp_path
    )


def threads() -> set[str]:
    return {t.name for t in threading.enumerate() if not t.name.startswith("simulator-")}


def stops_in_time(devices: Devices, held_up_seconds: float) -> None:
    before = threads()
    devices.start()
    time.sleep(held_up_seconds)
    assert threads() - before >= NAMES
    began = time.monotonic()
    devices.stop()
    assert time.monotonic() - began < STOP_SECONDS + LOOK_SECONDS
    assert not (threads() - before), "left behind"


@pytest.mark.parametrize("held_up_seconds", [0.05, 0.7])
def test_while_they_connect_to_where_nobody_is(tmp_path: Path, held_up_seconds: float) -> None:
    with nobody_home() as port:
        stops_in_time(shop(lambda _name: f"tcp://127.0.0.1:{port}", tmp_path), held_up_seconds)


@pytest.mark.parametrize("reads", [False, True])
def test_while_nobody_takes_or_answers_what_they_say(tmp_path: Path, reads: bool) -> None:
    with Wall(reads=reads) as port:
        stops_in_time(shop(lambda _name: f"tcp://127.0.0.1:{port}", tmp_path), 1.0)


@POSIX
def test_while_their_serial_lines_are_full(tmp_path: Path) -> None:
    with serial_lines_nobody_reads() as line, Wall(reads=False) as port:
        places = {
            name: f"tcp://127.0.0.1:{port}" if name == "terminal" else f"serial:{line()}"
            for name in NAMES
        }
        stops_in_time(shop(places.__getitem__, tmp_path), 1.0)


@POSIX
def test_while_a_device_file_takes_nothing(tmp_path: Path) -> None:
    fifo = tmp_path / "lp0"
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    queue = FakeQueue()
    queue.put(PICTURE)
    supervisor = DeviceSupervisor(Posted())
    supervisor.add_printer(Endpoint.parse(f"file:{fifo},escpos-80"), queue, FakeClock())
    supervisor.start()
    time.sleep(0.5)
    began = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began < STOP_SECONDS + LOOK_SECONDS
    assert "printer" not in threads()
    os.close(reader)


def pay(op_id: str) -> TerminalRequest:
    return TerminalRequest(op_id, TerminalAct.PAY, 51_766, "EUR")


@pytest.mark.parametrize("moment", ["silent", "card_waits", "mute_after", "question", "slow"])
def test_a_terminal_in_the_middle_of_a_payment(tmp_path: Path, moment: str) -> None:
    simulator = ZvtTerminalSimulator().start()
    posted = Posted()
    supervisor = DeviceSupervisor(posted)
    endpoint = Endpoint.parse(f"tcp://127.0.0.1:{simulator.port},zvt")
    terminal = supervisor.add_terminal(endpoint, tmp_path / "terminal.json", "EUR")
    supervisor.start()
    wait_until(lambda: terminal.state.health is Health.ONLINE)
    if moment == "card_waits":
        simulator.card_waits = True
    elif moment == "slow":
        simulator.slow_seconds = 5.0
    elif moment == "question":
        simulator.set_mode("dies_before")
        terminal.submit(pay("op-1"))
        wait_until(lambda: simulator.commands.count(0x0601))
        wait_until(lambda: simulator.commands.count(0x0620) == 2)
        simulator.set_mode("silent")
        terminal.query(pay("op-1"))
    else:
        simulator.set_mode(moment)  # type: ignore[arg-type]
    if moment != "question":
        terminal.submit(pay("op-1"))
    wait_until(lambda: simulator.commands.count(0x0620 if moment == "question" else 0x0601))
    time.sleep(0.3)
    began = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began < STOP_SECONDS + LOOK_SECONDS
    assert "terminal" not in threads()
    simulator.stop()


@POSIX
def test_a_banks_program_that_waits_for_a_card_is_left_alone(tmp_path: Path) -> None:
    program = tmp_path / "sb_pilot"
    program.write_text("#!/bin/sh\necho $$ > started\nexec sleep 30\n", encoding="ascii")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    supervisor = DeviceSupervisor(Posted())
    endpoint = Endpoint.parse(f"command:{tmp_path},sber-upos")
    terminal = supervisor.add_terminal(endpoint, tmp_path / "terminal.json", "RUB")
    supervisor.start()
    terminal.submit(TerminalRequest("op-1", TerminalAct.PAY, 51_766, "RUB"))
    wait_until(lambda: (tmp_path / "started").exists() and (tmp_path / "started").read_text())
    began = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began < STOP_SECONDS + LOOK_SECONDS
    assert "terminal" not in threads()
    number = int((tmp_path / "started").read_text())
    os.kill(number, 0)  # it still runs: the customer may be about to pay
    os.kill(number, 9)
