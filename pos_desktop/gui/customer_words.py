"""How a customer and his accounts are said on the screen."""

from __future__ import annotations

from datetime import datetime, tzinfo

from pos_desktop.domain.customers import Customer
from pos_desktop.gui.texts import money
from pos_desktop.i18n import date, t, time
from pos_desktop.operations.telephone import readable


def customer_name(customer: Customer) -> str:
    """The name, else the telephone."""
    return customer.name or readable(customer.phone)


def points_text(amount_minor: int) -> str:
    """ "1 250,00", points have no currency."""
    return money(amount_minor, symbol=False)


def customer_sub(customer: Customer, points_minor: int, debt_minor: int) -> str:
    """Telephone, group, points and debt in one line."""
    parts = [readable(customer.phone) if customer.phone and customer.name else ""]
    parts.append(customer.group)
    if points_minor:
        parts.append(t("customers.points_are", points=points_text(points_minor)))
    if debt_minor:
        parts.append(t("customers.debt_is", amount=money(debt_minor)))
    return " · ".join(part for part in parts if part) or customer.card or t("customers.no_details")


def moment(at_us: int, zone: tzinfo | None) -> str:
    """ "26.11.2026 14:32"."""
    local = datetime.fromtimestamp(at_us / 1_000_000, zone)
    return f"{date(local.date())} {time(local)}"
