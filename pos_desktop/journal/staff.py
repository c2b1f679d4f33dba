"""People of the register with their PINs, in a small file of their own (the StaffDirectory port).

A PIN of four digits falls to guessing within the hour once its hash leaks, so three things stand
before it: a pepper that lies in the key ring and not in this file, a count of wrong tries, and a
lock that grows with them. Count and lock survive a restart.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.journal import staff_statements as sql
from pos_desktop.journal.connection import open_writer, storage_errors
from pos_desktop.journal.fair_lock import FairLock

TRIES = 5
"""Wrong PINs in a row before the first lock."""

SHORTEST_PIN = 4
FIRST_LOCK_SECONDS = 30
LONGEST_LOCK_SECONDS = 3600

# About 50-100 ms on the slow register this was tuned on (2 rounds over 32 MiB, one lane). The
# parameters are part of each hash, so a change here leaves the old ones valid.
_ROUNDS, _MEMORY_KIB, _LANES = 2, 32 * 1024, 1


def wall_clock_us() -> int:
    return time.time_ns() // 1000


class SqliteStaff:
    """pepper: a secret from outside the data folder, asked for at the first PIN or badge.

    now_us: UTC microseconds, for the locks. Every method may raise StorageError.
    """

    def __init__(
        self,
        path: Path,
        pepper: Callable[[], str],
        now_us: Callable[[], int] = wall_clock_us,
    ) -> None:
        self._pepper = pepper
        self._now_us = now_us
        self._lock = FairLock()
        self._raw = open_writer(path)
        try:
            with storage_errors():
                self._prepare()
                if os.name == "posix":
                    path.chmod(0o600)
        except BaseException:
            self._raw.close()
            raise

    def members(self) -> list[StaffMember]:
        """Everyone, in the order of the import."""
        with self._lock, storage_errors():
            return [_member(row) for row in self._raw.execute(sql.MEMBERS).fetchall()]

    def check_pin(self, staff_id: str, pin: str) -> StaffMember:
        """The member, whose count of wrong tries starts anew.

        RefusalError("signin.wrong_pin", tries_left=) or ("signin.locked", seconds=). A try counts
        before the hash is computed, so pulling the plug gives no free one.
        """
        with self._lock, storage_errors():
            row = self._raw.execute(sql.PIN_OF, {"staff_id": staff_id}).fetchone()
            if row is None:
                raise RefusalError("signin.wrong_pin", tries_left=0)
            pin_hash, tries, locked_until_us = row
            now_us = self._now_us()
            longest_us = now_us + _lock_seconds(tries) * 1_000_000
            if locked_until_us > longest_us:
                # Written by a clock that has been set back since: the lock is as long as it was.
                locked_until_us = longest_us
                self._count(staff_id, tries, locked_until_us)
            if locked_until_us > now_us:
                seconds = -(-(locked_until_us - now_us) // 1_000_000)
                raise RefusalError("signin.locked", seconds=seconds)
            tries += 1
            lock_seconds = _lock_seconds(tries)
            self._count(staff_id, tries, now_us + lock_seconds * 1_000_000 if lock_seconds else 0)
            if self._is_right(pin_hash, pin):
                self._count(staff_id, 0, 0)
                found = self._raw.execute(sql.MEMBER, {"staff_id": staff_id}).fetchone()
                return _member(found)
            if lock_seconds:
                raise RefusalError("signin.locked", seconds=lock_seconds)
            raise RefusalError("signin.wrong_pin", tries_left=TRIES - tries)

    def by_badge(self, code: str) -> StaffMember | None:
        """The member whose badge this is; None for none and for somebody who is locked."""
        values = {"badge_hash": self._badge_hash(code), "now_us": self._now_us()}
        with self._lock, storage_errors():
            row = self._raw.execute(sql.MEMBER_OF_BADGE, values).fetchone()
        return _member(row) if row else None

    def add_all(self, people: Iterable[tuple[StaffMember, str, str]]) -> int:
        """Add (member, PIN, badge or "") or replace them by their ids, all or nothing; how many.

        RefusalError("staff.bad_pin", name=) for a PIN that is not at least four digits. A replaced
        member's wrong tries are forgotten.
        """
        rows = [self._row(member, pin, badge) for member, pin, badge in people]
        with self._lock, storage_errors():
            self._raw.execute("BEGIN IMMEDIATE")
            try:
                self._raw.executemany(sql.SAVE_MEMBER, rows)
                self._raw.execute("COMMIT")
            except BaseException:
                if self._raw.in_transaction:
                    self._raw.execute("ROLLBACK")
                raise
        return len(rows)

    def close(self) -> None:
        with self._lock:
            self._raw.close()

    def _row(self, member: StaffMember, pin: str, badge: str) -> dict[str, object]:
        if not (pin.isascii() and pin.isdigit() and len(pin) >= SHORTEST_PIN):
            raise RefusalError("staff.bad_pin", name=member.name)
        return {
            "staff_id": member.staff_id,
            "name": member.name,
            "short_name": member.short_name,
            "role": member.role.value,
            "inn": member.inn,
            "position": member.position,
            "pin_hash": self._hash(pin),
            "badge_hash": self._badge_hash(badge) if badge else None,
        }

    def _hash(self, pin: str) -> str:
        import argon2

        hasher = argon2.PasswordHasher(_ROUNDS, _MEMORY_KIB, _LANES)
        return hasher.hash(self._peppered(pin))

    def _is_right(self, pin_hash: str, pin: str) -> bool:
        import argon2

        try:
            return argon2.PasswordHasher().verify(pin_hash, self._peppered(pin))
        except argon2.exceptions.VerifyMismatchError:
            return False

    def _peppered(self, pin: str) -> bytes:
        return hmac.digest(self._pepper().encode(), pin.encode(), hashlib.sha256)

    def _badge_hash(self, code: str) -> bytes:
        return hmac.digest(self._pepper().encode(), b"badge:" + code.encode(), hashlib.sha256)

    def _count(self, staff_id: str, tries: int, locked_until_us: int) -> None:
        values = {"of_staff": staff_id, "tries": tries, "locked_until_us": locked_until_us}
        self._raw.execute(sql.SET_TRIES, values)

    def _prepare(self) -> None:
        if self._raw.execute("PRAGMA user_version").fetchone()[0] == 0:
            self._raw.execute("BEGIN IMMEDIATE")
            self._raw.execute(sql.CREATE_STAFF)
            self._raw.execute("PRAGMA user_version = 1")
            self._raw.execute("COMMIT")


def _lock_seconds(tries: int) -> int:
    """0 up to the try before the last free one, then a lock that doubles with every wrong try."""
    if tries < TRIES:
        return 0
    doubled: int = FIRST_LOCK_SECONDS << min(tries - TRIES, 16)
    return min(doubled, LONGEST_LOCK_SECONDS)


def _member(row: tuple[str, ...]) -> StaffMember:
    staff_id, name, short_name, role, inn, position = row
    return StaffMember(staff_id, name, short_name, Role(role), inn, position)
