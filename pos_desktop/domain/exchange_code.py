"""What stands in the code of a gift receipt: it finds the sale and says nothing of its prices."""

from __future__ import annotations

_PREFIX = "pos:sale:"


def exchange_code(sale_id: str) -> str:
    return f"{_PREFIX}{sale_id}"


def sale_id_of(text: str) -> str:
    """The sale a scanned code of a gift receipt belongs to, "" where it is none."""
    return text.removeprefix(_PREFIX) if text.startswith(_PREFIX) else ""
