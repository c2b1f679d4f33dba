"""Promotions in the catalogue's file: read once, kept compiled in memory, written a version at a
time. Nothing is overwritten, so a sale that is being paid finds the rules it was priced by."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlcipher3 import dbapi2

from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.promotions.card import promotion_of
from pos_desktop.domain.promotions.compiled import Promotions
from pos_desktop.domain.promotions.rules import Promotion
from pos_desktop.domain.promotions.writing import card_of
from pos_desktop.journal.catalogue_connection import connect

_EXISTS = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'promotion'"
_ALL = "SELECT promotion_id, changed_at_us, card FROM promotion ORDER BY promotion_id, version"


@dataclass(frozen=True, slots=True)
class _Version:
    """rule: None where the promotion was removed at that moment."""

    promotion_id: str
    changed_at_us: int
    rule: Promotion | None


class SqlitePromotions:
    """ports.PromotionBook over catalogue.sqlite; safe to call from any thread.

    Raises StorageError("catalogue.cannot_open" | "promotion.unreadable").
    """

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self._lock = threading.Lock()
        self._history: list[_Version] = []
        self._last_change_us = 0
        self._now = Promotions(())
        self._then: tuple[int, Promotions] = (0, self._now)
        self._remember(self._read())

    def as_of(self, at_us: int) -> Promotions:
        """Compiled rules of a moment; 0 = now."""
        if not at_us or at_us >= self._last_change_us:
            return self._now
        known_us, known = self._then
        if known_us != at_us:
            known = Promotions(_rules(v for v in self._history if v.changed_at_us <= at_us))
            self._then = at_us, known
        return known

    def all(self) -> list[Promotion]:
        rules = _rules(self._history)
        return sorted(rules, key=lambda rule: (rule.name.casefold(), rule.promotion_id))

    def store(self, rules: Sequence[Promotion], at_us: int) -> None:
        self._write([_Version(rule.promotion_id, at_us, rule) for rule in rules])

    def remove(self, promotion_id: str, at_us: int) -> None:
        self._write([_Version(promotion_id, at_us, None)])

    def _write(self, versions: Sequence[_Version]) -> None:
        from pos_desktop.journal.catalogue_promotions_writer import write_versions

        rows = [(v.promotion_id, v.changed_at_us, _card(v.rule)) for v in versions]
        with self._lock:
            write_versions(self._path, rows)
            self._remember([*self._history, *versions])

    def _remember(self, history: list[_Version]) -> None:
        self._history = history
        self._now = Promotions(_rules(history))
        self._last_change_us = max((v.changed_at_us for v in history), default=0)

    def _read(self) -> list[_Version]:
        connection = connect(self._path, writing=False)
        try:
            if connection.execute(_EXISTS).fetchone() is None:
                return []
            return [_version(*row) for row in connection.execute(_ALL)]
        except dbapi2.Error as error:
            raise StorageError("promotion.unreadable", reason=str(error)) from error
        finally:
            connection.close()


def _rules(history: Iterable[_Version]) -> list[Promotion]:
    """The last version of each that was not removed."""
    last: dict[str, Promotion | None] = {v.promotion_id: v.rule for v in history}
    return [rule for rule in last.values() if rule is not None]


def _card(rule: Promotion | None) -> bytes:
    return b"" if rule is None else msgspec.json.encode(card_of(rule))


def _version(promotion_id: str, changed_at_us: int, card: bytes) -> _Version:
    if not card:
        return _Version(promotion_id, changed_at_us, None)
    try:
        return _Version(promotion_id, changed_at_us, promotion_of(msgspec.json.decode(card)))
    except (msgspec.MsgspecError, ValueError) as error:
        raise StorageError("promotion.unreadable", reason=str(error)) from error
