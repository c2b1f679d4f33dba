"""People of the register with their PINs, in a small file of their own (the StaffBook port).

A PIN of four digits falls to guessing within the hour once its hash leaks, so three things stand
before it: a pepper that lies in the key ring and not in this file, a count of wrong tries, and
locks that grow with them, one for each person and one for the register. Counts and locks survive
a restart.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.staff import PIN_DIGITS, Role, StaffMember, StaffRecord
from pos_desktop.journal import staff_statements as sql
from pos_desktop.journal.connection import open_writer, storage_errors
from pos_desktop.journal.fair_lock import FairLock
from pos_desktop.journal.staff_locks import REGISTER_TRIES, TRIES, Lock
from pos_desktop.journal.staff_pins import Pins

_VERSION = 2


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
        self._pins = Pins(pepper)
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
        """Everyone who works here, in the order of the import."""
        with self._lock, storage_errors():
            return [_member(row) for row in self._raw.execute(sql.MEMBERS).fetchall()]

    def records(self) -> list[StaffRecord]:
        """Everyone ever known; the dismissed at the end."""
        with self._lock, storage_errors():
            rows = self._raw.execute(sql.RECORDS).fetchall()
        now_us = self._now_us()
        return [_record(row, now_us) for row in rows]

    # ------------------------------------------------------------------ who is it

    def check_pin(self, staff_id: str, pin: str) -> StaffMember:
        """The member, whose count of wrong tries and the register's start anew.

        RefusalError("signin.wrong_pin", tries_left=), ("signin.locked", seconds=),
        ("signin.register_locked", seconds=). A try counts before the hash is computed, so pulling
        the plug gives no free one.
        """
        with self._lock, storage_errors():
            now_us = self._now_us()
            register = self._open_register(now_us)
            row = self._raw.execute(sql.PIN_OF, {"staff_id": staff_id}).fetchone()
            if row is None:
                self._set_register(register.after_wrong_try(now_us))
                raise RefusalError("signin.wrong_pin", tries_left=0)
            pin_hash, tries, until_us = row
            person = Lock(tries, until_us, TRIES)
            if left := person.left_seconds(now_us):
                if (moved := person.after_clock_change(now_us)) != person:
                    self._set_person(staff_id, moved)
                raise RefusalError("signin.locked", seconds=left)
            person, register = person.after_wrong_try(now_us), register.after_wrong_try(now_us)
            with self._at_once():
                self._set_person(staff_id, person)
                self._set_register(register)
            if self._pins.is_right(pin_hash, pin):
                return self._let_in(staff_id, pin_hash, pin)
            raise _refusal(person, register, now_us)

    def by_badge(self, code: str) -> StaffMember | None:
        """The member whose badge this is; None for none, which counts as a wrong try.

        RefusalError("signin.locked", seconds=), ("signin.register_locked", seconds=).
        """
        with self._lock, storage_errors():
            now_us = self._now_us()
            register = self._open_register(now_us)
            values = {"badge_hash": self._pins.badge_hash(code)}
            row = self._raw.execute(sql.OF_BADGE, values).fetchone()
            if row is None:
                register = register.after_wrong_try(now_us)
                self._set_register(register)
                if left := register.left_seconds(now_us):
                    raise RefusalError("signin.register_locked", seconds=left)
                return None
            *person, tries, until_us = row
            if left := Lock(tries, until_us, TRIES).left_seconds(now_us):
                raise RefusalError("signin.locked", seconds=left)
            if register.tries:
                self._set_register(Lock(0, 0, REGISTER_TRIES))
            return _member(tuple(person))

    def _let_in(self, staff_id: str, pin_hash: str, pin: str) -> StaffMember:
        outdated = self._pins.is_outdated(pin_hash)
        renewed = self._pins.hash_of(pin) if outdated else pin_hash
        with self._at_once():
            self._set_person(staff_id, Lock(0, 0, TRIES))
            self._set_register(Lock(0, 0, REGISTER_TRIES))
            if outdated:
                self._raw.execute(sql.RENEW_HASH, {"staff_id": staff_id, "pin_hash": renewed})
        return _member(self._raw.execute(sql.MEMBER, {"staff_id": staff_id}).fetchone())

    def _open_register(self, now_us: int) -> Lock:
        """The register's lock, which does not hold now; RefusalError("signin.register_locked")."""
        tries, until_us = self._raw.execute(sql.REGISTER_LOCK).fetchone()
        lock = Lock(tries, until_us, REGISTER_TRIES)
        if left := lock.left_seconds(now_us):
            if (moved := lock.after_clock_change(now_us)) != lock:
                self._set_register(moved)
            raise RefusalError("signin.register_locked", seconds=left)
        return lock

    # ------------------------------------------------------------------ changes

    def add_all(
        self, people: Iterable[tuple[StaffMember, str, str]], *, first_pin: bool = False
    ) -> int:
        """Add (member, PIN, badge or "") or replace them by their ids, all or nothing; how many.

        first_pin: the program chose the PIN, somebody is to change it. RefusalError(
        "staff.bad_pin", count=) for a PIN of too few digits. A replaced member's wrong tries are
        forgotten.
        """
        rows = [
            self._row(member, pin, badge) | {"first_pin": int(first_pin)}
            for member, pin, badge in people
        ]
        with self._lock, storage_errors(), self._at_once():
            self._raw.executemany(sql.SAVE_MEMBER, rows)
        return len(rows)

    def add(self, member: StaffMember, pin: str) -> None:
        """A new person; RefusalError as add_all()."""
        self.add_all([(member, pin, "")])

    def change(self, member: StaffMember) -> None:
        """All but PIN and badge."""
        self._change(sql.CHANGE_MEMBER, _values(member))

    def set_pin(self, staff_id: str, pin: str) -> None:
        """Another PIN; wrong tries are forgotten."""
        self._change(sql.SET_PIN, {"staff_id": staff_id, "pin_hash": self._pins.hash_of(pin)})

    def set_badge(self, staff_id: str, code: str) -> None:
        """Another badge, "" for none."""
        badge_hash = self._pins.badge_hash(code) if code else None
        self._change(sql.SET_BADGE, {"staff_id": staff_id, "badge_hash": badge_hash})

    def badge_owner(self, code: str) -> StaffMember | None:
        """Whose badge this is; asked while it is given out, so nothing is counted."""
        with self._lock, storage_errors():
            values = {"badge_hash": self._pins.badge_hash(code)}
            row = self._raw.execute(sql.OF_BADGE, values).fetchone()
        return _member(row[:6]) if row else None

    def dismiss(self, staff_id: str) -> None:
        """The person signs in no more; the badge may be another's."""
        self._change(sql.DISMISS, {"staff_id": staff_id})

    def take_back(self, staff_id: str) -> None:
        self._change(sql.TAKE_BACK, {"staff_id": staff_id})

    def unlock(self, staff_id: str) -> None:
        """The person's wrong tries are forgiven; the register's stay."""
        with self._lock, storage_errors():
            self._set_person(staff_id, Lock(0, 0, TRIES))

    def close(self) -> None:
        with self._lock:
            self._raw.close()

    # ------------------------------------------------------------------ rows

    def _row(self, member: StaffMember, pin: str, badge: str) -> dict[str, object]:
        if not (pin.isascii() and pin.isdigit() and len(pin) >= PIN_DIGITS):
            raise RefusalError("staff.bad_pin", count=PIN_DIGITS)
        return _values(member) | {
            "pin_hash": self._pins.hash_of(pin),
            "badge_hash": self._pins.badge_hash(badge) if badge else None,
        }

    def _change(self, statement: str, values: dict[str, object]) -> None:
        with self._lock, storage_errors():
            self._raw.execute(statement, values)

    def _set_person(self, staff_id: str, lock: Lock) -> None:
        values = {"of_staff": staff_id, "tries": lock.tries, "locked_until_us": lock.until_us}
        self._raw.execute(sql.SET_TRIES, values)

    def _set_register(self, lock: Lock) -> None:
        values = {"tries": lock.tries, "locked_until_us": lock.until_us}
        self._raw.execute(sql.SET_REGISTER_LOCK, values)

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """All of it or nothing."""
        self._raw.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._raw.execute("COMMIT")
        except BaseException:
            if self._raw.in_transaction:
                self._raw.execute("ROLLBACK")
            raise

    def _prepare(self) -> None:
        version = self._raw.execute("PRAGMA user_version").fetchone()[0]
        if version >= _VERSION:
            return
        with self._at_once():
            if version == 0:
                self._raw.execute(sql.CREATE_STAFF)
            for statement in sql.VERSION_2:
                self._raw.execute(statement)
            self._raw.execute(f"PRAGMA user_version = {_VERSION:d}")


