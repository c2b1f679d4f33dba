"""The printing thread against the simulated printer on TCP: nothing printed twice, nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.printing import PrintJob, PrintState
from pos_desktop.hardware.printers.escpos_bytes import EscposEncoder
from pos_desktop.hardware.printers.printer_loop import EscposPrinter, PrinterTimes
from pos_desktop.hardware.profiles import PrinterProfile, printer_profile
from pos_desktop.hardware.transports.protocol import TransportError
from pos_desktop.hardware.transports.tcp import TcpTransport
from pos_desktop.ports import DeviceChanged, Health, WorkerFailed
from pos_desktop.receipts.document import Cut, Document, Line
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator
from tests.hardware.memory_transport import MemoryTransport
from tests.hardware.printing import QUICK, FakeClock, FakeQueue, Posted, wait_until

PROFILE = printer_profile("escpos-80")
ENCODER = EscposEncoder(PROFILE)


def with_settings(**changes: object) -> PrinterProfile:
    import msgspec

    return msgspec.structs.replace(
        PROFILE, printer=msgspec.structs.replace(PROFILE.printer, **changes)
    )


def receipt(text: str) -> bytes:
    return ENCODER.encode(Document((Line(text), Cut()), "ru"))


@pytest.fixture
def paper() -> Iterator[EscposPrinterSimulator]:
    simulator = EscposPrinterSimulator().start()
    yield simulator
    simulator.stop()


class Shop:
    """A queue and a printing thread on the simulator."""

    def __init__(
        self,
        paper: EscposPrinterSimulator,
        profile: PrinterProfile = PROFILE,
        queue: FakeQueue | None = None,
        times: PrinterTimes = QUICK,
    ) -> None:
        self.queue = queue or FakeQueue()
        self.posted = Posted()
        self.printer = EscposPrinter(
            self.queue,
            lambda: TcpTransport("127.0.0.1", paper.port, 0.5),
            profile,
            self.posted,
            FakeClock(),
            times=times,
        )

    def state(self, job_id: int) -> PrintState:
        return self.queue.jobs[job_id].state


@pytest.fixture
def shop(paper: EscposPrinterSimulator) -> Iterator[Shop]:
    made = Shop(paper)
    yield made
    made.printer.stop()
    made.posted.saw_no_bug()


def texts(paper: EscposPrinterSimulator) -> list[str]:
    return [found.text.strip() for found in paper.receipts]


def test_a_job_is_printed_and_confirmed(shop: Shop, paper: EscposPrinterSimulator) -> None:
    shop.printer.start()
    job = shop.queue.put(receipt("Хлеб №5"))
    shop.printer.wake()
    wait_until(lambda: shop.state(job) is PrintState.DONE)
    assert texts(paper) == ["Хлеб №5"]
    assert shop.queue.states_of(job) == [PrintState.SENDING, PrintState.DONE]
    assert shop.printer.state.health is Health.ONLINE


def test_jobs_are_printed_in_order(shop: Shop, paper: EscposPrinterSimulator) -> None:
    jobs = [shop.queue.put(receipt(f"чек {n}")) for n in range(5)]
    shop.printer.start()
    wait_until(lambda: shop.state(jobs[-1]) is PrintState.DONE)
    assert texts(paper) == [f"чек {n}" for n in range(5)]


def test_with_no_paper_the_job_is_held_and_printed_once_after_a_new_roll(
    shop: Shop, paper: EscposPrinterSimulator
) -> None:
    paper.set_state("paper-out")
    job = shop.queue.put(receipt("держим"))
    shop.printer.start()
    wait_until(lambda: shop.queue.jobs[job].reason == "printer.paper_out")
    assert shop.state(job) is PrintState.HELD
    assert shop.printer.state.reason == "printer.paper_out"
    paper.set_state("ok")
    wait_until(lambda: shop.state(job) is PrintState.DONE)
    assert texts(paper) == ["держим"]


@pytest.mark.parametrize(
    ("state", "reason"), [("cover-open", "printer.cover_open"), ("offline", "printer.offline")]
)
def test_the_reason_of_a_held_job_is_what_the_printer_says(
    shop: Shop, paper: EscposPrinterSimulator, state: str, reason: str
) -> None:
    paper.set_state(state)  # type: ignore[arg-type]
    job = shop.queue.put(receipt("ждём"))
    shop.printer.start()
    wait_until(lambda: shop.queue.jobs[job].reason == reason)
    paper.set_state("ok")
    wait_until(lambda: shop.state(job) is PrintState.DONE)
    assert texts(paper) == ["ждём"]


def test_the_reason_follows_the_printer(shop: Shop, paper: EscposPrinterSimulator) -> None:
    paper.set_state("paper-out")
    job = shop.queue.put(receipt("и снова"))
    shop.printer.start()
    wait_until(lambda: shop.queue.jobs[job].reason == "printer.paper_out")
    paper.set_state("cover-open")
    wait_until(lambda: shop.queue.jobs[job].reason == "printer.cover_open")
    paper.set_state("ok")
    wait_until(lambda: shop.state(job) is PrintState.DONE)
    assert texts(paper) == ["и снова"]


def test_paper_that_ends_in_the_middle_holds_the_job_in_the_printer(
    shop: Shop, paper: EscposPrinterSimulator
) -> None:
    shop.printer.start()
    wait_until(lambda: shop.printer.state.health is Health.ONLINE)
    paper.load_roll(20)
    lines = tuple(Line(f"строка {n}") for n in range(60))
    job = shop.queue.put(ENCODER.encode(Document((*lines, Cut()), "ru")))
    shop.printer.wake()
    wait_until(lambda: (PrintState.HELD, "printer.paper_out") in shop.posted.jobs(job))
    assert shop.state(job) is PrintState.SENDING  # stored so: nobody knows, should we die now
    paper.load_roll(5000)
    wait_until(lambda: shop.state(job) is PrintState.DONE)
    assert len(paper.receipts) == 1
    assert paper.receipts[0].text.count("строка") == 60
    assert shop.queue.states_of(job) == [PrintState.SENDING, PrintState.DONE]


def test_a_printer_that_is_not_there_holds_the_job_until_it_comes(
    paper: EscposPrinterSimulator, shop: Shop
) -> None:
    paper.set_state("powered-off")
    job = shop.queue.put(receipt("позже"))
    shop.printer.start()
    wait_until(lambda: shop.queue.jobs[job].reason == "printer.unreachable")
    paper.set_state("ok")
    wait_until(lambda: shop.state(job) is PrintState.DONE)
    assert texts(paper) == ["позже"]


def test_a_cable_pulled_in_the_middle_leaves_the_job_unknown_and_it_is_not_sent_again(
    shop: Shop, paper: EscposPrinterSimulator
) -> None:
    shop.printer.start()
    wait_until(lambda: shop.printer.state.health is Health.ONLINE)
    paper.load_roll(20)
    lines = tuple(Line(f"строка {n}") for n in range(60))
    job = shop.queue.put(ENCODER.encode(Document((*lines, Cut()), "ru")))
    shop.printer.wake()
    wait_until(lambda: (PrintState.HELD, "printer.paper_out") in shop.posted.jobs(job))
    paper.set_state("unplugged")
    wait_until(lambda: shop.state(job) is PrintState.UNKNOWN)
    paper.set_state("ok")
    paper.load_roll(5000)
    following = shop.queue.put(receipt("следующий"))
    shop.printer.wake()
    wait_until(lambda: shop.state(following) is PrintState.DONE)
    assert shop.state(job) is PrintState.UNKNOWN
    assert shop.queue.states_of(job) == [PrintState.SENDING, PrintState.UNKNOWN]


def test_a_stalled_printer_holds_the_job(paper: EscposPrinterSimulator) -> None:
    paper.set_state("stalled")
    shop = Shop(paper)
    job = shop.queue.put(receipt("стоит"))
    shop.printer.start()
    try:
        wait_until(lambda: shop.queue.jobs[job].reason == "printer.no_answer")
        paper.set_state("ok")
        wait_until(lambda: shop.state(job) is PrintState.DONE)
    finally:
        shop.printer.stop()
    assert texts(paper) == ["стоит"]


def test_no_confirmation_makes_the_job_unknown(paper: EscposPrinterSimulator) -> None:
    """The printer takes the bytes and falls silent: they may be on paper or not."""
    wire = MemoryTransport(
        lambda data: (
            b"\x16"
            if data == b"\x10\x04\x01"
            else (b"\x12" if data.startswith(b"\x10\x04") else b"")
        )
    )
    queue, posted = FakeQueue(), Posted()
    printer = EscposPrinter(
        queue, lambda: wire, with_settings(confirm_ms=150), posted, FakeClock(), times=QUICK
    )
    job = queue.put(receipt("тишина"))
    printer.start()
    wait_until(lambda: queue.jobs[job].state is PrintState.UNKNOWN)
    printer.stop()
    assert queue.jobs[job].reason == "printer.no_confirmation"
    assert bytes(wire.written).count(queue.jobs[job].payload) == 1


def test_a_late_confirmation_is_not_taken_for_that_of_the_next_job() -> None:
    said: list[bytes] = []

    def answer(data: bytes) -> bytes:
        said.append(data)
        if data.startswith(b"\x10\x04"):
            return b"\x12"
        if data == b"\x1dr\x01":
            return b"\x00\x00"  # the answer to the lost job comes together with this one's
        return b"\x00" if len([d for d in said if len(d) > 10]) > 1 else b""

    wire = MemoryTransport(answer)
    queue = FakeQueue()
    printer = EscposPrinter(
        queue,
        lambda: wire,
        with_settings(confirm_ms=100, asb=False),
        Posted(),
        FakeClock(),
        times=QUICK,
    )
    first, second = queue.put(receipt("один")), queue.put(receipt("два"))
    printer.start()
    wait_until(lambda: queue.jobs[second].state is PrintState.DONE)
    printer.stop()
    assert queue.jobs[first].state is PrintState.UNKNOWN
    assert said.index(b"\x1dr\x01") < said.index(queue.jobs[second].payload + b"\x1dr\x01")


def test_stray_bytes_before_a_job_are_no_word_that_it_is_on_paper() -> None:
    """The rest of a broken automatic status looks like answers to GS r; nobody had asked."""

    def answer(data: bytes) -> bytes:
        return b"\x12\x00\x00\x00" if data.startswith(b"\x10\x04") else b""

    wire, queue = MemoryTransport(answer), FakeQueue()
    silent = with_settings(confirm_ms=100)
    times = replace(QUICK, confirm_reask=60.0)
    printer = EscposPrinter(queue, lambda: wire, silent, Posted(), FakeClock(), times=times)
    job = queue.put(receipt("чек"))
    printer.start()
    wait_until(lambda: queue.jobs[job].state is PrintState.UNKNOWN)
    printer.stop()
    assert PrintState.DONE not in queue.states_of(job)


@pytest.mark.parametrize("changed", [{"device": "second_printer"}, {"paper": "another"}])
def test_a_job_that_changes_hands_in_the_moment_of_sending_is_not_sent_with_the_others_bytes(
    paper: EscposPrinterSimulator, changed: dict[str, str]
) -> None:
    class Snatched(FakeQueue):
        """Another thread gives the job away between the printer's look and its first byte."""

        def move(self, job_id: int, new: PrintState, reason: str = "") -> None:
            if new is PrintState.SENDING and self.jobs[job_id].payload != b"others":
                given = replace(self.jobs[job_id], payload=b"others", **changed)  # type: ignore[arg-type]
                self.jobs[job_id] = given
            super().move(job_id, new, reason)

        def next_job(self, now_us: int) -> PrintJob | None:
            job = super().next_job(now_us)
            return job if job is None or job.payload != b"others" else None

    shop = Shop(paper, queue=Snatched())
    job = shop.queue.put(receipt("мой"))
    shop.printer.start()
    wait_until(lambda: shop.queue.states_of(job) == [PrintState.SENDING, PrintState.QUEUED])
    shop.printer.stop()
    assert paper.receipts == []
    assert paper.item_count == 1, "nothing at all was printed"


