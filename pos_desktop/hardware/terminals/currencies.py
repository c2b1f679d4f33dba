"""Numbers of currencies (ISO 4217), as terminals want them."""

from __future__ import annotations

NUMBERS = {
    "RUB": 643,
    "EUR": 978,
    "USD": 840,
    "BYN": 933,
    "KZT": 398,
    "UZS": 860,
    "KGS": 417,
    "AMD": 51,
    "GEL": 981,
    "AZN": 944,
    "MDL": 498,
    "PLN": 985,
    "CHF": 756,
    "GBP": 826,
}


def number_of(currency: str) -> int | None:
    """The number of an alphabetic code, None for one that is not here."""
    return NUMBERS.get(currency)
