"""What a terminal's driver must not forget: requests begun, answers that came. One small file,
written durably before the first byte goes out and before an answer is told.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from pos_desktop.ports import TerminalAnswer, TerminalOutcome, TerminalRequest
from pos_desktop.settings import write_atomically

_log = logging.getLogger(__name__)

KEPT = 32
"""So many requests with an answer that settles them; those without one are kept much longer, for
somebody may still ask."""
_OPEN_KEPT = 256
_DOUBTS = 50
_MOST_ADDRESSES = 8


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """One request. answer: None while nothing is known. mark: of the driver, what it needs to
    recognise the request at the device (the last slip before it, a process). checked: the device
    itself had told that mark just then. begun: local time, ISO 8601. device: the number of the
    terminal at which it began, "" = not known."""

    request: TerminalRequest
    answer: TerminalAnswer | None = None
    mark: str = ""
    checked: bool = False
    begun: str = ""
    device: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether its answer is the last word."""
        return self.answer is not None and self.answer.outcome is not TerminalOutcome.UNKNOWN


class _Book(msgspec.Struct, frozen=True, kw_only=True):
    """last_mark: of the newest operation the device told about, whoever began it. newest: id of the
    request that was begun last. whole: whether nothing before the oldest one is missing; forgotten:
    nothing with an id above this one is. Ids that are made later sort later. doubts: so many of our
    operations have to go by before the device is believed to be this register's alone. numbers: of
    the terminal at each address, the newest last."""

    requests: tuple[Remembered, ...] = ()
    last_mark: str = ""
    newest: str = ""
    whole: bool = True
    forgotten: str = ""
    doubts: int = 0
    numbers: dict[str, str] = {}


class TerminalMemory:
    """path: of the file; it is read when it is first needed, so that a driver which takes the place
    of another one finds what that one wrote to the end. Owned by the driver's thread. address: of
    the terminal, as the settings spell it.
    """

    def __init__(self, path: Path, address: str = "") -> None:
        self.address = address
        self._path = path
        self._read: _Book | None = None

    def was_never_begun(self, op_id: str) -> bool:
        """Whether that is certain: the id is not here and nothing begun since can be missing. False
        where the file was lost or damaged, and for ids as old as those that made room."""
        book = self._book
        return book.whole and op_id > book.forgotten and self.find(op_id) is None

    def newest(self) -> Remembered | None:
        """The request that was begun last."""
        return self.find(self._book.newest)

    def is_newest(self, op_id: str) -> bool:
        """Whether nothing was begun after it, so that what the device did last may be this."""
        return self._book.newest == op_id

    @property
    def _book(self) -> _Book:
        if self._read is None:
            self._read = self._from_disk()
        return self._read

    def _from_disk(self) -> _Book:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=_Book)
        except FileNotFoundError:
            return _Book(whole=False)
        except (OSError, ValueError) as error:
            _log.warning("the memory of the terminal cannot be read: %s", error)
            return _Book(whole=False)

    def number(self) -> str:
        """The number that the terminal at this address told last, "" = it never did. For any
        thread: what the driver before wrote is on disk."""
        return self._from_disk().numbers.get(self.address, "")

    def know(self, number: str) -> None:
        """Store the number of the terminal at this address."""
        others = [(at, known) for at, known in self._book.numbers.items() if at != self.address]
        numbers = dict([*others, (self.address, number)][-_MOST_ADDRESSES:])
        self._store(self._book.requests, numbers=numbers)

    @property
    def last_mark(self) -> str:
        return self._book.last_mark

    @property
    def remembered(self) -> tuple[Remembered, ...]:
        """The newest requests, oldest first."""
        return self._book.requests

    def find(self, op_id: str) -> Remembered | None:
        return next((one for one in self._book.requests if one.request.op_id == op_id), None)

    @property
    def is_shared(self) -> bool:
        """Whether operations that this register did not begin were seen at the device lately."""
        return self._book.doubts > 0

    def saw_others(self) -> None:
        """Store that somebody else uses the device as well."""
        self._store(self._book.requests, doubts=_DOUBTS)

    def begin(
        self,
        request: TerminalRequest,
        mark: str = "",
        *,
        checked: bool = False,
        begun: str = "",
        device: str = "",
    ) -> None:
        """Store a request before its first byte; OSError where that is not possible."""
        book, kept = self._book, self._with_room(request.op_id)
        gone = {one.request.op_id for one in book.requests} - {one.request.op_id for one in kept}
        gone.discard(request.op_id)
        if not book.whole:
            gone.add(request.op_id)
        begins = Remembered(request=request, mark=mark, checked=checked, begun=begun, device=device)
        self._store(
            (*kept, begins),
            newest=request.op_id,
            whole=True,
            forgotten=max(book.forgotten, *gone) if gone else book.forgotten,
        )

    def mark(self, op_id: str, mark: str) -> None:
        """Add what the driver learned after it began."""
        found = self.find(op_id)
        if found is not None:
            changed = msgspec.structs.replace(found, mark=mark)
            self._store((*self._without(op_id), changed))

    def answered(
        self, request: TerminalRequest, answer: TerminalAnswer, last_mark: str = ""
    ) -> None:
        """Store an answer before anybody is told."""
        found = self.find(request.op_id) or Remembered(request=request)
        told = msgspec.structs.replace(found, answer=_plain(answer))
        requests = (*self._without(request.op_id), told)
        done = answer.outcome is TerminalOutcome.APPROVED
        self._store(
            requests,
            last_mark=last_mark or self._book.last_mark,
            doubts=max(0, self._book.doubts - done),
        )

    def learn(self, last_mark: str) -> None:
        """Store what the device did last before this register knew it."""
        self._store(self._book.requests, last_mark=last_mark)

    def _with_room(self, op_id: str) -> tuple[Remembered, ...]:
        """All but those that make room for one more."""
        others = self._without(op_id)
        settled = [one for one in others if one.is_settled][-(KEPT - 1) :]
        still_open = [one for one in others if not one.is_settled][-_OPEN_KEPT:]
        kept = {one.request.op_id for one in (*settled, *still_open)}
        return tuple(one for one in others if one.request.op_id in kept)

    def _without(self, op_id: str) -> tuple[Remembered, ...]:
        return tuple(one for one in self._book.requests if one.request.op_id != op_id)

    def _store(self, requests: tuple[Remembered, ...], **changed: Any) -> None:
        book = msgspec.structs.replace(self._book, requests=requests, **changed)
        write_atomically(self._path, msgspec.json.encode(book).decode())
        self._read = book


def _plain(answer: TerminalAnswer) -> TerminalAnswer:
    """With values that a file can hold."""
    values: dict[str, object] = {
        key: value if isinstance(value, str | int) else str(value)
        for key, value in answer.values.items()
    }
    return replace(answer, values=values)
