"""The fiscal drive of the simulated cash register: numbers, shifts, fiscal attributes.

Only receipts and corrections are numbered here; the shift reports that take numbers in a real
drive are left out, so the numbers of documents grow by exactly one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

SHIFT_LENGTH = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class FiscalNumbers:
    """What a registered document got from the drive.

    fn_number: 16 digits (1041). fiscal_document_number: 1, 2, 3 ... (1040).
    fiscal_document_attribute: up to 10 digits, printed padded with zeros to 10 (1077).
    shift_number (1038), fiscal_receipt_number: counted within the shift (1042).
    ecr_registration_number: 16 digits (1037). registered_at: clock of the cash register (1012).
    """

    fn_number: str
    fiscal_document_number: int
    fiscal_document_attribute: int
    shift_number: int
    fiscal_receipt_number: int
    ecr_registration_number: str
    registered_at: datetime
    shift_opened_at: datetime


class FiscalDrive:
    """Numbers documents one after another; not safe for several threads at once."""

    def __init__(self, fn_number: str, ecr_registration_number: str) -> None:
        self.fn_number = fn_number
        self.ecr_registration_number = ecr_registration_number
        self._last: FiscalNumbers | None = None

    def register(self, content: bytes, now: datetime) -> FiscalNumbers:
        """Number a document; the attribute depends on the content and the numbers only."""
        last = self._last
        if last is None:
            document, shift, receipt, opened_at = 1, 1, 1, now
        elif now - last.shift_opened_at >= SHIFT_LENGTH:
            document, shift, receipt, opened_at = (
                last.fiscal_document_number + 1,
                last.shift_number + 1,
                1,
                now,
            )
        else:
            document = last.fiscal_document_number + 1
            shift, receipt = last.shift_number, last.fiscal_receipt_number + 1
            opened_at = last.shift_opened_at
        signed = f"{self.fn_number}|{document}|".encode() + content
        self._last = FiscalNumbers(
            fn_number=self.fn_number,
            fiscal_document_number=document,
            fiscal_document_attribute=int.from_bytes(hashlib.sha256(signed).digest()[:4]),
            shift_number=shift,
            fiscal_receipt_number=receipt,
            ecr_registration_number=self.ecr_registration_number,
            registered_at=now,
            shift_opened_at=opened_at,
        )
        return self._last

    def restore(self, numbers: FiscalNumbers) -> None:
        """Continue after a document numbered in an earlier run."""
        self._last = numbers
