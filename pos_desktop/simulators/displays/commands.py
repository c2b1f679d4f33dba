"""Finds commands and text in what a host sends to a display, by a table of commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

ESC = 0x1B
MAX_UNKNOWN = 1_000

Act = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Command:
    """parameters: how many bytes follow; act gets them and says False where they make no sense.
    until: instead of a number, the byte that ends them. glyphs: they define characters, as
    `ESC &` does."""

    parameters: int
    act: Act
    until: int | None = None
    glyphs: bool = False


class CommandReader:
    """write: what a byte that belongs to no command does. unknown: commands that were skipped or
    refused, oldest first."""

    def __init__(self, commands: Mapping[bytes, Command], write: Callable[[int], object]) -> None:
        self.commands = commands
        self.unknown: list[bytes] = []
        self._write = write
        self._part = b""

    def feed(self, data: bytes) -> None:
        """Take bytes, in any pieces."""
        for byte in data:
            self._part += bytes([byte])
            self._look()

    def _look(self) -> None:
        part = self._part
        found = next((size for size in (3, 2, 1) if part[:size] in self.commands), 0)
        if found and not self._could_grow(part, found):
            command = self.commands[part[:found]]
            rest = part[found:]
            if _is_whole(command, rest):
                self._part = b""
                if command.act(rest) is False:
                    self._refuse(part)
            return
        if self._could_grow(part, 0):
            return
        self._part = b""
        if len(part) == 1 and part[0] >= 0x20:
            self._write(part[0])
        else:
            self._refuse(part)

    def _could_grow(self, part: bytes, found: int) -> bool:
        """Whether a longer command than the one found may still be coming."""
        return len(part) < 3 and any(
            len(name) > max(len(part), found) and name.startswith(part) for name in self.commands
        )

    def _refuse(self, part: bytes) -> None:
        if len(self.unknown) < MAX_UNKNOWN:
            self.unknown.append(part)


def _is_whole(command: Command, rest: bytes) -> bool:
    if command.until is not None:
        return rest[-1:] == bytes([command.until])
    if not command.glyphs:
        return len(rest) == command.parameters
    # s n m, then for each character from n to m its width and so many columns of dots.
    if len(rest) < 3:
        return False
    at = 3
    for _ in range(rest[1], rest[2] + 1):
        if at >= len(rest):
            return False
        at += 1 + rest[at]
    return len(rest) >= at
