"""One sale as several receipts: goods of different tax systems may not stand on one (FFD tag 1055
is of the whole document), and one payment covers them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pos_desktop.domain.pricing import PricedLine, PricedSale, VatTotal
from pos_desktop.domain.tender import Tender, TenderKind


@dataclass(frozen=True, slots=True)
class ReceiptShare:
    """The part of a sale that becomes one receipt, with what pays for it."""

    tax_system: str
    priced: PricedSale
    tenders: tuple[Tender, ...]


def shares_of(
    sale: PricedSale, tenders: Sequence[Tender], tax_system: str
) -> tuple[ReceiptShare, ...]:
    """The receipts of a paid sale, the shop's own tax system first; sums to the minor unit.

    tax_system: of the shop, for lines that say nothing. The tenders cover the total exactly.
    """
    systems = systems_of(sale, tax_system)
    parts = [_part(sale, system, tax_system) for system in systems] if len(systems) > 1 else [sale]
    paid = spread_tenders([part.total_minor for part in parts], tenders)
    return tuple(
        ReceiptShare(system, part, of_part)
        for system, part, of_part in zip(systems, parts, paid, strict=True)
    )


def systems_of(sale: PricedSale, tax_system: str) -> list[str]:
    """The tax systems in use, the shop's own first."""
    used = dict.fromkeys(line.line.tax_system or tax_system for line in sale.lines)
    return sorted(used, key=lambda system: system != tax_system) or [tax_system]


def spread_tenders(totals: Sequence[int], tenders: Sequence[Tender]) -> list[tuple[Tender, ...]]:
    """What pays for each of the totals: no receipt gets a minor unit more or less than it costs.

    A tender that reaches into the next receipt keeps its id in both. Cash comes last, so that the
    change is given on the last receipt it pays for.
    """
    waiting = sorted(tenders, key=lambda tender: tender.kind is TenderKind.CASH)
    found: list[tuple[Tender, ...]] = []
    for total_minor in totals:
        part: list[Tender] = []
        left_minor = total_minor
        while left_minor and waiting:
            tender = waiting.pop(0)
            if tender.amount_minor > left_minor:
                waiting.insert(0, _less(tender, left_minor))
                tender = replace(tender, amount_minor=left_minor, received_minor=left_minor)
            part.append(tender)
            left_minor -= tender.amount_minor
        found.append(tuple(part))
    return found


def _less(tender: Tender, amount_minor: int) -> Tender:
    return replace(
        tender,
        amount_minor=tender.amount_minor - amount_minor,
        received_minor=tender.received_minor - amount_minor,
        slip=(),  # it goes with the receipt before
        shop_slip=(),
    )


def _part(sale: PricedSale, system: str, tax_system: str) -> PricedSale:
    lines = tuple(ln for ln in sale.lines if (ln.line.tax_system or tax_system) == system)
    return replace(
        sale,
        lines=lines,
        gross_minor=sum(ln.gross_minor for ln in lines),
        discount_minor=sum(ln.discount_minor for ln in lines),
        total_minor=sum(ln.total_minor for ln in lines),
        vats=tuple(
            _vat(lines, vat.vat) for vat in sale.vats if any(ln.line.vat == vat.vat for ln in lines)
        ),
        bonus_minor=_taken(lines, "bonus"),
        rounding_minor=_taken(lines, "rounding"),
    )


def _taken(lines: tuple[PricedLine, ...], kind: str) -> int:
    return sum(share.amount_minor for ln in lines for share in ln.shares if share.kind == kind)


def _vat(lines: tuple[PricedLine, ...], vat: str) -> VatTotal:
    of_rate = [ln for ln in lines if ln.line.vat == vat]
    return VatTotal(vat, sum(ln.total_minor for ln in of_rate), sum(ln.vat_minor for ln in of_rate))


def equal_parts(total_minor: int, parts: int) -> tuple[int, ...]:
    """A bill for so many payers: parts that differ by one minor unit at most, the larger first."""
    small, larger = divmod(total_minor, parts)
    return (small + 1,) * larger + (small,) * (parts - larger)
