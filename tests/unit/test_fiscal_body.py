"""The body sent to ATOL Online, judged by the simulated operator's own rules."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC, timedelta, timezone
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pos_desktop.domain.catalogue import ProductKind
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import PaidTender, SaleCompleted
from pos_desktop.domain.fiscal import FiscalDocument, document_of
from pos_desktop.domain.money import MAX_AMOUNT_MINOR
from pos_desktop.domain.pricing import price
from pos_desktop.domain.quantity import Quantity, Unit
from pos_desktop.domain.sale import Discount, Sale, SaleLine
from pos_desktop.domain.shift import Shift
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.domain.tender import Tender, TenderKind
from pos_desktop.fiscal.atol_body import MAX_POSITIONS, receipt_body
from pos_desktop.fiscal.atol_text import fiscal_text
from pos_desktop.operations.pay import Payment, complete
from pos_desktop.ports import Commit
from pos_desktop.simulators.atol_kkt_rules import kkt_error
from pos_desktop.simulators.atol_orders import decode_json
from pos_desktop.simulators.atol_rules import name_warnings, rule_faults
from pos_desktop.simulators.atol_schema import document_faults
from tests.contract.fiscal_shop import (
    COUNTRY,
    INN,
    MOSCOW,
    NOON_US,
    SELLER,
    HandClock,
    document,
    line,
    sale,
    workplace,
)

MARK = "0104607034378546215Qds3xA\x1d93dGVz"
STAFF = StaffMember("st", "Иванова Мария", "Иванова М.", Role.CASHIER, inn="772771184301")


class OneSale:
    """A journal that keeps the last commit."""

    def next_sale_number(self) -> int:
        return 5214

    def commit(self, what: Commit) -> int:
        self.fact = next(fact for fact in what.facts if isinstance(fact, SaleCompleted))
        return 1


def sold(open_sale: Sale, shares: list[tuple[TenderKind, int]]) -> SaleCompleted:
    """The fact of an open sale paid by tenders of such weights, as the register itself makes it."""
    journal = OneSale()
    place = workplace(journal, HandClock())
    priced = price(open_sale, place.country.vat)
    left, tenders = priced.total_minor, []
    for n, (kind, weight) in enumerate(shares):
        last = n == len(shares) - 1
        amount = left if last else min(left, priced.total_minor * weight // 100)
        if amount > 0:
            more = 5000 if kind is TenderKind.CASH else 0
            tenders.append(Tender(f"t{n}", kind, amount, amount + more))
            left -= amount
    shift = Shift("s", 1, NOON_US - 1, "Иванова М.")
    complete(place, Payment(priced, tuple(tenders)), shift, staff=STAFF)
    return journal.fact


def body_of(what: FiscalDocument, **more: Any) -> dict[str, Any]:
    body: dict[str, Any] = decode_json(
        receipt_body(what, what.key, more.get("seller", SELLER), more.get("zone", MOSCOW))
    )
    return body


def assert_an_operator_takes(body: dict[str, Any], operation: str = "sell") -> None:
    assert document_faults(operation, body) == []
    assert rule_faults(operation, body) == []
    systems = frozenset({"osn", "usn_income", "usn_income_outcome", "esn", "patent"})
    assert kkt_error(operation, body, inn=INN, tax_systems=systems) is None
    assert name_warnings(operation, body) == []


VATS_TODAY = ["none", "vat0", "vat5", "vat7", "vat10", "vat22"]


@st.composite
def lines(draw: st.DrawFn) -> SaleLine:
    unit = draw(st.sampled_from(list(Unit)))
    marked = draw(st.booleans()) and unit is Unit.PIECE
    thousandths = draw(st.integers(1, 30_000))
    if unit is Unit.PIECE:
        thousandths = 1000 if marked else 1000 * draw(st.integers(1, 30))
    return SaleLine(
        line_id=1,
        product_id="p",
        article="1",
        name=draw(st.text(max_size=300)),
        quantity=Quantity(thousandths, unit),
        price_minor=draw(st.integers(1, 500_000)),
        vat=draw(st.sampled_from(VATS_TODAY)),
        kind=draw(st.sampled_from(list(ProductKind))),
        marked_group="milk" if marked else None,
        marking_code=MARK if marked else None,
        discount=draw(
            st.one_of(
                st.just(Discount()),
                st.integers(0, 10_000).map(lambda share: Discount(percent_hundredths=share)),
                st.integers(0, 50_000).map(lambda amount: Discount(amount_minor=amount)),
            )
        ),
    )


@given(
    st.lists(lines(), min_size=1, max_size=8),
    st.integers(0, 9_999),
    st.lists(
        st.tuples(st.sampled_from(list(TenderKind)), st.integers(1, 99)), min_size=1, max_size=5
    ),
    st.text(max_size=80),
)
def test_any_sale_of_the_register_makes_a_body_the_operator_takes(
    made: list[SaleLine], share: int, tenders: list[tuple[TenderKind, int]], contact: str
):
    open_sale = Sale("s", NOON_US, tuple(made), discount=Discount(percent_hundredths=share))
    if price(open_sale, COUNTRY.vat).total_minor == 0:
        return
    fact = replace(sold(open_sale, tenders), contact=contact)
    made_document = document_of(fact, NOON_US, COUNTRY.vat)
    assert sum(position.total_minor for position in made_document.positions) == fact.total_minor
    for vat in fact.vats:
        of_rate = [p.vat_minor for p in made_document.positions if p.vat == vat.vat]
        assert sum(of_rate) == vat.vat_minor
    assert_an_operator_takes(body_of(made_document))


def test_numbers_are_written_digit_by_digit():
    total = MAX_AMOUNT_MINOR
    raw = receipt_body(document(1, line(1, total)), "k", SELLER, MOSCOW)
    assert b'"price":42949672.95,"quantity":1.000' in raw
    assert b'"total":42949672.95' in raw
    assert json.loads(raw)["receipt"]["payments"] == [{"type": 0, "sum": 42949672.95}]
    assert_an_operator_takes(decode_json(raw))


def test_the_same_document_gives_the_same_bytes():
    made = document(1, line(1, 100), line(2, 3333, qty=1172, unit="kg"))
    assert receipt_body(made, "k", SELLER, MOSCOW) == receipt_body(made, "k", SELLER, MOSCOW)


def test_the_time_is_the_shops_and_not_in_iso_form():
    assert body_of(document(1))["timestamp"] == "24.11.2026 12:30:00"
    kamchatka = timezone(timedelta(hours=12))
    assert body_of(document(1), zone=kamchatka)["timestamp"] == "24.11.2026 21:30:00"
    assert body_of(document(1), zone=UTC)["timestamp"] == "24.11.2026 09:30:00"


def test_change_is_not_sent():
    paid = (PaidTender("t", "cash", 12_345, 50_000),)
    made = document_of(sale(1, line(1, 12_345), tenders=paid), NOON_US, COUNTRY.vat)
    assert str(body_of(made)["receipt"]["payments"][0]["sum"]) == "123.45"


def test_tenders_of_one_kind_are_one_payment():
    paid = tuple(PaidTender(kind, kind, 100, 100) for kind in ("card", "cash", "qr", "other"))
    made = document_of(sale(1, line(1, 400), tenders=paid), NOON_US, COUNTRY.vat)
    payments = [(p["type"], str(p["sum"])) for p in body_of(made)["receipt"]["payments"]]
    assert payments == [(1, "2.00"), (0, "1.00"), (4, "1.00")]


@pytest.mark.parametrize(
    ("credit_minor", "method"), [(0, "full_payment"), (1, "partial_payment"), (400, "credit")]
)
def test_what_is_left_on_credit_is_told_in_every_position(credit_minor: int, method: str):
    paid = tuple(
        PaidTender(kind, kind, amount, amount)
        for kind, amount in (("cash", 400 - credit_minor), ("credit", credit_minor))
        if amount
    )
    made = document_of(sale(1, line(1, 400), tenders=paid), NOON_US, COUNTRY.vat)
    body = body_of(made)
    assert body["receipt"]["items"][0]["payment_method"] == method
    assert_an_operator_takes(body)


def test_a_pack_of_tobacco_has_a_short_code():
    pack = "00000046198488X?io+qCABm8wAYa"
    body = body_of(document(1, line(1, 100, kind="excise", marking=pack)))
    assert body["receipt"]["items"][0]["mark_code"] == {"short": pack}
    assert_an_operator_takes(body)


@pytest.mark.parametrize(
    ("kind", "plain", "marked"),
    [("goods", 1, 33), ("excise", 2, 31), ("work", 3, 3), ("service", 4, 4)],
)
def test_marked_goods_carry_their_whole_code(kind: str, plain: int, marked: int):
    without, with_code = (
        body_of(document(1, line(1, 100, kind=kind, marking=mark))) for mark in ("", MARK)
    )
    assert without["receipt"]["items"][0]["payment_object"] == plain
    item = with_code["receipt"]["items"][0]
    assert item["payment_object"] == marked
    assert ("mark_code" in item) == (marked != plain)
    if marked != plain:
        assert base64.b64decode(item["mark_code"]["gs1m"]).decode() == MARK
        assert item["mark_processing_mode"] == "0"
        assert with_code["ism_optional"] is True
    for body in (without, with_code):
        assert_an_operator_takes(body)


@pytest.mark.parametrize(
    ("contact", "client"),
    [
        ("anna@example.ru", {"email": "anna@example.ru"}),
        ("8 (912) 345-67-89", {"phone": "+79123456789"}),
        ("+7 912 345 67 89", {"phone": "+79123456789"}),
        ("+49 30 123456", {"phone": "+4930123456"}),
        ("", {"email": "shop@example.ru"}),
        ("anna@", {"email": "shop@example.ru"}),
        ("нет", {"email": "shop@example.ru"}),
        ("a" * 60 + "@example.ru", {"email": "shop@example.ru"}),
    ],
)
def test_the_buyer_gets_the_receipt_where_the_contact_can_be_used(
    contact: str, client: dict[str, str]
):
    made = replace(document(1), contact=contact)
    assert body_of(made)["receipt"]["client"] == client


def test_a_shop_without_an_address_says_none():
    seller = replace(SELLER, email="")
    body = body_of(document(1), seller=seller)
    assert body["receipt"]["client"] == {"email": "none"}
    assert body["receipt"]["company"]["email"] == "none"
    assert_an_operator_takes(body)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"operation": "sell_all"}, "operation"),
        ({"tax_system": "envd"}, "sno"),
        ({"positions": ()}, "items"),
        ({"total_minor": MAX_AMOUNT_MINOR + 1}, "total"),
        ({"total_minor": -1}, "total"),
        ({"tenders": (PaidTender("t", "barter", 1, 1),)}, "payments"),
    ],
)
def test_what_the_format_cannot_carry_is_refused_by_name(change: dict[str, Any], field: str):
    made = document(1)
    with pytest.raises(RefusalError) as refused:
        receipt_body(replace(made, **change), "k", SELLER, MOSCOW)
    assert refused.value.code == "fiscal.bad_document"
    assert refused.value.values["field"] == field


def test_more_positions_than_a_receipt_holds_are_refused():
    made = document(1, *(line(n, 100) for n in range(1, MAX_POSITIONS + 1)))
    assert_an_operator_takes(body_of(made))
    longer = document(1, *(line(n, 100) for n in range(1, MAX_POSITIONS + 2)))
    with pytest.raises(RefusalError):
        receipt_body(longer, "k", SELLER, MOSCOW)


@given(st.text(max_size=400), st.integers(1, 300))
@example("«Ёлка» — “хит” №1 …  €5 ₽\u00a0½ ×2\x1b[31m\r\n😀", 128)
@example("\u0130\u200b\ufeff", 5)
def test_texts_fit_a_fiscal_drive(text: str, most: int):
    plain = fiscal_text(text, most)
    assert len(plain) <= most
    assert all(byte >= 0x20 for byte in plain.encode("cp866"))
    assert fiscal_text(plain, most) == plain


def test_a_name_keeps_what_a_person_reads():
    assert fiscal_text("«Ёлка» — “хит” №1… 5 ₽", 128) == '"Ёлка" - "хит" №1... 5 руб.'
    assert fiscal_text("Crème brûlée 🍮", 128) == "Creme brulee"
    assert fiscal_text("x" * 200, 128) == "x" * 128


def test_a_name_of_nothing_printable_is_still_a_name():
    body = body_of(document(1, line(1, 100, name="😀😀")))
    assert body["receipt"]["items"][0]["name"] == "Товар"
