"""Orders for the kitchen: what of a sale is made there goes to the second printer, once, in the
same transaction as the sale or the parked order that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pos_desktop.domain.printing import SECOND_PRINTER
from pos_desktop.domain.sale import Sale, SaleLine
from pos_desktop.domain.staff import StaffMember
from pos_desktop.i18n import translate
from pos_desktop.operations.workplace import SecondPrinter, Workplace
from pos_desktop.ports import NewPrintJob
from pos_desktop.receipts.kitchen_slip import Dish, KitchenSlip, kitchen_slip

KIND = "kitchen"


def ordered(
    place: Workplace, sale: Sale, *, staff: StaffMember, label: str
) -> tuple[tuple[SaleLine, ...], tuple[NewPrintJob, ...]]:
    """(lines that are ordered now and were not before, the jobs that say so) of a sale that is put
    aside; nothing where the kitchen waits for the payment."""
    second = place.second
    if second is None or second.kitchen_when != "parked":
        return (), ()
    fresh = [line for line in sale.lines if _open(second, line) > 0]
    wanted = [_dish(line, _open(second, line)) for line in fresh]
    lines = tuple(replace(line, ordered=line.quantity.thousandths) for line in fresh)
    return lines, _jobs(place, _named(sale, label), wanted, (), staff, sale)


def order_paid(
    place: Workplace, sale: Sale, number: int, *, staff: StaffMember
) -> tuple[NewPrintJob, ...]:
    """The jobs for what a paid sale still has to have made. number: of its receipt."""
    second = place.second
    if second is None:
        return ()
    wanted = [_dish(line, _open(second, line)) for line in sale.lines if _open(second, line) > 0]
    name = translate(place.style.lang, "kitchen.receipt", number=number)
    order = " · ".join(part for part in (sale.order, name) if part)
    return _jobs(place, order, wanted, (), staff, sale)


def dropped(
    place: Workplace, sale: Sale, taken: Iterable[tuple[SaleLine, int]], *, staff: StaffMember
) -> tuple[NewPrintJob, ...]:
    """The jobs that call back what was ordered. taken: lines of the sale as they were, each with
    the thousandths that are left of it."""
    if place.second is None:
        return ()
    gone = [_dish(line, line.ordered - left) for line, left in taken if line.ordered > left]
    return _jobs(place, _named(sale, ""), (), gone, staff, sale)


def _open(second: SecondPrinter, line: SaleLine) -> int:
    """Thousandths that the kitchen does not know of yet."""
    if line.category_id not in second.kitchen:
        return 0
    return line.quantity.thousandths - line.ordered


def _dish(line: SaleLine, thousandths: int) -> Dish:
    return Dish(line.name, thousandths, line.quantity.unit, line.note)


def _named(sale: Sale, label: str) -> str:
    return label or sale.order or (sale.customer.name if sale.customer else "")


def _jobs(
    place: Workplace,
    order: str,
    wanted: Iterable[Dish],
    gone: Iterable[Dish],
    staff: StaffMember,
    sale: Sale,
) -> tuple[NewPrintJob, ...]:
    slip = KitchenSlip(
        order=order,
        wanted=tuple(wanted),
        dropped=tuple(gone),
        staff_name=staff.short_name,
        register_name=place.style.register_name,
        occurred_at_us=place.clock.now_us(),
        lang=place.style.lang,
        zone=place.zone,
        note=sale.note,
    )
    if place.second is None or not (slip.wanted or slip.dropped):
        return ()
    payload = place.second.encoder.encode(kitchen_slip(slip))
    return (NewPrintJob("", 0, KIND, payload, device=SECOND_PRINTER),)
