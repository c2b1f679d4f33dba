"""A country's rules as data: rates, cash, fiscal limits. Read from resources/countries by
fiscal/country.py."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.domain.tax import VatTable


@dataclass(frozen=True, slots=True)
class CountryPack:
    """code: "ru". currency: ISO 4217. timezone: IANA name used where the settings give none.

    banknotes_minor and coins_minor: denominations in circulation. print_wait_ms: how long a receipt
    waits for the fiscal answer before it is printed without it. warn_after_us / alarm_after_us /
    limit_us: ages of the oldest unregistered document. cash_step_minor: smallest sum that is paid
    in cash, 1 = no rounding of cash. shift_warn_us, shift_limit_us: ages of an open shift from
    which it is to be closed, and at which it is over.
    """

    code: str
    currency: str
    timezone: str
    vat: VatTable
    banknotes_minor: tuple[int, ...]
    coins_minor: tuple[int, ...]
    print_wait_ms: int
    warn_after_us: int
    alarm_after_us: int
    limit_us: int
    fiscal_site: str
    shift_warn_us: int
    shift_limit_us: int
    cash_step_minor: int = 1

    @property
    def denominations_minor(self) -> tuple[int, ...]:
        return self.coins_minor + self.banknotes_minor
