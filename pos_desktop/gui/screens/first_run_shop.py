"""The first two steps: who sells, and at which register."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pos_desktop.gui.screens.first_run_checks import (
    check_inn,
    check_mail,
    check_needed,
    check_number,
    check_pin,
)
from pos_desktop.gui.screens.first_run_fields import ChoiceField, FieldGrid, TextField
from pos_desktop.gui.screens.first_run_ports import Owner
from pos_desktop.gui.screens.first_run_step import Step
from pos_desktop.i18n import t
from pos_desktop.settings import Settings

TAX_SYSTEMS = ("osn", "usn_income", "usn_income_outcome", "esn", "patent")


class OrganisationStep(Step):
    """What the law wants on a receipt (54-FZ article 4.7)."""

    def __init__(self) -> None:
        super().__init__("organisation")
        self.name = TextField("name", check_needed, hint=True)
        self.inn = TextField("inn", check_inn, hint=True, typed="digits")
        self.tax = ChoiceField("tax_system")
        self.address = TextField("address", check_needed, hint=True)
        self.place = TextField("place", hint=True)
        self.mail = TextField("mail", check_mail, hint=True, typed="latin")
        grid = FieldGrid()
        grid.add(self.name, wide=True)
        grid.add(self.inn)
        grid.add(self.tax)
        grid.add(self.address, wide=True)
        grid.add(self.place)
        grid.add(self.mail)
        self.add(grid)
        self.retranslate()

    def fields(self) -> list[TextField]:
        return [self.name, self.inn, self.address, self.mail]

    def show_settings(self, settings: Settings) -> None:
        organisation = settings.organisation
        self.name.set_text(organisation.name)
        self.inn.set_text(organisation.inn)
        self.tax.choose(organisation.tax_system or TAX_SYSTEMS[0])
        self.address.set_text(organisation.address)
        self.place.set_text(organisation.place)
        self.mail.set_text(organisation.email)

    def take(self, settings: Settings) -> Settings:
        tax_system: Any = self.tax.current()
        organisation = replace(
            settings.organisation,
            name=self.name.text(),
            inn=self.inn.text(),
            tax_system=tax_system,
            address=self.address.text(),
            place=self.place.text(),
            email=self.mail.text(),
        )
        return replace(settings, organisation=organisation)

    def retranslate(self) -> None:
        self.tax.set_choices([(name, t(f"first_run.tax.{name}")) for name in TAX_SYSTEMS])
        super().retranslate()


class RegisterStep(Step):
    """The workplace and the first person who can sign in at it."""

    def __init__(self) -> None:
        super().__init__("register")
        self.number = TextField("number", check_number, typed="digits")
        self.name = TextField("register_name", hint=True)
        self.owner = TextField("owner", check_needed, hint=True)
        self.pin = TextField("pin", check_pin, hint=True, secret=True, typed="digits")
        self.theme = ChoiceField("theme")
        grid = FieldGrid()
        grid.add(self.number)
        grid.add(self.name)
        grid.add(self.owner)
        grid.add(self.pin)
        grid.add(self.theme)
        self.add(grid)
        self.retranslate()

    def fields(self) -> list[TextField]:
        return [self.number, self.owner, self.pin]

    def show_settings(self, settings: Settings) -> None:
        self.number.set_text(str(settings.register.number))
        self.name.set_text(settings.register.name)
        self.theme.choose("dark" if settings.theme == "dark" else "light")

    def take(self, settings: Settings) -> Settings:
        register = replace(settings.register, number=int(self.number.text()), name=self.name.text())
        chosen: Any = self.theme.current()
        return replace(settings, register=register, theme=chosen)

    def owner_of_shop(self) -> Owner:
        return Owner(self.owner.text(), self.pin.text())

    def retranslate(self) -> None:
        self.theme.set_choices([(name, t(f"first_run.{name}")) for name in ("light", "dark")])
        super().retranslate()
