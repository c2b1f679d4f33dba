"""What a printer says of itself, asked or unasked: reasons a cashier can act on, the drawer's
sensor, Star's own status, the model's name."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.domain.printing import PrintState
from pos_desktop.hardware.printers.drawer import DrawerKeeper
from pos_desktop.hardware.printers.escpos_requests import drawer_pulse
from pos_desktop.hardware.printers.escpos_status import AutomaticStatus, StatusCodec, condition
from pos_desktop.hardware.printers.star_status import StarStatus, StarStatusCodec
from pos_desktop.hardware.profiles import DrawerSettings, PrinterProfile, printer_profile
from pos_desktop.ports import DrawerMoved, Health
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator
from tests.hardware.printing import FakeQueue, Posted, wait_until
from tests.hardware.test_printer_loop import Shop, receipt

EPSON = printer_profile("TM-T20III")


def with_drawer(profile: PrinterProfile, **changes: object) -> PrinterProfile:
    drawer = msgspec.structs.replace(profile.drawer, **changes)
    return msgspec.structs.replace(profile, drawer=drawer)


@pytest.fixture
def paper() -> Iterator[EscposPrinterSimulator]:
    simulator = EscposPrinterSimulator().start()
    yield simulator
    simulator.stop()


# Vectors of the protocol text.


@pytest.mark.parametrize(
    ("printer", "offline", "paper", "error", "reason"),
    [
        (0x16, 0x12, 0x12, 0x12, ""),
        (0x1E, 0x52, 0x12, 0x1A, "printer.cutter"),
        (0x1E, 0x52, 0x12, 0x52, "printer.head_hot"),
        (0x1E, 0x52, 0x12, 0x32, "printer.fault"),
        (0x1E, 0x52, 0x12, 0x72, "printer.fault"),
        (0x1E, 0x56, 0x12, 0x1A, "printer.cover_open"),
        (0x1E, 0x72, 0x7E, 0x1A, "printer.paper_out"),
    ],
)
def test_an_error_has_the_name_of_what_a_person_can_mend(
    printer: int, offline: int, paper: int, error: int, reason: str
) -> None:
    assert condition(printer, offline, paper, error).hindrance == reason


@pytest.mark.parametrize(
    ("block", "high"), [("14000000", True), ("10000000", False), ("14000300", True)]
)
def test_the_automatic_status_tells_the_level_of_the_drawers_pin(block: str, high: bool) -> None:
    [status] = StatusCodec().feed(bytes.fromhex(block))
    assert isinstance(status, AutomaticStatus)
    assert status.drawer_high is high


@pytest.mark.parametrize(
    ("block", "reason", "low"),
    [
        ("23 06 00 00 00 00 00 00 00", "", False),
        ("23 06 04 00 00 04 00 00 00", "", True),
        ("23 06 28 00 00 00 00 00 00", "printer.cover_open", False),
        ("23 06 08 00 00 0c 00 00 00", "printer.paper_out", True),
        ("23 06 08 08 00 00 00 00 00", "printer.cutter", False),
        ("23 06 08 40 00 00 00 00 00", "printer.head_hot", False),
        ("23 06 08 20 00 00 00 00 00", "printer.fault", False),
        ("23 06 08 00 00 00 00 00 00", "printer.offline", False),
        ("0f 06 00 00 00 00 00", "", False),
        ("23 86 00 00 00 08 00 00 00 00 00", "printer.paper_out", False),
    ],
)
def test_a_star_block_is_read_by_its_own_length(block: str, reason: str, low: bool) -> None:
    [status] = StarStatusCodec().feed(bytes.fromhex(block))
    assert (status.condition().hindrance, status.condition().paper_low) == (reason, low)


# Codecs whatever comes.


@given(st.binary(max_size=120), st.lists(st.integers(0, 120), max_size=5))
def test_the_pieces_in_which_a_star_status_comes_do_not_matter(
    data: bytes, cuts: list[int]
) -> None:
    expected = StarStatusCodec().feed(data)
    codec, found, at = StarStatusCodec(), [], 0
    for cut in [*sorted(cuts), len(data)]:
        found += codec.feed(data[at:cut])
        at = max(at, min(cut, len(data)))
    assert found == expected


@given(st.binary(max_size=200))
def test_after_any_noise_a_star_status_is_understood(noise: bytes) -> None:
    codec = StarStatusCodec()
    codec.feed(noise)
    codec.feed(b"\xff" * 64)
    ok = bytes.fromhex("23 06 00 00 00 00 00 00 00")
    assert codec.feed(ok) == [StarStatus(ok)]


# The thread and a printer.


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("cutter", "printer.cutter"),
        ("head-hot", "printer.head_hot"),
        ("fault", "printer.fault"),
        ("cover-open", "printer.cover_open"),
        ("offline", "printer.offline"),
    ],
)
def test_a_held_receipt_says_why_and_prints_when_that_is_mended(
    paper: EscposPrinterSimulator, state: str, reason: str
) -> None:
    shop = Shop(paper, EPSON)
    paper.set_state(state)  # type: ignore[arg-type]
    job = shop.queue.put(receipt("ждём"))
    shop.printer.start()
    try:
        wait_until(lambda: shop.queue.jobs[job].reason == reason)
        assert shop.printer.state.health is Health.OFFLINE
        paper.set_state("ok")
        wait_until(lambda: shop.state(job) is PrintState.DONE)
    finally:
        shop.printer.stop()
    assert [r.text.strip() for r in paper.receipts] == ["ждём"]


def test_an_idle_printer_tells_by_itself_also_after_a_receipt_has_reset_it(
    paper: EscposPrinterSimulator,
) -> None:
    """ESC @ ends the automatic status; it is asked for again after each job."""
    shop = Shop(paper, EPSON)
    shop.printer.start()
    try:
        for n in range(2):
            job = shop.queue.put(receipt(f"чек {n}"))
            shop.printer.wake()
            wait_until(lambda job=job: shop.state(job) is PrintState.DONE)
            assert paper.paper._asb_mask == 0x0F
    finally:
        shop.printer.stop()


@pytest.mark.parametrize("level", ["high", "low"])
def test_a_drawer_opened_by_hand_is_told_and_one_that_was_asked_for_is_not(
    paper: EscposPrinterSimulator, level: str
) -> None:
    profile = with_drawer(EPSON, sensor_open_level=level)
    paper.set_drawer_pin3(level == "low")
    shop = Shop(paper, profile)
    shop.printer.start()

    def moves() -> list[DrawerMoved]:
        return [e for e in shop.posted.events if isinstance(e, DrawerMoved)]

    try:
        wait_until(lambda: shop.printer.drawer_open is False)
        paper.set_drawer_pin3(level == "high")
        wait_until(lambda: shop.printer.drawer_open is True)
        assert moves()[-1] == DrawerMoved(is_open=True, asked=False)
        paper.set_drawer_pin3(level == "low")
        wait_until(lambda: shop.printer.drawer_open is False)
        shop.printer.open_drawer()
        wait_until(lambda: paper.drawer_pulses == 1)
        paper.set_drawer_pin3(level == "high")
        wait_until(lambda: shop.printer.drawer_open is True)
        assert moves()[-1] == DrawerMoved(is_open=True, asked=True)
    finally:
        shop.printer.stop()
    assert paper.drawer_pulses == 1


def test_a_drawer_without_a_sensor_says_nothing(paper: EscposPrinterSimulator) -> None:
    shop = Shop(paper, EPSON)
    shop.printer.start()
    try:
        wait_until(lambda: shop.printer.state.health is Health.ONLINE)
        paper.set_drawer_pin3(False)
        job = shop.queue.put(receipt("чек"))
        shop.printer.wake()
        wait_until(lambda: shop.state(job) is PrintState.DONE)
    finally:
        shop.printer.stop()
    assert shop.printer.drawer_open is None
    assert not [e for e in shop.posted.events if isinstance(e, DrawerMoved)]


def keeper(posted: Posted, now: list[float], **drawer: object) -> DrawerKeeper:
    settings = DrawerSettings(sensor_open_level="high", **drawer)  # type: ignore[arg-type]
    return DrawerKeeper(settings, FakeQueue(), posted, monotonic=lambda: now[0])


def test_a_pulse_explains_one_opening_and_not_the_next() -> None:
    posted, now = Posted(), [100.0]
    drawer = keeper(posted, now)
    for step, high in ((0.0, False), (1.0, True), (5.0, False), (9.0, True)):
        now[0] = 100.0 + step
        if step == 1.0:
            drawer.pulsed()
        drawer.sensed(high)
    opened = [e.asked for e in posted.events if isinstance(e, DrawerMoved) and e.is_open]
    assert opened == [True, False]


def test_a_drawer_that_stands_open_at_the_start_is_nobodys_fault() -> None:
    posted = Posted()
    keeper(posted, [100.0]).sensed(True)  # long after any pulse there may have been
    assert posted.events == [DrawerMoved(is_open=True, asked=True)]


def test_a_drawer_that_springs_open_late_was_opened_by_its_pulse() -> None:
    """The sensor may still say shut after the pulse has gone out."""
    posted, now = Posted(), [100.0]
    drawer = keeper(posted, now)
    drawer.sensed(False)
    drawer.pulsed()
    now[0] += 1.0
    drawer.sensed(False)
    now[0] += 1.0
    drawer.sensed(True)
    assert posted.events[-1] == DrawerMoved(is_open=True, asked=True)


def test_a_request_is_taken_once_and_not_after_five_seconds() -> None:
    now = [100.0]
    drawer = keeper(Posted(), now)
    drawer.ask()
    assert [bool(drawer.take_request()), drawer.take_request()] == [True, None]
    drawer.ask()
    now[0] += 5.1
    assert not drawer.take_request()


def test_a_shop_may_leave_the_drawer_shut_for_cash() -> None:
    queue = FakeQueue()
    drawer = DrawerKeeper(DrawerSettings(on_cash=False), queue, Posted())
    drawer.take_request()
    queue.put(b"", opens_drawer=True)
    assert not drawer.take_request()


@pytest.mark.parametrize(
    ("profile", "pin", "sent"),
    [
        ("TM-T20III", 0, "10 14 01 00 01"),
        ("TM-T20III", 1, "10 14 01 01 01"),
        ("RP326", 0, "1b 70 00 19 fa"),
        ("RP326", 1, "1b 70 01 19 fa"),
        ("TSP650II", 0, "1b 07 05 32 07"),
        ("TSP650II", 1, "1a"),
    ],
)
def test_each_printer_has_its_own_pulse(profile: str, pin: int, sent: str) -> None:
    assert drawer_pulse(with_drawer(printer_profile(profile), pin=pin)) == bytes.fromhex(sent)


def test_a_star_printer_is_asked_in_its_own_language() -> None:
    star = printer_profile("TSP650II")
    simulator = EscposPrinterSimulator(codepages={10: "cp866"}, language="star").start()
    shop = Shop(simulator, star)
    shop.printer.start()
    try:
        wait_until(lambda: shop.printer.state.health is Health.ONLINE)
        simulator.set_state("paper-out")
        wait_until(lambda: shop.printer.state.reason == "printer.paper_out")
        simulator.set_state("ok")
        wait_until(lambda: shop.printer.state.health is Health.ONLINE)
        shop.printer.open_drawer()
        wait_until(lambda: simulator.drawer_pulses == 1)
    finally:
        shop.printer.stop()
        simulator.stop()
