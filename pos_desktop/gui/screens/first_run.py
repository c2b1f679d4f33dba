"""The first run: five steps to the first sale, each of which may be skipped and mended later."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_desktop import i18n
from pos_desktop.domain.errors import PosError
from pos_desktop.gui import theme
from pos_desktop.gui.messages import message_for
from pos_desktop.gui.screens.first_run_devices import DevicesStep
from pos_desktop.gui.screens.first_run_fields import TextField
from pos_desktop.gui.screens.first_run_goods import GoodsStep
from pos_desktop.gui.screens.first_run_links import LinksStep
from pos_desktop.gui.screens.first_run_panel import StepPanel, StepState
from pos_desktop.gui.screens.first_run_ports import FirstRunPorts, FirstRunResult, Owner
from pos_desktop.gui.screens.first_run_shop import OrganisationStep, RegisterStep
from pos_desktop.gui.screens.first_run_step import Step
from pos_desktop.gui.screens.goods_file import AskFile, ask_which
from pos_desktop.gui.side_work import LaneWork, Work
from pos_desktop.gui.texts import keyboard_names
from pos_desktop.gui.widgets.banner import Banner
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.onscreen_keyboard import OnScreenKeyboard
from pos_desktop.i18n import t
from pos_desktop.settings import Settings

OPERATOR_PASSWORD = "operator.password"  # noqa: S105 - a name in the key store
_COMPACT_PX = 1200


class FirstRunScreen(QWidget):
    """finished(FirstRunResult): save its settings and open the register.

    work: where what blocks runs; None makes a thread of its own, ended by stop().
    """

    finished = Signal(object)

    def __init__(
        self,
        ports: FirstRunPorts,
        settings: Settings,
        *,
        work: Work | None = None,
        ask_file: AskFile = ask_which,
    ) -> None:
        super().__init__()
        self._ports = ports
        register_id = settings.register.register_id or ports.new_id()
        register = replace(settings.register, register_id=register_id)
        self._settings = replace(settings, register=register)
        self._work = work or LaneWork("first-run")
        self._owner: Owner | None = None
        self._password = ""
        self._place = 0
        self._looked = False
        self.organisation = OrganisationStep()
        self.register = RegisterStep()
        self.devices = DevicesStep(ports, self._work)
        self.links = LinksStep(ports, self._work, lambda: self._settings.register)
        self.goods = GoodsStep(
            ports, self._work, lambda: self._settings.organisation.tax_system, ask_file
        )
        self.steps: list[Step] = [
            self.organisation,
            self.register,
            self.devices,
            self.links,
            self.goods,
        ]
        self._states: list[StepState] = ["open"] * len(self.steps)
        self.panel = StepPanel([step.key for step in self.steps])
        self._progress = Label("", theme.SMALL, theme.MEDIUM, "muted")
        self._title = Label("", theme.TITLE, theme.SEMIBOLD, wrap=True)
        self._detail = Label("", theme.BODY, theme.REGULAR, "ink_soft", wrap=True)
        self._trouble = Banner("danger")
        self.pages = QStackedWidget()
        self.back = KeyedButton(icon="arrow-left", arrange="row")
        self.skip = KeyedButton(arrange="row")
        self.next = KeyedButton(kind="accent", key="Enter", arrange="row")
        self.keyboard = OnScreenKeyboard(self)
        self._covered_px = 0
        self._build()
        self._connect()
        for step in self.steps:
            step.show_settings(self._settings)
        self.retranslate()
        self.go_to(0)

    def _build(self) -> None:
        for step in self.steps:
            self.pages.addWidget(step)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.skip)
        buttons.addWidget(self.next)
        self.next.setMinimumWidth(200)
        self.next.setFixedHeight(56)
        self.skip.setFixedHeight(56)
        self.back.setFixedHeight(56)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addWidget(self._progress)
        right.addWidget(self._title)
        right.addWidget(self._detail)
        right.addSpacing(12)
        right.addWidget(self.pages, 1)
        right.addWidget(self._trouble)
        right.addSpacing(8)
        right.addLayout(buttons)
        self._right = right
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.panel)
        line.addLayout(right, 1)
        self._trouble.hide()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        self.back.clicked.connect(lambda: self.go_to(self._place - 1))
        self.skip.clicked.connect(self.skip_step)
        self.next.clicked.connect(self.next_step)
        self.panel.step_chosen.connect(self.go_to)
        self.panel.language_chosen.connect(self.set_language)
        self.goods.state_changed.connect(self._show_buttons)
        self.keyboard.height_changed.connect(self._keep_above)

    def stop(self) -> None:
        """End the thread; what is still running there keeps its own deadline."""
        self.keyboard.set_mode("never")
        self._work.stop()

    # ------------------------------------------------------------------ going on

    def current(self) -> Step:
        return self.steps[self._place]

    def go_to(self, place: int) -> None:
        """Show a step; a later one only over those before it."""
        if not 0 <= place < len(self.steps):
            return
        self._place = place
        self._trouble.hide()
        self.pages.setCurrentWidget(self.current())
        self._show_step()
        if self.current() is self.devices and not self._looked:
            self._looked = True
            self.devices.look_for_devices()
        fields = self.current().fields()
        if fields:
            fields[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_step(self) -> None:
        """Take what was typed, or show what is wrong with it."""
        step = self.current()
        wrong = step.wrong_fields()
        if wrong:
            wrong[0].setFocus(Qt.FocusReason.OtherFocusReason)
            step.ensureWidgetVisible(wrong[0])
            return
        if step is self.goods and not self.goods.ready():
            return
        self._settings = step.take(self._settings)
        if step is self.register:
            self._owner = self.register.owner_of_shop()
        if step is self.links:
            self._password = self.links.password.text()
        self._leave("done")

    def skip_step(self) -> None:
        """Leave the step as it was; nothing typed here is kept."""
        if self.current() is self.register:
            self._owner = None
        if self.current() is self.links:
            self._password = ""
        self._leave("skipped")

    def _leave(self, state: StepState) -> None:
        self._states[self._place] = state
        if self._place + 1 < len(self.steps):
            self.go_to(self._place + 1)
        else:
            self._finish("later" if state == "skipped" else "")

    def _finish(self, goods: str) -> None:
        chosen = self.goods.goods()
        if goods == "later" and chosen == "sample":
            chosen = "later"
        settings = replace(self._settings, language=i18n.language())
        result = FirstRunResult(settings, self._owner, chosen)
        password = self._password
        self.next.setEnabled(False)

        def keep() -> None:
            if password:
                self._ports.keep_secret(OPERATOR_PASSWORD, password)

        self._work.ask(keep, lambda _done: self.finished.emit(result), self._not_kept)

    def _not_kept(self, error: PosError) -> None:
        message = message_for(error)
        self._trouble.set_notice("danger", message.title, message.detail)
        self._trouble.show()
        self._show_buttons()

    # ------------------------------------------------------------------ drawing

    def _show_step(self) -> None:
        key = self.current().key
        states = list(self._states)
        states[self._place] = "current"
        self.panel.show_states(states)
        progress = t("first_run.progress", number=self._place + 1, of=len(self.steps))
        self._progress.setText(progress)
        self._title.setText(t(f"first_run.{key}.title"))
        self._detail.setText(t(f"first_run.{key}.detail"))
        self._show_buttons()

    def _show_buttons(self) -> None:
        step = self.current()
        self.back.setVisible(self._place > 0)
        self.next.setText(t(f"first_run.{step.next_key()}"))
        self.next.setEnabled(step is not self.goods or self.goods.ready())

    def set_language(self, code: str) -> None:
        i18n.set_language(code)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(t("first_run.title"))
        self.panel.retranslate()
        self.keyboard.set_language(i18n.language())
        self.keyboard.set_names(keyboard_names())
        for step in self.steps:
            step.retranslate()
        self.back.setText(t("first_run.back"))
        self.skip.setText(t("first_run.skip"))
        self._show_step()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.next.isEnabled():
                self.next_step()
        elif key == Qt.Key.Key_Escape:
            self.go_to(self._place - 1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < _COMPACT_PX
        self.panel.setFixedWidth(264 if narrow else 340)
        self._place_right()

    def _place_right(self) -> None:
        """Everything but the dark side; the on-screen keyboard pushes its lower edge up."""
        wide = self.width()
        side = 24 if wide < _COMPACT_PX else max(40, (wide - 340 - 860) // 2)
        bottom = self._covered_px + 12 if self._covered_px else 24
        self._right.setContentsMargins(side, 12 if self._covered_px else 28, side, bottom)

    def _keep_above(self, covered_px: int) -> None:
        """The keyboard has opened or closed: the field one types into stays in sight."""
        self._covered_px = covered_px
        self._detail.setVisible(not covered_px)
        self._place_right()
        self._right.activate()
        held = QApplication.focusWidget()
        field = held.parentWidget() if held is not None else None
        if covered_px and isinstance(field, TextField):
            self.current().ensureWidgetVisible(field, 0, 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().ground)
