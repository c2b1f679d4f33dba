"""Codes on a serial line: cut at the suffix, or at a pause when the scanner sends none."""

from __future__ import annotations

from pos_desktop.hardware.profiles import ScannerSettings

# A GS1 DataMatrix or a fiscal QR code is a few hundred characters; more is no code.
MAX_CODE_BYTES = 4096


class LineCodec:
    """Bytes as they come -> codes as text, in order; never raises.

    Group separators (0x1D) inside a code are kept. prefix and suffix of the profile are taken off;
    CR and LF always end a code, so that CRLF gives one code and not an empty second.
    """

    def __init__(self, settings: ScannerSettings) -> None:
        self._prefix = settings.prefix.encode("latin-1")
        self._encodings = settings.encoding
        self._suffix = settings.suffix.encode("latin-1")
        self._buffer = bytearray()

    @property
    def waiting(self) -> bool:
        """Whether there is the beginning of a code."""
        return bool(self._buffer)

    def feed(self, data: bytes) -> list[str]:
        """Return the codes that are complete now."""
        self._buffer += data
        codes: list[str] = []
        while (cut := self._end()) is not None:
            start, after = cut
            codes.extend(self._decoded(bytes(self._buffer[:start])))
            del self._buffer[:after]
        if len(self._buffer) > MAX_CODE_BYTES:
            self._buffer.clear()
        return codes

    def flush(self) -> list[str]:
        """Return what has come as a code: the line has been quiet for idle_flush_ms."""
        rest = bytes(self._buffer)
        self._buffer.clear()
        return self._decoded(rest)

    def _end(self) -> tuple[int, int] | None:
        """Return where the first code ends and where the next begins."""
        ends = [(self._buffer.find(end), len(end)) for end in (b"\r", b"\n", self._suffix) if end]
        found = [(at, at + size) for at, size in ends if at >= 0]
        return min(found) if found else None

    def _decoded(self, raw: bytes) -> list[str]:
        raw = raw.removeprefix(self._prefix) if self._prefix else raw
        raw = raw.strip(b"\0")
        if not raw:
            return []
        for encoding in self._encodings:
            try:
                return [raw.decode(encoding)]
            except UnicodeDecodeError:
                continue
        return [raw.decode("latin-1")]
