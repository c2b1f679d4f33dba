"""What answers of ATOL Online mean, case by case; passwords and tokens are told to nobody."""

from __future__ import annotations

import logging
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.domain.errors import PosError
from pos_desktop.domain.fiscal import FiscalReceipt
from pos_desktop.fiscal import reasons
from pos_desktop.fiscal.atol_answers import poll_result, receipt_of, submit_result
from pos_desktop.fiscal.atol_errors import AtolError
from pos_desktop.fiscal.atol_http import Answer
from pos_desktop.i18n import translate
from pos_desktop.ports import (
    Accepted,
    Done,
    Duplicate,
    Pending,
    Rejected,
    Resubmit,
    Unavailable,
    Unknown,
)
from pos_desktop.simulators.atol_online import AtolOnlineSimulator
from tests.contract.fiscal_shop import document, operator_of

UUID = "4bd1b3a5-30c8-4a52-8a52-0d2a3f9b3a07"


def error(code: int, kind: str = "system", **more: Any) -> dict[str, Any]:
    return {"error": {"error_id": "e", "code": code, "text": "т", "type": kind}, **more}


@pytest.mark.parametrize(
    ("status", "code", "result"),
    [
        (400, 0, Unknown),
        (400, 1, Unknown),
        (401, 10, Unavailable),
        (401, 12, Unavailable),
        (403, 14, Unavailable),
        (400, 13, Rejected),
        (400, 32, Rejected),
        (400, 40, Rejected),
        (415, 41, Rejected),
        (401, 20, Unavailable),
        (401, 21, Unavailable),
        (400, 31, Unavailable),
        (500, 50, Unknown),
        (400, 777, Unknown),
    ],
)
def test_an_error_answering_a_registration(status: int, code: int, result: type):
    assert isinstance(submit_result(Answer(status, error(code))), result)


@pytest.mark.parametrize(
    ("status", "content", "result"),
    [
        (200, {"uuid": UUID, "status": "wait", "error": None}, Accepted(UUID)),
        (400, error(33, uuid=UUID, status="wait"), Duplicate(UUID)),
        (400, error(33, status="wait"), Unknown(reasons.SERVER_ERROR)),
        (200, None, Unknown(reasons.BAD_ANSWER)),
        (200, {"uuid": "../../getToken"}, Unknown(reasons.BAD_ANSWER)),
        (200, [1], Unknown(reasons.BAD_ANSWER)),
        (502, None, Unknown(reasons.SERVER_ERROR)),
        (504, None, Unknown(reasons.SERVER_ERROR)),
        (429, None, Unavailable(reasons.BUSY)),
        (503, None, Unavailable(reasons.BUSY)),
        (404, None, Unavailable(reasons.NOT_THE_SERVICE, needs_person=True)),
        (302, None, Unavailable(reasons.NOT_THE_SERVICE, needs_person=True)),
        (413, None, Rejected(reasons.REFUSED, "HTTP 413")),
    ],
)
def test_other_answers_to_a_registration(status: int, content: Any, result: Any):
    assert submit_result(Answer(status, content)) == result


@pytest.mark.parametrize(
    ("kind", "codes", "result"),
    [
        ("timeout", [1], Resubmit),
        ("driver", [36, 40, 68, 141, 402, 411, 420, 421], Resubmit),
        ("driver", [128, 243, 143, 144, 405, 409], Rejected),
        ("agent", [2003, 2006, 2007, 2009], Rejected),
        ("driver", [120, 121, 137, 139, 140], Rejected),
        ("system", [13, 32, 40], Rejected),
        ("driver", [177, 262, 254, 999], Unknown),
        ("unknown", [0], Unknown),
    ],
)
def test_a_failed_document(kind: str, codes: list[int], result: type):
    for code in codes:
        report = error(code, kind, status="fail", uuid=UUID)
        assert isinstance(poll_result(Answer(200, report)), result), code


def test_who_has_to_mend_a_refusal_is_told():
    faults = {
        code: poll_result(Answer(200, error(code, "driver", status="fail")))
        for code in (128, 405, 120)
    }
    assert {code: getattr(found, "fault", "") for code, found in faults.items()} == {
        128: "document",
        405: "marking",
        120: "config",
    }


@pytest.mark.parametrize(
    ("status", "content", "result"),
    [
        (200, {"status": "wait", "error": None}, Pending()),
        (200, error(34, status="wait"), Pending()),
        (400, error(1), Pending()),
        (400, error(30), Unknown("system 30: т")),
        (401, error(20), Unavailable(reasons.ACCESS_REFUSED, needs_person=True)),
        (500, error(50), Unavailable(reasons.SERVER_ERROR)),
        (200, None, Unavailable(reasons.BAD_ANSWER)),
        (503, None, Unavailable(reasons.BUSY)),
        (200, {"status": "done", "payload": {"total": 1}}, Unknown("done: unreadable payload")),
    ],
)
def test_other_reports(status: int, content: Any, result: Any):
    assert poll_result(Answer(status, content)) == result


PAYLOAD = {
    "fiscal_receipt_number": 3,
    "shift_number": 7,
    "receipt_datetime": "24.11.2026 10:15:00",
    "total": Decimal("120.00"),
    "fn_number": "9999078900000961",
    "ecr_registration_number": "0000000001054216",
    "fiscal_document_number": 71,
    "fiscal_document_attribute": 94325660,
    "fns_site": "www.nalog.gov.ru",
    "ofd_receipt_url": "https://ofd.example/1",
}


