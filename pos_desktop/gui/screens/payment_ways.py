"""The ways to pay as a table, and their row of buttons on the payment screen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui import theme
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.i18n import t


@dataclass(frozen=True, slots=True)
class Way:
    """ask: the question asked when the way is chosen, by its name in payment_choices.QUESTIONS; ""
    = the sum is typed and taken. by_answer: the answer brings the sum too (which advance)."""

    kind: TenderKind
    icon: str
    ask: str = ""
    by_answer: bool = False


WAYS: dict[TenderKind, Way] = {
    way.kind: way
    for way in (
        Way(TenderKind.CASH, "banknote"),
        Way(TenderKind.CARD, "credit-card"),
        Way(TenderKind.QR, "qr-code"),
        Way(TenderKind.ADVANCE, "history", "advance", by_answer=True),
        Way(TenderKind.CERTIFICATE, "ticket", "certificate", by_answer=True),
        Way(TenderKind.CREDIT, "hand-coins", "debtor"),
        Way(TenderKind.OTHER, "layers"),
    )
}
"""Every way this screen knows. One more is a row here and its kind in the shop's settings; a way
that asks first (a certificate, points) adds its question to payment_choices.QUESTIONS."""


def ways_of(kinds: tuple[TenderKind, ...]) -> tuple[Way, ...]:
    """Those the shop has set up, in its order."""
    return tuple(WAYS[kind] for kind in kinds if kind in WAYS)


class WayRow(QWidget):
    """One button a way, Alt+1 ... on them; one is chosen."""

    chosen = Signal(object)

    def __init__(self, ways: tuple[Way, ...]) -> None:
        super().__init__()
        self.ways = ways
        self._buttons: dict[TenderKind, KeyedButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for number, way in enumerate(ways, 1):
            button = KeyedButton("", key=f"Alt+{number}", arrange="stack")
            button.setCheckable(True)
            button.setFixedHeight(72)
            button.set_face(theme.BODY, theme.SEMIBOLD)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _on=False, kind=way.kind: self.chosen.emit(kind))
            self._buttons[way.kind] = button
            row.addWidget(button)

    def button(self, kind: TenderKind) -> KeyedButton:
        return self._buttons[kind]

    def kind_at(self, place: int) -> TenderKind | None:
        """The kind of Alt+1 (place 0) and so on."""
        return self.ways[place].kind if 0 <= place < len(self.ways) else None

    def show_chosen(self, kind: TenderKind) -> None:
        for of, button in self._buttons.items():
            button.setChecked(of is kind)

    def retranslate(self) -> None:
        for kind, button in self._buttons.items():
            button.setText(t(f"payment.kind.{kind.value}"))
