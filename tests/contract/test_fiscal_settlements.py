"""Prepaid, on credit, for somebody else, put right: bodies written by hand from the tax service's
formats, and what the simulated operator says to them."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import (
    CorrectionBasis,
    PaidTender,
    SaleCompleted,
    SoldAgent,
)
from pos_desktop.domain.fiscal import document_of
from pos_desktop.fiscal.atol_body import receipt_body
from pos_desktop.ports import Accepted, Done
from pos_desktop.simulators.atol_online import AtolOnlineSimulator
from pos_desktop.simulators.atol_orders import decode_json
from tests.contract.fiscal_shop import (
    COUNTRY,
    INN,
    MOSCOW,
    NOON_US,
    SELLER,
    line,
    operator_of,
    sale,
)

MARK = "0104607034378546215Qds3xA\x1d93dGVz"
MARK_64 = base64.b64encode(MARK.encode()).decode()
COMPANY = {
    "email": "shop@example.ru",
    "sno": "osn",
    "inn": INN,
    "payment_address": "https://v5.online.atol.ru",
    "location": "197101, г. Санкт-Петербург, ул. Мира, д. 5",
}
CLIENT = {"email": "shop@example.ru"}
SUPPLIER = SoldAgent("commission_agent", "ООО «Пасека»", "5544332219", "8 812 123-45-67")


def paid(*parts: tuple[str, int]) -> tuple[PaidTender, ...]:
    return tuple(PaidTender(f"t{n}", kind, sum_, sum_) for n, (kind, sum_) in enumerate(parts))


def positioned(
    name: str, roubles: str, method: str, object_: int, vat: dict[str, Any], **more: Any
) -> dict[str, Any]:
    """One piece of it, as the protocol writes a position."""
    amount = Decimal(roubles)
    return {
        "name": name,
        "price": amount,
        "quantity": Decimal(1),
        "measure": 0,
        "sum": amount,
        "payment_method": method,
        "payment_object": object_,
        "vat": vat,
        **more,
    }


def receipt(
    items: list[dict[str, Any]], payments: list[tuple[int, str]], total: str, vats: list[Any]
) -> dict[str, Any]:
    return {
        "client": CLIENT,
        "company": COMPANY,
        "items": items,
        "payments": [{"type": kind, "sum": Decimal(amount)} for kind, amount in payments],
        "total": Decimal(total),
        "vats": vats,
        "cashier": "Иванова М.",
    }


def tax(vat: str, roubles: str) -> dict[str, Any]:
    return {"type": vat, "sum": Decimal(roubles)}


# An advance of 5 000: 5 000 x 22 / 122 = 901.639... -> 901.64.
ADVANCE = (
    sale(
        1,
        line(1, 500_000, name="Аванс", vat="vat122", kind="payment", method="advance"),
        tenders=paid(("cash", 500_000)),
    ),
    receipt(
        [positioned("Аванс", "5000", "advance", 10, tax("vat122", "901.64"))],
        [(0, "5000")],
        "5000",
        [tax("vat122", "901.64")],
    ),
)
# A sofa for 30 000 prepaid in full by card; nothing but money changes hands: 5 409.84 of it tax.
FULL_PREPAYMENT = (
    sale(
        2,
        line(1, 3_000_000, name="Диван", vat="vat122", method="full_prepayment"),
        tenders=paid(("card", 3_000_000)),
    ),
    receipt(
        [positioned("Диван", "30000", "full_prepayment", 10, tax("vat122", "5409.84"))],
        [(1, "30000")],
        "30000",
        [tax("vat122", "5409.84")],
    ),
)
# A third of a cot of 9 000 at 10 %: 3 000 x 10 / 110 = 272.727... -> 272.73. The marking code of
# what stays in the shop is not told.
PREPAYMENT = (
    sale(
        3,
        line(
            1,
            300_000,
            name="Кроватка",
            vat="vat110",
            method="prepayment",
            marked_group="shoes",
            marking=MARK,
        ),
        tenders=paid(("qr", 300_000)),
    ),
    receipt(
        [positioned("Кроватка", "3000", "prepayment", 10, tax("vat110", "272.73"))],
        [(1, "3000")],
        "3000",
        [tax("vat110", "272.73")],
    ),
)
# The sofa is fetched: 5 000 were paid before, 25 000 now; the tax is that of the goods.
OFFSET = (
    sale(
        4,
        line(1, 3_000_000, name="Диван"),
        tenders=paid(("advance", 500_000), ("card", 2_500_000)),
    ),
    receipt(
        [positioned("Диван", "30000", "full_payment", 1, tax("vat22", "5409.84"))],
        [(2, "5000"), (1, "25000")],
        "30000",
        [tax("vat22", "5409.84")],
    ),
)
# Everything paid before: no money moves.
WHOLLY_OFFSET = (
    sale(5, line(1, 500_000, name="Диван"), tenders=paid(("advance", 500_000))),
    receipt(
        [positioned("Диван", "5000", "full_payment", 1, tax("vat22", "901.64"))],
        [(2, "5000")],
        "5000",
        [tax("vat22", "901.64")],
    ),
)
PART_ON_CREDIT = (
    sale(6, line(1, 1_000_000, name="Плита"), tenders=paid(("cash", 300_000), ("credit", 700_000))),
    receipt(
        [positioned("Плита", "10000", "partial_payment", 1, tax("vat22", "1803.28"))],
        [(0, "3000"), (3, "7000")],
        "10000",
        [tax("vat22", "1803.28")],
    ),
)
ON_CREDIT = (
    sale(7, line(1, 1_000_000, name="Плита"), tenders=paid(("credit", 1_000_000))),
    receipt(
        [positioned("Плита", "10000", "credit", 1, tax("vat22", "1803.28"))],
        [(3, "10000")],
        "10000",
        [tax("vat22", "1803.28")],
    ),
)
DEBT_PAID = (
    sale(
        8,
        line(1, 700_000, name="Оплата долга", vat="none", kind="payment", method="credit_payment"),
        tenders=paid(("cash", 700_000)),
    ),
    receipt(
        [positioned("Оплата долга", "7000", "credit_payment", 10, {"type": "none"})],
        [(0, "7000")],
        "7000",
        [{"type": "none"}],
    ),
)
FOR_SOMEBODY = (
    sale(
        9,
        line(1, 45_000, name="Мёд липовый", vat="none", agent=SUPPLIER),
        tenders=paid(("cash", 45_000)),
    ),
    receipt(
        [
            positioned(
                "Мёд липовый",
                "450",
                "full_payment",
                1,
                {"type": "none"},
                agent_info={"type": "commission_agent"},
                supplier_info={
                    "inn": "5544332219",
                    "name": 'ООО "Пасека"',
                    "phones": ["+78121234567"],
                },
            )
        ],
        [(0, "450")],
        "450",
        [{"type": "none"}],
    ),
)
CODE = {"mark_processing_mode": "0", "mark_code": {"gs1m": MARK_64}}
MARKED = (
    sale(
        10,
        line(1, 12_000, name="Сигареты", kind="excise", marked_group="tobacco", marking=MARK),
        line(2, 10_000, name="Пиво", kind="excise", marked_group="beer"),
        line(3, 5_000, name="Вода", marked_group="water", marking=MARK),
        line(4, 5_000, name="Вода", marked_group="water"),
    ),
    receipt(
        [
            positioned("Сигареты", "120", "full_payment", 31, tax("vat22", "21.64"), **CODE),
            positioned("Пиво", "100", "full_payment", 30, tax("vat22", "18.03")),
            positioned("Вода", "50", "full_payment", 33, tax("vat22", "9.02"), **CODE),
            positioned("Вода", "50", "full_payment", 32, tax("vat22", "9.02")),
        ],
        [(0, "320")],
        "320",
        [tax("vat22", "57.71")],
    ),
)
SERVICE = (
    sale(11, line(1, 50_000, name="Доставка", kind="service")),
    receipt(
        [positioned("Доставка", "500", "full_payment", 4, tax("vat22", "90.16"))],
        [(0, "500")],
        "500",
        [tax("vat22", "90.16")],
    ),
)
FOR_A_FIRM = (
    replace(
        sale(12, line(1, 12_200, name="Бумага")),
        buyer_name="ООО «Вектор»",
        buyer_inn="7802145638",
        contact="buh@vektor.example",
    ),
    {
        **receipt(
            [positioned("Бумага", "122", "full_payment", 1, tax("vat22", "22.00"))],
            [(0, "122")],
            "122",
            [tax("vat22", "22.00")],
        ),
        "client": {"email": "buh@vektor.example", "name": 'ООО "Вектор"', "inn": "7802145638"},
    },
)
PATENT = (
    replace(
        sale(13, line(1, 10_000, name="Стрижка", vat="none", kind="service")), tax_system="patent"
    ),
    {
        **receipt(
            [positioned("Стрижка", "100", "full_payment", 4, {"type": "none"})],
            [(0, "100")],
            "100",
            [{"type": "none"}],
        ),
        "company": {**COMPANY, "sno": "patent"},
    },
)
# Goods of last year brought back: the rate of their sale, and the fiscal sign of its receipt.
REFUND = (
    replace(
        sale(14, line(1, 12_000, name="Чайник", vat="vat20")),
        operation="sell_refund",
        original_fp="3522207165",
    ),
    {
        **receipt(
            [positioned("Чайник", "120", "full_payment", 1, tax("vat20", "20.00"))],
            [(0, "120")],
            "120",
            [tax("vat20", "20.00")],
        ),
        "additional_check_props": "3522207165",
    },
)
RECEIPTS = {
    "an advance": ADVANCE,
    "a full prepayment": FULL_PREPAYMENT,
    "a prepayment of marked goods": PREPAYMENT,
    "goods with an advance offset": OFFSET,
    "goods paid before": WHOLLY_OFFSET,
    "goods partly on credit": PART_ON_CREDIT,
    "goods on credit": ON_CREDIT,
    "a debt paid": DEBT_PAID,
    "goods of a supplier": FOR_SOMEBODY,
    "marked goods with and without codes": MARKED,
    "a service": SERVICE,
    "a firm that wants itself named": FOR_A_FIRM,
    "a service under the patent": PATENT,
    "a refund": REFUND,
}
SELF = CorrectionBasis("self", "2026-11-20")
BY_ORDER = CorrectionBasis("instruction", "2026-11-20", "17-05/№ 123")


def corrected(number: int, operation: str, basis: CorrectionBasis, fp: str = "") -> SaleCompleted:
    made = sale(number, line(1, 12_200, name="Чай"), tenders=paid(("card", 12_200)))
    return replace(made, operation=operation, correction=basis, original_fp=fp)


def correction(info: dict[str, str], **more: Any) -> dict[str, Any]:
    content = receipt(
        [positioned("Чай", "122", "full_payment", 1, tax("vat22", "22.00"))],
        [(1, "122")],
        "122",
        [tax("vat22", "22.00")],
    )
    del content["client"]
    return {**content, "correction_info": info, **more}


BY_ITSELF = {"type": "self", "base_date": "20.11.2026"}
CORRECTIONS = {
    "a settlement that was forgotten": (
        corrected(21, "sell_correction", SELF),
        correction(BY_ITSELF),
    ),
    "by order of the tax office": (
        corrected(22, "sell_correction", BY_ORDER),
        correction({**BY_ITSELF, "type": "instruction", "base_number": "17-05/№ 123"}),
    ),
    "a wrong receipt undone": (
        corrected(23, "sell_refund_correction", SELF, "0126767668"),
        correction(BY_ITSELF, additional_check_props="0126767668"),
    ),
    "the right one in its place": (
        corrected(24, "sell_correction", SELF, "0126767668"),
        correction(BY_ITSELF, additional_check_props="0126767668"),
    ),
}


@pytest.fixture(scope="module")
def simulator() -> Iterator[AtolOnlineSimulator]:
    with AtolOnlineSimulator(inn=INN, payment_address=SELLER.place) as running:
        yield running


@pytest.mark.parametrize("story", RECEIPTS | CORRECTIONS)
def test_the_body_is_as_written_by_hand_and_the_operator_registers_it(
    simulator: AtolOnlineSimulator, story: str
) -> None:
    fact, expected = (RECEIPTS | CORRECTIONS)[story]
    made = document_of(fact, NOON_US, COUNTRY.vat)
    body = decode_json(receipt_body(made, made.key, SELLER, MOSCOW))
    part = "receipt" if story in RECEIPTS else "correction"
    assert body[part] == expected
    assert set(body) - {"ism_optional"} == {"timestamp", "external_id", part}
    warned = len(simulator.warnings)
    operator = operator_of(simulator)
    answer = operator.submit(made, made.key)
    assert isinstance(answer, Accepted), answer
    assert isinstance(operator.poll(answer.reference), Done)
    operator.close()
    assert simulator.warnings[warned:] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"correction": None}, "correction_info"),
        ({"correction": CorrectionBasis("order", "2026-11-20")}, "correction_info.type"),
        ({"correction": CorrectionBasis("self", "20.11.2026")}, "correction_info.base_date"),
        (
            {"correction": CorrectionBasis("instruction", "2026-11-20")},
            "correction_info.base_number",
        ),
        ({"original_fp": "12345678901234567"}, "additional_check_props"),
    ],
)
def test_a_correction_without_its_basis_is_refused_by_name(
    change: dict[str, Any], field: str
) -> None:
    fact = replace(corrected(1, "sell_correction", SELF), **change)
    made = document_of(fact, NOON_US, COUNTRY.vat)
    with pytest.raises(RefusalError) as refused:
        receipt_body(made, made.key, SELLER, MOSCOW)
    assert refused.value.values["field"] == field


@pytest.mark.parametrize(
    ("agent", "field"),
    [
        (replace(SUPPLIER, kind="friend"), "agent_info.type"),
        (replace(SUPPLIER, supplier_inn="123"), "supplier_info.inn"),
    ],
)
def test_an_agent_that_names_nobody_is_refused_by_name(agent: SoldAgent, field: str) -> None:
    made = document_of(sale(1, line(1, 100, agent=agent)), NOON_US, COUNTRY.vat)
    with pytest.raises(RefusalError) as refused:
        receipt_body(made, made.key, SELLER, MOSCOW)
    assert refused.value.values["field"] == field


def test_a_wrong_inn_of_the_buyer_is_refused_by_name() -> None:
    made = document_of(replace(sale(1), buyer_inn="12345"), NOON_US, COUNTRY.vat)
    with pytest.raises(RefusalError) as refused:
        receipt_body(made, made.key, SELLER, MOSCOW)
    assert refused.value.values["field"] == "client.inn"
