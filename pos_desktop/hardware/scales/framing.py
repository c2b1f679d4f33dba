"""Finding the frames of a protocol in a stream that may begin anywhere."""

from __future__ import annotations

from collections.abc import Callable

from pos_desktop.hardware.scales.readings import Step

Front = Callable[[bytes], tuple[int, list[Step]]]
"""Look at the start of what came: how many bytes to take and what they say; 0 = wait for more."""


class FrameStream:
    """front: must decide by the bytes alone, never by how many came at once, so that any split of
    the stream gives the same. longest: bytes of the longest frame; what waits for more than that is
    noise.
    """

    def __init__(self, front: Front, longest: int) -> None:
        self._front = front
        self._longest = longest
        self._buffer = bytearray()

    @property
    def waiting(self) -> int:
        """How many bytes are kept."""
        return len(self._buffer)

    def clear(self) -> None:
        self._buffer.clear()

    def feed(self, data: bytes) -> list[Step]:
        """Return what is complete now."""
        steps: list[Step] = []
        for byte in data:
            self._buffer.append(byte)
            while self._buffer:
                size, said = self._front(bytes(self._buffer))
                if size == 0:
                    if len(self._buffer) < self._longest:
                        break
                    size = 1
                del self._buffer[:size]
                steps += said
        return steps


def skip_to(buffer: bytes, start: bytes) -> int:
    """Return how many bytes stand before `start` or before what may become it at the end."""
    place = buffer.find(start)
    if place >= 0:
        return place
    for kept in range(min(len(start) - 1, len(buffer)), 0, -1):
        if start.startswith(buffer[-kept:]):
            return len(buffer) - kept
    return len(buffer)
