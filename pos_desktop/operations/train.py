"""Letting somebody practise: the register itself is locked meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember


def begin_training(start: Callable[[str], None], lang: str, *, staff: StaffMember) -> None:
    """Open the training; refusals of the right, and what start() raises."""
    demand(staff, Action.TRAIN)
    start(lang)
