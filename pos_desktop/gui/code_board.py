"""The code that a customer is to follow with a phone: whoever has one puts it here, whoever shows
codes listens."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True)
class ShownCode:
    """A QR code to follow. text: of the code; title, detail: above it; below: under it.
    until_us: when it stops being good, 0 = never or not known."""

    text: str
    title: str
    detail: str
    below: str = ""
    until_us: int = 0


class CodeBoard(QObject):
    """changed(ShownCode | None). One code at a time; the last one counts."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.code: ShownCode | None = None

    def show(self, code: ShownCode) -> None:
        self.code = code
        self.changed.emit(code)

    def clear(self, code: ShownCode) -> None:
        """It is over; a code that took its place meanwhile stays."""
        if self.code is not None and self.code.text == code.text:
            self.code = None
            self.changed.emit(None)
