"""How the pages of refunds have goods weighed: the window lends them its dialog."""

from __future__ import annotations

from collections.abc import Callable

from pos_desktop.domain.catalogue import Product

Weigh = Callable[[Product, Callable[[int], None]], None]
"""Weigh the product and tell the net grams, unless the person thinks better of it."""


def no_scale(_product: Product, _then: Callable[[int], None]) -> None:
    """Before the window has lent its dialog nothing is weighed."""
