"""How much, and for whom: taking an advance or a prepayment, paying a debt."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from pos_desktop.domain.errors import PosError
from pos_desktop.domain.money import parse_amount_minor
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.line_edit import LineEdit
from pos_desktop.gui.widgets.reason import ChipFlow
from pos_desktop.i18n import t


class SettlementForm(DecisionFrame):
    """confirmed(name, amount_minor, vat). rates: (code, what a person reads) of the goods an
    advance will be for, empty where the goods are known. named: a name is asked for."""

    confirmed = Signal(str, int, str)

    def __init__(
        self,
        title: str,
        detail: str,
        amount_minor: int = 0,
        *,
        named: bool = True,
        rates: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(title, detail, width=520)
        self.name = _field(t("advances.name"))
        self.amount = _field(t("advances.amount"))
        self.amount.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        if amount_minor:
            self.amount.setText(f"{amount_minor // 100},{amount_minor % 100:02d}")
        self.rates = ChipFlow(keeps=True)
        self.rates.set_chips(list(rates))
        self.ok = KeyedButton(t("advances.to_payment"), key="Enter", kind="pay", arrange="row")
        self.ok.setFixedHeight(64)
        if named:
            self.rows.addWidget(Label(t("advances.name"), theme.SMALL, theme.MEDIUM, "ink_soft"))
            self.rows.addWidget(self.name)
        self.rows.addWidget(Label(t("advances.amount"), theme.SMALL, theme.MEDIUM, "ink_soft"))
        self.rows.addWidget(self.amount)
        if rates:
            self.rows.addWidget(Label(t("advances.rate"), theme.SMALL, theme.MEDIUM, "ink_soft"))
            self.rows.addWidget(self.rates)
            self.rates.set_current(rates[0][0])
        self.rows.addWidget(self.ok)
        self._named = named
        self._rated = bool(rates)
        self.ok.clicked.connect(self.confirm)
        self.rates.chosen.connect(lambda _chip: self._refresh())
        for edit in (self.name, self.amount):
            edit.textChanged.connect(lambda _text: self._refresh())
            edit.returnPressed.connect(self.confirm)
        self.setFocusProxy(self.name if named else self.amount)
        self._refresh()

    def _amount_minor(self) -> int:
        try:
            return parse_amount_minor(self.amount.text().strip() or "0")
        except PosError:
            return 0

    def _refresh(self) -> None:
        named = not self._named or bool(self.name.text().strip())
        rated = not self._rated or bool(self.rates.current())
        self.ok.setEnabled(named and rated and self._amount_minor() > 0)

    def confirm(self) -> None:
        if self.ok.isEnabled():
            self.confirmed.emit(self.name.text(), self._amount_minor(), self.rates.current())


def _field(name: str) -> LineEdit:
    edit = LineEdit()
    edit.setFixedHeight(theme.TOUCH)
    edit.setFont(theme.font(theme.LARGE, tabular=False))
    edit.setAccessibleName(name)
    return edit
