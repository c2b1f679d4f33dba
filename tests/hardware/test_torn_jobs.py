"""A receipt that broke off in the middle: the printer still waits for the rest of a picture, half a
receipt hangs out of it, and the next one must come out whole all the same."""

from __future__ import annotations

import io

import msgspec
import pytest
from PIL import Image, ImageDraw

from pos_desktop.domain.printing import PrintState
from pos_desktop.hardware.printers.encoders import encoder_for
from pos_desktop.hardware.printers.printer_loop import EscposPrinter
from pos_desktop.hardware.printers.torn_jobs import new_paper
from pos_desktop.hardware.profiles import PrinterProfile, printer_profile
from pos_desktop.hardware.transports.protocol import TransportError
from pos_desktop.ports import Health
from pos_desktop.receipts.document import Barcode, Cut, Document, Line, Logo, Pair, Qr, Rule
from pos_desktop.simulators.escpos_paper import PaperPrinter
from pos_desktop.simulators.labels.simulator import LANGUAGES, LabelPrinter
from pos_desktop.simulators.star_line import StarPaperPrinter
from tests.hardware.memory_transport import MemoryTransport
from tests.hardware.printing import QUICK, FakeClock, FakeQueue, Posted, wait_until
from tests.hardware.test_label_printer import MODELS, tag
from tests.till_fakes import COFFEE

LONGEST_QUESTION = 16


class TearingWire(MemoryTransport):
    """Ends in a printer. tear_after: so many bytes of the next job reach it, then the wire is lost;
    None = all of them."""

    def __init__(self, paper: PaperPrinter | LabelPrinter) -> None:
        super().__init__(lambda data: _joined(paper.feed(data)))
        self._paper = paper
        self.tear_after: int | None = None

    def write(self, data: bytes, deadline_seconds: float) -> int:
        if self.tear_after is None or len(data) <= LONGEST_QUESTION:
            return super().write(data, deadline_seconds)
        left, self.tear_after = self.tear_after, None
        self._paper.feed(data[:left])
        raise TransportError("lost", may_have_left=left)


def _joined(said: bytes | list[bytes]) -> bytes:
    return said if isinstance(said, bytes) else b"".join(said)


def logo() -> bytes:
    picture = Image.new("L", (400, 120), 255)
    ImageDraw.Draw(picture).ellipse((10, 5, 390, 115), fill=0)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def receipt(name: str) -> Document:
    return Document(
        (
            Logo(logo()), Line(name, "center", bold=True, scale=2), Rule(), Pair("Хлеб", "50,00"),
            Qr("t=20261124T1436&s=50.00&fn=9999078900004792&i=1&fp=2&n=1"),
            Barcode("4600051000057"), Cut(),
        ),
        "ru",
    )  # fmt: skip


def quick(name: str) -> PrinterProfile:
    profile = printer_profile(name)
    printer = msgspec.structs.replace(profile.printer, confirm_ms=200)
    return msgspec.structs.replace(profile, printer=printer)


def paper_for(profile: PrinterProfile) -> PaperPrinter:
    if profile.printer.language == "star":
        return StarPaperPrinter(profile.printer.dots, {10: "cp866"})
    return PaperPrinter(profile.printer.dots)


