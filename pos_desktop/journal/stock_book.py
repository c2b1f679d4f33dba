"""The StockBook port on the journal's connections."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec
import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.errors import RefusalError, StorageError
from pos_desktop.domain.facts import Fact
from pos_desktop.domain.stock import DocumentKind, DraftLine, Moves, StockDraft
from pos_desktop.journal import statements as book
from pos_desktop.journal.encoding import decode_fact
from pos_desktop.journal.readers import Readers
from pos_desktop.journal.stock import statements as sql
from pos_desktop.journal.stock_encoding import (
    decode_expected,
    decode_head,
    decode_line,
    encode_expected,
    encode_head,
    encode_line,
)
from pos_desktop.journal.writer import Writer
from pos_desktop.ports import PriceChange, ProductMove, StockDocumentRow

_HEAD = 0
_EXPECTED = -1
_to_json = msgspec.json.Encoder().encode


class SqliteStock:
    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers
        self._guard = threading.Lock()
        self._sold_since = (0, -1)
        self._sold_until = 0
        self._sold: dict[str, int] = {}

    # ------------------------------------------------------------------ figures

    def unfolded(self) -> tuple[int, int]:
        """(base that holds now, first sale whose movements are not in the stock table yet)."""
        row = self._readers.row(sql.UNFOLDED) or (0, 0)
        return row[0], row[1]

    def next_number(self, kind: DocumentKind) -> int:
        row = self._readers.row(sql.LAST_NUMBER, {"kind": kind.value}) or (0,)
        return int(row[0]) + 1

    def last_base(self) -> int:
        row = self._readers.row(sql.LAST_BASE) or (0,)
        return int(row[0])

    def moves(self, product_id: str) -> Moves:
        return self.moves_of([product_id])[product_id]

    def moves_of(self, product_ids: Iterable[str]) -> dict[str, Moves]:
        base, lately = self._lately()
        return {product_id: self._moves_of(product_id, base, lately) for product_id in product_ids}

    def _moves_of(self, product_id: str, base: int, lately: Mapping[str, int]) -> Moves:
        by_base = dict(self._readers.rows(sql.FOLDED_OF, {"product_id": product_id}))
        by_base[base] = by_base.get(base, 0) + lately.get(product_id, 0)
        known = self._readers.row(sql.HAS_DOCUMENTS, {"product_id": product_id})
        return _moves(by_base, known is not None)

    def _lately(self) -> tuple[int, Mapping[str, int]]:
        """(base that holds now, what was sold since the last fold): each sale is read once, so
        that the figures of a whole search cost no more at the end of a day than at its start."""
        with self._guard:
            base, first_sale = self.unfolded()
            if (base, first_sale) != self._sold_since:
                self._sold_since, self._sold_until, self._sold = (base, first_sale), first_sale, {}
            last = self._writer.head.sale_number
            if last >= self._sold_until:
                values = {"first_sale": self._sold_until, "last_sale": last}
                sold = dict(self._sold)
                for product_id, moved in self._readers.rows(sql.SOLD_BETWEEN, values):
                    sold[product_id] = sold.get(product_id, 0) + moved
                self._sold, self._sold_until = sold, last + 1
            return base, self._sold

    def all_moves(self) -> dict[str, Moves]:
        base, first_sale = self.unfolded()
        known = {row[0] for row in self._readers.rows(sql.WITH_DOCUMENTS)}
        sums: dict[str, dict[int, int]] = {product_id: {} for product_id in known}
        values = {"base": base, "first_sale": first_sale}
        for product_id, number, moved in self._readers.rows(sql.MOVED, values):
            by_base = sums.setdefault(product_id, {})
            by_base[number] = by_base.get(number, 0) + moved
        return {p: _moves(by_base, p in known) for p, by_base in sums.items()}

    # ------------------------------------------------------------------ documents

    def documents(
        self, kind: DocumentKind | None = None, limit: int = 500
    ) -> list[StockDocumentRow]:
        if kind is None:
            rows = self._readers.some(sql.DOCUMENTS, {}, limit)
        else:
            rows = self._readers.some(sql.DOCUMENTS_OF_KIND, {"kind": kind.value}, limit)
        return [_document(row) for row in rows]

    def document(self, seq: int) -> Fact:
        """StorageError("journal.no_such_entry")."""
        stored = self._readers.row(book.ENTRY_FACT, {"seq": seq})
        if stored is None:
            raise StorageError("journal.no_such_entry", seq=seq)
        return decode_fact(stored[0], stored[1], stored[2])

    def product_moves(self, product_id: str, limit: int = 500) -> list[ProductMove]:
        moves = [
            ProductMove(row[0], row[1], row[2], row[4], row[6], row[9], cost_minor=row[10])
            for row in self._readers.some(
                sql.DOCUMENTS_OF_PRODUCT, {"product_id": product_id}, limit
            )
        ]
        values = {"first_sale": 0, **_of(product_id)}
        for shift, seq, at_us, left, back in self._readers.some(
            sql.SALES_OF_PRODUCT, values, limit
        ):
            moves.append(ProductMove(seq, "sale", shift, at_us, "", left + back, back))
        return sorted(moves, key=lambda move: move.seq, reverse=True)[:limit]

    def last_cost_minor(self, product_id: str) -> int:
        row = self._readers.row(sql.LAST_COST, {"product_id": product_id}) or (0,)
        return int(row[0])

    def prices_changed(self, since_us: int) -> list[PriceChange]:
        rows = self._readers.rows(sql.PRICES_CHANGED, {"since_us": since_us})
        return [PriceChange(row[1], row[2], row[3], row[4]) for row in rows]

    # ------------------------------------------------------------------ drafts

    def drafts(self) -> list[StockDraft]:
        return [decode_head(row[2]) for row in self._readers.rows(sql.DRAFT_HEADS)]

    def draft(self, draft_id: str) -> StockDraft:
        head: StockDraft | None = None
        lines: list[DraftLine] = []
        for _, line_id, content in self._readers.rows(sql.DRAFT_ROWS, {"draft_id": draft_id}):
            if line_id == _HEAD:
                head = decode_head(content)
            elif line_id > _HEAD:
                lines.append(decode_line(content))
        if head is None:
            raise RefusalError("stock.no_such_draft", draft_id=draft_id)
        return replace(head, lines=tuple(lines))

    def save_draft(
        self, draft: StockDraft, changed: Sequence[DraftLine] = (), removed: Sequence[int] = ()
    ) -> None:
        head = encode_head(draft)
        rows = [(line.line_id, encode_line(line)) for line in changed]
        with self._writer.transaction() as db:
            _save(db, draft.draft_id, [(_HEAD, head), *rows])
            for line_id in removed:
                db.execute(sql.DELETE_DRAFT_ROW, {"draft_id": draft.draft_id, "line_id": line_id})

    def freeze(self, draft: StockDraft, expected: Mapping[str, int]) -> None:
        rows = [(_HEAD, encode_head(draft)), (_EXPECTED, encode_expected(dict(expected)))]
        with self._writer.transaction() as db:
            _save(db, draft.draft_id, rows)

    def frozen(self, draft_id: str) -> dict[str, int]:
        for _, line_id, content in self._readers.rows(sql.DRAFT_ROWS, {"draft_id": draft_id}):
            if line_id == _EXPECTED:
                return decode_expected(content)
        return {}

    def drop_draft(self, draft_id: str) -> None:
        with self._writer.transaction() as db:
            self.remove_draft(db, draft_id)

    def remove_draft(self, db: sqlite.Cursor, draft_id: str) -> None:
        """Inside a transaction: the document it was to become is stored by it."""
        db.execute(sql.DELETE_DRAFT, {"draft_id": draft_id})


def _save(db: sqlite.Cursor, draft_id: str, rows: Sequence[tuple[int, bytes]]) -> None:
    db.executemany(
        sql.SAVE_DRAFT_ROW,
        [{"draft_id": draft_id, "line_id": n, "content": content} for n, content in rows],
    )


def _moves(by_base: dict[int, int], in_documents: bool) -> Moves:
    return Moves({number: moved for number, moved in by_base.items() if moved}, in_documents)


def _of(product_id: str) -> dict[str, str]:
    """quoted: the id as the JSON of a sale's movements writes it."""
    return {"product_id": product_id, "quoted": _to_json(product_id).decode()}


def _document(row: tuple[Any, ...]) -> StockDocumentRow:
    seq, kind, number, document_id, at_us, staff_name, title, lines_count, sum_minor = row
    return StockDocumentRow(
        seq, DocumentKind(kind), number, document_id, at_us, staff_name, title, lines_count,
        sum_minor,
    )  # fmt: skip
