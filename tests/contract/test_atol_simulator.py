"""The simulated ATOL Online v5 operator, asked over HTTP as a register would ask it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from pos_desktop.simulators.atol_online import AtolOnlineSimulator
from tests.contract.atol_till import MINIMAL, ClockByHand, Till, code_of, sale


@pytest.fixture
def clock() -> ClockByHand:
    return ClockByHand()


@pytest.fixture
def operator(clock: ClockByHand) -> Iterator[AtolOnlineSimulator]:
    with AtolOnlineSimulator(inn="5544332219", clock=clock) as simulator:
        yield simulator


@pytest.fixture
def till(operator: AtolOnlineSimulator) -> Iterator[Till]:
    till = Till(operator)
    till.get_token()
    yield till
    till.http.close()


def test_the_minimal_example_is_accepted_and_registered(
    operator: AtolOnlineSimulator, till: Till
) -> None:
    accepted = till.send(MINIMAL)
    assert accepted.status_code == 200
    assert accepted.json()["status"] == "wait"
    assert accepted.json()["error"] is None
    assert accepted.json()["timestamp"] == "24.11.2026 10:15:00"

    report = till.report(accepted.json()["uuid"]).json()
    payload = report["payload"]
    assert report["status"] == "done"
    assert report["error"] is None
    assert report["external_id"] == "kassa1-000123-v1"
    assert payload["total"] == 120.0
    assert len(payload["fn_number"]) == 16
    assert len(payload["ecr_registration_number"]) == 16
    assert payload["fiscal_document_number"] == 1
    assert 0 <= payload["fiscal_document_attribute"] < 10**10
    assert payload["shift_number"] == 1
    assert payload["fiscal_receipt_number"] == 1
    assert payload["receipt_datetime"] == "24.11.2026 10:15:00"
    assert {"fns_site", "ofd_inn", "ofd_receipt_url"} <= set(payload)

    [document] = operator.documents
    assert document.external_id == "kassa1-000123-v1"
    assert document.operation == "sell"
    assert document.total == Decimal("120.00")
    assert document.fiscal_document_attribute == payload["fiscal_document_attribute"]
    assert document.body["receipt"]["items"][0]["name"] == "Хлеб"
    assert operator.requests == {"getToken": 1, "sell": 1, "report": 1}
    assert operator.warnings == []


@pytest.mark.parametrize("operation", ["sell", "sell_refund", "buy", "buy_refund"])
def test_every_receipt_operation_is_registered(
    operator: AtolOnlineSimulator, till: Till, operation: str
) -> None:
    assert till.send(sale(), operation).status_code == 200
    assert operator.documents[0].operation == operation


@pytest.mark.parametrize(
    "operation",
    ["sell_correction", "buy_correction", "sell_refund_correction", "buy_refund_correction"],
)
def test_every_correction_is_registered_without_a_client(
    operator: AtolOnlineSimulator, till: Till, operation: str
) -> None:
    body = sale()
    body["correction"] = body.pop("receipt")
    del body["correction"]["client"]
    body["correction"]["correction_info"] = {"type": "self", "base_date": "20.11.2026"}
    assert till.send(body, operation).status_code == 200
    assert operator.documents[0].operation == operation


def test_a_document_sent_twice_answers_33_with_the_same_uuid_and_status_wait(
    operator: AtolOnlineSimulator, till: Till
) -> None:
    first = till.send(sale()).json()
    second = till.send(sale())
    assert second.status_code == 400
    assert code_of(second) == 33
    assert second.json()["uuid"] == first["uuid"]
    assert second.json()["status"] == "wait"
    assert second.json()["error"]["type"] == "system"
    assert operator.duplicates == 1
    assert len(operator.documents) == 1


def test_a_token_lives_24_hours(till: Till, clock: ClockByHand) -> None:
    clock.forward(hours=23, minutes=59)
    assert till.send(sale(1)).status_code == 200
    clock.forward(minutes=1)
    late = till.send(sale(2))
    assert late.status_code == 401
    assert code_of(late) == 11
    till.get_token()
    assert till.send(sale(2)).status_code == 200


def test_the_life_of_a_token_can_be_shortened(
    operator: AtolOnlineSimulator, till: Till, clock: ClockByHand
) -> None:
    operator.settings.token_seconds = 60
    till.get_token()
    clock.forward(seconds=60)
    assert code_of(till.send(sale())) == 11


def test_tokens_can_be_ended_at_once(operator: AtolOnlineSimulator, till: Till) -> None:
    operator.expire_tokens()
    assert code_of(till.send(sale())) == 11


def test_a_request_without_a_token_answers_10(till: Till) -> None:
    till.token = ""
    answer = till.send(sale())
    assert (answer.status_code, code_of(answer)) == (401, 10)


def test_a_wrong_password_answers_12_and_the_tenth_blocks_the_user(
    operator: AtolOnlineSimulator, till: Till
) -> None:
    for _ in range(10):
        answer = till.get_token(password="guess")
        assert (answer.status_code, code_of(answer)) == (401, 12)
    blocked = till.get_token()
    assert (blocked.status_code, code_of(blocked)) == (403, 14)
    operator.unblock()
    assert till.get_token().status_code == 200


def test_a_token_request_without_a_login_answers_13(till: Till) -> None:
    answer = till.http.post(f"{till.simulator.url}/getToken", json={"pass": "demo"})
    assert (answer.status_code, code_of(answer)) == (400, 13)
    assert "login" in answer.json()["error"]["text"]


def test_a_foreign_group_answers_20(till: Till) -> None:
    answer = till.send(sale(), group="other-group")
    assert (answer.status_code, code_of(answer)) == (401, 20)


def test_an_unknown_uuid_answers_30(till: Till) -> None:
    answer = till.report("00000000-0000-4000-8000-000000000000")
    assert (answer.status_code, code_of(answer)) == (400, 30)
    assert answer.json()["status"] == "fail"


def test_a_result_is_kept_for_30_days(till: Till, clock: ClockByHand) -> None:
    uuid = till.send(sale()).json()["uuid"]
    clock.forward(days=30)
    till.get_token()
    assert till.report(uuid).json()["status"] == "done"
    clock.forward(seconds=1)
    assert code_of(till.report(uuid)) == 30


def test_an_unknown_operation_answers_31(till: Till) -> None:
    answer = till.send(sale(), "give_away")
    assert (answer.status_code, code_of(answer)) == (400, 31)


def test_a_body_that_is_no_json_answers_40(till: Till) -> None:
    answer = till.http.post(
        f"{till.simulator.url}/demo-group/sell",
        content=b'{"timestamp":',
        headers={"Token": till.token, "Content-Type": "application/json; charset=utf-8"},
    )
    assert (answer.status_code, code_of(answer)) == (400, 40)


def test_another_media_type_answers_41(till: Till) -> None:
    answer = till.http.post(
        f"{till.simulator.url}/demo-group/sell",
        content=b"{}",
        headers={"Token": till.token, "Content-Type": "text/plain"},
    )
    assert (answer.status_code, code_of(answer)) == (415, 41)


def test_a_path_outside_the_protocol_answers_40(till: Till) -> None:
    assert code_of(till.http.get(f"{till.simulator.url}/nothing")) == 40


def test_a_refused_body_registers_nothing_and_its_external_id_may_come_again(
    operator: AtolOnlineSimulator, till: Till
) -> None:
    broken = sale()
    broken["receipt"]["total"] = 119
    answer = till.send(broken)
    assert (answer.status_code, code_of(answer)) == (400, 32)
    assert answer.json()["status"] == "fail"
    assert "uuid" not in answer.json()
    assert operator.documents == []
    assert till.send(sale()).status_code == 200
    assert len(operator.documents) == 1


def test_while_the_cash_register_works_the_report_says_wait(
    operator: AtolOnlineSimulator, till: Till, clock: ClockByHand
) -> None:
    operator.settings.processing_seconds = 10
    first = till.send(sale(1)).json()["uuid"]
    second = till.send(sale(2)).json()["uuid"]
    assert till.report(first).json()["status"] == "wait"
    assert till.report(first).json()["error"] is None
    assert operator.documents == []
    clock.forward(seconds=10)
    assert till.report(first).json()["status"] == "done"
    assert till.report(second).json()["status"] == "wait"
    clock.forward(seconds=10)
    assert till.report(second).json()["payload"]["fiscal_document_number"] == 2


def test_waiting_can_be_told_as_code_34(operator: AtolOnlineSimulator, till: Till) -> None:
    operator.settings.processing_seconds = 10
    operator.settings.wait_as_code_34 = True
    uuid = till.send(sale()).json()["uuid"]
    answer = till.report(uuid)
    assert (answer.status_code, code_of(answer)) == (200, 34)
    assert answer.json()["status"] == "wait"
    assert answer.json()["uuid"] == uuid


def test_a_new_shift_starts_counting_receipts_again(
    operator: AtolOnlineSimulator, till: Till, clock: ClockByHand
) -> None:
    till.send(sale(1))
    till.send(sale(2))
    clock.forward(hours=24)
    till.get_token()
    till.send(sale(3))
    numbers = [
        (document.shift_number, document.fiscal_receipt_number, document.fiscal_document_number)
        for document in operator.documents
    ]
    assert numbers == [(1, 1, 1), (1, 2, 2), (2, 1, 3)]


def test_a_listener_hears_of_each_registered_document_in_order(
    operator: AtolOnlineSimulator, till: Till
) -> None:
    heard: list[str] = []
    operator.on_registered = lambda document: heard.append(document.external_id)
    till.send(sale(1))
    till.send(sale(1))
    till.send(sale(2))
    assert heard == ["kassa1-000001-v1", "kassa1-000002-v1"]


def test_the_cash_register_finishes_documents_without_being_asked() -> None:
    registered = threading.Event()
    with AtolOnlineSimulator(inn="5544332219", processing_seconds=0.01) as operator:
        operator.on_registered = lambda document: registered.set()
        till = Till(operator)
        till.get_token()
        till.send(sale())
        assert registered.wait(5)
        till.http.close()


def test_a_restarted_operator_still_knows_its_documents(tmp_path: Path, clock: ClockByHand) -> None:
    store = tmp_path / "operator.jsonl"
    with AtolOnlineSimulator(inn="5544332219", clock=clock, store=store) as operator:
        till = Till(operator)
        till.get_token()
        uuid = till.send(sale(1)).json()["uuid"]
        before = till.report(uuid).json()["payload"]
        operator.settings.processing_seconds = 60
        waiting = till.send(sale(2)).json()["uuid"]
        till.http.close()
    with store.open("ab") as torn:
        torn.write(b'{"uuid":"torn in the mid')
    with AtolOnlineSimulator(inn="5544332219", clock=clock, store=store) as operator:
        till = Till(operator)
        till.get_token()
        assert till.report(uuid).json()["payload"] == before
        assert code_of(till.send(sale(1))) == 33
        assert till.report(waiting).json()["payload"]["fiscal_document_number"] == 2
        third = till.send(sale(3)).json()["uuid"]
        assert till.report(third).json()["payload"]["fiscal_document_number"] == 3
        assert [document.external_id[7:13] for document in operator.documents] == [
            "000001",
            "000002",
            "000003",
        ]
        till.http.close()


def test_200_parallel_posts_are_numbered_without_a_gap(operator: AtolOnlineSimulator) -> None:
    till = Till(operator, timeout_seconds=30)
    till.get_token()
    with ThreadPoolExecutor(max_workers=16) as pool:
        answers = list(pool.map(lambda number: till.send(sale(number)), range(200)))
    assert {answer.status_code for answer in answers} == {200}
    documents = operator.documents
    assert [document.fiscal_document_number for document in documents] == list(range(1, 201))
    assert len({document.external_id for document in documents}) == 200
    till.http.close()


def test_no_thread_is_left_when_the_operator_stops() -> None:
    operator = AtolOnlineSimulator(inn="5544332219").start()
    till = Till(operator)
    till.get_token()
    operator.stop()
    left = [thread.name for thread in threading.enumerate() if thread.name.startswith("atol-")]
    assert left == []
    till.http.close()


@pytest.fixture
def machine_in_new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/New_York")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("machine_in_new_york")
def test_the_operator_tells_moscow_time_wherever_the_machine_thinks_it_is() -> None:
    with AtolOnlineSimulator(inn="5544332219") as simulator:
        till = Till(simulator)
        told = till.get_token().json()["timestamp"]
        till.http.close()
    moscow = datetime.strptime(told, "%d.%m.%Y %H:%M:%S").replace(tzinfo=UTC)
    assert abs(moscow - timedelta(hours=3) - datetime.now(UTC)) < timedelta(minutes=5)
