"""Key presses on their way to the window, and who tells a scanner's from a person's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag, StrEnum
from typing import Protocol


class Modifiers(IntFlag):
    NONE = 0
    SHIFT = 1
    CTRL = 2
    ALT = 4
    META = 8


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key press. native_scan_code: as the window system gives it, 0 for none. text: what the
    layout made of it. event: the window's own event, carried along for a replay.
    """

    native_scan_code: int
    text: str
    time_ms: int
    modifiers: Modifiers = Modifiers.NONE
    auto_repeat: bool = False
    event: object = None


class Verdict(StrEnum):
    """What to do with the key press just handed in."""

    PASS = "pass"  # noqa: S105 - no password: let the window have it
    HOLD = "hold"
    SWALLOW = "swallow"


@dataclass(frozen=True, slots=True)
class Decision:
    """First deliver `replay` in order, then treat the present key by `verdict`; scan is a whole
    code, "" for none.
    """

    verdict: Verdict
    replay: tuple[Stroke, ...] = ()
    scan: str = ""


class KeyboardWedge(Protocol):
    """Judges every key press before the window has it; see hardware.scanners.wedge."""

    @property
    def deadline_ms(self) -> int | None: ...
    def key(self, stroke: Stroke) -> Decision: ...
    def tick(self, now_ms: int) -> Decision: ...
