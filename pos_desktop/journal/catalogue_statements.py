"""The SELECTs of the catalogue, as text: the driver keeps each one prepared by its text."""
# ruff: noqa: S608 - put together from the constants of this package only

from __future__ import annotations

from pos_desktop.journal.catalogue_rows import PRODUCT_COLUMNS

_SELECTED = ", ".join(f"p.{column}" for column in PRODUCT_COLUMNS)
_FROM_PRODUCT = f"SELECT {_SELECTED} FROM product p"

# ------------------------------------------------------------------ one product, lists

BY_BARCODE = (
    f"SELECT {_SELECTED} FROM barcode b JOIN product p ON p.number = b.product WHERE b.code = ?"
)
BY_ID = f"{_FROM_PRODUCT} WHERE p.product_id = ?"
BY_ARTICLE = f"{_FROM_PRODUCT} WHERE p.article = ? ORDER BY p.number LIMIT 1"
BY_PLU = f"{_FROM_PRODUCT} WHERE p.plu = ? AND p.plu > 0 ORDER BY p.number LIMIT 1"
FAVOURITES = f"{_FROM_PRODUCT} WHERE p.favourite > 0 ORDER BY p.favourite, p.number"
SOLD_IN_CATEGORY = (
    f"SELECT {_SELECTED} FROM popularity s CROSS JOIN product p ON p.number = s.product"
    " WHERE p.category_id = ? ORDER BY s.sold DESC, p.name LIMIT ?"
)
IN_CATEGORY = f"{_FROM_PRODUCT} WHERE p.category_id = ? ORDER BY p.name LIMIT ?"
CATEGORIES = (
    "SELECT category_id, name, position, colour_index, name_en"
    " FROM category ORDER BY position, name"
)
COUNT = "SELECT count(*) FROM product_fold"
LAST_NUMBER = "SELECT coalesce(max(number), 0) FROM product_fold"
VERSION = "SELECT coalesce(max(number), 0) FROM version"
WORDS = "SELECT word FROM word"

# ------------------------------------------------------------------ search: number, then a product

# Sorted before the products are read: a letter may begin a word of everything that was ever sold.
SOLD_HITS = (
    f"SELECT p.number, {_SELECTED} FROM ("
    "SELECT f.rowid AS number, s.sold AS sold FROM popular_search f"
    " JOIN popularity s ON s.product = f.rowid WHERE popular_search MATCH ?"
    " ORDER BY s.sold DESC, f.rowid LIMIT ?"
    ") h CROSS JOIN product p ON p.number = h.number ORDER BY h.sold DESC, h.number"
)
HITS = (
    f"SELECT p.number, {_SELECTED} FROM all_search f JOIN product p ON p.number = f.rowid"
    " WHERE all_search MATCH ? LIMIT ?"
)
HAS_HIT = "SELECT 1 FROM all_search WHERE all_search MATCH ? LIMIT 1"
CODE_BEGINS = (
    f"SELECT p.number, {_SELECTED} FROM barcode b JOIN product p ON p.number = b.product"
    " WHERE b.code >= ? AND b.code < ? ORDER BY b.code LIMIT ?"
)
ARTICLE_BEGINS = (
    f"SELECT p.number, {_SELECTED} FROM product p"
    " WHERE p.article >= ? AND p.article < ? ORDER BY p.article LIMIT ?"
)


def contains(words: int) -> str:
    """Hits by parts inside words, a scan of the folded texts; a parameter a word, then a limit."""
    clauses = " AND ".join(["f.fold LIKE '%' || ? || '%'"] * words)
    return (
        f"SELECT p.number, {_SELECTED} FROM product_fold f JOIN product p ON p.number = f.number"
        " LEFT JOIN popularity s ON s.product = f.number"
        f" WHERE {clauses} ORDER BY coalesce(s.sold, 0) DESC, f.number LIMIT ?"
    )
