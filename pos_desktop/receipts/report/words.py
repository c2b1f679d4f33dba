"""Values of a report as a person reads them, in one language, currency and time zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo

from pos_desktop import i18n
from pos_desktop.domain.reports.period import Period, local_time
from pos_desktop.domain.reports.table import Beyond, Kind, Value
from pos_desktop.domain.tax import VatTable
from pos_desktop.i18n import has_text, translate


@dataclass(frozen=True, slots=True)
class ReportWords:
    """categories: names of categories by their id."""

    lang: str
    currency: str
    zone: tzinfo | None
    rates: VatTable
    categories: Mapping[str, str] = field(default_factory=dict)

    def cell(self, kind: Kind, value: Value) -> str:
        """The value as text; "" for none."""
        if value is None:
            return ""
        return self._number(kind, value) if isinstance(value, int) else self._name(kind, value)

    def money(self, amount_minor: int, *, symbol: bool = True) -> str:
        return i18n.money(amount_minor, self.currency, self.lang, symbol=symbol)

    def column(self, name: str) -> str:
        return translate(self.lang, f"reports.column.{name}")

    def table(self, name: str) -> str:
        return translate(self.lang, f"reports.table.{name}")

    def total(self) -> str:
        return translate(self.lang, "reports.total")

    def day(self, day: date) -> str:
        return i18n.date(day, self.lang)

    def period(self, period: Period) -> str:
        """ "24.11.2026", "01.11.2026 – 24.11.2026"."""
        if period.days == 1:
            return self.day(period.first)
        return f"{self.day(period.first)} – {self.day(period.last)}"

    def moment(self, at_us: int) -> str:
        return i18n.datetime(local_time(at_us, self.zone), self.lang)

    def hours(self, hour: int) -> str:
        """ "18–19"."""
        return f"{hour}–{hour + 1}"

    def weekday(self, weekday: int) -> str:
        return translate(self.lang, f"reports.weekday.{weekday}")

    def tender(self, kind: str) -> str:
        """A kind that is not known here says its own name."""
        return self._known("reports.tender", kind or "none")

    def vat(self, code: str) -> str:
        """ "22 %", "22/122", "без НДС"; "" is what belongs to no rate."""
        if not code:
            return translate(self.lang, "reports.outside")
        rate = self.rates.rates.get(code)
        if rate is None:
            return code
        if rate.percent is None:
            return translate(self.lang, "units.vat_none")
        if rate.calculated:
            return f"{rate.percent}/{100 + rate.percent}"
        return i18n.percent(rate.percent * 100, self.lang)

    def _number(self, kind: Kind, value: int) -> str:
        if kind is Kind.MONEY:
            return self.money(value, symbol=False)
        if kind is Kind.QUANTITY:
            return i18n.quantity(value, 0, self.lang)
        if kind is Kind.SHARE:
            return i18n.percent(round(value / 10) * 10, self.lang)
        if kind is Kind.MOMENT:
            return self.moment(value)
        if kind is Kind.HOUR:
            return self.hours(value)
        if kind is Kind.WEEKDAY:
            return self.weekday(value)
        return i18n.number(value, self.lang)

    def _name(self, kind: Kind, value: str) -> str:
        if isinstance(value, Beyond):
            return translate(self.lang, f"reports.beyond.{value}")
        if kind is Kind.UNIT:
            return translate(self.lang, f"units.{value}") if value else ""
        if kind is Kind.TENDER:
            return self.tender(value)
        if kind is Kind.VAT:
            return self.vat(value)
        if kind is Kind.EFFECT:
            return self._known("reports.effect", value)
        if kind is Kind.MOVE:
            return self._known("reports.move", value)
        if kind is Kind.REASON:
            return self._known("cash.reason", value) if value else ""
        if kind is Kind.OPERATION:
            return self._known("reports.operation", value)
        if kind is Kind.CATEGORY:
            return (
                self.categories.get(value) or value or translate(self.lang, "reports.no_category")
            )
        if kind is Kind.DAY:
            return self.day(date.fromisoformat(value))
        return value

    def _known(self, area: str, code: str) -> str:
        key = f"{area}.{code}"
        return translate(self.lang, key) if has_text(key) else code
