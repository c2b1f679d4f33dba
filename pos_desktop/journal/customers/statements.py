"""SQL, written by `python -m pos_desktop.journal.compile_queries`; do not edit."""
# ruff: noqa: E501

from __future__ import annotations

SAVE_CUSTOMER = """\
INSERT INTO customer (customer_id, name, phone, email, card, "group", price_list, birth_date, note, consent, buyer_inn, credit_limit_minor, saved_at_us, fold) VALUES (:customer_id, :name, :phone, :email, :card, :group, :price_list, :birth_date, :note, :consent, :buyer_inn, :credit_limit_minor, :saved_at_us, :fold) ON CONFLICT (customer_id) DO UPDATE SET name = excluded.name, phone = excluded.phone, email = excluded.email, card = excluded.card, "group" = excluded."group", price_list = excluded.price_list, birth_date = excluded.birth_date, note = excluded.note, consent = excluded.consent, buyer_inn = excluded.buyer_inn, credit_limit_minor = excluded.credit_limit_minor, saved_at_us = excluded.saved_at_us, fold = excluded.fold"""

CUSTOMER = """\
SELECT customer.customer_id, customer.name, customer.phone, customer.email, customer.card, customer."group", customer.price_list, customer.birth_date, customer.note, customer.consent, customer.buyer_inn, customer.credit_limit_minor
FROM customer
WHERE customer.customer_id = :customer_id"""

CUSTOMER_OF_CARD = """\
SELECT customer.customer_id, customer.name, customer.phone, customer.email, customer.card, customer."group", customer.price_list, customer.birth_date, customer.note, customer.consent, customer.buyer_inn, customer.credit_limit_minor
FROM customer
WHERE customer.card = :card AND customer.card != ''
 LIMIT 1"""

CUSTOMER_OF_PHONE = """\
SELECT customer.customer_id, customer.name, customer.phone, customer.email, customer.card, customer."group", customer.price_list, customer.birth_date, customer.note, customer.consent, customer.buyer_inn, customer.credit_limit_minor
FROM customer
WHERE customer.phone = :phone AND customer.phone != ''
 LIMIT 2"""

SEARCH_CUSTOMERS = """\
SELECT customer.customer_id, customer.name, customer.phone, customer.email, customer.card, customer."group", customer.price_list, customer.birth_date, customer.note, customer.consent, customer.buyer_inn, customer.credit_limit_minor
FROM (SELECT customer.customer_id AS customer_id, customer.fold AS fold
FROM customer
WHERE instr(customer.fold, :part1) > 0 AND (:part2 = '' OR instr(customer.fold, :part2) > 0) AND (:part3 = '' OR instr(customer.fold, :part3) > 0) OR :phone != '' AND instr(customer.fold, :phone) > 0 ORDER BY customer.fold
 LIMIT :most) AS fits JOIN customer ON customer.customer_id = fits.customer_id ORDER BY fits.fold"""

LAST_CUSTOMERS = """\
SELECT customer.customer_id, customer.name, customer.phone, customer.email, customer.card, customer."group", customer.price_list, customer.birth_date, customer.note, customer.consent, customer.buyer_inn, customer.credit_limit_minor
FROM customer ORDER BY customer.saved_at_us DESC
 LIMIT :most"""

COUNT_CUSTOMERS = """\
SELECT count(*) AS count_1
FROM customer"""

CLEAR_CUSTOMER = """\
DELETE FROM customer"""

ALL_CUSTOMERS = """\
SELECT customer.customer_id, customer.name, customer.phone, customer.email, customer.card, customer."group", customer.price_list, customer.birth_date, customer.note, customer.consent, customer.buyer_inn, customer.credit_limit_minor, customer.saved_at_us, customer.fold
FROM customer ORDER BY customer.customer_id"""

ADD_MOVE = """\
INSERT INTO account_move (account, holder, receipt, why, amount_minor, at_us, valid_until, reason, staff_name, original, base_minor) VALUES (:account, :holder, :receipt, :why, :amount_minor, :at_us, :valid_until, :reason, :staff_name, :original, :base_minor) ON CONFLICT DO NOTHING"""

BALANCE = """\
SELECT coalesce(sum(account_move.amount_minor), 0) AS coalesce_1, coalesce(max(account_move.at_us), 0) AS coalesce_3, count(*) AS count_1
FROM account_move
WHERE account_move.account = :account AND account_move.holder = :holder"""

VALID_UNTIL = """\
SELECT account_move.valid_until
FROM account_move
WHERE account_move.account = :account AND account_move.holder = :holder AND account_move.valid_until != '' ORDER BY account_move.at_us DESC
 LIMIT 1"""

SPENT_SINCE = """\
SELECT coalesce(-sum(account_move.amount_minor), 0) AS coalesce_1
FROM account_move
WHERE account_move.account = :account AND account_move.holder = :holder AND account_move.why = 'spent' AND account_move.at_us >= :since_us"""

OF_ORIGINAL = """\
SELECT coalesce(sum(account_move.amount_minor), 0) AS coalesce_1, coalesce(sum(account_move.base_minor), 0) AS coalesce_3
FROM account_move
WHERE account_move.account = :account AND account_move.holder = :holder AND account_move.why = :why AND account_move.original = :original"""

MOVES = """\
SELECT account_move.at_us, account_move.why, account_move.amount_minor, account_move.receipt, account_move.reason, account_move.staff_name
FROM account_move
WHERE account_move.account = :account AND account_move.holder = :holder ORDER BY account_move.at_us DESC, account_move.receipt DESC
 LIMIT :most"""

CLEAR_MOVES = """\
DELETE FROM account_move"""

ALL_MOVES = """\
SELECT account_move.account, account_move.holder, account_move.receipt, account_move.why, account_move.amount_minor, account_move.at_us, account_move.valid_until, account_move.reason, account_move.staff_name, account_move.original, account_move.base_minor
FROM account_move ORDER BY account_move.account, account_move.holder, account_move.receipt, account_move.why"""

ADD_CUSTOMER_SALE = """\
INSERT INTO customer_sale (customer_id, number) VALUES (:customer_id, :number) ON CONFLICT DO NOTHING"""

PURCHASES = """\
SELECT sale.sale_id, sale.number, sale.occurred_at_us, sale.operation, sale.total_minor
FROM customer_sale JOIN sale ON sale.number = customer_sale.number
WHERE customer_sale.customer_id = :customer_id ORDER BY customer_sale.number DESC
 LIMIT :most"""

CLEAR_CUSTOMER_SALES = """\
DELETE FROM customer_sale"""

ALL_CUSTOMER_SALES = """\
SELECT customer_sale.customer_id, customer_sale.number
FROM customer_sale ORDER BY customer_sale.customer_id, customer_sale.number"""