@pytest.mark.parametrize("left", [0, 1, 20])
def test_only_a_job_of_which_nothing_left_is_sent_again(left: int) -> None:
    profile = with_settings(status="none", confirm="none")
    wire = MemoryTransport(can_read=False)
    wire.fail_after = left
    queue = FakeQueue()
    printer = EscposPrinter(queue, lambda: wire, profile, Posted(), FakeClock(), times=QUICK)
    payload = receipt("ровно один раз")
    job = queue.put(payload)
    printer.start()
    if left:
        wait_until(lambda: queue.jobs[job].state is PrintState.UNKNOWN)
    else:
        wait_until(lambda: queue.jobs[job].state is PrintState.QUEUED)
        wire.fail_after = None
        wait_until(lambda: queue.jobs[job].state is PrintState.DONE)
    printer.stop()
    assert bytes(wire.written).count(payload) == (0 if left else 1)


def test_a_wire_without_answers_is_done_when_the_bytes_are_handed_over() -> None:
    wire = MemoryTransport(can_read=False)
    queue, posted = FakeQueue(), Posted()
    printer = EscposPrinter(queue, lambda: wire, PROFILE, posted, FakeClock(), times=QUICK)
    job = queue.put(receipt("в очередь печати"))
    printer.start()
    wait_until(lambda: queue.jobs[job].state is PrintState.DONE)
    printer.stop()
    assert bytes(wire.written) == queue.jobs[job].payload


