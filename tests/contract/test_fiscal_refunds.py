"""Refunds, an exchange and corrections as the register makes them: bodies worked out by hand, and
what the simulated operator says to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pos_desktop.domain.facts import SaleCompleted
from pos_desktop.domain.fiscal import document_of
from pos_desktop.domain.refund import Wish
from pos_desktop.domain.sale import Discount
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.domain.tender import TenderKind
from pos_desktop.fiscal.atol_body import receipt_body
from pos_desktop.operations import pay, sell
from pos_desktop.operations.correct import (
    CorrectionRequest,
    MissedRequest,
    plan_correction,
    plan_missed,
)
from pos_desktop.operations.exchange import ExchangeRequest, plan_exchange
from pos_desktop.operations.give_back import carry_out
from pos_desktop.operations.refund import (
    LooseRequest,
    PaperReceipt,
    RefundRequest,
    look_up,
    plan_refund,
    plan_without_receipt,
)
from pos_desktop.ports import Accepted, Done
from pos_desktop.simulators.atol_online import AtolOnlineSimulator
from pos_desktop.simulators.atol_orders import decode_json
from tests.contract.fiscal_shop import COUNTRY, INN, MOSCOW, NOON_US, SELLER, operator_of
from tests.contract.test_fiscal_settlements import tax
from tests.refund_fakes import FP, FakeRefundBook, open_place, sold
from tests.till_fakes import SHIFT

OWNER = StaffMember("s9", "Орлова Анна", "Орлова А.", Role.OWNER)
COFFEE, BREAD, BANANAS = "Кофе молотый 250 г", "Хлеб бородинский", "Бананы"
SELF = {"type": "self", "base_date": "24.11.2026"}


class Shop:
    """A shop of its own with a book of its receipts."""

    def __init__(self) -> None:
        self.place = open_place(seller=SELLER)
        self.book = FakeRefundBook(self.place)

    def original(self, *goods: str, **more: Any) -> Any:
        return look_up(self.place, self.book, sold(self.place, *goods, **more), 14)

    def refund(self, original: Any, *wishes: Wish) -> list[SaleCompleted]:
        request = RefundRequest(original.fact.sale_id, wishes, "Не подошёл")
        return self.done(plan_refund(self.place, original, request, staff=OWNER))

    def done(self, planned: Any) -> list[SaleCompleted]:
        return list(carry_out(self.place, self.book, planned, staff=OWNER).receipts)


def whole() -> list[SaleCompleted]:
    shop = Shop()
    return shop.refund(shop.original("p1:2", "p2", off_minor=10_000), Wish(1, 2000), Wish(2, 1000))


def one_of_two() -> list[SaleCompleted]:
    shop = Shop()
    return shop.refund(shop.original("p1:2", "p2", off_minor=10_000), Wish(1, 1000))


def half_a_kilo() -> list[SaleCompleted]:
    shop = Shop()
    return shop.refund(shop.original("p3:842"), Wish(1, 500))


def of_2025() -> list[SaleCompleted]:
    shop = Shop()
    basket = sell.add_product(shop.place, None, "p1", staff=OWNER).sale
    paper = PaperReceipt("7380440903612845", "5472", FP, date(2025, 12, 30))
    request = LooseRequest(basket, "Брак", paper=paper)
    return shop.done(plan_without_receipt(shop.place, request, staff=OWNER))


def exchanged() -> list[SaleCompleted]:
    shop = Shop()
    original = shop.original("p2")
    basket = sell.add_product(shop.place, None, "p1", staff=OWNER).sale
    refund = RefundRequest(original.fact.sale_id, (Wish(1, 1000),), "Не подошёл")
    request = ExchangeRequest(refund, basket, TenderKind.CASH)
    return shop.done(plan_exchange(shop.place, original, request, staff=OWNER))


def with_a_present(shop: Shop) -> Any:
    """A coffee, and the loaf for nothing."""
    sale = sell.add_product(shop.place, None, "p1", staff=OWNER).sale
    sale = sell.add_product(shop.place, sale, "p2", staff=OWNER).sale
    sale, _line = sale.set_line_discount(2, Discount(percent_hundredths=10_000))
    payment = pay.begin_payment(shop.place, sale, staff=OWNER)
    payment = pay.add_tender(shop.place, payment, TenderKind.CASH, 34_900, staff=OWNER)
    sale_id = pay.complete(shop.place, payment, SHIFT, staff=OWNER).sale_id
    return look_up(shop.place, shop.book, sale_id, 14)


def a_present() -> list[SaleCompleted]:
    return [with_a_present(Shop()).fact]


def a_present_comes_back() -> list[SaleCompleted]:
    shop = Shop()
    return shop.refund(with_a_present(shop), Wish(1, 1000), Wish(2, 1000))


def cash_instead_of_card(ffd: Any = "1.2") -> list[SaleCompleted]:
    shop = Shop()
    original = shop.original("p1", "p2")
    request = CorrectionRequest("Пробили наличные", (("card", 41_150),))
    return shop.done(plan_correction(shop.place, original, request, ffd, staff=OWNER))


def forgotten() -> list[SaleCompleted]:
    shop = Shop()
    basket = sell.add_product(shop.place, None, "p1", staff=OWNER).sale
    request = MissedRequest(basket, "cash", date(2026, 11, 20), "Не было света", "17-05/123")
    return shop.done(plan_missed(shop.place, request, staff=OWNER))


def item(name: str, price: str, qty: str, total: str, vat: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "price": Decimal(price),
        "quantity": Decimal(qty),
        "measure": 11 if name == BANANAS else 0,
        "sum": Decimal(total),
        "payment_method": "full_payment",
        "payment_object": 1,
        "vat": vat,
    }


def content(
    items: list[dict[str, Any]], kind: int, total: str, vats: list[Any], fp: str = FP, **more: Any
) -> dict[str, Any]:
    found = {
        "items": items,
        "payments": [{"type": kind, "sum": Decimal(total)}],
        "total": Decimal(total),
        "vats": vats,
        **more,
    }
    return {**found, "additional_check_props": fp} if fp else found


# Coffee 2 x 349.00 and bread 62.50, 100.00 off the receipt: 91.78 and 8.22 of it. 606.22 x 22 / 122
# = 109.318..., 54.28 x 10 / 110 = 4.934..., 303.11 x 22 / 122 = 54.659..., 65 x 10 / 110 = 5.909
ONE_COFFEE = tax("vat22", "62.93")  # 349.00 x 22 / 122 = 62.934...
ONE_BREAD = tax("vat10", "5.68")  # 62.50 x 10 / 110 = 5.681...
BOTH = [
    item(COFFEE, "349.00", "1", "349.00", ONE_COFFEE),
    item(BREAD, "62.50", "1", "62.50", ONE_BREAD),
]
# A price of 0.00 is allowed (FFD tag 1079: 0 to 42949672.95), and 0 x 10 / 110 = 0.
PRESENT = {
    "kind": 0,
    "total": "349.00",
    "vats": [ONE_COFFEE, tax("vat10", "0.00")],
    "items": [
        item(COFFEE, "349.00", "1", "349.00", ONE_COFFEE),
        item(BREAD, "0.00", "1", "0.00", tax("vat10", "0.00")),
    ],
}
STORIES: dict[str, tuple[Any, list[tuple[str, dict[str, Any]]]]] = {
    "everything comes back": (
        whole,
        [
            (
                "sell_refund",
                content(
                    [
                        item(COFFEE, "303.11", "2", "606.22", tax("vat22", "109.32")),
                        item(BREAD, "54.28", "1", "54.28", tax("vat10", "4.93")),
                    ],
                    0,
                    "660.50",
                    [tax("vat22", "109.32"), tax("vat10", "4.93")],
                ),
            )
        ],
    ),
    "one of two coffees comes back": (
        one_of_two,
        [
            (
                "sell_refund",
                content(
                    [item(COFFEE, "303.11", "1", "303.11", tax("vat22", "54.66"))],
                    0,
                    "303.11",
                    [tax("vat22", "54.66")],
                ),
            )
        ],
    ),
    "half a kilo comes back": (
        half_a_kilo,
        [
            (
                "sell_refund",
                content(
                    [item(BANANAS, "130.00", "0.5", "65.00", tax("vat10", "5.91"))],
                    0,
                    "65.00",
                    [tax("vat10", "5.91")],
                ),
            )
        ],
    ),
    "goods of 2025 keep 20 percent": (
        of_2025,
        [
            (
                "sell_refund",
                content(
                    [item(COFFEE, "349.00", "1", "349.00", tax("vat20", "58.17"))],
                    0,
                    "349.00",
                    [tax("vat20", "58.17")],
                ),
            )
        ],
    ),
    "bread is exchanged for coffee": (
        exchanged,
        [
            (
                "sell_refund",
                content([item(BREAD, "62.50", "1", "62.50", ONE_BREAD)], 0, "62.50", [ONE_BREAD]),
            ),
            (
                "sell",
                content(
                    [item(COFFEE, "349.00", "1", "349.00", ONE_COFFEE)],
                    0,
                    "349.00",
                    [ONE_COFFEE],
                    fp="",
                ),
            ),
        ],
    ),
    "a loaf for nothing": (a_present, [("sell", content(**PRESENT, fp=""))]),
    "a loaf for nothing comes back with the coffee": (
        a_present_comes_back,
        [("sell_refund", content(**PRESENT))],
    ),
    "cash was rung up instead of the card, FFD 1.2": (
        cash_instead_of_card,
        [
            (
                "sell_refund_correction",
                content(BOTH, 0, "411.50", [ONE_COFFEE, ONE_BREAD], correction_info=SELF),
            ),
            (
                "sell_correction",
                content(BOTH, 1, "411.50", [ONE_COFFEE, ONE_BREAD], correction_info=SELF),
            ),
        ],
    ),
    "cash was rung up instead of the card, FFD 1.05": (
        lambda: cash_instead_of_card("1.05"),
        [
            ("sell_refund", content(BOTH, 0, "411.50", [ONE_COFFEE, ONE_BREAD])),
            ("sell", content(BOTH, 1, "411.50", [ONE_COFFEE, ONE_BREAD])),
        ],
    ),
    "a receipt that was never made, by order": (
        forgotten,
        [
            (
                "sell_correction",
                content(
                    [item(COFFEE, "349.00", "1", "349.00", ONE_COFFEE)],
                    0,
                    "349.00",
                    [ONE_COFFEE],
                    fp="",
                    correction_info={
                        "type": "instruction",
                        "base_date": "20.11.2026",
                        "base_number": "17-05/123",
                    },
                ),
            )
        ],
    ),
}


@pytest.fixture(scope="module")
def simulator() -> Iterator[AtolOnlineSimulator]:
    with AtolOnlineSimulator(inn=INN, payment_address=SELLER.place) as running:
        yield running


@pytest.mark.parametrize("story", STORIES)
def test_the_documents_are_as_worked_out_by_hand_and_the_operator_registers_them(
    simulator: AtolOnlineSimulator, story: str
) -> None:
    made, expected = STORIES[story]
    receipts = made()
    assert [receipt.operation for receipt in receipts] == [operation for operation, _ in expected]
    operator = operator_of(simulator)
    warned = len(simulator.warnings)
    for place, (receipt, (operation, wanted)) in enumerate(zip(receipts, expected, strict=True)):
        key = f"{list(STORIES).index(story)}-{place}"
        document = document_of(replace(receipt, fiscal_key=key), NOON_US, COUNTRY.vat)
        body = decode_json(receipt_body(document, key, SELLER, MOSCOW))
        part = body["correction" if operation.endswith("_correction") else "receipt"]
        common = {"company", "client", "cashier", "cashier_inn"}
        assert {name: value for name, value in part.items() if name not in common} == wanted
        answer = operator.submit(document, key)
        assert isinstance(answer, Accepted), answer
        assert isinstance(operator.poll(answer.reference), Done)
    operator.close()
    assert simulator.warnings[warned:] == []
