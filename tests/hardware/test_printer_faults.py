"""A printer that misbehaves at random: whatever happens, each receipt is on paper once, or a person
is asked.
"""

from __future__ import annotations

import random
import sys
import threading
from typing import Any

import msgspec
import pytest

from pos_desktop.domain.printing import PrintState
from pos_desktop.hardware.printers.escpos_bytes import EscposEncoder
from pos_desktop.hardware.printers.printer_loop import EscposPrinter
from pos_desktop.hardware.profiles import PrinterProfile, printer_profile
from pos_desktop.hardware.transports.opening import transport_for
from pos_desktop.ports import Health
from pos_desktop.receipts.document import Cut, Document, Line
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator, PrinterState
from pos_desktop.simulators.on_line import LineMode
from tests.hardware.printing import QUICK, FakeClock, FakeQueue, Posted, wait_until

SHIPPED = printer_profile("escpos-80")
ENCODER = EscposEncoder(SHIPPED)
FAULTS: tuple[PrinterState, ...] = (
    "ok", "paper-out", "cover-open", "offline", "unplugged", "powered-off", "stalled",
)  # fmt: skip


def profile(**changes: object) -> PrinterProfile:
    return msgspec.structs.replace(
        SHIPPED,
        printer=msgspec.structs.replace(SHIPPED.printer, confirm_ms=400, **changes),
        transport=msgspec.structs.replace(SHIPPED.transport, write_ms=200),
    )


def printer_on(endpoint: str, queue: FakeQueue, made: PrinterProfile) -> EscposPrinter:
    return EscposPrinter(
        queue,
        lambda: transport_for(endpoint, made.transport),
        made,
        Posted(),
        FakeClock(),
        times=QUICK,
    )


def receipt(number: int) -> bytes:
    lines = tuple(Line(f"строка {n}") for n in range(12))
    return ENCODER.encode(Document((Line(f"чек №{number:03}"), *lines, Cut()), "ru"))


def times_printed(paper: EscposPrinterSimulator, number: int) -> int:
    return sum(found.text.count(f"чек №{number:03}") for found in paper.receipts)


@pytest.mark.parametrize("seed", range(6))
def test_each_receipt_is_printed_once_or_a_person_is_asked(seed: int) -> None:
    chance = random.Random(seed)
    paper = EscposPrinterSimulator().start()
    queue = FakeQueue()
    printer = printer_on(f"tcp://127.0.0.1:{paper.port}", queue, profile())
    printer.start()
    pause = threading.Event()
    for _ in range(15):
        queue.put(receipt(len(queue.jobs) + 1))
        printer.wake()
        pause.wait(chance.uniform(0, 0.05))
        if chance.random() < 0.4:
            paper.load_roll(chance.choice((10, 30)))  # it ends in the middle of a receipt
            pause.wait(0.05)
        paper.set_state(chance.choice(FAULTS))
        pause.wait(chance.uniform(0, 0.1))
    paper.set_state("ok")
    paper.load_roll(100_000)
    settled = (PrintState.DONE, PrintState.UNKNOWN)
    wait_until(lambda: all(job.state in settled for job in list(queue.jobs.values())), 30)
    printer.stop()
    for number, job in queue.jobs.items():
        allowed = (1,) if job.state is PrintState.DONE else (0, 1)
        assert times_printed(paper, number) in allowed, (number, job.state, job.reason)
    done = [n for n, job in queue.jobs.items() if job.state is PrintState.DONE]
    text = "".join(found.text for found in paper.receipts)
    order = [text.index(f"чек №{number:03}") for number in done]
    assert order == sorted(order)
    paper.stop()


@pytest.mark.parametrize("fault", ["silent", "cut"])
def test_a_printer_whose_answers_do_not_come_holds_the_receipt_until_they_do(
    fault: LineMode,
) -> None:
    paper = EscposPrinterSimulator().start()
    queue = FakeQueue()
    paper.set_mode(fault)
    printer = printer_on(f"tcp://127.0.0.1:{paper.port}", queue, profile())
    job = queue.put(receipt(1))
    printer.start()
    try:
        wait_until(lambda: queue.jobs[job].state is PrintState.HELD)
        assert printer.state.health is Health.OFFLINE
        assert times_printed(paper, 1) == 0
        paper.set_mode("ok")
        wait_until(lambda: queue.jobs[job].state is PrintState.DONE)
    finally:
        printer.stop()
        paper.stop()
    assert times_printed(paper, 1) == 1


