"""Each rule about a body, broken once: what the simulated operator refuses, fails or doubts."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pos_desktop.simulators.atol_online import AtolOnlineSimulator
from tests.contract.atol_till import ClockByHand, Till, code_of, sale

Body = dict[str, Any]
Change = Callable[[Body], object]

MISSING = object()
FULL_CODE = base64.b64encode(b"0104600439931256215Qbag!\x1d93Zjqw").decode()
SHARE = {"numerator": 1, "denominator": 2}
AGENT = {"type": "agent", "paying_agent": {"operation": "x", "phones": ["+79990000000"]}}


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


def put(path: str, value: Any) -> Change:
    """Set, or with MISSING remove, the field at a path such as "receipt.items.0.name"."""

    def change(body: Body) -> None:
        *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        place: Any = body
        for part in way:
            place = place[part]
        if value is MISSING:
            del place[last]
        else:
            place[last] = value

    return change


def item(**fields: Any) -> Change:
    """Change fields of the only item."""
    return lambda body: body["receipt"]["items"][0].update(fields)


def receipt(**fields: Any) -> Change:
    """Change fields of the receipt."""
    return lambda body: body["receipt"].update(fields)


def both(*changes: Change) -> Change:
    """One change after the other."""
    return lambda body: [change(body) for change in changes]


def paid(*payments: tuple[int, float]) -> Change:
    """Pay by such kinds and sums."""
    return receipt(payments=[{"type": kind, "sum": amount} for kind, amount in payments])


def correction(**info: Any) -> Change:
    """Make a correction of the receipt."""

    def change(body: Body) -> None:
        body["correction"] = body.pop("receipt")
        body["correction"]["correction_info"] = info

    return change


BROKEN: list[tuple[str, Change]] = [
    # The envelope.
    ("timestamp", put("timestamp", MISSING)),
    ("timestamp", put("timestamp", "2026-11-24T10:15:00")),
    ("timestamp", put("timestamp", "24.11.2026 10:15")),
    ("timestamp", put("timestamp", "31.11.2026 10:15:00")),
    ("external_id", put("external_id", MISSING)),
    ("external_id", put("external_id", "")),
    ("external_id", put("external_id", "x" * 129)),
    ("receipt", put("receipt", MISSING)),
    ("correction", put("correction", {})),
    ("service.callback_url", put("service", {"callback_url": "https://" + "x" * 249})),
    ("ism_optional", put("ism_optional", "true")),
    # The receipt.
    ("receipt.client", put("receipt.client", MISSING)),
    ("receipt.client", receipt(client={"name": "Иванов"})),
    ("receipt.client.email", put("receipt.client.email", "nobody")),
    ("receipt.client.email", put("receipt.client.email", "a" * 60 + "@b.ru")),
    ("receipt.client.phone", put("receipt.client.phone", "8 (999) 000-00-00")),
    ("receipt.client.phone", put("receipt.client.phone", "+1234567890123456789")),
    ("receipt.client.inn", put("receipt.client.inn", "12345678901")),
    ("receipt.client.birthdate", put("receipt.client.birthdate", "1990-01-31")),
    ("receipt.client.citizenship", put("receipt.client.citizenship", "RUS")),
    ("receipt.client.document_code", put("receipt.client.document_code", "211")),
    ("receipt.company", put("receipt.company", MISSING)),
    ("receipt.company.email", put("receipt.company.email", MISSING)),
    ("receipt.company.sno", put("receipt.company.sno", "usn")),
    ("receipt.company.inn", put("receipt.company.inn", "554433221")),
    ("receipt.company.payment_address", put("receipt.company.payment_address", "x" * 257)),
    ("receipt.cashier", receipt(cashier="К" * 65)),
    ("receipt.cashier_inn", receipt(cashier_inn="5544332219")),
    ("receipt.additional_check_props", receipt(additional_check_props="1" * 17)),
    ("receipt.additional_user_props.value", receipt(additional_user_props={"name": "a"})),
    ("receipt.device_number", receipt(device_number="1" * 21)),
    ("receipt.timezone", receipt(timezone=12)),
    ("receipt.total", put("receipt.total", MISSING)),
    ("receipt.total", receipt(total=-1)),
    ("receipt.total", receipt(total="120.00")),
    ("receipt.total", receipt(total=120.001)),
    ("receipt.total", receipt(total=119.99)),
    ("receipt.discount", receipt(discount=1)),
    # Payments and taxes of the whole.
    ("receipt.payments", receipt(payments=[])),
    ("receipt.payments", receipt(payments=[{"type": 0, "sum": 12}] * 11)),
    ("receipt.payments", receipt(payments=[{"type": 0, "sum": 119.99}])),
    ("receipt.payments[0].type", put("receipt.payments.0.type", 10)),
    ("receipt.payments[0].sum", put("receipt.payments.0.sum", True)),
    ("receipt.payments", put("receipt.payments.0.type", 3)),
    ("receipt.payments", item(payment_method="credit")),
    ("receipt.payments", item(payment_method="partial_payment")),
    (
        "receipt.payments",
        lambda body: [
            item(payment_method="advance")(body),
            put("receipt.payments.0.type", 2)(body),
        ],
    ),
    ("receipt.vats", receipt(vats=[])),
    ("receipt.vats", receipt(vats=[{"type": "vat10"}] * 7)),
    ("receipt.vats[0].type", put("receipt.vats.0.type", "vat18")),
    ("receipt.vats[1].type", receipt(vats=[{"type": "vat10"}, {"type": "vat10"}])),
    # Items.
    ("receipt.items", receipt(items=[])),
    (
        "receipt.items",
        lambda body: receipt(items=body["receipt"]["items"] * 101)(body),
    ),
    ("receipt.items[0].name", item(name="Х" * 129)),
    ("receipt.items[0].name", item(name="")),
    ("receipt.items[0].price", item(price=60.005)),
    ("receipt.items[0].price", item(price=42949672.96)),
    ("receipt.items[0].quantity", item(quantity=1.0001)),
    ("receipt.items[0].quantity", item(quantity=100000)),
    ("receipt.items[0].measure", put("receipt.items.0.measure", MISSING)),
    ("receipt.items[0].measure", item(measure=13)),
    ("receipt.items[0].measure", item(measure="шт")),
    ("receipt.items[0].sum", item(sum=119.99)),
    ("receipt.items[0].payment_method", item(payment_method="cash")),
    ("receipt.items[0].payment_object", item(payment_object="commodity")),
    ("receipt.items[0].payment_object", item(payment_object=28)),
    ("receipt.items[0].vat", put("receipt.items.0.vat", MISSING)),
    ("receipt.items[0].vat.type", put("receipt.items.0.vat.type", MISSING)),
    ("receipt.items[0].vat.sum", put("receipt.items.0.vat.sum", 10.909)),
    ("receipt.items[0].user_data", item(user_data="x" * 65)),
    ("receipt.items[0].country_code", item(country_code="RU")),
    ("receipt.items[0].declaration_number", item(declaration_number="1" * 33)),
    ("receipt.items[0].planned_status", item(planned_status=7)),
    ("receipt.items[0].measurement_unit", item(measurement_unit="шт")),
    # Marking.
    ("receipt.items[0].mark_quantity", item(mark_quantity=SHARE, measure=11)),
    (
        "receipt.items[0].mark_quantity.numerator",
        item(mark_quantity={"numerator": 2, "denominator": 2}),
    ),
    ("receipt.items[0].mark_quantity.denominator", item(mark_quantity={"numerator": 1})),
    ("receipt.items[0].mark_processing_mode", item(mark_processing_mode="1")),
    ("receipt.items[0].mark_code", item(payment_object=33)),
    ("receipt.items[0].mark_code", item(mark_code={"gs1m": FULL_CODE})),
    (
        "receipt.items[0].mark_code",
        item(payment_object=33, mark_code={"gs1m": FULL_CODE, "short": "1"}),
    ),
    ("receipt.items[0].mark_code.egais20", item(mark_code={"egais20": "x" * 22})),
    (
        "receipt.items[0].mark_code.gs1m",
        item(payment_object=33, mark_code={"gs1m": "0104600439931256"[:-1] + "\x1d"}),
    ),
    (
        "receipt.items[0].sectoral_item_props[0].date",
        item(
            sectoral_item_props=[
                {"federal_id": "030", "date": "2023-11-21", "number": "1944", "value": "UUID=1"}
            ]
        ),
    ),
    # Agents.
    ("receipt.items[0].agent_info.type", item(agent_info=AGENT)),
    ("receipt.items[0].supplier_info", item(agent_info={"type": "attorney"})),
    ("receipt.items[0].supplier_info.inn", item(supplier_info={"name": "ООО Поставщик"})),
    ("receipt.items[0].agent_info", item(supplier_info={"inn": "5544332219"})),
    # Ways of settlement and what they are paid with.
    ("receipt.items[0].payment_object", item(payment_method="advance")),
    ("receipt.payments", both(item(payment_method="prepayment"), paid((2, 120)))),
    ("receipt.payments", both(item(payment_method="prepayment"), paid((0, 20), (4, 100)))),
    ("receipt.payments", both(item(payment_method="credit_payment"), paid((2, 120)))),
    ("receipt.payments", both(item(payment_method="credit"), paid((2, 20), (3, 100)))),
]


@pytest.mark.parametrize(("path", "change"), BROKEN)
def test_a_broken_body_is_refused_with_the_path_of_the_field(
    operator: AtolOnlineSimulator, till: Till, path: str, change: Change
) -> None:
    body = sale()
    change(body)
    answer = till.send(body)
    assert (answer.status_code, code_of(answer)) == (400, 32)
    assert f" {path}: " in answer.json()["error"]["text"].replace(";", "")
    assert operator.documents == []
    assert operator.failed == []


BROKEN_CORRECTIONS: list[tuple[str, Change]] = [
    ("correction.correction_info", lambda body: body.update(correction=body.pop("receipt"))),
    ("correction.correction_info.type", correction(type="order", base_date="20.11.2026")),
    ("correction.correction_info.base_date", correction(type="self", base_date="2026-11-20")),
    (
        "correction.correction_info.base_number",
        correction(type="instruction", base_date="20.11.2026"),
    ),
    ("correction.correction_info.base_date", correction(type="self", base_date="25.11.2026")),
    ("receipt", lambda body: None),
]


@pytest.mark.parametrize(("path", "change"), BROKEN_CORRECTIONS)
def test_a_broken_correction_is_refused_with_the_path_of_the_field(
    operator: AtolOnlineSimulator, till: Till, path: str, change: Change
) -> None:
    body = sale()
    change(body)
    answer = till.send(body, "sell_correction")
    assert (answer.status_code, code_of(answer)) == (400, 32)
    assert f" {path}: " in answer.json()["error"]["text"].replace(";", "")
    assert operator.documents == []


RIGHT: dict[str, Change] = {
    "weighed": item(price=89.90, quantity=1.335, measure=11, sum=120.02, vat={"type": "none"}),
    "fraction": item(mark_quantity=SHARE),
    "marked": item(payment_object=33, mark_processing_mode="0", mark_code={"gs1m": FULL_CODE}),
    "marked short": item(payment_object=31, mark_code={"unknown": "4600439931256"}),
    "agent": item(
        agent_info={"type": "paying_agent", "paying_agent": {"phones": ["+79990000000"]}},
        supplier_info={"inn": "5544332219", "name": "ООО Поставщик"},
    ),
    "buyer": receipt(
        client={"email": "buyer@example.ru", "name": "Иванов И. И.", "inn": "554433221900"}
    ),
    "advance": both(
        item(payment_method="advance", payment_object=10, vat={"type": "vat110", "sum": 10.91}),
        receipt(vats=[{"type": "vat110", "sum": 10.91}]),
    ),
    "debt paid": both(
        item(payment_method="credit_payment", payment_object=10, vat={"type": "none"}),
        receipt(vats=[{"type": "none"}]),
    ),
    "advance offset": receipt(payments=[{"type": 2, "sum": 100}, {"type": 0, "sum": 20}]),
    "credit": lambda body: [
        item(payment_method="credit")(body),
        put("receipt.payments.0.type", 3)(body),
    ],
    "part on credit": lambda body: [
        item(payment_method="partial_payment")(body),
        receipt(payments=[{"type": 0, "sum": 20}, {"type": 3, "sum": 100}])(body),
    ],
    "no receipt taxes": put("receipt.vats", MISSING),
    "taxes without sums": receipt(vats=[{"type": "vat10"}]),
    "cashier": receipt(cashier="Кассир Петрова", cashier_inn="554433221900", internet=True),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_the_rules_allow_is_registered(
    operator: AtolOnlineSimulator, till: Till, name: str
) -> None:
    body = sale()
    RIGHT[name](body)
    if name == "weighed":
        receipt(total=120.02, payments=[{"type": 1, "sum": 120.02}], vats=[{"type": "none"}])(body)
    answer = till.send(body)
    assert answer.status_code == 200, answer.text
    assert till.report(answer.json()["uuid"]).json()["status"] == "done"
    assert operator.warnings == []


def rated(vat_type: str, vat_sum: float, day: str = "24.11.2026") -> Body:
    body = sale()
    body["timestamp"] = f"{day} 10:15:00"
    item(vat={"type": vat_type, "sum": vat_sum})(body)
    receipt(vats=[{"type": vat_type, "sum": vat_sum}])(body)
    return body


FOUND_BY_THE_CASH_REGISTER: list[tuple[int, str, Change]] = [
    (128, "items[0].vat.sum", put("receipt.items.0.vat.sum", 10.90)),
    (128, "vats[0].sum", put("receipt.vats.0.sum", 10.92)),
    (128, "vats", put("receipt.vats.0.type", "vat22")),
    (128, "vats", receipt(vats=[{"type": "vat10", "sum": 10.91}, {"type": "none", "sum": 0}])),
    (143, "", put("receipt.company.sno", "envd")),
    (144, "vat20", lambda body: body.update(rated("vat20", 20.00, "01.01.2026"))),
    (144, "vat22", lambda body: body.update(rated("vat22", 21.64, "31.12.2025"))),
    (405, "GS", item(payment_object=33, mark_code={"gs1m": base64.b64encode(b"01").decode()})),
    (2003, "", put("receipt.company.inn", "7802145638")),
]


@pytest.mark.parametrize(("code", "words", "change"), FOUND_BY_THE_CASH_REGISTER)
def test_what_only_the_cash_register_finds_is_accepted_and_fails(
    operator: AtolOnlineSimulator, till: Till, code: int, words: str, change: Change
) -> None:
    body = sale()
    change(body)
    accepted = till.send(body)
    assert accepted.status_code == 200
    report = till.report(accepted.json()["uuid"]).json()
    assert report["status"] == "fail"
    assert report["payload"] is None
    assert report["error"]["code"] == code
    assert report["error"]["type"] == ("agent" if code == 2003 else "driver")
    assert words in report["error"]["text"]
    assert operator.documents == []
    assert [failed.error.code for failed in operator.failed] == [code]
    assert code_of(till.send(body)) == 33


@pytest.mark.parametrize(
    ("operation", "vat_type", "vat_sum", "day"),
    [
        ("sell", "vat20", 20.00, "31.12.2025"),
        ("sell", "vat22", 21.64, "01.01.2026"),
        ("sell", "vat122", 21.64, "01.01.2026"),
        ("sell", "vat5", 5.71, "01.01.2025"),
        ("sell", "vat7", 7.85, "24.11.2026"),
        ("sell", "none", 0, "24.11.2026"),
        ("sell", "vat0", 0, "24.11.2026"),
        ("sell_refund", "vat20", 20.00, "24.11.2026"),
        ("buy_refund", "vat120", 20.00, "24.11.2026"),
    ],
)
def test_a_rate_of_its_day_is_registered_and_a_refund_may_carry_an_older_one(
    till: Till, operation: str, vat_type: str, vat_sum: float, day: str
) -> None:
    accepted = till.send(rated(vat_type, vat_sum, day), operation)
    report = till.report(accepted.json()["uuid"]).json()
    assert (report["status"], report["error"]) == ("done", None)


def test_a_checked_marking_code_is_told_in_the_report(till: Till) -> None:
    body = sale()
    RIGHT["marked"](body)
    report = till.report(till.send(body).json()["uuid"]).json()
    assert report["payload"]["marks_result"] == [
        {"position": 1, "mark_code": FULL_CODE, "result": 15}
    ]


def test_characters_outside_the_code_page_are_accepted_and_told_as_warnings(
    operator: AtolOnlineSimulator, till: Till
) -> None:
    body = sale()
    item(name="Кофе «Утро» № 5")(body)
    assert till.send(body).status_code == 200
    assert operator.warnings == [
        "kassa1-000001-v1: receipt.items[0].name: вне CP866: U+00AB U+00BB"
    ]


def test_another_payment_address_is_told_as_a_warning(
    operator: AtolOnlineSimulator, till: Till
) -> None:
    body = sale()
    put("receipt.company.payment_address", "Москва, Тверская, 1")(body)
    assert till.send(body).status_code == 200
    assert len(operator.warnings) == 1
    assert "payment_address" in operator.warnings[0]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"payment_method": "prepayment"}, ["payment_object", "расчётная ставка"]),
        ({"payment_method": "credit_payment"}, ["payment_object", "оплата кредита"]),
        ({"vat": {"type": "vat110", "sum": 10.91}}, ["расчётная ставка vat110 только"]),
    ],
)
def test_doubtful_attributes_of_a_settlement_are_told_as_warnings(
    operator: AtolOnlineSimulator, till: Till, fields: Body, words: list[str]
) -> None:
    body = sale()
    item(**fields)(body)
    receipt(vats=[body["receipt"]["items"][0]["vat"]])(body)
    assert till.send(body).status_code == 200
    assert len(operator.warnings) == len(words)
    assert all(word in told for word, told in zip(words, operator.warnings, strict=True))
