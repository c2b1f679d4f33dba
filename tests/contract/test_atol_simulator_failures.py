"""Each way the simulated operator can fail, as a register sees it, and what is registered then."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from pos_desktop.simulators.atol_online import AtolOnlineSimulator
from tests.contract.atol_till import ClockByHand, Till, code_of, sale


@pytest.fixture
def operator() -> Iterator[AtolOnlineSimulator]:
    with AtolOnlineSimulator(inn="5544332219", clock=ClockByHand()) as simulator:
        yield simulator


@pytest.fixture
def till(operator: AtolOnlineSimulator) -> Iterator[Till]:
    till = Till(operator)
    till.get_token()
    yield till
    till.http.close()


def test_refuse_resets_the_connection_and_registers_nothing(
    operator: AtolOnlineSimulator, till: Till
) -> None:
    operator.fail_next("refuse")
    with pytest.raises(httpx.TransportError):
        till.send(sale())
    assert operator.documents == []
    assert till.send(sale()).status_code == 200


def test_not_http_is_no_answer_at_all(operator: AtolOnlineSimulator, till: Till) -> None:
    operator.fail_next("not_http")
    with pytest.raises(httpx.RemoteProtocolError):
        till.send(sale())
    assert operator.documents == []


@pytest.mark.parametrize(("kind", "status"), [("http_503", 503), ("http_429", 429)])
def test_an_overloaded_operator_says_when_to_come_again(
    operator: AtolOnlineSimulator, till: Till, kind: str, status: int
) -> None:
    operator.settings.retry_after_seconds = 7
    operator.fail_next(kind, times=2)
    for _ in range(2):
        answer = till.send(sale())
        assert answer.status_code == status
        assert answer.headers["Retry-After"] == "7"
    assert operator.documents == []
    assert operator.failures_left == 0
    assert till.send(sale()).status_code == 200


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("http_500_code50", 500, 50),
        ("http_400_code0", 400, 0),
        ("http_400_code1", 400, 1),
        ("missing_token", 401, 10),
        ("group_mismatch", 401, 20),
        ("group_not_supported", 401, 21),
    ],
)
def test_a_planned_error_object_is_answered_and_nothing_registered(
    operator: AtolOnlineSimulator, till: Till, kind: str, status: int, code: int
) -> None:
    operator.fail_next(kind)
    answer = till.send(sale())
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (status, code)
    assert set(error) == {"error_id", "code", "text", "type"}
    assert operator.documents == []


def test_an_expired_token_stays_expired_until_a_new_one_is_asked_for(
    operator: AtolOnlineSimulator, till: Till
) -> None:
    operator.fail_next("expired_token")
    assert code_of(till.send(sale())) == 11
    assert code_of(till.send(sale())) == 11
    till.get_token()
    assert till.send(sale()).status_code == 200


@pytest.mark.parametrize(
    ("kind", "status", "code"), [("wrong_password", 401, 12), ("user_blocked", 403, 14)]
)
def test_getting_a_token_can_be_refused(
    operator: AtolOnlineSimulator, till: Till, kind: str, status: int, code: int
) -> None:
    operator.fail_next(kind)
    answer = till.get_token()
    assert (answer.status_code, code_of(answer)) == (status, code)
    assert till.get_token().status_code == 200


def test_an_answer_that_never_comes_leaves_one_registered_document(
    operator: AtolOnlineSimulator,
) -> None:
    till = Till(operator, timeout_seconds=0.3)
    till.get_token()
    operator.fail_next("timeout_after_register")
    with pytest.raises(httpx.ReadTimeout):
        till.send(sale())
    assert len(operator.documents) == 1
    again = till.send(sale())
    assert code_of(again) == 33
    assert again.json()["uuid"] == operator.documents[0].uuid
    assert len(operator.documents) == 1
    till.http.close()


def test_a_dropped_answer_leaves_one_registered_document(
    operator: AtolOnlineSimulator, till: Till
) -> None:
    operator.fail_next("drop_answer", times=2)
    for _ in range(2):
        with pytest.raises(httpx.TransportError):
            till.send(sale())
    assert code_of(till.send(sale())) == 33
    assert len(operator.documents) == 1


def test_invalid_json_comes_with_status_200_after_the_registration(
    operator: AtolOnlineSimulator, till: Till
) -> None:
    operator.fail_next("invalid_json")
    answer = till.send(sale())
    assert answer.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        answer.json()
    assert len(operator.documents) == 1
    assert code_of(till.send(sale())) == 33


def test_code_34_for_a_long_time_ends_in_done(operator: AtolOnlineSimulator, till: Till) -> None:
    uuid = till.send(sale()).json()["uuid"]
    operator.fail_next("code_34_long", times=5)
    for _ in range(5):
        answer = till.report(uuid)
        assert (answer.status_code, code_of(answer)) == (200, 34)
        assert (answer.json()["status"], answer.json()["uuid"]) == ("wait", uuid)
    assert till.report(uuid).json()["status"] == "done"


def test_a_queue_timeout_fails_with_code_1_and_the_external_id_stays_taken(
    operator: AtolOnlineSimulator, till: Till
) -> None:
    operator.fail_next("fail_timeout_code1")
    report = till.report(till.send(sale()).json()["uuid"]).json()
    assert (report["status"], report["error"]["code"]) == ("fail", 1)
    assert report["error"]["type"] == "timeout"
    assert operator.documents == []
    assert code_of(till.send(sale())) == 33


@pytest.mark.parametrize("code", [36, 40, 68, 120, 141, 177, 262, 402, 409, 420, 421])
def test_a_driver_fault_fails_and_nothing_is_registered(
    operator: AtolOnlineSimulator, till: Till, code: int
) -> None:
    operator.fail_next(f"driver_fault_{code}")
    report = till.report(till.send(sale()).json()["uuid"]).json()
    assert (report["status"], report["error"]["code"]) == ("fail", code)
    assert report["error"]["type"] == "driver"
    assert operator.documents == []


def test_a_closing_broken_off_may_have_registered_the_document_all_the_same(
    operator: AtolOnlineSimulator, till: Till
) -> None:
    operator.fail_next("driver_fault_177_closed")
    report = till.report(till.send(sale()).json()["uuid"]).json()
    assert (report["status"], report["error"]["code"]) == ("fail", 177)
    assert [document.fiscal_document_number for document in operator.documents] == [1]


def test_an_unanswering_marking_system_is_passed_over_when_the_body_allows_it(
    operator: AtolOnlineSimulator, till: Till
) -> None:
    operator.fail_next("driver_fault_421")
    report = till.report(till.send({**sale(), "ism_optional": True}).json()["uuid"]).json()
    assert report["status"] == "done"


def test_a_foreign_total_is_told_in_the_report(operator: AtolOnlineSimulator, till: Till) -> None:
    operator.fail_next("foreign_total")
    report = till.report(till.send(sale()).json()["uuid"]).json()
    assert report["status"] == "done"
    assert report["payload"]["total"] == 121.0


def test_failures_strike_in_the_order_they_were_planned_and_on_their_route(
    operator: AtolOnlineSimulator, till: Till
) -> None:
    uuid = till.send(sale(1)).json()["uuid"]
    operator.fail_next("http_503")
    operator.fail_next("http_429", route="report")
    assert till.report(uuid).status_code == 429
    assert till.send(sale(2)).status_code == 503
    operator.fail_next("http_503")
    operator.forget_failures()
    assert till.send(sale(2)).status_code == 200


def test_an_unknown_failure_mode_or_route_is_told_at_once(operator: AtolOnlineSimulator) -> None:
    with pytest.raises(ValueError, match="http_503"):
        operator.fail_next("coffee")
    with pytest.raises(ValueError, match="report"):
        operator.fail_next("http_503", route="coffee")
    with pytest.raises(ValueError, match="slow"):
        operator.set_mode("coffee")


def test_down_closes_the_port_and_up_opens_the_same_one(
    operator: AtolOnlineSimulator, till: Till
) -> None:
    till.send(sale(1))
    address = operator.url
    operator.set_mode("down")
    assert operator.mode == "down"
    for _ in range(2):  # the first request may still use the cut connection
        with pytest.raises(httpx.TransportError):
            till.send(sale(2))
    with pytest.raises(httpx.ConnectError):
        httpx.get(address, trust_env=False)
    operator.set_mode("up")
    assert operator.url == address
    assert till.send(sale(2)).status_code == 200
    assert len(operator.documents) == 2


def test_an_operator_that_starts_down_comes_up_on_the_port_it_named() -> None:
    operator = AtolOnlineSimulator(inn="5544332219")
    operator.set_mode("down")
    with operator:
        till = Till(operator)
        with pytest.raises(httpx.ConnectError):
            till.get_token()
        operator.set_mode("up")
        assert till.get_token().status_code == 200
        till.http.close()


def test_a_slow_operator_registers_at_once_and_answers_late(
    operator: AtolOnlineSimulator,
) -> None:
    till = Till(operator, timeout_seconds=0.2)
    till.get_token()
    operator.set_mode("slow", delay_seconds=10)
    with pytest.raises(httpx.ReadTimeout):
        till.send(sale())
    assert len(operator.documents) == 1
    operator.set_mode("up")
    assert code_of(till.send(sale())) == 33
    till.http.close()


def test_a_listener_may_take_the_operator_down_in_the_middle_of_an_answer(
    operator: AtolOnlineSimulator, till: Till
) -> None:
    operator.on_registered = lambda document: operator.set_mode("down")
    with pytest.raises(httpx.TransportError):
        till.send(sale())
    operator.on_registered = None
    operator.set_mode("up")
    assert code_of(till.send(sale())) == 33
    assert len(operator.documents) == 1
