"""A label printer on its cable: each model in its own language, and why it does not print."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pos_desktop.domain.printing import PrintState
from pos_desktop.hardware.labels.languages import LABEL_LANGUAGES, label_encoder
from pos_desktop.hardware.labels.tspl import TsplEncoder
from pos_desktop.hardware.labels.zpl import ZplEncoder
from pos_desktop.hardware.printers.printer_loop import EscposPrinter
from pos_desktop.hardware.printers.tspl_status import TsplStatusCodec
from pos_desktop.hardware.profiles import printer_profile, profile_ids
from pos_desktop.hardware.transports.tcp import TcpTransport
from pos_desktop.ports import Health
from pos_desktop.receipts.label import LabelWish, load_templates, place_label
from pos_desktop.shipped import resource_path
from pos_desktop.simulators.labels.simulator import LANGUAGES, LabelPrinterSimulator
from tests.hardware.printing import QUICK, FakeClock, FakeQueue, Posted, wait_until
from tests.till_fakes import COFFEE

MODELS = [i for i in profile_ids("printers") if printer_profile(i).label_only]
TAG = {t.name: t for t in load_templates(resource_path("labels"))}["tag_58x40"]


def tag(model: str, copies: int = 1) -> bytes:
    wish = LabelWish(COFFEE, "ru", "RUB", "26.11.2026", "Магазин")
    return label_encoder(printer_profile(model)).encode(place_label(TAG, wish), copies)


@pytest.mark.parametrize("model", MODELS)
def test_each_label_printer_understands_a_tag_in_its_profiles_language(model: str) -> None:
    label = printer_profile(model).label
    assert label is not None
    printer = LANGUAGES[label.language]()
    printer.feed(tag(model, copies=2))
    assert printer.errors == []
    [printed] = printer.labels
    assert printed.copies == 2
    assert COFFEE.barcodes[0] in [payload for _, payload in printed.codes()]


def test_every_language_has_an_encoder_and_a_simulated_printer() -> None:
    assert set(LABEL_LANGUAGES) == set(LANGUAGES)
    assert isinstance(label_encoder(printer_profile("zpl-203")), ZplEncoder)
    te200 = label_encoder(printer_profile("TE200"))
    assert label_encoder(printer_profile("zpl-300")) == ZplEncoder(dots_per_mm=12)
    assert label_encoder(printer_profile("zpl-203-drawn")) == ZplEncoder(as_pictures=True)
    assert te200 == TsplEncoder(dots_per_mm=8, as_pictures=False, gap_mm=2)


def test_a_quantity_that_no_printer_takes_is_an_error() -> None:
    for copies in (0, 10_000):
        with pytest.raises(ValueError, match="copies"):
            tag("TE200", copies)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (0x00, ""), (0x01, "printer.cover_open"), (0x04, "printer.paper_out"),
        (0x08, "printer.ribbon_out"), (0x02, "printer.fault"), (0x10, "printer.offline"),
        (0x20, ""), (0x80, "printer.fault"), (0x0C, "printer.paper_out"),
    ],
)  # fmt: skip
def test_its_status_byte_says_what_to_do(value: int, reason: str) -> None:
    [status] = TsplStatusCodec().feed(bytes([value]))
    assert status.condition().hindrance == reason


@pytest.fixture
def printer() -> Iterator[LabelPrinterSimulator]:
    simulator = LabelPrinterSimulator().start()
    yield simulator
    simulator.stop()


@pytest.mark.parametrize(
    ("state", "reason"),
    [("ribbon-out", "printer.ribbon_out"), ("paper-out", "printer.paper_out"),
     ("cover-open", "printer.cover_open"), ("paused", "printer.offline")],
)  # fmt: skip
def test_tags_wait_with_a_reason_and_come_out_once_when_it_is_mended(
    printer: LabelPrinterSimulator, state: str, reason: str
) -> None:
    queue, posted = FakeQueue(), Posted()
    loop = EscposPrinter(
        queue, lambda: TcpTransport("127.0.0.1", printer.port, 0.5), printer_profile("TE200"),
        posted, FakeClock(), name="label_printer", times=QUICK,
    )  # fmt: skip
    printer.device.state = state  # type: ignore[assignment]
    job = queue.put(tag("TE200"))
    loop.start()
    try:
        wait_until(lambda: queue.jobs[job].reason == reason)
        assert loop.state.health is Health.OFFLINE
        printer.device.state = "ok"
        wait_until(lambda: queue.jobs[job].state is PrintState.DONE)
        wait_until(lambda: len(printer.labels) == 1)
    finally:
        loop.stop()
    assert printer.errors == []
