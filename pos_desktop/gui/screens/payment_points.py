"""Points of the customer on the payment screen: one button spends all that may be spent, the same
one gives them back."""

from __future__ import annotations

from PySide6.QtCore import Signal

from pos_desktop.gui.customer_words import points_text
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.i18n import t
from pos_desktop.operations.loyalty import Points


class PointsButton(KeyedButton):
    """wanted(amount_minor): of points to spend, 0 = none of them after all. Once money was taken
    they can only come off."""

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__("", icon="coins", key="F3", kind="panel", arrange="row")
        self._amount_minor = 0
        self.clicked.connect(lambda: self.wanted.emit(self._amount_minor))
        self.hide()

    def show_points(self, points: Points | None, *, taken: bool) -> None:
        """points: None where nobody is known; taken: whether money was taken already."""
        spendable = points is not None and points.most_minor > 0 and not taken
        self.setVisible(spendable or (points is not None and points.spent_minor > 0))
        if points is None:
            return
        self._amount_minor = 0 if points.spent_minor else points.most_minor
        shown = points_text(points.spent_minor or points.most_minor)
        key = "spent_points" if points.spent_minor else "spend_points"
        self.setText(t(f"customers.{key}", amount=shown))
        rest = "points_offline" if points.offline else "points_left"
        said = t(f"customers.{rest}", points=points_text(points.balance_minor))
        self.setAccessibleName(f"{self.label()}. {said}")
        self.setToolTip(said)
