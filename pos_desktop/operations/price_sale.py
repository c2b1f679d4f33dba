"""The sums of an open sale as this register computes them: rates of the country, promotions of the
moment, the customer's price list, and cash rounding where it is asked for."""

from __future__ import annotations

from datetime import datetime

from pos_desktop.domain.pricing import PricedSale, PricingContext, price
from pos_desktop.domain.sale import Sale
from pos_desktop.operations.workplace import Workplace


def priced(place: Workplace, sale: Sale, *, round_to_minor: int = 0) -> PricedSale:
    """Every sum of the sale, now or as of the moment its prices were settled.

    round_to_minor: lower the total to a multiple of it (country.cash_step_minor, where all is paid
    in cash), 0 = no rounding.
    """
    return price(sale, place.country.vat, pricing_context(place, sale, round_to_minor))


def pricing_context(place: Workplace, sale: Sale, round_to_minor: int = 0) -> PricingContext:
    """What the price of this sale depends on here and now."""
    at_us = sale.priced_at_us or place.clock.now_us()
    listed = sale.customer.price_list if sale.customer else ""
    return PricingContext(
        local=datetime.fromtimestamp(at_us / 1_000_000, place.zone),
        promotions=place.promotions.as_of(sale.priced_at_us),
        price_list=place.price_lists.price_list(listed, at_us) if listed else None,
        round_to_minor=round_to_minor,
    )