@pytest.mark.parametrize("percent", [1, 10, 30, 60, 90, 97, 99])
@pytest.mark.parametrize("name", ["escpos-80", "POS-5890", "TSP650II"])
def test_the_receipt_after_one_that_broke_off_comes_out_whole(name: str, percent: int) -> None:
    profile = quick(name)
    paper = paper_for(profile)
    wire, queue, posted = TearingWire(paper), FakeQueue(), Posted()
    printer = EscposPrinter(queue, lambda: wire, profile, posted, FakeClock(), times=QUICK)
    encoder = encoder_for(profile)
    printer.start()
    try:
        wait_until(lambda: printer.state.health is Health.ONLINE)
        payload = encoder.encode(receipt("ПЕРВЫЙ"))
        wire.tear_after = max(1, len(payload) * percent // 100)
        torn = queue.put(payload)
        printer.wake()
        wait_until(lambda: queue.jobs[torn].state is PrintState.UNKNOWN)
        whole = queue.put(encoder.encode(receipt("ВТОРОЙ")))
        printer.wake()
        wait_until(lambda: queue.jobs[whole].state is PrintState.DONE)
    finally:
        printer.stop()
    posted.saw_no_bug()
    last = paper.receipts[-1] if profile.printer.cutter != "none" else paper.pending
    rows = [row.strip() for row in last.text.splitlines() if row.strip()]
    at = rows.index("ВТОРОЙ") if profile.printer.cutter == "none" else 0
    assert rows[at] == "ВТОРОЙ"
    assert rows[-1].split() == ["Хлеб", "50,00"]
    assert last.barcodes[-1].data == "4600051000057"
    if profile.printer.qr == "native":
        assert last.qr_payloads[-1].startswith("t=20261124")
    assert queue.states_of(torn) == [PrintState.SENDING, PrintState.UNKNOWN]


def test_a_job_that_was_on_its_way_when_the_computer_went_out_hinders_no_other() -> None:
    """The register begins anew; its printer was on all the while and waits for half a picture."""
    profile = quick("escpos-80")
    paper, queue = PaperPrinter(), FakeQueue()
    encoder = encoder_for(profile)
    payload = encoder.encode(receipt("ПЕРВЫЙ"))
    paper.feed(payload[:3000])
    lost = queue.put(payload)
    for state in (PrintState.SENDING, PrintState.UNKNOWN):
        queue.move(lost, state)
    wire = TearingWire(paper)
    printer = EscposPrinter(queue, lambda: wire, profile, Posted(), FakeClock(), times=QUICK)
    printer.start()
    try:
        wait_until(lambda: printer.state.health is Health.ONLINE)
        whole = queue.put(encoder.encode(receipt("ВТОРОЙ")))
        printer.wake()
        wait_until(lambda: queue.jobs[whole].state is PrintState.DONE)
    finally:
        printer.stop()
    assert paper.receipts[-1].text.split()[0] == "ВТОРОЙ"
    assert paper.receipts[-1].pictures == 1


def test_a_new_paper_is_begun_once_and_in_the_language_of_the_printer() -> None:
    assert new_paper(printer_profile("escpos-80"), 3) == bytes.fromhex("000000 1b40 1b6404 1d5601")
    assert new_paper(printer_profile("escpos-58"), 1) == bytes.fromhex("00 1b40 1b6404")
    assert new_paper(printer_profile("TSP650II"), 1) == bytes.fromhex("00 1e 1b40 1b6403")
    assert new_paper(printer_profile("tspl-203"), 2) == b"\0\0\r\n"
    assert new_paper(printer_profile("zpl-203"), 2) == b"  ~JX\r\n"


@pytest.mark.parametrize("model", MODELS)
def test_the_label_after_one_that_broke_off_anywhere_comes_out_whole(model: str) -> None:
    profile = printer_profile(model)
    assert profile.label is not None
    torn, whole = tag(model), tag(model, copies=2)
    for left in range(1, len(torn), max(1, len(torn) // 97)):
        printer = LANGUAGES[profile.label.language]()
        printer.feed(torn[:left])
        printer.feed(new_paper(profile, len(torn)) + whole)
        last = printer.labels[-1]
        assert last.copies == 2, left
        assert COFFEE.barcodes[0] in [payload for _, payload in last.codes()], left
        assert len(printer.labels) <= 2


@pytest.mark.parametrize("percent", [5, 40, 80, 97])
@pytest.mark.parametrize("model", MODELS)
def test_a_label_printer_answers_again_after_a_label_that_broke_off(
    model: str, percent: int
) -> None:
    """It may take the question how it is for the rest of that label."""
    profile = quick(model)
    assert profile.label is not None
    device = LANGUAGES[profile.label.language]()
    wire = TearingWire(device)
    queue, posted = FakeQueue(), Posted()
    printer = EscposPrinter(queue, lambda: wire, profile, posted, FakeClock(), times=QUICK)
    payload = tag(model)
    printer.start()
    try:
        wait_until(lambda: printer.state.health is Health.ONLINE)
        wire.tear_after = max(1, len(payload) * percent // 100)
        torn = queue.put(payload)
        printer.wake()
        wait_until(lambda: queue.jobs[torn].state is PrintState.UNKNOWN)
        wait_until(lambda: printer.state.health is Health.ONLINE, 5.0)
        before = len(device.labels)
        whole = queue.put(payload)
        printer.wake()
        wait_until(lambda: queue.jobs[whole].state is PrintState.DONE)
        wait_until(lambda: len(device.labels) > before)
    finally:
        printer.stop()
    posted.saw_no_bug()