def test_no_permission_is_said_with_what_to_grant() -> None:
    wire = MemoryTransport()
    wire.open_fails = TransportError("permission", hint="dialout")
    queue, posted = FakeQueue(), Posted()
    printer = EscposPrinter(queue, lambda: wire, PROFILE, posted, FakeClock(), times=QUICK)
    job = queue.put(receipt("нельзя"))
    printer.start()
    wait_until(lambda: queue.jobs[job].reason == "printer.permission")
    printer.stop()
    assert printer.state.health is Health.MISCONFIGURED
    assert printer.state.values["hint"] == "dialout"


def test_a_job_held_back_for_its_fiscal_answer_waits(
    shop: Shop, paper: EscposPrinterSimulator
) -> None:
    shop.printer.start()
    late = shop.queue.put(receipt("позже"), not_before_us=FakeClock().now_us() + 400_000)
    early = shop.queue.put(receipt("сразу"))
    shop.printer.wake()
    wait_until(lambda: shop.state(late) is PrintState.DONE)
    assert texts(paper) == ["сразу", "позже"]
    assert shop.state(early) is PrintState.DONE


def test_low_paper_is_shown_and_printing_goes_on(shop: Shop, paper: EscposPrinterSimulator) -> None:
    paper.set_state("paper-low")
    job = shop.queue.put(receipt("мало"))
    shop.printer.start()
    wait_until(lambda: shop.state(job) is PrintState.DONE)
    wait_until(lambda: shop.printer.state.reason == "printer.paper_low")
    assert shop.printer.state.health is Health.DEGRADED