def test_a_printer_that_falls_silent_after_the_receipt_was_sent_leaves_a_question() -> None:
    paper = EscposPrinterSimulator().start()
    queue = FakeQueue()
    printer = printer_on(f"tcp://127.0.0.1:{paper.port}", queue, profile())
    printer.start()
    try:
        wait_until(lambda: printer.state.health is Health.ONLINE)
        paper.set_state("paper-out")
        job = queue.put(receipt(1))
        printer.wake()
        wait_until(lambda: queue.jobs[job].state is PrintState.HELD)
        paper.load_roll(30)  # it ends in the middle
        paper.set_state("ok")
        wait_until(lambda: queue.jobs[job].state is PrintState.SENDING)
        paper.set_mode("silent")
        wait_until(lambda: queue.jobs[job].state is PrintState.UNKNOWN)
        paper.set_mode("ok")
        paper.load_roll(100_000)
        wait_until(lambda: printer.state.health is Health.ONLINE)
    finally:
        printer.stop()
        paper.stop()
    assert queue.states_of(job).count(PrintState.SENDING) == 1
    assert times_printed(paper, 1) <= 1


@pytest.mark.parametrize("fault", ["split", "slow"])
def test_answers_in_pieces_and_late_ones_confirm_each_receipt_once(fault: LineMode) -> None:
    paper = EscposPrinterSimulator().start()
    queue = FakeQueue()
    paper.set_mode(fault, slow_seconds=0.05)
    printer = printer_on(f"tcp://127.0.0.1:{paper.port}", queue, profile())
    printer.start()
    jobs = [queue.put(receipt(number)) for number in (1, 2, 3)]
    printer.wake()
    try:
        wait_until(lambda: all(queue.jobs[job].state is PrintState.DONE for job in jobs))
    finally:
        printer.stop()
        paper.stop()
    assert [times_printed(paper, number) for number in (1, 2, 3)] == [1, 1, 1]


def test_noise_in_place_of_answers_prints_no_receipt_twice() -> None:
    """A byte of noise may be a status: what the register believes of it may be wrong, and a
    receipt is sent once all the same."""
    paper = EscposPrinterSimulator().start()
    queue = FakeQueue()
    paper.set_mode("garbage")
    printer = printer_on(f"tcp://127.0.0.1:{paper.port}", queue, profile())
    printer.start()
    jobs = [queue.put(receipt(number)) for number in range(1, 6)]
    printer.wake()
    pause = threading.Event()
    pause.wait(1.0)
    paper.set_mode("ok")
    settled = (PrintState.DONE, PrintState.UNKNOWN)
    try:
        wait_until(lambda: all(queue.jobs[job].state in settled for job in jobs))
    finally:
        printer.stop()
        paper.stop()
    assert all(times_printed(paper, number) == 1 for number in range(1, 6))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals here")
@pytest.mark.parametrize("kind", ["serial", "file"])
def test_a_printer_on_a_serial_port_or_device_file_confirms_too(kind: str) -> None:
    paper = EscposPrinterSimulator()
    queue = FakeQueue()
    path = paper.serve_pty()
    printer = printer_on(f"{kind}:{path}", queue, profile())
    job = queue.put(receipt(1))
    printer.start()
    try:
        wait_until(lambda: queue.jobs[job].state is PrintState.DONE)
        paper.set_state("paper-out")
        held = queue.put(receipt(2))
        printer.wake()
        wait_until(lambda: queue.jobs[held].reason == "printer.paper_out")
        paper.set_state("ok")
        wait_until(lambda: queue.jobs[held].state is PrintState.DONE)
    finally:
        printer.stop()
        paper.stop()
    assert [times_printed(paper, n) for n in (1, 2)] == [1, 1]


def test_a_printer_that_others_use_too_gets_its_line_back_after_each_job() -> None:
    paper = EscposPrinterSimulator().start()
    queue = FakeQueue()
    shared = profile()
    shared = msgspec.structs.replace(
        shared, transport=msgspec.structs.replace(shared.transport, close_after_job=True)
    )
    printer = printer_on(f"tcp://127.0.0.1:{paper.port}", queue, shared)
    jobs = [queue.put(receipt(n)) for n in (1, 2)]
    printer.start()
    wait_until(lambda: queue.jobs[jobs[-1]].state is PrintState.DONE)
    wait_until(lambda: not paper.connected)
    printer.stop()
    paper.stop()
    assert paper.connections >= 2


def test_a_job_that_stops_half_way_is_unknown() -> None:
    """The printer answers, then takes no more bytes in the middle of a long job."""
    paper = EscposPrinterSimulator().start()
    queue = FakeQueue()
    printer = printer_on(f"tcp://127.0.0.1:{paper.port}", queue, profile())
    paper.load_roll(10)
    endless: Any = ENCODER.encode(Document((Line("начало"),), "ru")) + b"x\n" * 4_000_000
    job = queue.put(endless)
    printer.start()
    wait_until(lambda: queue.jobs[job].state is PrintState.UNKNOWN, 20)
    assert queue.jobs[job].reason == "printer.stalled"
    assert queue.states_of(job) == [PrintState.SENDING, PrintState.UNKNOWN]
    printer.stop()
    paper.stop()
