"""Search as you type: codes, parts of names, the other keyboard layout, then typing mistakes.

Each step is a bounded number of indexed statements. The order of results is what was sold most at
this register, never a text score: scoring all hits of a large catalogue costs fifty times more.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from pos_desktop.domain.catalogue import SearchHit
from pos_desktop.journal import catalogue_statements as sql
from pos_desktop.journal.catalogue_rows import product_of
from pos_desktop.journal.search_text import other_layout, words_of
from pos_desktop.journal.search_typos import Vocabulary

LONGEST_TEXT = 128
_MOST_WORDS = 8
_SHORT_CATALOGUE = 20_000
_CODE_FROM = 3
_AFTER_ALL_TEXTS = "\U0010ffff"

_Rows = dict[int, tuple[bytes, str]]


class Search:
    """Answers a text with hits; a function of the text and the catalogue, it keeps no other state.

    connection: gives the calling thread's own connection, so that any number of threads may ask
    and a caller may drop an answer that came late.
    """

    def __init__(self, connection: Callable[[], Any]) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._vocabulary: Vocabulary | None = None

    def run(self, text: str, limit: int) -> list[SearchHit]:
        """Up to limit products: by code or article, by words, by the same keys in the other layout,
        and when nothing was found, by a part inside a word and by what was probably meant.
        """
        text = text[:LONGEST_TEXT].strip()
        if not text or limit < 1:
            return []
        found: _Rows = {}
        self._by_code(text, limit, found)
        self._by_words(words_of(text), limit, found, "name")
        retyped = other_layout(text)
        if retyped and len(found) < limit:
            self._by_words(words_of(retyped), limit, found, "layout")
        if not found:
            self._by_part(words_of(text), limit, found)
        for guess in (text, retyped):
            if not found and guess:
                self._by_guess(words_of(guess), limit, found)
        return [SearchHit(product_of(card), matched) for card, matched in found.values()]

    def warm_up(self) -> None:
        """Load the vocabulary that corrections need."""
        with self._lock:
            if self._vocabulary is None:
                words = self._connection().execute(sql.WORDS)
                self._vocabulary = Vocabulary(row[0] for row in words)

    def forget(self) -> None:
        """The catalogue has changed: load the vocabulary anew when it is next needed."""
        with self._lock:
            self._vocabulary = None

    # ----------------------------------------------------------------- the steps

    def _by_code(self, text: str, limit: int, found: _Rows) -> None:
        if len(text) < _CODE_FROM or not any(char.isdigit() for char in text):
            return
        for statement in (sql.CODE_BEGINS, sql.ARTICLE_BEGINS):
            span = (text, text + _AFTER_ALL_TEXTS, limit - len(found))
            self._take(statement, span, found, "code")

    def _by_words(self, words: list[str], limit: int, found: _Rows, matched: str) -> None:
        query = _match(words)
        if query:
            self._match(query, limit, found, matched)

    def _by_part(self, words: list[str], limit: int, found: _Rows) -> None:
        """Inside words: a scan, so only where the catalogue is short."""
        size = self._connection().execute(sql.LAST_NUMBER).fetchone()[0]
        if not words or len(max(words, key=len)) < _CODE_FROM or size > _SHORT_CATALOGUE:
            return
        words = words[:_MOST_WORDS]
        self._take(sql.contains(len(words)), (*words, limit), found, "name")

    def _by_guess(self, words: list[str], limit: int, found: _Rows) -> None:
        """Replace the words that nothing begins with by the nearest known beginnings."""
        self.warm_up()
        with self._lock:
            vocabulary = self._vocabulary
        parts = []
        for word in words[:_MOST_WORDS]:
            if self._connection().execute(sql.HAS_HIT, (_match([word]),)).fetchone():
                parts.append(_match([word]))
                continue
            meant = vocabulary.corrections(word) if vocabulary else []
            if not meant:
                return
            parts.append("(" + " OR ".join(_match([other]) for other in meant) + ")")
        if parts:
            self._match(" AND ".join(parts), limit, found, "typo")

    # ----------------------------------------------------------------- statements

    def _match(self, query: str, limit: int, found: _Rows, matched: str) -> None:
        self._take(sql.SOLD_HITS, (query, limit - len(found)), found, matched)
        if len(found) < limit:
            self._take(sql.HITS, (query, limit), found, matched, most=limit)

    def _take(
        self, statement: str, values: tuple[Any, ...], found: _Rows, matched: str, most: int = 0
    ) -> None:
        for number, card in self._connection().execute(statement, values):
            if most and len(found) >= most:
                return
            found.setdefault(number, (card, matched))


def _match(words: list[str]) -> str:
    """An FTS5 query: every word is the beginning of a word of the product. Words hold no quotes."""
    return " AND ".join(f'"{word}"*' for word in words[:_MOST_WORDS])
