"""The tables of catalogue.sqlite: reference data that can be imported or pulled again.

Products keep their row number for life; the search indexes and the popularity counters refer to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    text,
)
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from pos_desktop.journal.catalogue_connection import SCHEMA_VERSION

metadata = MetaData()

category = Table(
    "category",
    metadata,
    Column("category_id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("name_en", String, nullable=False, server_default=""),
    Column("position", Integer, nullable=False),
    Column("colour_index", Integer, nullable=False),
)

product = Table(
    "product",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("product_id", String, nullable=False, unique=True),
    Column("article", String, nullable=False),
    Column("name", String, nullable=False),
    Column("category_id", String, nullable=False),
    Column("plu", Integer, nullable=False),
    Column("favourite", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("card", LargeBinary, nullable=False),
)
Index("product_article", product.c.article)
Index("product_plu", product.c.plu, sqlite_where=product.c.plu > 0)
Index("product_favourite", product.c.favourite, sqlite_where=product.c.favourite > 0)
Index("product_category", product.c.category_id, product.c.name)

barcode = Table(
    "barcode",
    metadata,
    Column("code", String, primary_key=True),
    Column("product", Integer, nullable=False),
    sqlite_with_rowid=False,
)
Index("barcode_product", barcode.c.product)

product_fold = Table(
    "product_fold",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("fold", String, nullable=False),
)

word = Table(
    "word",
    metadata,
    Column("word", String, primary_key=True),
    sqlite_with_rowid=False,
)

label_pattern = Table(
    "label_pattern",
    metadata,
    Column("pattern", String, primary_key=True),
)

popularity = Table(
    "popularity",
    metadata,
    Column("product", Integer, primary_key=True),
    Column("sold", Integer, nullable=False),
)

version = Table(
    "version",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("products", Integer, nullable=False),
    Column("categories", Integer, nullable=False),
)

# Prices of customers; valid_from and valid_until: ISO dates, "" = without beginning or end.
price_list = Table(
    "price_list",
    metadata,
    Column("list_id", String, primary_key=True),
    Column("name", String, nullable=False),
    sqlite_with_rowid=False,
)

list_price = Table(
    "list_price",
    metadata,
    Column("list_id", String, primary_key=True),
    Column("product_id", String, primary_key=True),
    Column("valid_from", String, primary_key=True),
    Column("valid_until", String, nullable=False),
    Column("price_minor", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# all_search holds every product; popular_search holds those that were sold here, so that the most
# sold of them can be found without sorting all hits of a large catalogue. A beginning of up to five
# letters has its own list; for a longer one the lists of all words that begin so are merged.
SEARCH_TABLES = ("all_search", "popular_search")
_SEARCH_DDL = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5("
    "fold, content='', contentless_delete=1, tokenize='unicode61', prefix='1 2 3 4 5')"
)


def make_engine(open_connection: Callable[[], Any]) -> Engine:
    """An engine over one raw connection in autocommit mode; each transaction begins IMMEDIATE."""
    engine = create_engine(
        "sqlite://", module=dbapi2, creator=open_connection, poolclass=StaticPool
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def create_schema(engine: Engine) -> None:
    """Make the tables in a new file; leave an existing one as it is."""
    with engine.begin() as connection:
        metadata.create_all(connection)
        for name in SEARCH_TABLES:
            connection.execute(text(_SEARCH_DDL.format(name=name)))
        connection.execute(text(f"PRAGMA user_version = {SCHEMA_VERSION}"))


def create_price_lists(engine: Engine) -> None:
    """Add the tables of price lists to a file that was made before there were any."""
    with engine.begin() as connection:
        metadata.create_all(connection, tables=[price_list, list_price])


def drop_indexes(connection: Connection) -> None:
    """Before a whole catalogue is loaded: one sort at the end is quicker than a million inserts."""
    for table in (product, barcode):
        for index in table.indexes:
            index.drop(connection, checkfirst=True)


def create_indexes(connection: Connection) -> None:
    for table in (product, barcode):
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            index.create(connection, checkfirst=True)
