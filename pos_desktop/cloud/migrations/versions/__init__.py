"""The steps of the server's schema, in order of their numbers; each may import sqlalchemy and
alembic only and spells its tables out. To add one: a file sNNNN_what.py whose down_revision is the
last number, and the same change in `cloud.tables`; a test compares the two."""
