"""Writes to the catalogue through SQLAlchemy Core: a whole change in one transaction or none."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, func, insert, select, text
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DatabaseError, IntegrityError

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.errors import RefusalError, StorageError
from pos_desktop.journal import catalogue_schema as schema
from pos_desktop.journal.catalogue_connection import connect
from pos_desktop.journal.catalogue_rows import PRODUCT_COLUMNS, row_of
from pos_desktop.journal.search_text import fold
from pos_desktop.ports import CatalogueChange

_Item = TypeVar("_Item")
Progress = Callable[[int, int], bool]

_CHUNK = 2000
_BULK = 50_000
_SHORTEST_WORD = 4
_FORGET_HITS = {
    "all_search": text("DELETE FROM all_search WHERE rowid = :number"),
    "popular_search": text("DELETE FROM popular_search WHERE rowid = :number"),
}
_STORE_HITS = {
    "all_search": text("INSERT INTO all_search (rowid, fold) VALUES (:number, :fold)"),
    "popular_search": text("INSERT INTO popular_search (rowid, fold) VALUES (:number, :fold)"),
}


def searchable(product: Product) -> str:
    """What a product is found by, folded: its names and its article."""
    return fold(f"{product.name} {product.short_name} {product.article} {product.name_en}")


class CatalogueFileWriter:
    """The one writer of a catalogue file; its methods exclude each other."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._raw = connect(path, writing=True)
        self._engine = schema.make_engine(lambda: self._raw)

    def create_schema(self) -> None:
        with self._lock:
            schema.create_schema(self._engine)

    def close(self) -> None:
        with self._lock:
            self._raw.close()

    def apply(self, change: CatalogueChange, progress: Progress | None) -> int:
        """Write the change; the new version. Nothing is kept when it raises."""
        with self._lock:
            try:
                with self._engine.begin() as connection:
                    return _apply(connection, change, progress or _go_on)
            except IntegrityError as error:
                raise self._barcode_taken(change) from error
            except DatabaseError as error:
                raise StorageError("catalogue.write_failed", reason=str(error.orig)) from error

    def note_sold(self, product_ids: Iterable[str]) -> None:
        sold = Counter(product_ids)
        if not sold:
            return
        with self._lock, self._engine.begin() as connection:
            numbers = _numbers(connection, list(sold))
            rows = [
                {"product": number, "sold": sold[product_id]}
                for product_id, number in numbers.items()
            ]
            if rows:
                _remember_sold(connection, rows)

    def _barcode_taken(self, change: CatalogueChange) -> RefusalError:
        owners: dict[str, str] = {}
        for product in change.products:
            for code in product.barcodes:
                if owners.setdefault(code, product.product_id) != product.product_id:
                    return RefusalError("catalogue.barcode_taken", code=code)
        with self._engine.begin() as connection:
            for codes in _chunks(list(owners), _CHUNK):
                taken = connection.execute(
                    select(schema.barcode.c.code, schema.product.c.product_id)
                    .join(schema.product, schema.product.c.number == schema.barcode.c.product)
                    .where(schema.barcode.c.code.in_(codes))
                )
                for code, product_id in taken:
                    if owners[code] != product_id:
                        return RefusalError("catalogue.barcode_taken", code=code)
        return RefusalError("catalogue.barcode_taken", code="")


def _go_on(_done: int, _of: int) -> bool:
    return True


