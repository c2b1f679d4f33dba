"""Which encoder a printer's profile wants."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from pos_desktop.hardware.printers.escpos_bytes import EscposEncoder
from pos_desktop.hardware.printers.star_bytes import StarEncoder
from pos_desktop.hardware.profiles import PrinterProfile
from pos_desktop.receipts.document import Document


class PrinterEncoder(Protocol):
    """receipts.document.ReceiptEncoder of one profile."""

    @property
    def profile(self) -> PrinterProfile: ...
    @property
    def paper(self) -> str: ...
    def encode(self, document: Document) -> bytes: ...
    def store_logo(self, png: bytes) -> bytes:
        """The job that keeps the picture in the printer, b"" where it has no memory for one."""
        ...

    def warm_up(self) -> None:
        """Import what encoding needs, so that the first receipt need not wait."""
        ...


def encoder_for(
    profile: PrinterProfile, cache_dir: Path | None = None, *, stored_logo: bool = False
) -> PrinterEncoder:
    """Return the encoder of the profile's language. stored_logo: the printer keeps the shop's
    picture, where it can."""
    if profile.printer.language == "star":
        return StarEncoder(profile, cache_dir)
    return EscposEncoder(profile, cache_dir, stored_logo=stored_logo)
