"""Putting the shop's picture into the printer's own memory, so that a receipt names it only."""

from __future__ import annotations

from typing import Protocol

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import NewPrintJob


class KeepsLogo(Protocol):
    """An encoder whose printer has a memory for pictures."""

    def store_logo(self, png: bytes) -> bytes:
        """The job that stores the picture, b"" where this printer has no memory for one."""
        ...


def store_logo(place: Workplace, encoder: KeepsLogo | None, *, staff: StaffMember) -> int:
    """Queue the job; its id. The printer's memory wears out: only a person asks for it.

    RefusalError("rights.missing" | "printer.not_set_up" | "logo.none" | "logo.not_kept": the
    printer has no memory for pictures).
    """
    demand(staff, Action.CHANGE_SETTINGS)
    if encoder is None:
        raise RefusalError("printer.not_set_up")
    if not place.style.logo_png:
        raise RefusalError("logo.none")
    payload = encoder.store_logo(place.style.logo_png)
    if not payload:
        raise RefusalError("logo.not_kept")
    return place.prints.add(NewPrintJob("", 0, "logo", payload))
