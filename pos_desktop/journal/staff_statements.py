"""SQL of staff.sqlite: one table, so that a sign-in loads no library to build a statement."""

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

SAVE_MEMBER = """
INSERT INTO staff (staff_id, name, short_name, role, inn, position, pin_hash, badge_hash)
VALUES (:staff_id, :name, :short_name, :role, :inn, :position, :pin_hash, :badge_hash)
ON CONFLICT (staff_id) DO UPDATE SET
    name = excluded.name, short_name = excluded.short_name, role = excluded.role,
    inn = excluded.inn, position = excluded.position, pin_hash = excluded.pin_hash,
    badge_hash = excluded.badge_hash, tries = 0, locked_until_us = 0"""

MEMBERS = "SELECT staff_id, name, short_name, role, inn, position FROM staff ORDER BY place"

MEMBER = """
SELECT staff_id, name, short_name, role, inn, position FROM staff WHERE staff_id = :staff_id"""

MEMBER_OF_BADGE = """
SELECT staff_id, name, short_name, role, inn, position FROM staff
WHERE badge_hash = :badge_hash AND locked_until_us <= :now_us"""

PIN_OF = "SELECT pin_hash, tries, locked_until_us FROM staff WHERE staff_id = :staff_id"

SET_TRIES = """
UPDATE staff SET tries = :tries, locked_until_us = :locked_until_us WHERE staff_id = :of_staff"""
