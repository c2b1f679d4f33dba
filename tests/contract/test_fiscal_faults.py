"""Worker, operator and a simulated operator that fails in every way: each sale ends with exactly
one registered document of the same total, and the order of the sales is kept."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest

from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.fiscal import reasons
from pos_desktop.fiscal.worker import MOST_IN_FLIGHT
from pos_desktop.simulators.atol_online import AtolOnlineSimulator
from tests.contract.fiscal_shop import (
    SELLER,
    MemoryBook,
    Register,
    assert_each_once_in_order,
    line,
    operator_of,
    sale,
    sell,
)


@pytest.fixture
def simulator() -> Iterator[AtolOnlineSimulator]:
    with AtolOnlineSimulator() as running:
        yield running


@pytest.fixture
def book() -> MemoryBook:
    return MemoryBook()


@pytest.fixture
def register(simulator: AtolOnlineSimulator, book: MemoryBook) -> Iterator[Register]:
    simulator.settings.hold_seconds = 0.2
    operator = operator_of(simulator)
    yield Register(book, operator)
    operator.close()


FAULTS = (
    "refuse",
    "not_http",
    "http_503",
    "http_429",
    "http_500_code50",
    "http_400_code0",
    "http_400_code1",
    "expired_token",
    "timeout_after_register",
    "drop_answer",
    "invalid_json",
    "code_34_long",
)


@pytest.mark.parametrize("kind", FAULTS)
@pytest.mark.parametrize("times", [1, 3])
def test_a_fault_on_the_way_loses_and_doubles_nothing(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register, kind: str, times: int
):
    sell(book, 2)
    register.turns(2)
    simulator.fail_next(kind, times=times)
    sell(book, 5)
    register.run()
    assert_each_once_in_order(simulator, book)
    assert simulator.failures_left == 0


@pytest.mark.parametrize("kind", ["drop_answer", "invalid_json", "http_503", "refuse"])
@pytest.mark.parametrize("route", ["token", "report"])
def test_a_fault_of_the_token_or_the_report_is_waited_out(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register, kind: str, route: str
):
    simulator.fail_next(kind, times=2, route=route)
    sell(book, 3)
    register.run()
    assert_each_once_in_order(simulator, book)


def test_an_answer_lost_after_registration_is_found_by_the_same_key(
    simulator: AtolOnlineSimulator, book: MemoryBook
):
    operator = operator_of(simulator, timeout_seconds=1.0)
    register = Register(book, operator)
    simulator.fail_next("timeout_after_register")
    sell(book, 1)
    register.turns(1)
    assert book.state(1) is FiscalState.UNKNOWN
    assert book.reasons[1] == reasons.TIMEOUT
    assert len(simulator.documents) == 1
    register.run()
    assert simulator.duplicates == 1
    assert_each_once_in_order(simulator, book)
    operator.close()


def test_what_is_certain_goes_back_to_the_queue_and_what_is_not_stays_unknown(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register
):
    sell(book, 1)
    simulator.set_mode("down")
    register.turns(1)
    assert book.state(1) is FiscalState.QUEUED
    simulator.set_mode("up")
    simulator.fail_next("drop_answer")
    register.turns(2)
    assert book.state(1) is FiscalState.UNKNOWN
    simulator.set_mode("down")
    register.turns(2)
    assert book.state(1) is FiscalState.UNKNOWN
    simulator.set_mode("up")
    register.run()
    assert_each_once_in_order(simulator, book)


def test_a_token_that_runs_out_in_the_queue_is_renewed_without_a_pause(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register
):
    sell(book, 4)
    register.turns(2)
    simulator.expire_tokens()
    register.run()
    assert_each_once_in_order(simulator, book)
    assert simulator.requests["getToken"] == 2
    assert max(register.pauses) < 1.0


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("wrong_password", reasons.WRONG_PASSWORD),
        ("user_blocked", reasons.USER_BLOCKED),
        ("missing_token", reasons.ACCESS_REFUSED),
        ("group_mismatch", reasons.ACCESS_REFUSED),
        ("group_not_supported", reasons.ACCESS_REFUSED),
    ],
)
def test_what_only_a_person_can_mend_stops_the_queue_aloud_and_is_seldom_tried(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register, kind: str, reason: str
):
    simulator.fail_next(kind)
    sell(book, 3)
    register.turns(1)
    assert register.worker.turn() > 20
    assert register.reasons()[-1] == reason
    assert reason in reasons.NEEDS_PERSON
    asked = sum(simulator.requests.values())
    register.worker.wake()
    register.turns(1)
    assert sum(simulator.requests.values()) == asked
    register.worker.retry_now()
    register.run()
    assert_each_once_in_order(simulator, book)
    assert register.reasons()[-1] == ""


def test_a_wrong_password_does_not_get_the_account_blocked(
    simulator: AtolOnlineSimulator, book: MemoryBook
):
    operator = operator_of(simulator, password=lambda: "wrong")
    register = Register(book, operator)
    sell(book, 50)
    while register.clock.steady < 1000 + 3600:
        register.worker.wake()
        register.turns(1)
    assert simulator.requests["getToken"] <= 9
    operator.close()


def test_retry_after_is_respected(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register
):
    simulator.settings.retry_after_seconds = 25
    simulator.fail_next("http_429")
    sell(book, 1)
    register.turns(1)
    asked = sum(simulator.requests.values())
    register.worker.wake()
    assert register.worker.turn() == pytest.approx(25, abs=0.1)
    assert sum(simulator.requests.values()) == asked
    register.run()
    assert_each_once_in_order(simulator, book)


def test_pauses_grow_to_a_minute_and_end_with_the_first_success(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register
):
    simulator.set_mode("down")
    sell(book, 3)
    tried = []
    for _ in range(60):
        before = len(book.history)
        register.turns(1)
        if len(book.history) > before:
            tried.append(register.clock.steady)
    gaps = [later - earlier for earlier, later in itertools.pairwise(tried)]
    assert gaps[:4] == pytest.approx([1, 2, 4, 8])
    assert gaps[-1] == pytest.approx(60)
    simulator.set_mode("up")
    register.run()
    assert_each_once_in_order(simulator, book)
    assert register.reasons() == [reasons.UNREACHABLE, reasons.AGE_WARNING, ""]


def test_a_new_sale_cuts_a_pause_that_the_network_caused(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register
):
    simulator.set_mode("down")
    sell(book, 1)
    register.turns(12)
    simulator.set_mode("up")
    before = register.clock.steady
    sell(book, 1)
    register.worker.wake()
    register.run()
    assert register.clock.steady - before < 3
    assert_each_once_in_order(simulator, book)


def test_a_document_not_processed_in_time_goes_again_under_a_new_key(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register
):
    simulator.fail_next("fail_timeout_code1", times=2)
    sell(book, 1)
    register.run()
    assert [document.external_id for document in simulator.documents] == ["r2-000001-v3"]
    assert_each_once_in_order(simulator, book)


@pytest.mark.parametrize("code", [36, 40, 68, 141, 402, 411, 420])
def test_what_the_cash_register_asks_to_send_again_is_sent_again(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register, code: int
):
    simulator.fail_next(f"driver_fault_{code}")
    sell(book, 1)
    register.run()
    assert_each_once_in_order(simulator, book)


@pytest.mark.parametrize("code", [128, 243, 143, 144, 2006, 2007, 405, 409])
def test_a_refused_document_is_parked_and_the_queue_goes_on(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register, code: int
):
    sell(book, 1)
    register.run()
    simulator.fail_next(f"driver_fault_{code}")
    sell(book, 3)
    register.run()
    assert [fact.sale_id for fact in book.rejected] == ["sale-2"]
    assert book.rejected[0].code in (reasons.REFUSED, reasons.MARKING_REFUSED)
    assert str(code) in book.rejected[0].text
    assert [document.external_id for document in simulator.documents] == [
        "r2-000001-v1",
        "r2-000003-v1",
        "r2-000004-v1",
    ]
    assert book.status().parked == 1


@pytest.mark.parametrize("code", ["177", "262", "177_closed", "262_closed", "999"])
def test_a_receipt_that_may_be_closed_is_never_sent_again_by_itself(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register, code: str
):
    simulator.fail_next(f"driver_fault_{code}")
    sell(book, 2)
    register.run()
    assert [(fact.sale_id, fact.code) for fact in book.rejected] == [("sale-1", reasons.UNCLEAR)]
    assert simulator.requests["sell"] == 2
    assert len(simulator.documents) == (2 if code.endswith("closed") else 1)


@pytest.mark.parametrize("code", [120, 121, 137, 139, 140, 2003, 2009])
def test_a_fault_of_the_cash_register_stops_the_queue_and_parks_nothing(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register, code: int
):
    simulator.fail_next(f"driver_fault_{code}")
    sell(book, 1)
    register.turns(3)
    assert book.state(1) is FiscalState.QUEUED
    assert register.reasons()[-1] in (reasons.DRIVE_FULL, reasons.WRONG_ORGANISATION)
    sell(book, 3)
    register.worker.wake()
    register.turns(1)
    assert simulator.requests["sell"] == 1
    register.worker.retry_now()
    register.run()
    assert_each_once_in_order(simulator, book)


def test_the_wrong_organisation_is_mended_by_another_operator(
    simulator: AtolOnlineSimulator, book: MemoryBook
):
    simulator.settings.inn = "5544332219"
    register = Register(book, operator_of(simulator))
    sell(book, 3)
    register.turns(30)
    assert simulator.documents == []
    assert book.rejected == []
    simulator.settings.inn = "7802145638"
    mended = operator_of(simulator)
    register.worker.use(mended)
    register.run()
    assert_each_once_in_order(simulator, book)
    mended.close()


def test_a_foreign_total_is_never_taken_for_the_sale(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register
):
    simulator.fail_next("foreign_total")
    sell(book, 2)
    register.run()
    assert [(fact.sale_id, fact.code) for fact in book.rejected] == [("sale-1", reasons.MISMATCH)]
    assert [fact.sale_id for fact in book.registered] == ["sale-2"]
    assert "200 != 100" in book.rejected[0].text


def test_a_document_the_format_cannot_carry_is_parked_before_it_is_sent(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register
):
    book.add(sale(1, line(1, 100, kind="lottery")))
    sell(book, 1)
    register.run()
    assert [(fact.code, fact.text) for fact in book.rejected] == [
        (reasons.BAD_DOCUMENT, "payment_object: lottery")
    ]
    assert [document.external_id for document in simulator.documents] == ["r2-000002-v1"]


def test_two_days_offline_drain_in_order_with_results_behind_the_sending(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register
):
    sell(book, 500)
    register.run()
    assert_each_once_in_order(simulator, book)
    sent = [number for number, state in book.history if state is FiscalState.SENDING]
    assert sent == list(range(1, 501))
    ahead = open_at_once = 0
    for _, state in book.history:
        ahead += (state is FiscalState.ACCEPTED) - (state is FiscalState.REGISTERED)
        open_at_once = max(open_at_once, ahead)
    assert 1 < open_at_once <= MOST_IN_FLIGHT


def test_the_clock_set_back_holds_nothing_up(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register
):
    simulator.set_mode("down")
    sell(book, 2)
    register.turns(6)
    register.clock.wall_us -= 7 * 24 * 3_600_000_000
    simulator.set_mode("up")
    register.run()
    assert_each_once_in_order(simulator, book)


def test_the_rate_is_that_of_the_sale_when_the_year_turned_in_the_queue(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register
):
    last_minute_us = 1_767_214_740_000_000  # 31 December 2025, 23:59 in Moscow
    book.add(sale(1, line(1, 12000, vat="vat20")), at_us=last_minute_us)
    book.add(sale(2, line(1, 12200, vat="vat22")), at_us=last_minute_us + 120_000_000)
    register.run()
    assert_each_once_in_order(simulator, book)
    bodies = [document.body for document in simulator.documents]
    assert [body["timestamp"] for body in bodies] == ["31.12.2025 23:59:00", "01.01.2026 00:01:00"]
    taxes = [body["receipt"]["items"][0]["vat"] for body in bodies]
    assert [(tax["type"], str(tax["sum"])) for tax in taxes] == [
        ("vat20", "20.00"),
        ("vat22", "22.00"),
    ]


def test_the_age_of_the_oldest_document_is_said_as_it_grows(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register
):
    simulator.set_mode("down")
    sell(book, 1)
    said = []
    for minutes in (1, 16, 24 * 60 + 1, 30 * 24 * 60 + 1):
        register.clock.wall_us = book.rows[0].occurred_at_us + minutes * 60_000_000
        register.turns(1)
        said.append(register.reasons()[-1])
    assert said[1:] == [reasons.AGE_WARNING, reasons.AGE_ALARM, reasons.AGE_LIMIT]
    simulator.set_mode("up")
    register.run()
    register.turns(1)
    assert register.reasons()[-1] == ""
    assert_each_once_in_order(simulator, book)


def test_every_change_is_told_with_the_state_of_the_queue(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register
):
    sell(book, 2)
    register.run()
    told = [(event.sale_id, event.state, event.queue.waiting) for event in register.events]
    assert told == [
        ("sale-1", FiscalState.SENDING, 2),
        ("sale-1", FiscalState.ACCEPTED, 2),
        ("sale-2", FiscalState.SENDING, 2),
        ("sale-2", FiscalState.ACCEPTED, 2),
        ("sale-1", FiscalState.REGISTERED, 1),
        ("sale-2", FiscalState.REGISTERED, 0),
    ]
    assert [event.fd for event in register.events[-2:]] == [1, 2]


def test_a_receipt_gets_its_result_while_it_waits_to_be_printed(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register
):
    simulator.fail_next("code_34_long", times=8)
    sell(book, 1)
    before = register.clock.steady
    register.run()
    assert register.clock.steady - before < 3.0


def test_a_document_that_may_have_arrived_is_not_called_refused_when_settings_break_it(
    simulator: AtolOnlineSimulator, book: MemoryBook, register: Register
):
    simulator.fail_next("drop_answer")
    sell(book, 1)
    register.turns(1)
    assert book.state(1) is FiscalState.UNKNOWN
    broken = operator_of(simulator, seller=replace(SELLER, inn=""))
    register.worker.use(broken)
    register.turns(5)
    assert len(simulator.documents) == 1
    assert [fact.code for fact in book.rejected] == [reasons.UNCLEAR]
    broken.close()
