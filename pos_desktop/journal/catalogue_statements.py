"""The statements of a selling register on the catalogue, as text: the driver keeps each one
prepared by its text.

Those that find products give the row number and the card.
"""

from __future__ import annotations

# ------------------------------------------------------------------ one product, lists

BY_BARCODE = (
    "SELECT p.number, p.card FROM barcode b JOIN product p ON p.number = b.product WHERE b.code = ?"
)
BY_ID = "SELECT number, card FROM product WHERE product_id = ?"
BY_ARTICLE = "SELECT number, card FROM product WHERE article = ? ORDER BY number LIMIT 1"
BY_PLU = "SELECT number, card FROM product WHERE plu = ? AND plu > 0 ORDER BY number LIMIT 1"
WITH_PLU = "SELECT card FROM product WHERE plu > 0 ORDER BY plu, number"
FAVOURITES = "SELECT number, card FROM product WHERE favourite > 0 ORDER BY favourite, number"
SOLD_IN_CATEGORY = (
    "SELECT p.number, p.card FROM popularity s CROSS JOIN product p ON p.number = s.product"
    " WHERE p.category_id = ? ORDER BY s.sold DESC, p.name LIMIT ?"
)
IN_CATEGORY = "SELECT number, card FROM product WHERE category_id = ? ORDER BY name LIMIT ?"
CATEGORIES = (
    "SELECT category_id, name, position, colour_index, name_en"
    " FROM category ORDER BY position, name"
)
EVERY = "SELECT card FROM product ORDER BY name LIMIT ?"
EVERY_IN_CATEGORY = "SELECT card FROM product WHERE category_id = ? ORDER BY name LIMIT ?"
COUNT = "SELECT count(*) FROM product_fold"
LAST_NUMBER = "SELECT coalesce(max(number), 0) FROM product_fold"
VERSION = "SELECT coalesce(max(number), 0) FROM version"
WORDS = "SELECT word FROM word"
# A catalogue of an earlier program has no such table until somebody shows it a label.
HAS_LABEL_PATTERNS = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'label_pattern'"
LABEL_PATTERNS = "SELECT pattern FROM label_pattern ORDER BY pattern"

# ------------------------------------------------------------------ what was sold

SOLD_BEFORE = (
    "SELECT p.number, f.fold, s.sold FROM product p JOIN product_fold f ON f.number = p.number"
    " LEFT JOIN popularity s ON s.product = p.number WHERE p.product_id = ?"
)
COUNT_SOLD = (
    "INSERT INTO popularity (product, sold) VALUES (?, ?)"
    " ON CONFLICT (product) DO UPDATE SET sold = popularity.sold + excluded.sold"
)
INDEX_SOLD = "INSERT INTO popular_search (rowid, fold) VALUES (?, ?)"

# ------------------------------------------------------------------ search

# Sorted before the products are read: a letter may begin a word of everything that was ever sold.
SOLD_HITS = (
    "SELECT p.number, p.card FROM ("
    "SELECT f.rowid AS number, s.sold AS sold FROM popular_search f"
    " JOIN popularity s ON s.product = f.rowid WHERE popular_search MATCH ?"
    " ORDER BY s.sold DESC, f.rowid LIMIT ?"
    ") h CROSS JOIN product p ON p.number = h.number ORDER BY h.sold DESC, h.number"
)
HITS = (
    "SELECT p.number, p.card FROM all_search f JOIN product p ON p.number = f.rowid"
    " WHERE all_search MATCH ? LIMIT ?"
)
HAS_HIT = "SELECT 1 FROM all_search WHERE all_search MATCH ? LIMIT 1"
CODE_BEGINS = (
    "SELECT p.number, p.card FROM barcode b JOIN product p ON p.number = b.product"
    " WHERE b.code >= ? AND b.code < ? ORDER BY b.code LIMIT ?"
)
ARTICLE_BEGINS = (
    "SELECT number, card FROM product WHERE article >= ? AND article < ? ORDER BY article LIMIT ?"
)


def contains(words: int) -> str:
    """Hits by parts inside words, a scan of the folded texts; a parameter a word, then a limit."""
    clauses = " AND ".join(["f.fold LIKE '%' || ? || '%'"] * words)
    return (
        "SELECT p.number, p.card FROM product_fold f JOIN product p ON p.number = f.number"  # noqa: S608
        " LEFT JOIN popularity s ON s.product = f.number"
        f" WHERE {clauses} ORDER BY coalesce(s.sold, 0) DESC, f.number LIMIT ?"
    )
