"""The bytes that go to the banks, against what the banks themselves publish."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.domain.card_number import has_card_number
from pos_desktop.payments.bank import Made, Order, Told, order_id
from pos_desktop.payments.bank_http import Answer
from pos_desktop.payments.raiffeisen import Raiffeisen
from pos_desktop.payments.tbank import TBank, token
from pos_desktop.simulators.sbp_banks import TBankSimulator

DESCRIPTION = "Подарочная карта на 1000 рублей"
ORDER = Order("ORDER-1", 111_011, "RUB", 1_764_000_000_000_000, 1_764_000_300_000_000, "Лавка")


class Recorded:
    """An HTTP client that keeps what it was asked to send."""

    def __init__(self, *answers: dict[str, object]) -> None:
        self.sent: list[tuple[str, str, bytes | None, str]] = []
        self._answers = list(answers)

    def send(self, method, path, body=None, bearer=""):
        self.sent.append((method, path, body, bearer))
        return Answer(200, self._answers.pop(0))

    def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("order", "password", "made"),
    [
        # Both examples of the bank's page about tokens, an older and a newer one.
        (
            "21090",
            "usaf8fw8fsw21g",
            "0024a00af7c350a3a67ca168ce06502aa72772456662e38696d48b56ee9c97d9",
        ),
        (
            "00000",
            "11111111111111",
            "72dd466f8ace0a37a1f740ce5fb78101712bc0665d91a8108c7c8a0ccd426db2",
        ),
    ],
)
def test_a_token_is_the_one_of_the_banks_example(order, password, made):
    fields = {
        "TerminalKey": "MerchantTerminalKey",
        "Amount": 19200,
        "OrderId": order,
        "Description": DESCRIPTION,
        "DATA": {"Phone": "+71234567890", "Email": "a@test.com"},
        "Receipt": {"Items": [{"Amount": 19200}]},
        "Token": "whatever stood there before",
    }
    assert token(fields, password) == made


@given(
    st.dictionaries(
        st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=8).filter(
            lambda name: name not in ("Token", "Password")
        ),
        st.text(max_size=8) | st.integers(0, 10**12) | st.booleans(),
        max_size=6,
    )
)
def test_the_client_and_the_simulated_bank_sign_alike(fields):
    assert token(fields, "secret") == TBankSimulator(password="secret")._token(fields)


def test_raiffeisen_is_asked_for_a_code_in_rubles_and_without_the_key():
    http = Recorded({"code": "SUCCESS", "qrId": "AD1", "payload": "https://qr.nspk.ru/AD1"})
    bank = Raiffeisen("MA0000000552", "40700000000000000000", lambda: "key", http)
    assert bank.register(ORDER) == Made("AD1", "https://qr.nspk.ru/AD1")
    method, path, body, bearer = http.sent[0]
    assert (method, path, bearer) == ("POST", "api/sbp/v1/qr/register", "")
    assert b'"amount":1110.11,' in body
    assert json.loads(body) == {
        "account": "40700000000000000000",
        "additionalInfo": "Лавка",
        "amount": 1110.11,
        "createDate": "2025-11-24T19:00:00+03:00",
        "currency": "RUB",
        "order": "ORDER-1",
        "qrExpirationDate": "2025-11-24T19:05:00+03:00",
        "qrType": "QRDynamic",
        "sbpMerchantId": "MA0000000552",
    }


def test_tbank_is_asked_whether_it_knows_the_order_before_a_payment_is_made():
    http = Recorded(
        {"Success": False, "ErrorCode": "6"},
        {"Success": True, "ErrorCode": "0", "PaymentId": "13660", "Status": "NEW"},
        {"Success": True, "ErrorCode": "0", "Data": "https://qr.nspk.ru/AS1", "PaymentId": 13660},
    )
    assert TBank("DEMO", lambda: "key", http).register(ORDER) == Made(
        "13660", "https://qr.nspk.ru/AS1"
    )
    assert [path for _, path, _, _ in http.sent] == ["v2/CheckOrder", "v2/Init", "v2/GetQr"]
    init = json.loads(http.sent[1][2])
    assert init.pop("Token") == token(init, "key")
    assert init == {
        "TerminalKey": "DEMO",
        "Amount": 111_011,
        "OrderId": "ORDER-1",
        "Description": "Лавка",
        "PayType": "O",
        "RedirectDueDate": "2025-11-24T19:05:00+03:00",
    }


def test_tbank_does_not_begin_an_order_anew_that_somebody_has_paid():
    paid = [{"PaymentId": "1", "Status": "CANCELED"}, {"PaymentId": "2", "Status": "CONFIRMED"}]
    http = Recorded({"Success": True, "ErrorCode": "0", "Payments": paid})
    assert isinstance(TBank("DEMO", lambda: "key", http).register(ORDER), Told)
    assert len(http.sent) == 1


@given(st.text(max_size=60))
def test_an_order_is_short_always_the_same_and_no_card_number(op_id):
    made = order_id(op_id)
    assert made == order_id(op_id)
    assert len(made) == 24
    assert made.isascii()
    assert made.isalnum()
    assert not has_card_number(made)


def test_two_requests_have_two_orders():
    assert len({order_id(f"tender-{n}") for n in range(10_000)}) == 10_000
