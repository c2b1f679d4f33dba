"""Alembic's migrations of the server's database, one file a step; a step that was released never
changes."""
