"""Open and parked sales: a head and its lines, so that one scan writes two small rows.

A row that cannot be read is moved to quarantine and reported; it never stops the register.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.errors import PosError, RefusalError
from pos_desktop.domain.sale import Sale, SaleLine
from pos_desktop.journal import statements as sql
from pos_desktop.journal.encoding import decode_head, decode_line, encode_head, encode_line
from pos_desktop.journal.readers import Readers
from pos_desktop.journal.writer import Writer
from pos_desktop.ports import Draft


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A draft row set aside. origin: "draft" | "draft_line"; name: sale id, or sale id and line."""

    origin: str
    name: str
    reason: str


class Drafts:
    def __init__(self, writer: Writer, readers: Readers, now_us: Callable[[], int]) -> None:
        self._writer = writer
        self._readers = readers
        self._now_us = now_us
        self.unreadable: list[Unreadable] = []

    def save(
        self, sale: Sale, staff_id: str, changed: Sequence[SaleLine], removed: Sequence[int]
    ) -> None:
        head = encode_head(sale)
        lines = [(line.line_id, encode_line(line)) for line in changed]
        with self._writer.transaction() as db:
            draft_id = _draft_id(db, sale.sale_id)
            if draft_id is None:
                db.execute(
                    sql.INSERT_DRAFT,
                    {
                        "sale_id": sale.sale_id,
                        "staff_id": staff_id,
                        "parked": 0,
                        "parked_at_us": 0,
                        "label": "",
                        "head": head,
                    },
                )
                draft_id = int(db.lastrowid)
            else:
                values = {"of_draft": draft_id, "staff_id": staff_id, "head": head}
                db.execute(sql.UPDATE_DRAFT, values)
            for line_id, content in lines:
                values = {"draft_id": draft_id, "line_id": line_id, "content": content}
                db.execute(sql.SAVE_LINE, values)
            for line_id in removed:
                db.execute(sql.DELETE_LINE, {"draft_id": draft_id, "line_id": line_id})

    def open(self) -> Draft | None:
        return next((draft for draft in self._all() if draft.parked == 0), None)

    def parked(self) -> list[Draft]:
        return [draft for draft in self._all() if draft.parked > 0]

    def park(self, sale_id: str, label: str) -> int:
        """Give the sale the lowest free number; RefusalError("park.no_such")."""
        with self._writer.transaction() as db:
            draft_id = _draft_id(db, sale_id)
            if draft_id is None:
                raise RefusalError("park.no_such", sale_id=sale_id)
            taken = {row[0] for row in db.execute(sql.PARKED_NUMBERS).fetchall()}
            number = next(n for n in range(1, len(taken) + 2) if n not in taken)
            _set_parked(db, draft_id, number, self._now_us(), label)
        return number

    def recall(self, parked: int) -> Draft:
        """Make a parked sale the open one; RefusalError("park.no_such" | "park.sale_is_open")."""
        every = self._all()
        found = next((draft for draft in every if parked and draft.parked == parked), None)
        if found is None:
            raise RefusalError("park.no_such", parked=parked)
        if any(draft.parked == 0 and draft.sale.lines for draft in every):
            raise RefusalError("park.sale_is_open", parked=parked)
        with self._writer.transaction() as db:
            for draft in every:
                if draft.parked == 0:
                    drop_draft(db, draft.sale.sale_id)
            draft_id = _draft_id(db, found.sale.sale_id)
            if draft_id is None:
                raise RefusalError("park.no_such", parked=parked)
            _set_parked(db, draft_id, 0, 0, "")
        return Draft(found.sale, found.staff_id, 0, 0, "")

    def drop(self, sale_id: str) -> None:
        with self._writer.transaction() as db:
            drop_draft(db, sale_id)

    def _all(self) -> list[Draft]:
        drafts: list[Draft] = []
        for row in self._readers.rows(sql.ALL_DRAFTS):
            draft = self._read(row)
            if draft is not None:
                drafts.append(draft)
        return drafts

    def _read(self, row: tuple[Any, ...]) -> Draft | None:
        draft_id, sale_id, staff_id, parked, parked_at_us, label, head = row
        lines: list[SaleLine] = []
        for line_id, content in self._readers.rows(sql.DRAFT_LINES, {"draft_id": draft_id}):
            try:
                lines.append(decode_line(content))
            except (ValueError, PosError) as error:
                name = f"{sale_id}/{line_id}"
                self._set_aside(Unreadable("draft_line", name, str(error)), content)
                with self._writer.transaction() as db:
                    db.execute(sql.DELETE_LINE, {"draft_id": draft_id, "line_id": line_id})
        try:
            sale = decode_head(sale_id, head, tuple(lines))
        except (ValueError, PosError) as error:
            for line in lines:
                name = f"{sale_id}/{line.line_id}"
                self._set_aside(Unreadable("draft_line", name, str(error)), encode_line(line))
            self._set_aside(Unreadable("draft", sale_id, str(error)), head)
            self.drop(sale_id)
            return None
        return Draft(sale, staff_id, parked, parked_at_us, label)

    def _set_aside(self, found: Unreadable, content: bytes) -> None:
        with self._writer.transaction() as db:
            db.execute(
                sql.INSERT_QUARANTINE,
                {
                    "origin": found.origin,
                    "name": found.name,
                    "reason": found.reason,
                    "content": content,
                },
            )
        self.unreadable.append(found)


def drop_draft(db: sqlite.Cursor, sale_id: str) -> None:
    """Remove a draft inside a transaction; nothing happens where there is none."""
    draft_id = _draft_id(db, sale_id)
    if draft_id is not None:
        db.execute(sql.DELETE_LINES, {"draft_id": draft_id})
        db.execute(sql.DELETE_DRAFT, {"draft_id": draft_id})


def _draft_id(db: sqlite.Cursor, sale_id: str) -> int | None:
    row = db.execute(sql.DRAFT_OF_SALE, {"sale_id": sale_id}).fetchone()
    return int(row[0]) if row else None


def _set_parked(db: sqlite.Cursor, draft_id: int, parked: int, at_us: int, label: str) -> None:
    values = {"of_draft": draft_id, "parked": parked, "parked_at_us": at_us, "label": label}
    db.execute(sql.PARK_DRAFT, values)
