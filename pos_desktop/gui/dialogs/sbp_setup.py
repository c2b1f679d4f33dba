"""Setting up payments by QR code: whose codes, the shop's account and key there, the shop's own
printed code, and whether the bank knows all of it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from pos_desktop.domain.errors import PosError, UnreachableError
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import CONFIRM_PX, DecisionFrame
from pos_desktop.gui.messages import message_for
from pos_desktop.gui.sbp_words import FIELDS
from pos_desktop.gui.screens.device_form import Outcome
from pos_desktop.gui.side_work import Work
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.combo import NamedChoice
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.named_field import NamedField
from pos_desktop.gui.widgets.qr import QrView
from pos_desktop.i18n import t
from pos_desktop.ports.equipment import SbpChoice, SbpSetUp

_WIDE_PX = 720
_CODE_PX = 148
_LONGEST = 512


class BankTrial(Protocol):
    """What the form needs of the room; check returns at once, try_sbp asks the bank."""

    def check_sbp(self, choice: SbpChoice) -> None: ...
    def try_sbp(self, choice: SbpChoice, secret: str) -> None: ...


class SbpDialog(DecisionFrame):
    """saved(SbpChoice, secret): keep it so; secret "" = the one that is kept."""

    saved = Signal(object, str)

    def __init__(self, now: SbpSetUp, room: BankTrial, work: Work) -> None:
        super().__init__(t("equipment.sbp.title"), t("equipment.sbp.detail"), width=_WIDE_PX)
        self._now = now
        self._room = room
        self._work = work
        banks = [(bank, t(f"equipment.sbp.bank_{bank}")) for bank in FIELDS]
        self.bank = NamedChoice(t("equipment.sbp.bank"), banks, now.choice.kind or "raiffeisen")
        self.fields = {
            name: NamedField(t(f"equipment.sbp.{name}"), typed="latin", longest=_LONGEST)
            for name in ("merchant_id", "account", "terminal_key", "static_payload")
        }
        self.fields["account"].edit.setPlaceholderText(t("equipment.sbp.account_hint"))
        self.fields["static_payload"].edit.setPlaceholderText(t("equipment.sbp.static_hint"))
        for name, field in self.fields.items():
            field.set_text(getattr(now.choice, name))
            field.edit.setCursorPosition(0)
            field.changed.connect(self._edited)
        self.secret = NamedField("", typed="latin", longest=_LONGEST, secret=True)
        self.secret.changed.connect(self._edited)
        self.kept_where = Label("", theme.SMALL, theme.REGULAR, "muted", wrap=True)
        self.code = QrView(_CODE_PX)
        self.by_hand = Label("", theme.BODY, theme.REGULAR, "ink_soft", wrap=True)
        self.outcome = Outcome()
        self.test = KeyedButton(t("equipment.sbp.try"), key="F6", arrange="row")
        self.save = KeyedButton(key="F12", arrange="row")
        self._build()
        self.bank.chosen.connect(self._show_bank)
        self.test.clicked.connect(self.try_it)
        self.save.clicked.connect(self._save)
        self._show_bank(self.bank.current())

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.bank, 0, 0, top)
        grid.addWidget(self.fields["merchant_id"], 0, 1, top)
        grid.addWidget(self.fields["terminal_key"], 0, 1, top)
        grid.addWidget(self.secret, 1, 0, top)
        grid.addWidget(self.fields["account"], 1, 1, top)
        grid.addWidget(self.kept_where, 2, 0, 1, 2)
        grid.addWidget(self.fields["static_payload"], 3, 0, 1, 2)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        self.rows.addLayout(grid)
        self._static = QWidget()
        beside = QHBoxLayout(self._static)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(16)
        self.code.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        beside.addWidget(self.code)
        beside.addWidget(self.by_hand, 1)
        self.rows.addWidget(self._static)
        self.rows.addWidget(self.outcome)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.test, self.save):
            button.setFixedHeight(CONFIRM_PX)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            foot.addWidget(button, 1)
        self.rows.addLayout(foot)

    # ------------------------------------------------------------------ what is shown

    def _show_bank(self, bank: str) -> None:
        for name in ("merchant_id", "account", "terminal_key"):
            self.fields[name].setVisible(name in FIELDS[bank])
        asked = bank != "static"
        self.secret.set_name(t(f"equipment.sbp.secret_{bank}") if asked else "")
        self.secret.edit.setPlaceholderText(
            t("equipment.sbp.secret_kept") if self._has_key(bank) else ""
        )
        plain = self._now.plain
        self.kept_where.setText(t(f"equipment.sbp.{'kept_plain' if plain else 'kept_safe'}"))
        self.kept_where.set_tone("warning_text" if plain else "muted")
        for part in (self.secret, self.kept_where, self.test):
            part.setVisible(asked)
        self._edited()

    def _has_key(self, bank: str) -> bool:
        """A key is of one bank."""
        return self._now.has_secret and bank == self._now.choice.provider

    def _edited(self) -> None:
        """What was tried is not what stands there now."""
        self.outcome.clear()
        self._tried(False)
        static = self.bank.current() == "static"
        link = self.fields["static_payload"].text()
        self._static.setVisible(static)
        if not static:
            return
        is_link = bool(link) and not self._fault(self.choice())
        self.code.setVisible(is_link)
        if is_link:
            self.code.show_text(link, t("equipment.sbp.static_payload"))
        self.by_hand.setText(t(f"equipment.sbp.{'static_try' if is_link else 'static_how'}"))

    def _tried(self, worked: bool) -> None:
        """Asking the bank comes first; saving unasked is allowed, since it may answer tomorrow."""
        ready = worked or self.bank.current() == "static"
        self.save.set_kind("accent" if ready else "plain")
        self.test.set_kind("plain" if worked else "accent")
        name = "save" if ready else "save_anyway"
        self.save.setText(t(f"equipment.wizard.{name}"))

    # ------------------------------------------------------------------ what is entered

    def choice(self) -> SbpChoice:
        bank = self.bank.current()
        texts = {name: self.fields[name].text() for name in FIELDS[bank]}
        provider = "" if bank == "static" else bank
        return SbpChoice(provider, static_payload=self.fields["static_payload"].text(), **texts)

    def try_it(self) -> None:
        if not self.test.isEnabled() or self.test.isHidden() or not self._is_whole():
            return
        choice, secret = self.choice(), self.secret.text()
        self.test.setEnabled(False)
        self.outcome.busy(t("equipment.sbp.trying"))
        self._work.ask(
            lambda: self._room.try_sbp(choice, secret),
            lambda _none: self._worked(choice.provider),
            self._failed,
        )

    def _worked(self, bank: str) -> None:
        self.test.setEnabled(True)
        self.outcome.good(t(f"equipment.sbp.tried_{bank}"))
        self._tried(True)

    def _failed(self, error: PosError) -> None:
        self.test.setEnabled(True)
        self.show_error(error)

    def show_error(self, error: PosError) -> None:
        """What kept it from being tried or saved: at its field where one is to blame."""
        name = str(error.values.get("key", "")).removeprefix("sbp.")
        if name in self.fields:
            self.fields[name].say(t(f"equipment.sbp.wrong_{name}"))
            self.fields[name].setFocus()
            return
        advice = "asked_later" if isinstance(error, UnreachableError) else "compare"
        self.outcome.wrong(f"{message_for(error).title}. {t(f'equipment.sbp.{advice}')}")

    def _is_whole(self) -> bool:
        """Whether nothing is missing; what is missing is said at its field."""
        choice, whole = self.choice(), True
        if fault := self._fault(choice):
            self.show_error(fault)
            whole = False
        elif not choice.provider and not choice.static_payload:
            self.fields["static_payload"].say(t("equipment.sbp.wrong_static_payload"))
            whole = False
        bank = self.bank.current()
        if choice.provider and not self.secret.text() and not self._has_key(bank):
            self.secret.say(t("equipment.sbp.wrong_secret"))
            whole = False
        return whole

    def _fault(self, choice: SbpChoice) -> PosError | None:
        try:
            self._room.check_sbp(choice)
        except PosError as error:
            return error
        return None

    def _save(self) -> None:
        if self._is_whole():
            secret = self.secret.text() if self.choice().provider else ""
            self.saved.emit(self.choice(), secret)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F12:
            self.save.click()
        elif event.key() == Qt.Key.Key_F6:
            self.try_it()
        else:
            super().keyPressEvent(event)
