"""Commands that are lines of text ended by CR LF."""

from __future__ import annotations

END = b"\r\n"
# Longer than any command: what is longer is kept by its end only and is no command.
LONGEST_LINE = 64


class LineReader:
    """Finds lines in a stream, however it is cut into pieces."""

    def __init__(self) -> None:
        self._line = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """Return the lines that are whole now, without their ends."""
        lines: list[bytes] = []
        for byte in data:
            self._line.append(byte)
            if self._line.endswith(END):
                lines.append(bytes(self._line[: -len(END)]))
                self._line.clear()
            elif len(self._line) > LONGEST_LINE + len(END):
                del self._line[0]
        return lines