def test_the_requisites_of_a_registered_receipt():
    assert poll_result(Answer(200, {"status": "done", "error": None, "payload": PAYLOAD})) == Done(
        FiscalReceipt(
            fn="9999078900000961",
            fd=71,
            fp="0094325660",
            registered_at="2026-11-24T10:15",
            shift_number=7,
            number_in_shift=3,
            kkt_number="0000000001054216",
            total_minor=12000,
            fns_site="www.nalog.gov.ru",
            ofd_url="https://ofd.example/1",
        )
    )


@pytest.mark.parametrize("total", [120, Decimal("120"), Decimal("120.0"), "120.00"])
def test_a_total_is_read_exactly_however_it_is_written(total: Any):
    read = receipt_of({**PAYLOAD, "total": total})
    assert read is not None
    assert read.total_minor == 12000


@pytest.mark.parametrize("name", [n for n in PAYLOAD if n not in ("fns_site", "ofd_receipt_url")])
@pytest.mark.parametrize("value", [None, "", "x", [], "1.005"])
def test_a_receipt_with_a_requisite_missing_is_no_receipt(name: str, value: Any):
    assert receipt_of({**PAYLOAD, name: value}) is None
    assert receipt_of({key: PAYLOAD[key] for key in PAYLOAD if key != name}) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.decimals(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(
    st.integers(100, 599),
    st.one_of(JSON, st.fixed_dictionaries({"status": JSON, "payload": JSON, "error": JSON})),
)
def test_no_answer_of_a_stranger_is_a_success(status: int, content: Any):
    assert not isinstance(submit_result(Answer(status, content)), Done | Duplicate)
    assert not isinstance(poll_result(Answer(status, content)), Done)


@pytest.mark.parametrize(
    "url", ["", "no scheme", "ftp://127.0.0.1/x", "http://", "http://online.atol.example/v5"]
)
def test_an_address_that_is_none_needs_a_person(url: str):
    with AtolOnlineSimulator() as simulator:
        operator = operator_of(simulator, url=url)
        result = operator.submit(document(1), "k")
        operator.close()
    assert isinstance(result, Unavailable)
    assert result.needs_person


def test_a_port_that_speaks_no_http_is_waited_out():
    with AtolOnlineSimulator() as simulator:
        simulator.fail_next("not_http", route="token")
        operator = operator_of(simulator)
        assert operator.submit(document(1), "k") == Unavailable(reasons.CONNECTION_LOST)
        assert isinstance(operator.submit(document(1), "k"), Accepted)
        operator.close()


def test_without_a_password_nothing_is_asked():
    def broken() -> str:
        raise PosError("keystore.unreadable")

    with AtolOnlineSimulator() as simulator:
        for password, reason in (
            (lambda: "", reasons.NO_PASSWORD),
            (broken, "keystore.unreadable"),
        ):
            operator = operator_of(simulator, password=password)
            assert operator.submit(document(1), "k") == Unavailable(reason, needs_person=True)
            operator.close()
        assert not simulator.requests


def test_a_token_serves_for_a_day_and_is_renewed_before_it_ends():
    now = [0.0]
    with AtolOnlineSimulator() as simulator:
        operator = operator_of(simulator, steady_seconds=lambda: now[0])
        for hour in range(47):
            now[0] = hour * 3600.0
            operator.submit(document(hour + 1), f"k{hour}")
        assert simulator.requests["getToken"] == 2
        assert simulator.requests["sell"] == 47
        operator.close()


def test_a_token_refused_twice_is_no_loop():
    with AtolOnlineSimulator() as simulator:
        simulator.fail_next("expired_token", times=2)
        operator = operator_of(simulator)
        assert operator.submit(document(1), "k") == Unavailable(reasons.ACCESS_REFUSED)
        assert simulator.requests["getToken"] == 2
        operator.close()


def test_passwords_and_tokens_are_in_no_log_no_reason_and_no_text_of_an_object(
    caplog: pytest.LogCaptureFixture,
):
    secret = "s3cret-pass-word"
    caplog.set_level(logging.DEBUG)
    with AtolOnlineSimulator(password=secret) as simulator:
        operator = operator_of(simulator, password=lambda: secret)
        results: list[Any] = [operator.submit(document(1), "k")]
        token = operator._token
        assert len(token) == 64
        for kind in ("http_503", "invalid_json", "drop_answer", "wrong_password", "expired_token"):
            simulator.fail_next(kind, route="any" if kind != "wrong_password" else None)
            results.append(operator.submit(document(1), "k"))
        simulator.set_mode("down")
        results.append(operator.submit(document(1), "k"))
        operator.close()
    told = caplog.text + repr(results) + repr(operator) + repr(vars(operator._http._connection))
    for hidden in (secret, token, operator._token or token):
        assert hidden not in told


REASONS = sorted(
    value
    for name, value in vars(reasons).items()
    if name.isupper() and value and isinstance(value, str)
)


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_reason_has_words_that_say_what_to_do(reason: str, lang: str):
    key = reason.replace(".", "_")
    for part in ("title", "detail"):
        words = translate(lang, f"messages.{key}.{part}", text="x")
        assert len(words) > 5
        assert key not in words


def test_the_reasons_of_errors_are_reasons():
    for code in range(3000):
        for kind in ("system", "driver", "timeout", "agent"):
            assert AtolError(code, "", kind).reason in REASONS
    assert set(REASONS) >= reasons.NEEDS_PERSON
