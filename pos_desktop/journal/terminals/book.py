"""The ContradictionBook port on SQLite."""

from __future__ import annotations

from pos_desktop.domain.facts import TerminalContradicted
from pos_desktop.journal.encoding import decode_fact
from pos_desktop.journal.readers import Readers
from pos_desktop.journal.terminals import statements as sql


class SqliteContradictionBook:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def open(self) -> tuple[TerminalContradicted, ...]:
        facts = [decode_fact(*row) for row in self._readers.rows(sql.OPEN_CONTRADICTIONS, {})]
        return tuple(fact for fact in facts if isinstance(fact, TerminalContradicted))
