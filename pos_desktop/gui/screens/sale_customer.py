"""Who buys, in the head of the receipt: a button that asks, or a name with its points."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy

from pos_desktop.domain.sale import Sale
from pos_desktop.gui.customer_words import points_text
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.i18n import t
from pos_desktop.operations.loyalty import Points
from pos_desktop.operations.telephone import readable

_MOST_PX = 220
_LEAST_PX = 76


class CustomerButton(KeyedButton):
    """F3 opens the panel, whoever is named."""

    def __init__(self) -> None:
        super().__init__("", key="F3", kind="soft", arrange="row")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(_LEAST_PX)
        self._shown = ("", "")
        self._compact = False
        self._is_named = False

    def set_compact(self, compact: bool) -> None:
        """In a narrow receipt a sign stands for the word, until there is a name."""
        self._compact = compact
        self._draw()

    def show_sale(self, sale: Sale | None, points: Points | None) -> None:
        """points: None where nobody is known or points mean nothing."""
        buyer = sale.customer if sale is not None else None
        name = (buyer.name or readable(buyer.phone)) if buyer is not None else ""
        sub = ""
        if points is not None:
            told = t("customers.points_are", points=points_text(points.balance_minor))
            sub = f"{told} · F3"
        self._is_named = bool(name)
        self._shown = (name or t("customers.title_one"), sub)
        self._draw()

    def _draw(self) -> None:
        text, sub = self._shown
        sign_only = self._compact and not self._is_named
        self.set_padding(8 if sign_only else 16)
        self.set_arrange("auto" if sub else "row")
        self.set_key("" if sub else "F3")
        self.set_icon("user" if sign_only else "")
        self.setText("" if sign_only else text)
        self.set_sub(sub)
        self.setAccessibleName(", ".join(part for part in (text, sub) if part))

    def sizeHint(self) -> QSize:
        """A long name ends with an ellipsis: the number of the receipt stays whole."""
        hint = super().sizeHint()
        return QSize(min(hint.width(), _MOST_PX), hint.height())