def _refusal(person: Lock, register: Lock, now_us: int) -> RefusalError:
    """What a wrong PIN brought: the longer lock, or how many tries are left."""
    own, whole = person.left_seconds(now_us), register.left_seconds(now_us)
    if whole and whole >= own:
        return RefusalError("signin.register_locked", seconds=whole)
    if own:
        return RefusalError("signin.locked", seconds=own)
    return RefusalError("signin.wrong_pin", tries_left=TRIES - person.tries)


def _values(member: StaffMember) -> dict[str, object]:
    return {
        "staff_id": member.staff_id,
        "name": member.name,
        "short_name": member.short_name,
        "role": member.role.value,
        "inn": member.inn,
        "position": member.position,
    }


def _member(row: tuple[str, ...]) -> StaffMember:
    staff_id, name, short_name, role, inn, position = row
    return StaffMember(staff_id, name, short_name, Role(role), inn, position)


def _record(row: tuple[object, ...], now_us: int) -> StaffRecord:
    *person, dismissed, has_badge, tries, until_us, first_pin = row
    lock = Lock(int(str(tries)), int(str(until_us)), TRIES)
    return StaffRecord(
        _member(tuple(map(str, person))),
        bool(dismissed),
        bool(has_badge),
        lock.left_seconds(now_us),
        bool(first_pin),
    )
