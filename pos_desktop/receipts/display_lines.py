"""What a customer display of two lines says: goods and their price, total, change, a welcome."""

from __future__ import annotations

from typing import NamedTuple

from pos_desktop.domain.pricing import PricedLine, PricedSale
from pos_desktop.domain.quantity import Quantity, Unit
from pos_desktop.i18n import money, quantity, translate

# Fewer characters of a name tell nobody what it is; the quantity gives way to it.
_NAME_COLUMNS = 4


class DisplayLines(NamedTuple):
    upper: str
    lower: str


class DisplayWriter:
    """columns: of the display. lang: of the customer; currency: of the shop, ISO 4217."""

    def __init__(self, columns: int, lang: str, currency: str) -> None:
        self.columns = columns
        self._lang = lang
        self._currency = currency

    def idle(self, shop: str) -> DisplayLines:
        """Nobody buys."""
        welcome = translate(self._lang, "customer.welcome")
        return DisplayLines(self._centred(shop or welcome), self._centred(welcome if shop else ""))

    def selling(self, priced: PricedSale, line_id: int) -> DisplayLines:
        """A line of the sale, the last one where none has that id, above the total so far."""
        lines = priced.lines
        shown = next((line for line in lines if line.line.line_id == line_id), lines[-1])
        total = translate(self._lang, "customer.total")
        return DisplayLines(self._goods(shown), self._pair(total, priced.total_minor))

    def paying(self, total_minor: int, left_minor: int) -> DisplayLines:
        """The total, and what is left of it once something was paid."""
        due = translate(self._lang, "customer.due")
        if left_minor == total_minor:
            return DisplayLines(due, self._pair("", total_minor))
        left = translate(self._lang, "customer.left_short")
        return DisplayLines(self._pair(due, total_minor), self._pair(left, left_minor))

    def by_code(self, amount_minor: int) -> DisplayLines:
        """A code is shown elsewhere: what it is for."""
        title = translate(self._lang, "sbp.customer_title")
        return DisplayLines(self._centred(title), self._pair("", amount_minor))

    def done(self, total_minor: int, change_minor: int) -> DisplayLines:
        """The change stays for all to see until the next customer."""
        name = "customer.change_short" if change_minor else "customer.paid"
        thanks = translate(self._lang, "customer.thanks")
        upper = self._pair(translate(self._lang, name), change_minor or total_minor)
        return DisplayLines(upper, self._centred(thanks))

    def _goods(self, priced: PricedLine) -> str:
        line = priced.line
        name = line.name_en if line.name_en and self._lang == "en" else line.name
        prefix = self._amount(line.quantity)
        room = self.columns - len(self._money(priced.total_minor)) - 1
        if prefix and room - len(prefix) - 1 >= _NAME_COLUMNS:
            name = f"{prefix} {name}"
        return self._pair(name, priced.total_minor)

    def _amount(self, amount: Quantity) -> str:
        """ "2 x", "0,512 кг"; "" for one piece."""
        if amount.unit is Unit.PIECE:
            pieces = amount.thousandths
            return "" if pieces == 1000 else f"{quantity(pieces, 0, self._lang)} x"
        decimals = 3 if amount.unit is Unit.KILOGRAM else 0
        unit = translate(self._lang, f"units.{amount.unit.value}")
        return f"{quantity(amount.thousandths, decimals, self._lang)} {unit}"

    def _pair(self, name: str, amount_minor: int) -> str:
        """A word on the left, an amount on the right; the word gives way."""
        amount = self._money(amount_minor)
        room = max(0, self.columns - len(amount) - 1)
        return f"{name[:room].rstrip():<{room}} {amount}"[-self.columns :]

    def _centred(self, text: str) -> str:
        return text[: self.columns].strip().center(self.columns)

    def _money(self, amount_minor: int) -> str:
        return money(amount_minor, self._currency, self._lang, symbol=False)
