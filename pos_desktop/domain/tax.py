"""Value-added tax included in prices: rates by date, the tax inside a sum, rounded once a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.money import divide_half_up


@dataclass(frozen=True, slots=True)
class VatRate:
    """One rate of a country.

    code: stable name in the catalogue, facts and country pack ("vat22", "vat122", "none").
    numerator / denominator: share of the tax inside a tax-included sum (22/122, 10/110); 0/1 for
    none and 0 %.
    percent: what a person reads, 22; None where no tax applies ("none").
    calculated: a rate such as 22/122, used for advances.
    valid_from / valid_until: first and last day of supply it may be used for, both inclusive.
    """

    code: str
    numerator: int
    denominator: int
    percent: int | None
    calculated: bool = False
    valid_from: date = date.min
    valid_until: date = date.max

    def included_minor(self, sum_minor: int) -> int:
        """The tax inside sum_minor, half up to a minor unit (FFD tags 1200 and 1102-1107)."""
        return divide_half_up(sum_minor * self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class VatTable:
    """The rates of a country pack, looked up by code and date."""

    rates: Mapping[str, VatRate]

    def rate(self, code: str) -> VatRate:
        """The rate, whatever its dates (a refund keeps the rate of its sale); RefusalError if
        unknown."""
        try:
            return self.rates[code]
        except KeyError:
            raise RefusalError("vat.unknown", value=code) from None

    def rate_on(self, code: str, day: date) -> VatRate:
        """The rate for a supply on that day; RefusalError("vat.not_valid") names the code and the
        day."""
        found = self.rate(code)
        if not found.valid_from <= day <= found.valid_until:
            raise RefusalError("vat.not_valid", value=code, day=day.isoformat())
        return found

    def calculated(self, code: str) -> VatRate:
        """The rate for money before the goods: 22/122 where the goods bear 22 %; a rate without
        tax stays what it is."""
        return self._alike(code, calculated=True)

    def plain(self, code: str) -> VatRate:
        """The rate of the goods themselves: 22 % where the money before them bore 22/122."""
        return self._alike(code, calculated=False)

    def _alike(self, code: str, *, calculated: bool) -> VatRate:
        rate = self.rate(code)
        if not rate.percent or rate.calculated is calculated:
            return rate
        alike = (r for r in self.rates.values() if r.percent == rate.percent)
        return next((r for r in alike if r.calculated is calculated), rate)

    def valid_on(self, day: date) -> tuple[VatRate, ...]:
        return tuple(r for r in self.rates.values() if r.valid_from <= day <= r.valid_until)


def vat_table(rates: Iterable[VatRate]) -> VatTable:
    return VatTable({rate.code: rate for rate in rates})