def test_an_idle_printer_shows_that_its_paper_is_out(
    shop: Shop, paper: EscposPrinterSimulator
) -> None:
    shop.printer.start()
    wait_until(lambda: shop.printer.state.health is Health.ONLINE)
    paper.set_state("paper-out")
    wait_until(lambda: shop.printer.state.reason == "printer.paper_out")
    paper.set_state("ok")
    wait_until(lambda: shop.printer.state.health is Health.ONLINE)


def test_a_stop_while_the_printer_holds_the_job_leaves_it_unknown(
    shop: Shop, paper: EscposPrinterSimulator
) -> None:
    shop.printer.start()
    wait_until(lambda: shop.printer.state.health is Health.ONLINE)
    paper.load_roll(5)
    lines = tuple(Line(f"строка {n}") for n in range(30))
    job = shop.queue.put(ENCODER.encode(Document((*lines, Cut()), "ru")))
    shop.printer.wake()
    wait_until(lambda: (PrintState.HELD, "printer.paper_out") in shop.posted.jobs(job))
    shop.printer.stop()
    assert shop.state(job) is PrintState.UNKNOWN
    assert not shop.printer._thread.alive


class ForgetfulQueue(FakeQueue):
    """A queue on a disk that is full for a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.full = 3

    def move(self, job_id: int, new: PrintState, reason: str = "") -> None:
        if new is PrintState.DONE and self.full:
            self.full -= 1
            raise StorageError("storage.full")
        super().move(job_id, new, reason)


def test_a_full_disk_after_printing_does_not_print_again(paper: EscposPrinterSimulator) -> None:
    shop = Shop(paper)
    shop.queue = ForgetfulQueue()
    shop.printer._queue = shop.queue
    job = shop.queue.put(receipt("один раз"))
    shop.printer.start()
    wait_until(lambda: shop.state(job) is PrintState.DONE)
    shop.printer.stop()
    assert texts(paper) == ["один раз"]
    assert any(isinstance(e, WorkerFailed) for e in shop.posted.events)


class FullDisk(FakeQueue):
    """Nothing can be stored until there is room again."""

    full = True

    def move(self, job_id: int, new: PrintState, reason: str = "") -> None:
        if self.full:
            raise StorageError("storage.full")
        super().move(job_id, new, reason)


def test_a_disk_that_takes_no_note_lets_no_byte_out(paper: EscposPrinterSimulator) -> None:
    queue = FullDisk()
    shop = Shop(paper, queue=queue)
    job = queue.put(receipt("один раз"))
    shop.printer.start()
    wait_until(lambda: any(isinstance(e, WorkerFailed) for e in shop.posted.events))
    assert texts(paper) == []
    queue.full = False
    wait_until(lambda: shop.state(job) is PrintState.DONE)
    shop.printer.stop()
    assert texts(paper) == ["один раз"]


def test_states_are_posted_only_when_they_change(shop: Shop, paper: EscposPrinterSimulator) -> None:
    shop.printer.start()
    for n in range(3):
        job = shop.queue.put(receipt(str(n)))
        shop.printer.wake()
        wait_until(lambda job=job: shop.state(job) is PrintState.DONE)
    changes = [e for e in shop.posted.events if isinstance(e, DeviceChanged)]
    assert [e.state.health for e in changes] == [Health.ONLINE]


class AnsweredMeanwhile(FakeQueue):
    """The fiscal answer comes between the printer's look at the job and its first byte."""

    def move(self, job_id: int, new: PrintState, reason: str = "") -> None:
        if new is PrintState.SENDING:
            self.jobs[job_id] = replace(self.jobs[job_id], payload=receipt("ФП 0123456789"))
        super().move(job_id, new, reason)


def test_what_is_printed_is_what_is_stored_when_the_first_byte_leaves(
    paper: EscposPrinterSimulator,
) -> None:
    shop = Shop(paper)
    shop.queue = AnsweredMeanwhile()
    shop.printer = EscposPrinter(
        shop.queue,
        lambda: TcpTransport("127.0.0.1", paper.port, 0.5),
        PROFILE,
        shop.posted,
        FakeClock(),
        times=QUICK,
    )
    job = shop.queue.put(receipt("ожидается"))
    shop.printer.start()
    try:
        wait_until(lambda: shop.state(job) is PrintState.DONE)
    finally:
        shop.printer.stop()
    assert texts(paper) == ["ФП 0123456789"]
