"""SQL of staff.sqlite: two tables, so that a sign-in loads no library to build a statement."""

from __future__ import annotations

CREATE_STAFF = """
CREATE TABLE staff (
    place INTEGER PRIMARY KEY,
    staff_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    role TEXT NOT NULL,
    inn TEXT NOT NULL,
    position TEXT NOT NULL,
    pin_hash TEXT NOT NULL,
    badge_hash BLOB UNIQUE,
    tries INTEGER NOT NULL DEFAULT 0,
    locked_until_us INTEGER NOT NULL DEFAULT 0
) STRICT"""

VERSION_2 = (
    "ALTER TABLE staff ADD COLUMN dismissed INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE staff ADD COLUMN first_pin INTEGER NOT NULL DEFAULT 0",
    # Before this version nobody could change the PIN that the program gave.
    "UPDATE staff SET first_pin = 1 WHERE staff_id = 'owner'",
    """CREATE TABLE register_lock (
        lock_id INTEGER PRIMARY KEY CHECK (lock_id = 1),
        tries INTEGER NOT NULL,
        locked_until_us INTEGER NOT NULL
    ) STRICT""",
    "INSERT INTO register_lock (lock_id, tries, locked_until_us) VALUES (1, 0, 0)",
)

SAVE_MEMBER = """
INSERT INTO staff (staff_id, name, short_name, role, inn, position, pin_hash, badge_hash, first_pin)
VALUES (:staff_id, :name, :short_name, :role, :inn, :position, :pin_hash, :badge_hash, :first_pin)
ON CONFLICT (staff_id) DO UPDATE SET
    name = excluded.name, short_name = excluded.short_name, role = excluded.role,
    inn = excluded.inn, position = excluded.position, pin_hash = excluded.pin_hash,
    badge_hash = excluded.badge_hash, first_pin = excluded.first_pin,
    tries = 0, locked_until_us = 0"""

CHANGE_MEMBER = """
UPDATE staff SET name = :name, short_name = :short_name, role = :role, inn = :inn,
    position = :position
WHERE staff_id = :staff_id"""

SET_PIN = """
UPDATE staff SET pin_hash = :pin_hash, first_pin = 0, tries = 0, locked_until_us = 0
WHERE staff_id = :staff_id"""

RENEW_HASH = "UPDATE staff SET pin_hash = :pin_hash WHERE staff_id = :staff_id"

SET_BADGE = "UPDATE staff SET badge_hash = :badge_hash WHERE staff_id = :staff_id"

DISMISS = "UPDATE staff SET dismissed = 1, badge_hash = NULL WHERE staff_id = :staff_id"

TAKE_BACK = """
UPDATE staff SET dismissed = 0, tries = 0, locked_until_us = 0 WHERE staff_id = :staff_id"""

MEMBERS = """
SELECT staff_id, name, short_name, role, inn, position FROM staff
WHERE dismissed = 0 ORDER BY place"""

RECORDS = """
SELECT staff_id, name, short_name, role, inn, position, dismissed, badge_hash IS NOT NULL, tries,
    locked_until_us, first_pin
FROM staff ORDER BY dismissed, place"""

MEMBER = """
SELECT staff_id, name, short_name, role, inn, position FROM staff WHERE staff_id = :staff_id"""

OF_BADGE = """
SELECT staff_id, name, short_name, role, inn, position, tries, locked_until_us FROM staff
WHERE badge_hash = :badge_hash AND dismissed = 0"""

PIN_OF = """
SELECT pin_hash, tries, locked_until_us FROM staff WHERE staff_id = :staff_id AND dismissed = 0"""

SET_TRIES = """
UPDATE staff SET tries = :tries, locked_until_us = :locked_until_us WHERE staff_id = :of_staff"""

REGISTER_LOCK = "SELECT tries, locked_until_us FROM register_lock"

SET_REGISTER_LOCK = "UPDATE register_lock SET tries = :tries, locked_until_us = :locked_until_us"
