"""Edits of the catalogue's file that were decided and may not be written there yet: two files have
no transaction in common, so the journal keeps what the other one is to become."""

from __future__ import annotations

from typing import TypeVar

import msgspec
import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.errors import StorageError
from pos_desktop.journal import statements as sql
from pos_desktop.journal.readers import Readers
from pos_desktop.journal.writer import Writer
from pos_desktop.ports import CatalogueEdit, PriceListEdit, PromotionEdit

_KINDS: dict[type[CatalogueEdit | PromotionEdit | PriceListEdit], str] = {
    CatalogueEdit: "catalogue",
    PromotionEdit: "promotions",
    PriceListEdit: "price_lists",
}
_encode = msgspec.json.Encoder().encode
_catalogue = msgspec.json.Decoder(CatalogueEdit)
_promotions = msgspec.json.Decoder(PromotionEdit)
_price_lists = msgspec.json.Decoder(PriceListEdit)
_Edit = TypeVar("_Edit")


class ReferenceEdits:
    """Waiting edits by the entry they belong to; of a commit there is one at most."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    def insert(
        self, db: sqlite.Cursor, seq: int, edit: CatalogueEdit | PromotionEdit | PriceListEdit
    ) -> None:
        """Inside the transaction of the facts."""
        row = {"seq": seq, "kind": _KINDS[type(edit)], "content": _encode(edit)}
        db.execute(sql.INSERT_REFERENCE_EDIT, row)

    def of_catalogue(self) -> list[tuple[int, CatalogueEdit]]:
        return self._waiting(_KINDS[CatalogueEdit], _catalogue)

    def of_promotions(self) -> list[tuple[int, PromotionEdit]]:
        return self._waiting(_KINDS[PromotionEdit], _promotions)

    def of_price_lists(self) -> list[tuple[int, PriceListEdit]]:
        return self._waiting(_KINDS[PriceListEdit], _price_lists)

    def remove(self, seq: int) -> None:
        with self._writer.transaction() as db:
            db.execute(sql.DELETE_REFERENCE_EDIT, {"of_seq": seq})

    def _waiting(self, kind: str, decoder: msgspec.json.Decoder[_Edit]) -> list[tuple[int, _Edit]]:
        """Oldest first; StorageError("journal.edit_unreadable", seq=)."""
        found = []
        for seq, content in self._readers.rows(sql.REFERENCE_EDITS, {"kind": kind}):
            try:
                found.append((seq, decoder.decode(content)))
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                raise StorageError("journal.edit_unreadable", seq=seq, reason=str(error)) from error
        return found
