"""The fourth step: who registers the documents, and where the owner looks at them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout

from pos_desktop.domain.errors import PosError
from pos_desktop.gui import theme
from pos_desktop.gui.screens.device_form import Outcome
from pos_desktop.gui.screens.first_run_checks import check_code, check_needed, check_url
from pos_desktop.gui.screens.first_run_fields import FieldGrid, TextField
from pos_desktop.gui.screens.first_run_ports import FirstRunPorts
from pos_desktop.gui.screens.first_run_step import Step
from pos_desktop.gui.side_work import Work
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.labels import ElidedLabel, IconLabel, Label
from pos_desktop.i18n import t
from pos_desktop.settings import Cloud, Operator, Register, Settings


class ServiceCard(Card):
    """A service with its fields, a button that tries it and what came of that."""

    def __init__(self, key: str, icon: str) -> None:
        super().__init__(padding=16, spacing=12)
        self._key = key
        self._title = Label("", theme.LARGE, theme.SEMIBOLD)
        self._detail = ElidedLabel("", theme.SMALL, theme.REGULAR, "muted")
        self.test = KeyedButton(arrange="row")
        self.outcome = Outcome()
        self.grid = FieldGrid()
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(IconLabel(icon, 20, "ink", boxed=40))
        head.addWidget(self._title)
        head.addWidget(self._detail, 1)
        head.addWidget(self.test)
        self.body().addLayout(head)
        self.body().addWidget(self.grid)
        self.body().addWidget(self.outcome)

    def retranslate(self) -> None:
        self._title.setText(t(f"first_run.{self._key}"))
        self._detail.setText(t(f"first_run.{self._key}_detail"))
        self.test.setText(t(f"first_run.try_{self._key}"))


class LinksStep(Step):
    """Fiscal operator and cloud; either may stay empty. register: whom the cloud pairs."""

    def __init__(self, ports: FirstRunPorts, work: Work, register: Callable[[], Register]) -> None:
        super().__init__("links")
        self._ports = ports
        self._work = work
        self._register = register
        self.operator = ServiceCard("operator", "cpu")
        self.url = TextField("operator_url", check_url, hint=True, typed="latin")
        self.group = TextField("group", check_needed, hint=True, typed="latin")
        self.login = TextField("login", check_needed, typed="latin")
        self.password = TextField("password", check_needed, secret=True, typed="latin")
        self.cloud = ServiceCard("cloud", "cloud")
        self.cloud_url = TextField("cloud_url", check_url, hint=True, typed="latin")
        self.code = TextField("code", check_code, hint=True, typed="latin")
        for field in (self.url, self.group, self.login, self.password):
            self.operator.grid.add(field)
            field.changed.connect(self.operator.outcome.clear)
        for field in (self.cloud_url, self.code):
            self.cloud.grid.add(field)
            field.changed.connect(self.cloud.outcome.clear)
        self.operator.test.clicked.connect(self.check_operator)
        self.cloud.test.clicked.connect(self.pair)
        self.add(self.operator)
        self.add(self.cloud)
        self.retranslate()

    # what is used

    def operator_settings(self) -> Operator:
        """As typed; all empty where no operator is to be used."""
        if not self._operator_used():
            return Operator()
        return Operator(self.url.text(), self.group.text(), self.login.text())

    def _operator_used(self) -> bool:
        return any(field.text() for field in (self.url, self.group, self.login, self.password))

    def _operator_fields(self) -> list[TextField]:
        return [self.url, self.group, self.login, self.password]

    def fields(self) -> list[TextField]:
        used = self._operator_fields() if self._operator_used() else []
        if self.cloud_url.text():
            used.append(self.cloud_url)
        if self.code.text():
            used.append(self.code)
        return used

    def show_settings(self, settings: Settings) -> None:
        self.url.set_text(settings.operator.url)
        self.group.set_text(settings.operator.group)
        self.login.set_text(settings.operator.login)
        self.cloud_url.set_text(settings.cloud.url)

    def take(self, settings: Settings) -> Settings:
        return replace(
            settings, operator=self.operator_settings(), cloud=Cloud(self.cloud_url.text())
        )

    # trying

    def check_operator(self) -> None:
        """Sign in at the operator with what was typed; nothing is registered."""
        if [field for field in self._operator_fields() if field.problem()]:
            return
        operator, password = self.operator_settings(), self.password.text()
        self._try(
            self.operator,
            lambda: self._ports.check_operator(operator, password),
            "first_run.operator_good",
        )

    def pair(self) -> None:
        """Get this register's token by the one-time code."""
        if [field for field in (self.cloud_url, self.code) if field.problem()]:
            return
        url, code, register = self.cloud_url.text(), self.code.text(), self._register()
        self._try(self.cloud, lambda: self._ports.pair(url, code, register), "first_run.cloud_good")

    def _try(self, card: ServiceCard, question: Callable[[], None], good: str) -> None:
        def failed(error: PosError) -> None:
            card.test.setEnabled(True)
            card.outcome.bad(error)

        def worked(_answer: None) -> None:
            card.test.setEnabled(True)
            card.outcome.good(t(good))

        card.test.setEnabled(False)
        card.outcome.busy(t("first_run.asking"))
        self._work.ask(question, worked, failed)

    def retranslate(self) -> None:
        super().retranslate()
        self.operator.retranslate()
        self.cloud.retranslate()
