"""What the right side of the refund page shows in each of its modes."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.domain.facts import VatSum
from pos_desktop.gui.desk_refund import Basket
from pos_desktop.gui.models.refund import WAY, Choice
from pos_desktop.gui.screens.refund_money import MoneyCard
from pos_desktop.gui.screens.refund_words import counted, ways
from pos_desktop.gui.texts import money
from pos_desktop.i18n import t


@dataclass(frozen=True, slots=True)
class Sums:
    """mode: "receipt" | "loose" | "exchange"."""

    mode: str
    choice: Choice | None
    basket: Basket
    way: str

    @property
    def back_minor(self) -> int:
        return self.choice.total_minor if self.choice is not None else 0

    @property
    def goods_minor(self) -> int:
        return self.basket.priced.total_minor if self.basket.priced is not None else 0

    @property
    def surplus_minor(self) -> int:
        """Of an exchange: what the customer pays on top, negative what is given back."""
        return self.goods_minor - self.back_minor


def show_sums(card: MoneyCard, sums: Sums, *, busy: bool) -> None:
    """Draw the sums and the button that stores them."""
    shown = {"loose": _loose, "exchange": _exchange}.get(sums.mode, _receipt)
    shown(card, sums)
    if busy:
        card.go.setEnabled(False)


def _receipt(card: MoneyCard, sums: Sums) -> None:
    choice, total_minor = sums.choice, sums.back_minor
    card.set_red(True)
    button = t("refund.give", amount=money(total_minor)) if total_minor else t("refund.give_none")
    card.show_sum(t("refund.due"), total_minor, button, ready=total_minor > 0)
    if choice is None:
        card.show_count("", "", ())
        card.show_ways("", [], "")
        return
    card.show_count(*counted(choice), choice.vats())
    card.show_ways(t("refund.way_title"), ways(choice), sums.way)


def _loose(card: MoneyCard, sums: Sums) -> None:
    total_minor, priced = sums.goods_minor, sums.basket.priced
    card.set_red(True)
    button = t("refund.give", amount=money(total_minor)) if total_minor else t("refund.give_none")
    card.show_sum(t("refund.due"), total_minor, button, ready=total_minor > 0)
    lines = len(priced.lines) if priced is not None else 0
    vats = tuple(VatSum(v.vat, v.base_minor, v.vat_minor) for v in priced.vats) if priced else ()
    card.show_count(t("refund.positions", count=lines) if lines else "", "", vats)
    card.show_ways(
        t("refund.way_title"),
        [(kind, t(f"refund.way.{kind}"), t("refund.needs_senior")) for kind in ("cash", "card")],
        sums.way,
    )


def _exchange(card: MoneyCard, sums: Sums) -> None:
    surplus_minor = sums.surplus_minor
    ready = sums.back_minor > 0 and sums.goods_minor > 0
    pays = surplus_minor > 0
    card.set_red(not pays)
    word = t("refund.surplus") if pays else t("refund.due")
    button = t("refund.exchange_for")
    if ready and not surplus_minor:
        button = t("refund.exchange_even")
    elif ready:
        key = "refund.exchange_pays" if pays else "refund.exchange_gives"
        button = t(key, amount=money(abs(surplus_minor)))
    card.show_sum(word, abs(surplus_minor), button, ready=ready)
    card.show_count(t("refund.back_for"), money(sums.back_minor, symbol=False), ())
    if not pays:
        card.show_ways("", [], "")
        return
    kinds = [(kind, t(f"refund.pay.{kind}"), "") for kind in ("cash", "card")]
    card.show_ways(t("refund.pay_title"), kinds, "cash" if sums.way == WAY else sums.way)
