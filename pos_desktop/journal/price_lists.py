"""Price lists of customers in catalogue.sqlite (the PriceListSource and PriceListWriter ports).

A list of the day is read once and kept, so that pricing a sale reads nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.pricing import PriceList
from pos_desktop.journal.catalogue_connection import Readers, connect
from pos_desktop.ports.prices import ListPrice

if TYPE_CHECKING:
    from sqlalchemy import Engine

_HAS_TABLES = "SELECT count(*) FROM sqlite_master WHERE name IN ('price_list', 'list_price')"
_NAME = "SELECT name FROM price_list WHERE list_id = ?"
# The later beginning wins where two prices hold on the same day.
_PRICES = (
    "SELECT product_id, price_minor FROM list_price WHERE list_id = ?"
    " AND valid_from <= ? AND (valid_until = '' OR valid_until >= ?)"
    " ORDER BY product_id, valid_from"
)
_LISTS = (
    "SELECT l.list_id, l.name, count(p.product_id) FROM price_list l"
    " LEFT JOIN list_price p ON p.list_id = l.list_id GROUP BY l.list_id, l.name ORDER BY l.name"
)


class SqlitePriceLists:
    """path: catalogue.sqlite, which exists. zone: of the shop, whose days prices change with."""

    def __init__(self, path: Path | str, zone: tzinfo | None) -> None:
        self._path = Path(path)
        self._zone = zone
        self._readers = Readers(self._path)
        self._guard = threading.Lock()
        self._kept: dict[tuple[str, str], PriceList | None] = {}
        if self._readers.connection().execute(_HAS_TABLES).fetchone()[0] < 2:
            self._write(_create)

    def price_list(self, list_id: str, at_us: int) -> PriceList | None:
        day = datetime.fromtimestamp(at_us / 1_000_000, self._zone).date().isoformat()
        key = (list_id, day)
        try:
            return self._kept[key]
        except KeyError:
            pass
        with self._guard:
            found = self._read(list_id, day)
            if len(self._kept) > 64:
                self._kept.clear()
            self._kept[key] = found
        return found

    def lists(self) -> list[tuple[str, str, int]]:
        rows = self._readers.connection().execute(_LISTS).fetchall()
        return [(list_id, name, count) for list_id, name, count in rows]

    def put_list(self, list_id: str, name: str, prices: Sequence[ListPrice]) -> None:
        """StorageError("catalogue.write_failed"): then the list is as before."""
        self._write(lambda engine: _replace(engine, list_id, name, prices))
        with self._guard:
            self._kept.clear()

    def close(self) -> None:
        self._readers.close()

    def _read(self, list_id: str, day: str) -> PriceList | None:
        connection = self._readers.connection()
        row = connection.execute(_NAME, (list_id,)).fetchone()
        if row is None:
            return None
        prices = dict(connection.execute(_PRICES, (list_id, day, day)).fetchall())
        return PriceList(list_id, row[0], prices)

    def _write(self, work: Callable[[Engine], None]) -> None:
        """A connection for the moment: a list is imported a few times a year."""
        from sqlalchemy.exc import DatabaseError

        from pos_desktop.journal.catalogue_schema import make_engine

        raw = connect(self._path, writing=True)
        engine = make_engine(lambda: raw)
        try:
            work(engine)
        except DatabaseError as error:
            raise StorageError("catalogue.write_failed", reason=str(error.orig)) from error
        finally:
            engine.dispose()
            raw.close()


def _create(engine: Engine) -> None:
    from pos_desktop.journal.catalogue_schema import create_price_lists

    create_price_lists(engine)


def _replace(engine: Engine, list_id: str, name: str, prices: Sequence[ListPrice]) -> None:
    from sqlalchemy import delete, insert

    from pos_desktop.journal.catalogue_schema import list_price, price_list

    rows = {
        (price.product_id, _day(price.valid_from)): {
            "list_id": list_id,
            "product_id": price.product_id,
            "valid_from": _day(price.valid_from),
            "valid_until": _day(price.valid_until),
            "price_minor": price.price_minor,
        }
        for price in prices
    }
    with engine.begin() as connection:
        connection.execute(delete(list_price).where(list_price.c.list_id == list_id))
        connection.execute(delete(price_list).where(price_list.c.list_id == list_id))
        connection.execute(insert(price_list), {"list_id": list_id, "name": name})
        if rows:
            connection.execute(insert(list_price), list(rows.values()))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
