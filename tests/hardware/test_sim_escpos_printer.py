from __future__ import annotations

import os
import socket
import struct
import threading
from collections.abc import Callable, Iterator

import pytest
import serial

from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator

JOB = bytes.fromhex("1b40 1c2e 1b7411") + "Чек\n".encode("cp866") + bytes.fromhex("1d564200 1d7201")
ASK_PAPER = b"\x10\x04\x04"
WAIT_SECONDS = 5.0


@pytest.fixture
def printer() -> Iterator[EscposPrinterSimulator]:
    simulator = EscposPrinterSimulator().start()
    yield simulator
    simulator.stop()


def connect(printer: EscposPrinterSimulator) -> socket.socket:
    return socket.create_connection((printer.host, printer.port), WAIT_SECONDS)


def eventually(true: Callable[[], bool]) -> bool:
    pause = threading.Event()
    return any(true() or pause.wait(0.02) for _ in range(250))


def test_a_job_is_printed_and_confirmed(printer: EscposPrinterSimulator) -> None:
    with connect(printer) as host:
        host.sendall(JOB)
        assert host.recv(1) == b"\x00"
    assert [one.text for one in printer.receipts] == ["Чек"]


def test_paper_out_is_told_and_the_job_follows_after_a_new_roll(
    printer: EscposPrinterSimulator,
) -> None:
    printer.set_state("paper-out")
    with connect(printer) as host:
        host.sendall(JOB + ASK_PAPER)
        assert host.recv(1) == b"\x7e"
        assert printer.receipts == []
        printer.set_state("ok")
        assert host.recv(1) == b"\x00"
    assert len(printer.receipts) == 1


def test_automatic_status_reaches_the_host_when_the_cover_opens(
    printer: EscposPrinterSimulator,
) -> None:
    with connect(printer) as host:
        host.sendall(bytes.fromhex("1d610f"))
        assert host.recv(4) == bytes.fromhex("14000000")
        printer.set_state("cover-open")
        assert host.recv(4) == bytes.fromhex("3c000000")


def test_an_offline_printer_answers_that_it_is_offline(printer: EscposPrinterSimulator) -> None:
    printer.set_state("offline")
    with connect(printer) as host:
        host.sendall(b"\x10\x04\x01")
        assert host.recv(1) == b"\x1e"


def test_an_unplugged_printer_drops_its_host_and_refuses_the_next_until_plugged_in(
    printer: EscposPrinterSimulator,
) -> None:
    with connect(printer) as host:
        host.sendall(ASK_PAPER)
        assert host.recv(1) == b"\x12"
        printer.set_state("unplugged")
        with pytest.raises(ConnectionResetError):
            host.recv(1)
    with pytest.raises(ConnectionRefusedError):
        connect(printer)
    printer.set_state("ok")
    with connect(printer) as host:
        host.sendall(ASK_PAPER)
        assert host.recv(1) == b"\x12"


def test_a_pulled_cable_keeps_the_buffer_and_a_pulled_plug_loses_it(
    printer: EscposPrinterSimulator,
) -> None:
    for state, printed in (("unplugged", 1), ("powered-off", 1)):
        printer.set_state("paper-out")
        with connect(printer) as host:
            host.sendall(JOB + ASK_PAPER)
            assert host.recv(1) == b"\x7e"
        printer.set_state(state)  # type: ignore[arg-type]
        printer.set_state("ok")
        assert len(printer.receipts) == printed


def test_a_stalled_printer_takes_the_connection_and_reads_nothing(
    printer: EscposPrinterSimulator,
) -> None:
    printer.set_state("stalled")
    with connect(printer) as host:
        host.settimeout(0.3)
        host.sendall(ASK_PAPER)
        with pytest.raises(TimeoutError):
            host.recv(1)
        host.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)
        with pytest.raises(TimeoutError):
            host.sendall(b" " * 2_000_000)
    printer.set_state("ok")


