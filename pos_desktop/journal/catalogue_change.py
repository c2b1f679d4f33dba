"""One change of the catalogue inside an open transaction: categories, products, codes, search.

SQLAlchemy Core builds every statement; those that run once a product are compiled once and given
whole chunks of tuples, which is three times as fast as its own parameter handling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, delete, func, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from pos_desktop.domain.catalogue import Category, Product
from pos_desktop.domain.errors import RefusalError
from pos_desktop.journal import catalogue_schema as schema
from pos_desktop.journal.catalogue_rows import ROW_COLUMNS, product_row
from pos_desktop.journal.catalogue_schema import create_indexes, drop_indexes
from pos_desktop.journal.search_text import fold
from pos_desktop.ports import CatalogueChange

Progress = Callable[[int, int], bool]
_Item = TypeVar("_Item")

_CHUNK = 2000
_BULK = 50_000
_SHORTEST_WORD = 4
# FTS5 options while a whole catalogue is loaded (no merging, 64 MiB before a segment is written),
# and their defaults afterwards: they are kept in the file.
_LOADING = (("automerge", 0), ("hashsize", 64 << 20))
_SELLING = (("automerge", 4), ("hashsize", 1 << 20))


def searchable(product: Product) -> str:
    """What a product is found by, folded: its names and its article."""
    return fold(f"{product.name} {product.short_name} {product.article} {product.name_en}")


def chunks(items: Sequence[_Item], size: int = _CHUNK) -> Iterator[Sequence[_Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def numbers_of(connection: Connection, product_ids: Sequence[str]) -> dict[str, int]:
    """Product id -> row number of the products that exist."""
    found: dict[str, int] = {}
    product = schema.product.c
    for some in chunks(product_ids):
        statement = select(product.product_id, product.number).where(product.product_id.in_(some))
        found.update((row[0], row[1]) for row in connection.execute(statement))
    return found


def upsert(table: Table, key: str, columns: Sequence[str]) -> str:
    """INSERT of the key and the columns in this order; an existing row gets the columns."""
    statement = sqlite_insert(table)
    changed = {column: statement.excluded[column] for column in columns}
    statement = statement.on_conflict_do_update(index_elements=[key], set_=changed)
    return str(statement.compile(dialect=sqlite.dialect(), column_keys=[key, *columns]))


_STORE_CATEGORY = upsert(
    schema.category, "category_id", ("name", "name_en", "position", "colour_index")
)
_STORE_PRODUCT = upsert(schema.product, "number", ROW_COLUMNS[1:])
_STORE_FOLD = upsert(schema.product_fold, "number", ("fold",))
_STORE_CODE = str(insert(schema.barcode).compile(dialect=sqlite.dialect()))
_STORE_WORD = str(insert(schema.word).prefix_with("OR IGNORE").compile(dialect=sqlite.dialect()))


def apply_change(connection: Connection, change: CatalogueChange, progress: Progress) -> int:
    """Write the change; the new version. RefusalError("import.cancelled") when told to stop."""
    last = connection.execute(select(func.coalesce(func.max(schema.version.c.number), 0))).scalar()
    version = int(last or 0) + 1
    writer = _ChangeWriter(connection, version)
    writer.store_categories(change.categories)
    writer.store_products(change.products, progress)
    counted = {
        "number": version,
        "products": len(change.products),
        "categories": len(change.categories),
    }
    connection.execute(insert(schema.version), counted)
    return version


class _ChangeWriter:
    """Writes chunks of products and remembers what is needed from chunk to chunk."""

    def __init__(self, connection: Connection, version: int) -> None:
        self._connection = connection
        self._version = version
        self._words: set[str] = set()
        self._existing: dict[str, int] = {}
        last = connection.execute(select(func.max(schema.product.c.number))).scalar()
        self._last_number = int(last or 0)

    def store_categories(self, categories: Sequence[Category]) -> None:
        rows = [(c.category_id, c.name, c.name_en, c.position, c.colour_index) for c in categories]
        self._many(_STORE_CATEGORY, rows)

    def store_products(self, products: Sequence[Product], progress: Progress) -> None:
        if self._last_number:
            self._existing = numbers_of(self._connection, [p.product_id for p in products])
            self._forget_codes()
        bulk = not self._last_number and len(products) >= _BULK
        if bulk:
            self._tune(_LOADING)
            drop_indexes(self._connection)
        done = 0
        for some in chunks(products):
            self._store(some)
            done += len(some)
            if not progress(done, len(products)):
                raise RefusalError("import.cancelled", done=done, of=len(products))
        kept = (w for w in self._words if len(w) >= _SHORTEST_WORD and w.isalpha())
        self._many(_STORE_WORD, [(word,) for word in sorted(kept)])
        if bulk:
            self._run("INSERT INTO all_search (all_search) VALUES ('optimize')")
            self._tune(_SELLING)
            create_indexes(self._connection)

    def _forget_codes(self) -> None:
        """Before anything is stored, so that a code may move from one product to another."""
        for numbers in chunks(list(self._existing.values())):
            self._connection.execute(
                delete(schema.barcode).where(schema.barcode.c.product.in_(numbers))
            )

    def _store(self, products: Sequence[Product]) -> None:
        numbers = [self._number(product) for product in products]
        numbered = list(zip(numbers, products, strict=True))
        self._many(
            _STORE_PRODUCT, [product_row(p, number, self._version) for number, p in numbered]
        )
        codes = [(code, number) for number, p in numbered for code in p.codes]
        self._many(_STORE_CODE, codes)
        self._index(numbered)

    def _number(self, product: Product) -> int:
        number = self._existing.get(product.product_id)
        if number is None:
            self._last_number += 1
            number = self._last_number
        return number

    def _index(self, numbered: list[tuple[int, Product]]) -> None:
        """Index the texts that are new or changed; a new price alone touches no index."""
        before, sold = self._indexed([number for number, _ in numbered])
        fresh = []
        for number, product in numbered:
            folded = searchable(product)
            if before.get(number) != folded:
                fresh.append((number, folded))
                self._words.update(folded.split())
        _reindex(self._connection, "all_search", fresh, before)
        _reindex(self._connection, "popular_search", [f for f in fresh if f[0] in sold], before)
        self._many(_STORE_FOLD, fresh)

    def _indexed(self, numbers: list[int]) -> tuple[dict[int, str], set[int]]:
        """The texts of these rows as they are indexed now, and which of the rows were ever sold."""
        if not self._existing:
            return {}, set()
        texts, counter = schema.product_fold.c, schema.popularity.c.product
        rows = self._connection.execute(
            select(texts.number, texts.fold).where(texts.number.in_(numbers))
        )
        sold = self._connection.execute(select(counter).where(counter.in_(numbers))).scalars()
        return {row[0]: row[1] for row in rows}, set(sold)

    def _tune(self, options: Sequence[tuple[str, int]]) -> None:
        for option in options:
            self._run("INSERT INTO all_search (all_search, rank) VALUES (?, ?)", option)

    def _run(self, statement: str, values: tuple[Any, ...] = ()) -> None:
        self._connection.exec_driver_sql(statement, values)

    def _many(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            self._connection.exec_driver_sql(statement, rows)


# Virtual tables have no Core construct; their two names come from the schema.
_FORGET_HITS = {
    "all_search": "DELETE FROM all_search WHERE rowid = ?",
    "popular_search": "DELETE FROM popular_search WHERE rowid = ?",
}
_STORE_HITS = {
    "all_search": "INSERT INTO all_search (rowid, fold) VALUES (?, ?)",
    "popular_search": "INSERT INTO popular_search (rowid, fold) VALUES (?, ?)",
}


def _reindex(
    connection: Connection,
    name: str,
    fresh: list[tuple[Any, ...]],
    gone: Sequence[int] | dict[int, str],
) -> None:
    old = [(row[0],) for row in fresh if row[0] in gone]
    if old:
        connection.exec_driver_sql(_FORGET_HITS[name], old)
    if fresh:
        connection.exec_driver_sql(_STORE_HITS[name], fresh)
