"""Goods that minors may not buy: once in a sale the register reminds to check the age."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_desktop.gui.attention import Attention
from pos_desktop.gui.messages import Message
from pos_desktop.gui.texts import line_name
from pos_desktop.i18n import t

if TYPE_CHECKING:
    from pos_desktop.domain.sale import SaleLine
    from pos_desktop.gui.desk import Snapshot

_SOURCE = "age"


class AgeNotice:
    """A quiet notice, no question: it goes away with the next goods or with the payment. A line
    with a higher age than was told speaks again."""

    def __init__(self, attention: Attention) -> None:
        self._attention = attention
        self._sale_id = ""
        self._told_years = 0
        self._shown: SaleLine | None = None
        self._pieces = 0

    def show_snapshot(self, shown: Snapshot) -> None:
        sale = shown.priced.sale if shown.priced is not None else None
        if sale is None:
            self.forget()
            return
        if sale.sale_id != self._sale_id:
            self.forget()
            self._sale_id, self._told_years = sale.sale_id, 0
        pieces = sum(line.quantity.thousandths for line in sale.lines)
        line = max(sale.lines, key=lambda one: one.age_limit, default=None)
        years = line.age_limit if line is not None else 0
        if shown.payment is not None or pieces > self._pieces or years < self._told_years:
            self.forget()
        self._pieces = pieces
        if line is not None and years > self._told_years and shown.payment is None:
            self._told_years = years
            self._shown = line
            self._say()

    def forget(self) -> None:
        """The next goods or the payment: nobody asks any more."""
        self._shown = None
        self._attention.forget(_SOURCE)

    def retranslate(self) -> None:
        self._say()

    def _say(self) -> None:
        if self._shown is not None:
            title = t("sale.check_age", years=self._shown.age_limit)
            detail = t("sale.check_age_detail", name=line_name(self._shown))
            self._attention.show(_SOURCE, Message("warning", title, detail))
