"""SQL, written by `python -m pos_desktop.journal.compile_queries`; do not edit."""
# ruff: noqa: E501

from __future__ import annotations

INSERT_DELIVERY = """\
INSERT INTO delivery (delivery_id, sale_id, channel, address, state, made_at_us, next_try_us, attempts, reason) VALUES (:delivery_id, :sale_id, :channel, :address, :state, :made_at_us, :next_try_us, :attempts, :reason)"""

NEXT_DELIVERY = """\
SELECT delivery.delivery_id, delivery.sale_id, delivery.channel, delivery.address, delivery.state, delivery.made_at_us, delivery.next_try_us, delivery.attempts, delivery.reason
FROM delivery
WHERE delivery.state IN ('waiting', 'queued', 'sending') AND delivery.state = 'queued' AND delivery.next_try_us <= :now_us ORDER BY delivery.delivery_id
 LIMIT 1"""

WAITING_DELIVERIES = """\
SELECT delivery.delivery_id, delivery.sale_id, delivery.channel, delivery.address, delivery.state, delivery.made_at_us, delivery.next_try_us, delivery.attempts, delivery.reason
FROM delivery
WHERE delivery.state IN ('waiting', 'queued', 'sending') AND delivery.state = 'waiting' ORDER BY delivery.delivery_id"""

DELIVERY = """\
SELECT delivery.delivery_id, delivery.sale_id, delivery.channel, delivery.address, delivery.state, delivery.made_at_us, delivery.next_try_us, delivery.attempts, delivery.reason
FROM delivery
WHERE delivery.delivery_id = :delivery_id"""

DELIVERIES_OF_SALE = """\
SELECT delivery.delivery_id, delivery.sale_id, delivery.channel, delivery.address, delivery.state, delivery.made_at_us, delivery.next_try_us, delivery.attempts, delivery.reason
FROM delivery
WHERE delivery.sale_id = :sale_id ORDER BY delivery.delivery_id"""

MOVE_DELIVERY = """\
UPDATE delivery SET address=:address, state=:state, next_try_us=:next_try_us, attempts=(delivery.attempts + :more), reason=:reason WHERE delivery.delivery_id = :of_delivery"""

PUT_OFF_DELIVERY = """\
UPDATE delivery SET next_try_us=:next_try_us WHERE delivery.delivery_id = :of_delivery AND delivery.state = 'queued'"""

SETTLE_DELIVERIES = """\
UPDATE delivery SET state='unknown', reason='delivery.interrupted' WHERE delivery.state IN ('waiting', 'queued', 'sending') AND delivery.state = 'sending'"""
