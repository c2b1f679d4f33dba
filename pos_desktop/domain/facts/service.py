"""Facts of what is done for a receipt after it was made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ReceiptSent:
    """An electronic copy was taken by the mail server or messenger. address: masked, since the
    journal is kept for years and a customer may ask to be forgotten."""

    KIND: ClassVar[str] = "ReceiptSent"
    VERSION: ClassVar[int] = 1
    delivery_id: str
    sale_id: str
    channel: str
    address: str
