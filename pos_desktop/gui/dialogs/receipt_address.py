"""Where the electronic receipt goes, and whether paper comes too."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from pos_desktop.domain.contact import contact_of
from pos_desktop.domain.errors import RefusalError
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.messages import message_for
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.line_edit import LineEdit
from pos_desktop.gui.widgets.switch import SwitchRow
from pos_desktop.i18n import t

_HINTS = {
    "email": Qt.InputMethodHint.ImhEmailCharactersOnly,
    "phone": Qt.InputMethodHint.ImhDialableCharactersOnly,
}


class ReceiptAddressDialog(DecisionFrame):
    """confirmed(contact, paper). kind: "email" | "phone". optional: paper may be left out."""

    confirmed = Signal(str, bool)

    def __init__(self, kind: str, current: str, *, paper: bool, optional: bool) -> None:
        super().__init__(t(f"payment.address_{kind}"), width=520)
        self.edit = LineEdit(current if ("@" in current) == (kind == "email") else "")
        self.edit.setFixedHeight(theme.TOUCH)
        self.edit.setFont(theme.font(theme.LARGE, tabular=False))
        self.edit.setInputMethodHints(_HINTS[kind])
        self.edit.setAccessibleName(t(f"payment.address_{kind}"))
        self.edit.setPlaceholderText(t(f"payment.address_{kind}_hint"))
        self.edit.returnPressed.connect(self.confirm)
        self._problem = Label("", theme.SMALL, theme.REGULAR, "danger_text", wrap=True)
        self._problem.hide()
        self.paper = SwitchRow(t("payment.paper_too"), "printer")
        self.paper.switch().setChecked(paper or not optional)
        self.paper.setVisible(optional)
        self.ok = KeyedButton(t("dialog.ok"), key="Enter", kind="pay", arrange="row")
        self.ok.setFixedHeight(64)
        self.ok.clicked.connect(self.confirm)
        for widget in (self.edit, self._problem, self.paper, self.ok):
            self.rows.addWidget(widget)
        self.setFocusProxy(self.edit)

    def confirm(self) -> None:
        """What nobody could send to is said here, and nothing is closed."""
        try:
            contact = contact_of(self.edit.text())
        except RefusalError as error:
            self._problem.setText(message_for(error).detail)
            self._problem.show()
            self.adjustSize()
            return
        self.confirmed.emit(contact, self.paper.switch().isChecked())
