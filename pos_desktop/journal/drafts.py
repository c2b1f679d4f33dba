"""Open and parked sales: a head row and a row per line, so that one scan writes two small rows.

A row that cannot be read is moved to quarantine and reported; it never stops the register.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.errors import PosError, RefusalError
from pos_desktop.domain.sale import Sale, SaleLine
from pos_desktop.journal import statements as sql
from pos_desktop.journal.encoding import (
    DraftHead,
    decode_head,
    decode_line,
    encode_head,
    encode_line,
    head_of,
    sale_of,
)
from pos_desktop.journal.readers import Readers
from pos_desktop.journal.writer import Writer
from pos_desktop.ports import Draft

_HEAD_ROW = 0


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A draft row set aside. origin: "draft" | "draft_line"; name: "draft/line" as numbers."""

    origin: str
    name: str
    reason: str


class Drafts:
    """Keeps the heads in memory, since every scan and every sale asks for the row of its draft."""

    def __init__(self, writer: Writer, readers: Readers, now_us: Callable[[], int]) -> None:
        self._writer = writer
        self._readers = readers
        self._now_us = now_us
        self._heads: dict[int, DraftHead] = {}
        self._places: dict[str, int] = {}
        self.unreadable: list[Unreadable] = []

    def load(self) -> None:
        """Read every row once; what cannot be read is set aside."""
        for draft_id, line_id, content in self._readers.rows(sql.ALL_DRAFT_ROWS):
            try:
                if line_id == _HEAD_ROW:
                    self._remember(draft_id, decode_head(content))
                    continue
                decode_line(content)
            except (ValueError, PosError) as error:
                self._set_aside(draft_id, line_id, content, str(error))
                continue
            if draft_id not in self._heads:
                self._set_aside(draft_id, line_id, content, "no head")

    def save(
        self, sale: Sale, staff_id: str, changed: Sequence[SaleLine], removed: Sequence[int]
    ) -> None:
        lines = [(line.line_id, encode_line(line)) for line in changed]
        with self._writer.transaction() as db:
            self.write(db, sale, staff_id, lines, removed)

    def write(
        self,
        db: sqlite.Cursor,
        sale: Sale,
        staff_id: str,
        lines: Sequence[tuple[int, bytes]],
        removed: Sequence[int],
    ) -> None:
        """Store the changed rows inside a transaction; lines: line_id and encoded line."""
        draft_id = self._places.get(sale.sale_id) or max(self._heads, default=0) + 1
        known = self._heads.get(draft_id)
        head = head_of(sale, staff_id, known)
        if head != known:
            _save_row(db, draft_id, _HEAD_ROW, encode_head(head))
            self._writer.after_commit(lambda: self._remember(draft_id, head))
        for line_id, content in lines:
            _save_row(db, draft_id, line_id, content)
        for line_id in removed:
            db.execute(sql.DELETE_DRAFT_ROW, {"draft_id": draft_id, "line_id": line_id})

    def split(self, kept: Sale, rest: Sale, staff_id: str, label: str) -> int:
        """Two parts of the open sale at once; the rest is a parked sale of its own."""
        moved = [(line.line_id, encode_line(line)) for line in rest.lines]
        stay = [(line.line_id, encode_line(line)) for line in kept.lines]
        number = _lowest_free(head.parked for head in self._heads.values())
        draft_id = max(self._heads, default=0) + 1
        with self._writer.transaction() as db:
            gone = [line_id for line_id, _ in moved]
            self.write(db, kept, staff_id, stay, gone)
            head = head_of(rest, staff_id, None).parked_as(number, self._now_us(), label)
            _save_row(db, draft_id, _HEAD_ROW, encode_head(head))
            for line_id, content in moved:
                _save_row(db, draft_id, line_id, content)
            self._writer.after_commit(lambda: self._remember(draft_id, head))
        return number

    def open(self) -> Draft | None:
        return next((draft for draft in self._all() if draft.in_front), None)

    def parked(self) -> list[Draft]:
        """The parked sales by their numbers."""
        return sorted((d for d in self._all() if d.parked > 0), key=lambda draft: draft.parked)

    def beside(self) -> list[Draft]:
        """The sales open beside the one in front, by their numbers."""
        return sorted((d for d in self._all() if d.beside > 0), key=lambda draft: draft.beside)

    def put_beside(self, sale_id: str) -> int:
        """Keep the sale open beside another one; its number. RefusalError("park.no_such")."""
        with self._writer.transaction() as db:
            draft_id = self._place(sale_id)
            number = _lowest_free(head.beside for head in self._heads.values())
            self._change(db, draft_id, self._heads[draft_id].beside_as(number))
        return number

    def bring_to_front(self, beside: int) -> Draft:
        """Change places of a sale beside and the one in front; RefusalError("park.no_such")."""
        with self._writer.transaction() as db:
            every = self._all()
            found = next((draft for draft in every if beside and draft.beside == beside), None)
            if found is None:
                raise RefusalError("park.no_such", parked=beside)
            taken = {draft.beside for draft in every}
            for draft_id, number in self._put_away(db, every, taken):
                self._change(db, draft_id, self._heads[draft_id].beside_as(number))
            draft_id = self._place(found.sale.sale_id)
            self._change(db, draft_id, self._heads[draft_id].beside_as(0))
        return Draft(found.sale, found.staff_id, 0, 0, "")

    def name(self, parked: int, label: str) -> None:
        """Give a parked sale a name; RefusalError("park.no_such")."""
        with self._writer.transaction() as db:
            for draft_id, head in self._heads.items():
                if parked and head.parked == parked:
                    named = head.parked_as(parked, head.parked_at_us, label)
                    self._change(db, draft_id, named)
                    return
            raise RefusalError("park.no_such", parked=parked)

    def park(
        self, db: sqlite.Cursor, sale_id: str, label: str, lines: Sequence[tuple[int, bytes]]
    ) -> int:
        """Give the sale the lowest free number and store changed lines, inside a transaction;
        RefusalError("park.no_such")."""
        draft_id = self._place(sale_id)
        number = _lowest_free(head.parked for head in self._heads.values())
        self._park(db, draft_id, number, label)
        for line_id, content in lines:
            _save_row(db, draft_id, line_id, content)
        return number

    def recall(self, parked: int) -> Draft:
        """Make a parked sale the open one and park the open one; RefusalError("park.no_such")."""
        with self._writer.transaction() as db:
            every = self._all()
            found = next((draft for draft in every if parked and draft.parked == parked), None)
            if found is None:
                raise RefusalError("park.no_such", parked=parked)
            # The number that becomes free is not given again at once: it names the other sale.
            taken = {draft.parked for draft in every}
            for draft_id, number in self._put_away(db, every, taken):
                self._park(db, draft_id, number, "")
            draft_id = self._place(found.sale.sale_id)
            self._change(db, draft_id, self._heads[draft_id].parked_as(0, 0, ""))
        return Draft(found.sale, found.staff_id, 0, 0, "")

    def _put_away(
        self, db: sqlite.Cursor, every: Sequence[Draft], taken: set[int]
    ) -> Iterator[tuple[int, int]]:
        """Drafts in front that make way and a free number for each; empty ones are removed."""
        for draft in every:
            if not draft.in_front:
                continue
            if not draft.sale.lines:
                self.remove(db, draft.sale.sale_id)
                continue
            number = _lowest_free(taken)
            taken.add(number)
            yield self._place(draft.sale.sale_id), number

    def drop(self, sale_id: str) -> None:
        with self._writer.transaction() as db:
            self.remove(db, sale_id)

    def remove(self, db: sqlite.Cursor, sale_id: str) -> None:
        """Remove a draft inside a transaction; nothing happens where there is none."""
        draft_id = self._places.get(sale_id)
        if draft_id is not None:
            db.execute(sql.DELETE_DRAFT, {"draft_id": draft_id})
            self._writer.after_commit(lambda: self._forget(draft_id, sale_id))

    def _all(self) -> list[Draft]:
        lines: dict[int, list[SaleLine]] = {draft_id: [] for draft_id in self._heads}
        heads: dict[int, DraftHead] = {}
        for draft_id, line_id, content in self._readers.rows(sql.ALL_DRAFT_ROWS):
            if line_id == _HEAD_ROW:
                heads[draft_id] = decode_head(content)
            else:
                lines.setdefault(draft_id, []).append(decode_line(content))
        return [
            Draft(
                sale_of(head, tuple(lines.get(draft_id, ()))),
                head.staff_id,
                head.parked,
                head.parked_at_us,
                head.label,
                head.beside,
            )
            # The newest first: of two open ones, which a bug could leave, it is the one on screen.
            for draft_id, head in sorted(heads.items(), reverse=True)
        ]

    def _place(self, sale_id: str) -> int:
        draft_id = self._places.get(sale_id)
        if draft_id is None:
            raise RefusalError("park.no_such", sale_id=sale_id)
        return draft_id

    def _park(self, db: sqlite.Cursor, draft_id: int, number: int, label: str) -> None:
        head = self._heads[draft_id]
        self._change(db, draft_id, head.parked_as(number, self._now_us(), label or head.label))

    def _change(self, db: sqlite.Cursor, draft_id: int, head: DraftHead) -> None:
        _save_row(db, draft_id, _HEAD_ROW, encode_head(head))
        self._writer.after_commit(lambda: self._remember(draft_id, head))

    def _remember(self, draft_id: int, head: DraftHead) -> None:
        self._heads[draft_id] = head
        self._places[head.sale_id] = draft_id

    def _forget(self, draft_id: int, sale_id: str) -> None:
        self._heads.pop(draft_id, None)
        self._places.pop(sale_id, None)

    def _set_aside(self, draft_id: int, line_id: int, content: bytes, reason: str) -> None:
        origin = "draft" if line_id == _HEAD_ROW else "draft_line"
        found = Unreadable(origin, f"{draft_id}/{line_id}", reason)
        with self._writer.transaction() as db:
            values = {"origin": origin, "name": found.name, "reason": reason, "content": content}
            db.execute(sql.INSERT_QUARANTINE, values)
            db.execute(sql.DELETE_DRAFT_ROW, {"draft_id": draft_id, "line_id": line_id})
        self.unreadable.append(found)


def _lowest_free(taken: Iterable[int]) -> int:
    """Return the lowest number from 1 that is not taken."""
    known = set(taken)
    return next(n for n in range(1, len(known) + 2) if n not in known)


def _save_row(db: sqlite.Cursor, draft_id: int, line_id: int, content: bytes) -> None:
    values = {"draft_id": draft_id, "line_id": line_id, "content": content}
    db.execute(sql.SAVE_DRAFT_ROW, values)
