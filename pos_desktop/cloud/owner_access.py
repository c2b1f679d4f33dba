"""Who may see the owner's pages: one password (argon2), sessions, one-time links."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from pos_desktop.cloud.database import Database
from pos_desktop.cloud.pairing import digest
from pos_desktop.cloud.tables import login_link, owner, session

MIN_PASSWORD = 10
SESSION_SECONDS = 30 * 24 * 3600
LINK_SECONDS = 15 * 60
_TOKEN_BYTES = 32
_OWNER = 1


class OwnerAccess:
    """Tokens are stored as hashes only. now_us: UTC microseconds since 1970."""

    def __init__(self, database: Database, now_us: Callable[[], int]) -> None:
        self._database = database
        self._now_us = now_us
        self._hasher = PasswordHasher()

    def has_password(self) -> bool:
        with self._database.read() as connection:
            return connection.scalar(sa.select(owner.c.id)) is not None

    def set_password(self, password: str) -> None:
        """Replace the password and end every session; ValueError when it is too short."""
        if len(password) < MIN_PASSWORD:
            raise ValueError("the password is too short")
        hashed = self._hasher.hash(password)
        with self._database.write() as connection:
            connection.execute(sa.delete(owner))
            connection.execute(sa.insert(owner).values(id=_OWNER, password_hash=hashed))
            connection.execute(sa.delete(session))

    def check_password(self, password: str) -> bool:
        with self._database.read() as connection:
            hashed = connection.scalar(sa.select(owner.c.password_hash))
        try:
            return hashed is not None and self._hasher.verify(hashed, password)
        except (Argon2Error, InvalidHashError):
            return False

    def new_session(self) -> str:
        """The token of a fresh session, for a cookie."""
        return self._new(session, SESSION_SECONDS)

    def is_session(self, token: str) -> bool:
        with self._database.read() as connection:
            expires_at_us = connection.scalar(
                sa.select(session.c.expires_at_us).where(session.c.token_hash == digest(token))
            )
        return expires_at_us is not None and expires_at_us > self._now_us()

    def end_session(self, token: str) -> None:
        with self._database.write() as connection:
            connection.execute(sa.delete(session).where(session.c.token_hash == digest(token)))

    def new_link(self) -> str:
        """The path of a page that signs in once: "/login/...", good for LINK_SECONDS."""
        return f"/login/{self._new(login_link, LINK_SECONDS)}"

    def use_link(self, token: str) -> bool:
        """Whether the link was good; it is not good again."""
        with self._database.write() as connection:
            used = connection.execute(
                sa.delete(login_link).where(
                    login_link.c.token_hash == digest(token),
                    login_link.c.expires_at_us > self._now_us(),
                )
            )
        return used.rowcount == 1

    def _new(self, table: sa.Table, life_seconds: int) -> str:
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        now_us = self._now_us()
        with self._database.write() as connection:
            connection.execute(sa.delete(table).where(table.c.expires_at_us <= now_us))
            connection.execute(
                sa.insert(table).values(
                    token_hash=digest(token), expires_at_us=now_us + life_seconds * 1_000_000
                )
            )
        return token
