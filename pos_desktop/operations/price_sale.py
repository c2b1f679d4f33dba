"""The sums of an open sale as this register computes them: rates of the country, and whatever else
changes a price here."""

from __future__ import annotations

from pos_desktop.domain.pricing import PricedSale, price
from pos_desktop.domain.sale import Sale
from pos_desktop.operations.workplace import Workplace


def priced(place: Workplace, sale: Sale) -> PricedSale:
    """Every sum of the sale, now or as of the moment its prices were settled."""
    return price(sale, place.country.vat)
