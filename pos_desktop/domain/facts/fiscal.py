"""What the fiscal operator or registrar answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FiscalDocumentRegistered:
    """The operator or registrar confirmed the document; the numbers are as they go into the QR
    code."""

    KIND: ClassVar[str] = "FiscalDocumentRegistered"
    VERSION: ClassVar[int] = 1
    fiscal_key: str
    sale_id: str
    fn: str
    fd: int
    fp: str
    registered_at: str
    shift_number: int
    number_in_shift: int
    kkt_number: str
    total_minor: int
    operation_code: int
    fns_site: str = ""
    ofd_url: str = ""


@dataclass(frozen=True, slots=True)
class FiscalDocumentRejected:
    """The operator refused the document for good; it is parked until a person settles it."""

    KIND: ClassVar[str] = "FiscalDocumentRejected"
    VERSION: ClassVar[int] = 1
    fiscal_key: str
    sale_id: str
    code: str
    text: str
