"""SQL, written by `python -m pos_desktop.journal.compile_queries`; do not edit."""
# ruff: noqa: E501

from __future__ import annotations

INSERT_SETTLEMENT = """\
INSERT INTO settlement (number, sale_id, occurred_at_us, kind, name, customer_id, whole_minor, taken_minor, left_minor) VALUES (:number, :sale_id, :occurred_at_us, :kind, :name, :customer_id, :whole_minor, :taken_minor, :left_minor)"""

LESS_LEFT = """\
UPDATE settlement SET left_minor=(settlement.left_minor - :by_minor) WHERE settlement.sale_id = :of_sale"""

DEBTS_OF_CUSTOMER = """\
SELECT settlement.sale_id, settlement.taken_minor, settlement.left_minor
FROM settlement
WHERE settlement.customer_id = :customer_id AND settlement.kind = 'credit' ORDER BY settlement.number"""

SETTLEMENT = """\
SELECT settlement.number, settlement.sale_id, settlement.occurred_at_us, settlement.kind, settlement.name, settlement.customer_id, settlement.whole_minor, settlement.taken_minor, settlement.left_minor
FROM settlement
WHERE settlement.sale_id = :sale_id"""

OPEN_SETTLEMENTS = """\
SELECT settlement.number, settlement.sale_id, settlement.occurred_at_us, settlement.kind, settlement.name, settlement.customer_id, settlement.whole_minor, settlement.taken_minor, settlement.left_minor
FROM settlement
WHERE settlement.left_minor > 0 ORDER BY settlement.number DESC
 LIMIT :most"""

CLEAR_SETTLEMENT = """\
DELETE FROM settlement"""

ALL_SETTLEMENTS = """\
SELECT settlement.number, settlement.sale_id, settlement.occurred_at_us, settlement.kind, settlement.name, settlement.customer_id, settlement.whole_minor, settlement.taken_minor, settlement.left_minor
FROM settlement ORDER BY settlement.number"""
