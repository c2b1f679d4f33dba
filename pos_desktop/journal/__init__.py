"""The books of one register on its own disk: journal, projections, queues, drafts, catalogue,
staff.

`sqlite_journal.open_journal` opens the journal; `verify`, `recovery` and `staff` stand beside it.
May import ports, domain and settings; it is the only package of the register that speaks SQL.
SQLAlchemy and Alembic are imported only to create or migrate a file, since they cost a third of a
second. To add a statement: write it in `queries.py` and run `python -m
pos_desktop.journal.compile_queries`, which writes `statements.py`. To add a table: `schema.py`, a
file in `migrations/versions`, one more in `connection.SCHEMA_VERSION`. A new fact needs a line in
`projections.py`.
"""
