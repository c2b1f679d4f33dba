"""Receipts of every sort for the tests of reports, made by hypothesis or by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from pos_desktop.domain.facts import PaidTender, PriceShare, SaleCompleted, SoldLine, VatSum
from tests.journal_samples import sale_id_of

VATS = {"vat22": (22, 122), "vat10": (10, 110), "none": (0, 1)}
OPERATIONS = ("sell", "sell", "sell", "sell_refund", "sell_correction", "sell_refund_correction")
SHARE_KINDS = ("promotion", "line_discount", "receipt_discount", "manual_price", "bonus")


def at_us(text: str) -> int:
    """ "2026-11-24 18:30" in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


def line(n: int = 1, total_minor: int = 10_000, **changes: Any) -> SoldLine:
    """One piece of product p<n>, with 22 % in it."""
    vat = changes.pop("vat", "vat22")
    part, whole = VATS[vat]
    made = SoldLine(
        n=n,
        product_id=f"p{n}",
        name=f"Товар {n}",
        qty=1000,
        unit="pcs",
        price_minor=total_minor,
        discount_minor=0,
        total_minor=total_minor,
        vat=vat,
        vat_minor=total_minor * part // whole,
        category_id="c1",
    )
    return replace(made, **changes)


def receipt(number: int, *lines: SoldLine, **changes: Any) -> SaleCompleted:
    """Paid in cash to the kopeck by Иванова, unless said otherwise."""
    sold = lines or (line(),)
    total = sum(each.total_minor for each in sold)
    tenders = changes.pop("tenders", (PaidTender(f"t{number}", "cash", total, total),))
    made = SaleCompleted(
        sale_id=sale_id_of(number),
        number=number,
        shift_number=1,
        staff_id="s1",
        staff_name="Иванова М.",
        operation="sell",
        currency="RUB",
        total_minor=total,
        discount_minor=sum(each.discount_minor for each in sold),
        change_minor=0,
        lines=sold,
        vats=_vats(sold),
        tenders=tenders,
        tax_system="osn",
    )
    return replace(made, **changes)


def _vats(sold: tuple[SoldLine, ...]) -> tuple[VatSum, ...]:
    return tuple(
        VatSum(
            rate,
            sum(each.total_minor for each in sold if each.vat == rate),
            sum(each.vat_minor for each in sold if each.vat == rate),
        )
        for rate in sorted({each.vat for each in sold})
    )


@st.composite
def any_line(draw: Any, n: int) -> SoldLine:
    shares = tuple(
        PriceShare(kind, f"{kind} {place}", draw(st.integers(0, 500)), "")
        for place, kind in enumerate(draw(st.lists(st.sampled_from(SHARE_KINDS), max_size=2)))
    )
    made = line(n, draw(st.integers(0, 5_000_000)), vat=draw(st.sampled_from(sorted(VATS))))
    return replace(
        made,
        product_id=f"p{draw(st.integers(1, 6))}",
        category_id=draw(st.sampled_from(("", "c1", "c2"))),
        qty=draw(st.integers(1, 99_999)),
        cost_minor=draw(st.sampled_from((0, 0, 1, 700, 123_456))),
        shares=shares,
        discount_minor=sum(share.amount_minor for share in shares),
    )


@st.composite
def any_receipt(draw: Any, number: int) -> SaleCompleted:
    """Any operation, any lines, tenders that add up, sometimes a sum rounded for cash."""
    sold = tuple(draw(any_line(n)) for n in range(1, draw(st.integers(1, 4)) + 1))
    in_lines = sum(each.total_minor for each in sold)
    rounding = draw(st.integers(0, min(99, in_lines)))
    total = in_lines - rounding
    first = draw(st.integers(0, total))
    kinds = draw(st.permutations(("cash", "card", "qr", "advance")))
    parts = [(kinds[0], first), (kinds[1], total - first)]
    tenders = tuple(PaidTender(f"{kind}-{number}", kind, part, part) for kind, part in parts)
    person = draw(st.integers(1, 3))
    return receipt(
        number,
        *sold,
        tenders=tenders,
        total_minor=total,
        rounding_minor=rounding,
        operation=draw(st.sampled_from(OPERATIONS)),
        staff_id=f"s{person}",
        staff_name=f"Кассир {person}",
    )


@st.composite
def any_day(draw: Any, most: int = 12) -> list[tuple[int, SaleCompleted]]:
    """Receipts with times within a few days, numbered in their order."""
    start = at_us("2026-10-22 00:00")
    count = draw(st.integers(0, most))
    times = sorted(draw(st.integers(0, 6 * 86_400)) for _ in range(count))
    return [
        (start + seconds * 1_000_000, draw(any_receipt(n))) for n, seconds in enumerate(times, 1)
    ]
