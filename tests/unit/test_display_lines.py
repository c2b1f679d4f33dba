"""What a customer reads on a display of two lines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.domain.pricing import PricedLine, PricedSale
from pos_desktop.domain.quantity import Quantity, Unit, grams, pieces
from pos_desktop.domain.sale import Sale
from pos_desktop.receipts.display_lines import DisplayWriter
from tests.till_fakes import BREAD

RU = DisplayWriter(20, "ru", "RUB")
EN = DisplayWriter(20, "en", "RUB")


def line(name: str, quantity: Quantity, total_minor: int, line_id: int = 1) -> PricedLine:
    _, made = Sale("s", 1).add(BREAD, pieces(1))
    made = replace(made, name=name, line_id=line_id, quantity=quantity)
    return PricedLine(made, total_minor, 0, total_minor, 0)


def sale(*lines: PricedLine) -> PricedSale:
    total = sum(priced.total_minor for priced in lines)
    return PricedSale(Sale("s", 1), lines, total, 0, total, ())


def test_the_line_in_hand_is_shown_above_the_total() -> None:
    coffee = line("Кофе молотый 250 г", pieces(1), 34_900)
    bread = line("Хлеб бородинский", pieces(1), 6_250, line_id=2)
    assert RU.selling(sale(coffee, bread), 2) == (
        "Хлеб бородинск 62,50",
        "ИТОГО         411,50",
    )
    assert RU.selling(sale(coffee, bread), 1).upper == "Кофе молотый  349,00"
    assert EN.selling(sale(coffee, bread), 0).lower == "TOTAL         411.50"


@pytest.mark.parametrize(
    ("quantity", "upper"),
    [
        (pieces(2), "2 x Хлеб бор. 125,00"),
        (grams(512), "0,512 кг Хлеб 125,00"),
        (Quantity(1500, Unit.METRE), "1,5 м Хлеб бо 125,00"),
    ],
)
def test_more_than_one_piece_says_how_much(quantity: Quantity, upper: str) -> None:
    assert RU.selling(sale(line("Хлеб бор. столичный", quantity, 12_500)), 0).upper == upper


def test_the_quantity_gives_way_to_the_name_where_both_do_not_fit() -> None:
    upper = RU.selling(sale(line("Картофель", grams(12_512), 145_678)), 0).upper
    assert upper == "Картофель   1\u00a0456,78"


def test_paying_shows_the_total_and_then_what_is_left() -> None:
    assert RU.paying(76_050, 76_050) == ("К оплате", "              760,50")
    assert RU.paying(76_050, 26_050) == ("К оплате      760,50", "Осталось      260,50")


def test_the_change_is_shown_with_thanks() -> None:
    assert RU.done(76_050, 23_950) == ("Сдача         239,50", "Спасибо за покупку!".center(20))
    assert EN.done(76_050, 0).upper == "Paid          760.50"


def test_nobody_buying_is_welcome() -> None:
    assert RU.idle("Пекарня").upper == "Пекарня".center(20)
    assert RU.idle("").upper.strip() == "Добро пожаловать"


@given(
    st.text(max_size=60),
    st.integers(0, 10**12),
    st.integers(1, 10**7),
    st.sampled_from([8, 16, 20, 40]),
    st.sampled_from(["ru", "en"]),
)
def test_no_line_is_wider_than_the_display_and_no_amount_is_cut(
    name: str, total: int, amount: int, columns: int, lang: str
) -> None:
    writer = DisplayWriter(columns, lang, "RUB")
    shown = writer.selling(sale(line(name, Quantity(amount, Unit.KILOGRAM), total)), 0)
    paying, done = writer.paying(total, total // 2), writer.done(total, total // 3)
    for text in (*shown, *paying, *done, *writer.idle(name)):
        assert len(text) <= columns
    money = writer._money(total)
    if len(money) <= columns:
        assert shown.upper.endswith(money)
        assert shown.lower.endswith(money)
