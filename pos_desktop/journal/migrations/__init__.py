"""Alembic migrations of journal.sqlite; `migrate` brings a file up to date.

May import SQLAlchemy and Alembic. To add one: a file in versions/ whose revision follows the last,
and SCHEMA_VERSION in connection.py one higher; the revision "0007" belongs to version 7.
"""
