"""A TSPL label printer without its cable."""

from __future__ import annotations

from .marks import LabelPrinterState
from .tray import LabelTray
from .tspl_commands import AtOnce, BadLine, CommandStream, Line
from .tspl_reading import LabelReader

# The byte that answers `ESC ! ?`.
STATUS: dict[LabelPrinterState, int] = {
    "ok": 0x00, "cover-open": 0x01, "paper-out": 0x04, "ribbon-out": 0x08, "paused": 0x10,
}  # fmt: skip


class TsplPrinter(LabelTray):
    """model: answer to `~!T`."""

    def __init__(self, *, dots_per_mm: int = 8, model: str = "TDP-225") -> None:
        super().__init__()
        self.model = model
        self._stream = CommandStream()
        self._reader = LabelReader(lambda label: self.put((label,)), dots_per_mm=dots_per_mm)

    @property
    def errors(self) -> list[str]:
        """What was not obeyed, in words; a real printer tells nobody."""
        return self._reader.errors

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; return answers to questions."""
        answer = b""
        for found in self._stream.feed(data):
            if isinstance(found, AtOnce):
                answer += self._at_once(found.letter)
            elif isinstance(found, BadLine):
                self._reader.error(str(found))
            elif isinstance(found, Line) and found.name.startswith("~!"):
                answer += self._asked(found.name)
            elif isinstance(found, Line):
                self._reader.take(found)
                self._stream.codec = self._reader.codec
            else:
                self._reader.take_picture(found)
        return answer

    def _at_once(self, letter: str) -> bytes:
        if letter == "?":
            return bytes([STATUS[self._state]])
        if letter == "R":
            self._reader.reset()
            self.drop_waiting()
        elif letter == "P":
            self.state = "paused"
        elif letter == "O":
            self.state = "ok"
        else:
            self._reader.error(f"ESC !{letter} is not known here")
        return b""

    def _asked(self, name: str) -> bytes:
        if name == "~!T":
            return self.model.encode("ascii") + b"\r\n"
        if name == "~!@":
            return str(sum(label.height * label.copies for label in self.labels)).encode() + b"\r\n"
        self._reader.error(f"{name} is not known here")
        return b""
