"""Packs, kits, modifiers and variants: one position on the receipt, the right goods from stock."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.assortment import Choice, ready
from pos_desktop.domain.catalogue import KitPart, Modifier, ModifierGroup, Pack, Product
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import SaleCompleted, StockPart
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations.pay import add_tender, begin_payment, complete
from pos_desktop.operations.sell import add_product, add_scanned
from tests.till_fakes import BREAD, CASHIER, COFFEE, MILK, SHIFT, FakeCatalogue, workplace

SIX = Pack("упаковка 6 шт", 6000, ("4607084120318",), 199_00)
COFFEE_PACKED = replace(COFFEE, packs=(SIX, Pack("пара", 2000)))
SYRUPS = (Modifier("ваниль", 30_00, "p10", 20), Modifier("мята", 30_00))
LATTE = Product(
    "p9", "00-9", "Латте", "c1", 180_00, "vat22",
    modifiers=(
        ModifierGroup("Молоко", (Modifier("обычное"), Modifier("овсяное", 40_00)), 1, 1),
        ModifierGroup("Сироп", SYRUPS, 0, 2),
    ),
)  # fmt: skip
BREAKFAST = Product(
    "p11", "00-11", "Завтрак", "c1", 350_00, "vat10",
    kit=(KitPart("p1", 1000), KitPart("p2", 2000)),
)  # fmt: skip
SHIRT = Product("p12", "00-12", "Футболка", "c1", 990_00, "vat22", variants=("p13", "p14"))
SHIRT_M = Product("p13", "00-13", "Футболка M", "c1", 990_00, "vat22", variant_name="M")
SYRUP = Product("p10", "00-10", "Сироп ваниль", "c1", 500_00, "vat22")


@pytest.fixture
def place():
    goods = (COFFEE_PACKED, BREAD, MILK, LATTE, BREAKFAST, SHIRT, SHIRT_M, SYRUP)
    return workplace(catalogue=PackCatalogue(goods))


class PackCatalogue(FakeCatalogue):
    """Finds goods by the codes of their packs too, as the real one does."""

    def by_barcode(self, code):
        return next((p for p in self.goods if code in p.codes), None)


def sold(place, sale) -> SaleCompleted:
    payment = begin_payment(place, sale, staff=CASHIER)
    payment = add_tender(place, payment, TenderKind.CARD, payment.left_minor, staff=CASHIER)
    complete(place, payment, SHIFT, staff=CASHIER)
    return next(f for f in place.journal.facts() if isinstance(f, SaleCompleted))


def test_a_scanned_pack_is_one_position_at_its_price_and_six_leave_the_stock(place):
    sale = add_scanned(place, None, "4607084120318", staff=CASHIER).sale
    line = sold(place, sale).lines[0]
    assert (line.name, line.qty, line.total_minor) == (
        "Кофе молотый 250 г, упаковка 6 шт", 1000, 199_00,
    )  # fmt: skip
    assert line.parts == (StockPart("p1", 6000),)


def test_a_pack_and_a_single_one_are_two_lines_and_two_packs_are_one(place):
    sale = add_scanned(place, None, "4607084120318", staff=CASHIER).sale
    sale = add_scanned(place, sale, "4607084120301", staff=CASHIER).sale
    sale = add_scanned(place, sale, "4607084120318", staff=CASHIER).sale
    assert [line.quantity.thousandths for line in sale.lines] == [2000, 1000]
    lines = sold(place, sale).lines
    assert [line.parts for line in lines] == [(StockPart("p1", 12000),), ()]


def test_a_pack_without_a_price_costs_as_many_as_are_in_it(place):
    added = add_product(place, None, "p1", staff=CASHIER, choice=Choice(pack="пара"))
    assert added.line.price_minor == 2 * 34900


def test_a_kit_is_one_position_and_its_parts_leave_the_stock(place):
    sale = add_product(place, None, "p11", staff=CASHIER, count=2).sale
    line = sold(place, sale).lines[0]
    assert (line.name, line.total_minor) == ("Завтрак", 700_00)
    assert line.parts == (StockPart("p1", 2000), StockPart("p2", 4000))


def test_a_kit_that_would_hide_a_marked_code_is_refused(place):
    place.catalogue.goods.append(replace(BREAKFAST, product_id="p15", kit=(KitPart("p4", 1000),)))
    with pytest.raises(RefusalError, match=r"kit\.marked_part") as refusal:
        add_product(place, None, "p15", staff=CASHIER)
    assert refusal.value.values["part"] == MILK.name
    assert place.journal.drafts == {}


def test_what_was_chosen_stands_in_the_name_and_in_the_price(place):
    choice = Choice(modifiers=(("Молоко", "овсяное"), ("Сироп", "ваниль")))
    added = add_product(place, None, "p9", staff=CASHIER, choice=choice)
    assert (added.line.name, added.line.price_minor) == ("Латте, овсяное, ваниль", 250_00)
    assert added.line.parts == (StockPart("p9", 1000), StockPart("p10", 20))


@pytest.mark.parametrize(
    "modifiers",
    [
        (),
        (("Сироп", "мята"),),
        (("Молоко", "обычное"), ("Молоко", "овсяное")),
    ],
)
def test_a_needed_choice_that_is_not_made_is_asked_for(place, modifiers):
    with pytest.raises(RefusalError, match=r"product\.choose") as refusal:
        add_product(place, None, "p9", staff=CASHIER, choice=Choice(modifiers=modifiers))
    assert refusal.value.values["product_id"] == "p9"


@pytest.mark.parametrize(
    "choice",
    [
        Choice(modifiers=(("Молоко", "козье"),)),
        Choice(modifiers=(("Молоко", "обычное"), ("Лёд", "да"))),
        Choice(pack="ящик"),
    ],
)
def test_what_is_not_offered_is_refused(choice):
    product = LATTE if choice.modifiers else COFFEE_PACKED
    with pytest.raises(RefusalError, match=r"product\.no_such_choice"):
        ready(product, choice)


def test_a_drink_with_extras_asks_and_may_be_sold_without_them(place):
    plain = replace(LATTE, product_id="p16", modifiers=(ModifierGroup("Сироп", SYRUPS, 0, 2),))
    place.catalogue.goods.append(plain)
    with pytest.raises(RefusalError, match=r"product\.choose"):
        add_product(place, None, "p16", staff=CASHIER)
    added = add_product(place, None, "p16", staff=CASHIER, choice=Choice())
    assert (added.line.name, added.line.price_minor) == ("Латте", 180_00)


def test_of_a_product_with_variants_one_is_to_be_chosen(place):
    with pytest.raises(RefusalError, match=r"product\.choose"):
        add_product(place, None, "p12", staff=CASHIER)
    assert add_product(place, None, "p13", staff=CASHIER).line.name == "Футболка M"
