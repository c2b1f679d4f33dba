"""The one writer of a catalogue file: a whole change in one transaction or none of it."""

from __future__ import annotations

import threading
from pathlib import Path

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import DatabaseError, IntegrityError

from pos_desktop.domain.errors import RefusalError, StorageError
from pos_desktop.journal import catalogue_schema as schema
from pos_desktop.journal.catalogue_change import Progress, apply_change, chunks
from pos_desktop.journal.catalogue_connection import connect
from pos_desktop.ports import CatalogueChange


class CatalogueFileWriter:
    """Its methods exclude each other; readers go on reading the state before."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._raw = connect(path, writing=True)
        self._engine = schema.make_engine(lambda: self._raw)

    def create_schema(self) -> None:
        with self._lock:
            schema.create_schema(self._engine)

    def close(self) -> None:
        with self._lock:
            self._engine.dispose()
            self._raw.close()

    def apply(self, change: CatalogueChange, progress: Progress | None) -> int:
        """Write the change; the new version. Nothing is kept when it raises."""
        with self._lock:
            try:
                with self._engine.begin() as connection:
                    return apply_change(connection, change, progress or _go_on)
            except IntegrityError as error:
                raise self._code_taken(change) from error
            except DatabaseError as error:
                raise StorageError("catalogue.write_failed", reason=str(error.orig)) from error

    def set_label_patterns(self, patterns: list[str]) -> None:
        """These are the patterns, all or nothing; the table is made where there was none."""
        table = schema.label_pattern
        with self._lock:
            try:
                with self._engine.begin() as connection:
                    table.create(connection, checkfirst=True)
                    connection.execute(delete(table))
                    if patterns:
                        rows = [{"pattern": pattern} for pattern in patterns]
                        connection.execute(insert(table), rows)
            except DatabaseError as error:
                raise StorageError("catalogue.write_failed", reason=str(error.orig)) from error

    def _code_taken(self, change: CatalogueChange) -> RefusalError:
        """Which barcode of a refused change belongs to two products."""
        owners: dict[str, str] = {}
        for product in change.products:
            for code in product.barcodes:
                if owners.setdefault(code, product.product_id) != product.product_id:
                    return RefusalError("catalogue.barcode_taken", code=code)
        barcode, product_of = schema.barcode.c, schema.product.c
        with self._engine.begin() as connection:
            for codes in chunks(list(owners)):
                taken = connection.execute(
                    select(barcode.code, product_of.product_id)
                    .join(schema.product, product_of.number == barcode.product)
                    .where(barcode.code.in_(codes))
                )
                for code, product_id in taken:
                    if owners[code] != product_id:
                        return RefusalError("catalogue.barcode_taken", code=code)
        return RefusalError("catalogue.not_unique")


def _go_on(_done: int, _of: int) -> bool:
    return True
