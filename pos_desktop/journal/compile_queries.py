"""Compiling the queries of every noun to the SQL text that the register runs.

`python -m pos_desktop.journal.compile_queries` writes each `statements.py` anew. To add a noun: a
package with `tables.py` (tables of schema.metadata), `queries.py` (QUERIES), and one line in NOUNS.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.sql import ClauseElement

from pos_desktop.journal import queries
from pos_desktop.journal.customers import queries as customers
from pos_desktop.journal.deliveries import queries as deliveries
from pos_desktop.journal.people import queries as people
from pos_desktop.journal.refunds import queries as refunds
from pos_desktop.journal.reports import queries as reports
from pos_desktop.journal.sbp import queries as sbp
from pos_desktop.journal.settlement import queries as settlement
from pos_desktop.journal.shifts import queries as shifts
from pos_desktop.journal.stock import queries as stock
from pos_desktop.journal.terminals import queries as terminals

NOUNS: dict[str, dict[str, ClauseElement]] = {
    "statements.py": queries.QUERIES,
    "customers/statements.py": customers.QUERIES,
    "deliveries/statements.py": deliveries.QUERIES,
    "people/statements.py": people.QUERIES,
    "refunds/statements.py": refunds.QUERIES,
    "reports/statements.py": reports.QUERIES,
    "sbp/statements.py": sbp.QUERIES,
    "terminals/statements.py": terminals.QUERIES,
    "settlement/statements.py": settlement.QUERIES,
    "stock/statements.py": stock.QUERIES,
    "shifts/statements.py": shifts.QUERIES,
}
"""File under journal/ -> its queries."""

_HEADER = '''"""SQL, written by `python -m pos_desktop.journal.compile_queries`; do not edit."""
# ruff: noqa: E501

from __future__ import annotations
'''


def compiled(query: ClauseElement, paramstyle: str = "named") -> str:
    """Return the SQLite text; constants of the query are written out."""
    made = query.compile(
        dialect=dialect(paramstyle=paramstyle),
        compile_kwargs={"render_postcompile": True},
    )
    constants = {name: value for name, value in made.params.items() if value is not None}

    def written_out(match: re.Match[str]) -> str:
        value = constants.get(match[1])
        if value is None:
            return match[0]
        return str(value) if isinstance(value, int) else f"'{value}'"

    text = re.sub(r":(\w+)", written_out, str(made)).replace(" OFFSET 0", "")
    return "\n".join(line.rstrip() for line in text.splitlines())


def text_of(nouns: dict[str, ClauseElement]) -> str:
    """Return what the statements.py of these queries must hold."""
    parts = [_HEADER]
    for name, query in nouns.items():
        style = "qmark" if name in queries.POSITIONAL else "named"
        parts.append(f'\n{name} = """\\\n{compiled(query, style)}"""\n')
    return "".join(parts)


if __name__ == "__main__":
    for file, found in NOUNS.items():
        (Path(__file__).parent / file).write_text(text_of(found), encoding="utf-8")
        sys.stdout.write(f"{len(found)} statements in {file}\n")
