"""The catalogue in its own SQLite file: hot reads here, writes in catalogue_writer.

Reads go through one raw connection per thread with cached statements; SQLAlchemy is imported only
when a file is made or written, so that a register can sell before it is loaded.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pos_desktop.domain.catalogue import Category, Product, SearchHit
from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.labels import DEFAULT_PATTERNS, LabelPattern, parse_pattern
from pos_desktop.journal import catalogue_statements as sql
from pos_desktop.journal.catalogue_connection import SCHEMA_VERSION, Readers
from pos_desktop.journal.catalogue_rows import product_of
from pos_desktop.journal.search_query import Search
from pos_desktop.journal.sold_counts import SoldCounts
from pos_desktop.ports import CatalogueChange

if TYPE_CHECKING:
    from pos_desktop.journal.catalogue_writer import CatalogueFileWriter


class SqliteCatalogue:
    """ports.Catalogue and ports.CatalogueWriter over one file; safe to call from any thread.

    path: catalogue.sqlite in the data folder, made if it is not there.
    Raises StorageError("catalogue.cannot_open") or ("catalogue.newer_schema").
    """

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self._readers = Readers(self._path)
        self._writer: CatalogueFileWriter | None = None
        self._making_writer = threading.Lock()
        self._sold = SoldCounts(self._path)
        self._labels: tuple[LabelPattern, ...] | None = None
        self._check_schema()
        self._search = Search(self._readers.connection)

    # ----------------------------------------------------------------- reading

    def by_barcode(self, code: str) -> Product | None:
        rows = self._readers.cursor().execute(sql.BY_BARCODE, (code,)).fetchall()
        return product_of(rows[0][1]) if rows else None

    def by_id(self, product_id: str) -> Product | None:
        return self._one(sql.BY_ID, product_id)

    def by_article(self, article: str) -> Product | None:
        return self._one(sql.BY_ARTICLE, article)

    def by_plu(self, plu: int) -> Product | None:
        return self._one(sql.BY_PLU, plu)

    def with_plu(self) -> list[Product]:
        """What scales know by a number, by that number."""
        rows = self._readers.connection().execute(sql.WITH_PLU).fetchall()
        return [product_of(row[0]) for row in rows]

    def favourites(self) -> list[Product]:
        return [product_of(row[1]) for row in self._readers.connection().execute(sql.FAVOURITES)]

    def categories(self) -> list[Category]:
        return [Category(*row) for row in self._readers.connection().execute(sql.CATEGORIES)]

    def in_category(self, category_id: str, limit: int = 200) -> list[Product]:
        """The most sold here first, then by name."""
        connection = self._readers.connection()
        found = dict(connection.execute(sql.SOLD_IN_CATEGORY, (category_id, limit)).fetchall())
        if len(found) < limit:
            for number, card in connection.execute(sql.IN_CATEGORY, (category_id, limit)):
                found.setdefault(number, card)
        return [product_of(card) for card in list(found.values())[:limit]]

    def every(self, category_id: str = "", limit: int = -1) -> list[Product]:
        """The products of a category, of all with "", by name; at most so many, -1 = all."""
        connection = self._readers.connection()
        if category_id:
            rows = connection.execute(sql.EVERY_IN_CATEGORY, (category_id, limit)).fetchall()
        else:
            rows = connection.execute(sql.EVERY, (limit,)).fetchall()
        return [product_of(row[0]) for row in rows]

    def search(self, text: str, limit: int = 50) -> list[SearchHit]:
        """Products by part of a name, article or code; see search_query.Search."""
        return self._search.run(text, limit)

    def warm_up(self) -> None:
        """Load what the first mistyped search and the first sale would wait for; for a background
        thread.
        """
        self._search.warm_up()
        self._sold.open()

    def count(self) -> int:
        row = self._readers.connection().execute(sql.COUNT).fetchone()
        return int(row[0])

    def label_patterns(self) -> tuple[LabelPattern, ...]:
        """Read once; those scales are delivered with where nobody chose any."""
        if self._labels is None:
            rows: list[tuple[str]] = []
            if self._readers.connection().execute(sql.HAS_LABEL_PATTERNS).fetchone():
                rows = self._readers.connection().execute(sql.LABEL_PATTERNS).fetchall()
            self._labels = tuple(parse_pattern(row[0]) for row in rows) or DEFAULT_PATTERNS
        return self._labels

    def version(self) -> int:
        """The number of the last change that was applied, 0 for an empty catalogue."""
        row = self._readers.connection().execute(sql.VERSION).fetchone()
        return int(row[0])

    # ----------------------------------------------------------------- writing

    def apply(
        self, change: CatalogueChange, progress: Callable[[int, int], bool] | None = None
    ) -> int:
        """See ports.CatalogueWriter; RefusalError("import.cancelled") when progress said stop,
        ("catalogue.barcode_taken", code=) when a code belongs to a product outside the change.
        """
        try:
            version = self._writing().apply(change, progress)
        finally:
            self._sold.store()
        self._search.forget()
        return version

    def set_favourites(self, product_ids: tuple[str, ...]) -> None:
        """These are the favourite tiles, in this order; products that are gone are left out."""
        places = {product_id: place for place, product_id in enumerate(product_ids, 1)}
        before = {product.product_id: product for product in self.favourites()}
        after = [self.by_id(product_id) for product_id in product_ids]
        known = {p.product_id: p for p in after if p is not None}
        changed = [
            replace(product, favourite=places.get(product_id, 0))
            for product_id, product in {**before, **known}.items()
        ]
        self.apply(CatalogueChange(tuple(changed)))

    def set_label_patterns(self, patterns: tuple[LabelPattern, ...]) -> None:
        self._writing().set_label_patterns([pattern.text for pattern in patterns])
        self._labels = patterns

    def note_sold(self, product_ids: Iterable[str]) -> None:
        self._sold.note(product_ids)

    def close(self) -> None:
        """Close the connections of every thread; nobody may be reading or writing."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self._sold.close()
        self._readers.close()

    # ----------------------------------------------------------------- inside

    def _one(self, statement: str, key: str | int) -> Product | None:
        rows = self._readers.cursor().execute(statement, (key,)).fetchall()
        return product_of(rows[0][1]) if rows else None

    def _writing(self) -> CatalogueFileWriter:
        with self._making_writer:
            if self._writer is None:
                from pos_desktop.journal.catalogue_writer import CatalogueFileWriter

                self._writer = CatalogueFileWriter(self._path)
            return self._writer

    def _check_schema(self) -> None:
        found = self._readers.connection().execute("PRAGMA user_version").fetchone()[0]
        if found == 0:
            self._writing().create_schema()
        elif found > SCHEMA_VERSION:
            raise StorageError(
                "catalogue.newer_schema", path=str(self._path), found=found, known=SCHEMA_VERSION
            )