def _chunks(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _numbers(connection: Connection, product_ids: Sequence[str]) -> dict[str, int]:
    """The row numbers of the products that exist."""
    found: dict[str, int] = {}
    product = schema.product.c
    for some in _chunks(product_ids, _CHUNK):
        statement = select(product.product_id, product.number).where(product.product_id.in_(some))
        found.update((row[0], row[1]) for row in connection.execute(statement))
    return found


def _apply(connection: Connection, change: CatalogueChange, progress: Progress) -> int:
    last = connection.execute(select(func.max(schema.version.c.number))).scalar() or 0
    number = connection.execute(select(func.max(schema.product.c.number))).scalar() or 0
    version = int(last) + 1
    _store_categories(connection, change)
    ids = [product.product_id for product in change.products]
    existing = _numbers(connection, ids) if number else {}
    bulk = not existing and len(ids) >= _BULK
    if bulk:
        _tune_for_bulk(connection)
    # All codes of changed products go first, so that a code may move from one to another.
    for numbers in _chunks(list(existing.values()), _CHUNK):
        connection.execute(delete(schema.barcode).where(schema.barcode.c.product.in_(numbers)))
    words: set[str] = set()
    done = 0
    for products in _chunks(change.products, _CHUNK):
        rows = []
        for product in products:
            if product.product_id not in existing:
                number += 1
            rows.append(row_of(product, existing.get(product.product_id, number), version))
        _store_rows(connection, rows)
        _store_barcodes(connection, products, rows)
        _store_search(connection, products, rows, existing=bool(existing), words=words)
        done += len(products)
        if not progress(done, len(ids)):
            raise RefusalError("import.cancelled", done=done, of=len(ids))
    if words:
        known = insert(schema.word).prefix_with("OR IGNORE")
        connection.execute(known, [{"word": word} for word in sorted(words)])
    if bulk:
        connection.execute(text("INSERT INTO all_search (all_search) VALUES ('optimize')"))
    counted = {"number": version, "products": len(ids), "categories": len(change.categories)}
    connection.execute(insert(schema.version), counted)
    return version


def _tune_for_bulk(connection: Connection) -> None:
    """Fewer and larger index segments while a whole catalogue is loaded; merged once at the end."""
    for option, value in (("automerge", 0), ("hashsize", 64 << 20)):
        connection.execute(
            text("INSERT INTO all_search (all_search, rank) VALUES (:option, :value)"),
            {"option": option, "value": value},
        )


def _store_categories(connection: Connection, change: CatalogueChange) -> None:
    if not change.categories:
        return
    columns = ("category_id", "name", "position", "colour_index", "name_en")
    statement = sqlite_insert(schema.category)
    statement = statement.on_conflict_do_update(
        index_elements=["category_id"], set_={c: statement.excluded[c] for c in columns[1:]}
    )
    rows = [{c: getattr(category, c) for c in columns} for category in change.categories]
    connection.execute(statement, rows)


_UPSERT = sqlite_insert(schema.product)
_UPSERT = _UPSERT.on_conflict_do_update(
    index_elements=["number"],
    set_={column: _UPSERT.excluded[column] for column in (*PRODUCT_COLUMNS, "version")},
)


def _store_rows(connection: Connection, rows: list[dict[str, Any]]) -> None:
    connection.execute(_UPSERT, rows)


def _store_barcodes(
    connection: Connection, products: Sequence[Product], rows: list[dict[str, Any]]
) -> None:
    codes = [
        {"code": code, "product": row["number"]}
        for product, row in zip(products, rows, strict=True)
        for code in product.barcodes
    ]
    if codes:
        connection.execute(insert(schema.barcode), codes)


def _store_search(
    connection: Connection,
    products: Sequence[Product],
    rows: list[dict[str, Any]],
    *,
    existing: bool,
    words: set[str],
) -> None:
    """Index the texts that are new or changed; a new price alone touches no index."""
    fold_of = schema.product_fold.c
    before: dict[int, str] = {}
    sold: set[int] = set()
    if existing:
        numbers = [row["number"] for row in rows]
        known = connection.execute(
            select(fold_of.number, fold_of.fold).where(fold_of.number.in_(numbers))
        )
        before = {row[0]: row[1] for row in known}
        counter = schema.popularity.c.product
        sold = set(connection.execute(select(counter).where(counter.in_(numbers))).scalars())
    fresh = []
    for product, row in zip(products, rows, strict=True):
        folded = searchable(product)
        if before.get(row["number"]) != folded:
            fresh.append({"number": row["number"], "fold": folded})
            words.update(w for w in folded.split() if len(w) >= _SHORTEST_WORD and w.isalpha())
    if not fresh:
        return
    _reindex(connection, "all_search", fresh, before)
    _reindex(connection, "popular_search", [f for f in fresh if f["number"] in sold], before)
    statement = sqlite_insert(schema.product_fold)
    statement = statement.on_conflict_do_update(
        index_elements=["number"], set_={"fold": statement.excluded.fold}
    )
    connection.execute(statement, fresh)


def _reindex(
    connection: Connection, name: str, fresh: list[dict[str, Any]], before: dict[int, str]
) -> None:
    gone = [{"number": row["number"]} for row in fresh if row["number"] in before]
    if gone:
        connection.execute(_FORGET_HITS[name], gone)
    if fresh:
        connection.execute(_STORE_HITS[name], fresh)


def _remember_sold(connection: Connection, rows: list[dict[str, Any]]) -> None:
    counter = schema.popularity.c
    numbers = [row["product"] for row in rows]
    counted = set(
        connection.execute(select(counter.product).where(counter.product.in_(numbers))).scalars()
    )
    statement = sqlite_insert(schema.popularity)
    statement = statement.on_conflict_do_update(
        index_elements=["product"], set_={"sold": counter.sold + statement.excluded.sold}
    )
    connection.execute(statement, rows)
    fold_of = schema.product_fold.c
    first = [number for number in numbers if number not in counted]
    if first:
        texts = connection.execute(
            select(fold_of.number, fold_of.fold).where(fold_of.number.in_(first))
        )
        fresh = [{"number": row[0], "fold": row[1]} for row in texts]
        _reindex(connection, "popular_search", fresh, {})
