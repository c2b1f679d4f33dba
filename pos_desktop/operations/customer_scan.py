"""A scan that means a person or a certificate and no goods."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.operations import certificates, customers
from pos_desktop.operations.sell import is_goods
from pos_desktop.operations.workplace import Workplace

NO_GOODS = frozenset({"scan.unknown", "scan.misread"})
"""Refusals of a scan that may still be a card."""


@dataclass(frozen=True, slots=True)
class CustomerScan:
    """Whose card it is, or the number of the certificate; the other is ""."""

    customer_id: str = ""
    certificate: str = ""


def customer_scan(place: Workplace, code: str) -> CustomerScan | None:
    """None for everything else. Goods with such a code are goods: the shop's own labels may begin
    alike. RefusalError("customer.unknown_card").
    """
    by_beginning = customers.is_card(place, code)
    if not by_beginning and not certificates.is_certificate(place, code):
        return None
    if is_goods(place, code):
        return None
    if by_beginning:
        return CustomerScan(customer_id=customers.of_card(place, code).customer_id)
    return CustomerScan(certificate=code)


def card_of_another_form(place: Workplace, code: str) -> CustomerScan | None:
    """A code that is no goods may still be on somebody's card, which a shop writes down as it
    is."""
    found = place.customers.by_card(code)
    return CustomerScan(customer_id=found.customer_id) if found else None
