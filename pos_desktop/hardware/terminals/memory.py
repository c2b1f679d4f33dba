"""What a terminal's driver must not forget: requests begun, answers that came. One small file,
written durably before the first byte goes out and before an answer is told.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import msgspec

from pos_desktop.ports import TerminalAnswer, TerminalRequest
from pos_desktop.settings import write_atomically

_log = logging.getLogger(__name__)

KEPT = 32


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """One request. answer: None while nothing is known. mark: of the driver, what it needs to
    recognise the request at the device (the last slip before it, a process)."""

    request: TerminalRequest
    answer: TerminalAnswer | None = None
    mark: str = ""


class _Book(msgspec.Struct, frozen=True, kw_only=True):
    """last_mark: of the newest operation the device told about, whoever began it."""

    requests: tuple[Remembered, ...] = ()
    last_mark: str = ""


class TerminalMemory:
    """path: of the file; it is read when it is first needed, so that a driver which takes the place
    of another one finds what that one wrote to the end. Owned by the driver's thread.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[bool, _Book] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether everything begun lately is in it: False where the file was missing or damaged at
        the start, so that an id it does not know may have been sent all the same."""
        return self._opened()[0]

    @property
    def _book(self) -> _Book:
        return self._opened()[1]

    def _opened(self) -> tuple[bool, _Book]:
        if self._read is None:
            self._read = self._from_disk()
        return self._read

    def _from_disk(self) -> tuple[bool, _Book]:
        try:
            return True, msgspec.json.decode(self._path.read_bytes(), type=_Book)
        except FileNotFoundError:
            return False, _Book()
        except (OSError, ValueError) as error:
            _log.warning("the memory of the terminal cannot be read: %s", error)
            return False, _Book()

    @property
    def last_mark(self) -> str:
        return self._book.last_mark

    @property
    def remembered(self) -> tuple[Remembered, ...]:
        """The newest requests, oldest first."""
        return self._book.requests

    def find(self, op_id: str) -> Remembered | None:
        return next((one for one in self._book.requests if one.request.op_id == op_id), None)

    def begin(self, request: TerminalRequest, mark: str = "") -> None:
        """Store a request before its first byte; OSError where that is not possible."""
        kept = self._without(request.op_id)[-(KEPT - 1) :]
        self._store((*kept, Remembered(request=request, mark=mark)), self._book.last_mark)

    def mark(self, op_id: str, mark: str) -> None:
        """Add what the driver learned after it began."""
        found = self.find(op_id)
        if found is not None:
            changed = msgspec.structs.replace(found, mark=mark)
            self._store((*self._without(op_id), changed), self._book.last_mark)

    def answered(
        self, request: TerminalRequest, answer: TerminalAnswer, last_mark: str = ""
    ) -> None:
        """Store an answer before anybody is told."""
        found = self.find(request.op_id) or Remembered(request=request)
        told = msgspec.structs.replace(found, answer=_plain(answer))
        self._store((*self._without(request.op_id), told), last_mark or self._book.last_mark)

    def learn(self, last_mark: str) -> None:
        """Store what the device did last before this register knew it."""
        self._store(self._book.requests, last_mark)

    def _without(self, op_id: str) -> tuple[Remembered, ...]:
        return tuple(one for one in self._book.requests if one.request.op_id != op_id)

    def _store(self, requests: tuple[Remembered, ...], last_mark: str) -> None:
        book = _Book(requests=requests, last_mark=last_mark)
        write_atomically(self._path, msgspec.json.encode(book).decode())
        self._read = (self.is_whole, book)


def _plain(answer: TerminalAnswer) -> TerminalAnswer:
    """With values that a file can hold."""
    values: dict[str, object] = {
        key: value if isinstance(value, str | int) else str(value)
        for key, value in answer.values.items()
    }
    return replace(answer, values=values)