def test_a_stalled_printer_that_recovers_answers(printer: EscposPrinterSimulator) -> None:
    printer.set_state("stalled")
    with connect(printer) as host:
        host.sendall(JOB)
        printer.set_state("ok")
        assert host.recv(1) == b"\x00"


def test_a_second_host_waits_for_the_first(printer: EscposPrinterSimulator) -> None:
    first, second = connect(printer), connect(printer)
    with second:
        with first:
            first.sendall(ASK_PAPER)
            assert first.recv(1) == b"\x12"
            second.sendall(ASK_PAPER)
            second.settimeout(0.2)
            with pytest.raises(TimeoutError):
                second.recv(1)
        second.settimeout(WAIT_SECONDS)
        assert second.recv(1) == b"\x12"


def test_a_power_cycle_cuts_the_host_off_and_forgets_the_job(
    printer: EscposPrinterSimulator,
) -> None:
    printer.set_state("paper-out")
    with connect(printer) as host:
        host.sendall(JOB + ASK_PAPER)
        assert host.recv(1) == b"\x7e"
        printer.power_cycle()
        with pytest.raises(ConnectionResetError):
            host.recv(1)
    printer.set_state("ok")
    with connect(printer) as host:
        host.sendall(ASK_PAPER)
        assert host.recv(1) == b"\x12"
    assert printer.receipts == []


def test_a_held_printer_with_a_full_buffer_slows_the_host_and_loses_nothing(
    printer: EscposPrinterSimulator,
) -> None:
    printer.set_state("paper-out")
    lines = b"x" * 47 + b"\n"
    sender = connect(printer)
    thread = threading.Thread(
        target=sender.sendall, args=(lines * 4000 + JOB,), name="host", daemon=True
    )
    thread.start()
    assert eventually(lambda: printer.paper.free_bytes == 0)
    printer.set_state("ok")
    assert sender.recv(1) == b"\x00"
    thread.join(WAIT_SECONDS)
    sender.close()
    assert printer.paper.lost_bytes == 0
    assert printer.receipts[0].text.count("x" * 47) == 4000


def test_who_watches_the_printer_is_told_and_may_look(printer: EscposPrinterSimulator) -> None:
    seen: list[int] = []
    printer.on_change = lambda: seen.append(printer.render_since(0).height)
    with connect(printer) as host:
        host.sendall(JOB)
        host.recv(1)
    printer.set_state("paper-low")
    assert eventually(lambda: len(seen) == 2)
    assert seen[0] > 1


def test_the_printer_comes_back_at_the_same_port_after_a_restart() -> None:
    printer = EscposPrinterSimulator().start()
    port = printer.port
    printer.stop()
    printer.start()
    try:
        assert printer.port == port
        with connect(printer) as host:
            host.sendall(JOB)
            assert host.recv(1) == b"\x00"
    finally:
        printer.stop()


def test_a_host_that_resets_its_connection_does_not_hurt_the_printer(
    printer: EscposPrinterSimulator,
) -> None:
    host = connect(printer)
    host.sendall(JOB)
    host.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    host.close()
    with connect(printer) as again:
        again.sendall(ASK_PAPER)
        assert again.recv(1) == b"\x12"


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal needs POSIX")
def test_a_serial_printer_prints_answers_and_survives_being_unplugged() -> None:
    printer = EscposPrinterSimulator()
    path = printer.serve_pty()
    try:
        with serial.Serial(path, 115200, timeout=WAIT_SECONDS) as host:
            host.write(JOB)
            assert host.read(1) == b"\x00"
        printer.set_state("unplugged")
        assert not os.path.exists(path)
        printer.set_state("ok")
        with serial.Serial(path, 115200, timeout=WAIT_SECONDS) as host:
            host.write(ASK_PAPER)
            assert host.read(1) == b"\x12"
    finally:
        printer.stop()
    assert len(printer.receipts) == 1
    assert not os.path.exists(path)
