"""SQL, written by `python -m pos_desktop.journal.compile_queries`; do not edit."""
# ruff: noqa: E501

from __future__ import annotations

SHIFTS = """\
SELECT shift.number, shift.opened_at_us, shift.first_sale
FROM shift ORDER BY shift.number"""

SEQ_OF_SALE_BEFORE = """\
SELECT sale.seq
FROM sale
WHERE sale.number < :number ORDER BY sale.number DESC
 LIMIT 1"""

SEQ_OF_SALE_FROM = """\
SELECT sale.seq
FROM sale
WHERE sale.number >= :number ORDER BY sale.number
 LIMIT 1"""

LAST_TIME = """\
SELECT journal_entry.seq, journal_entry.occurred_at_us
FROM journal_entry ORDER BY journal_entry.seq DESC
 LIMIT 1"""

FACTS = """\
SELECT journal_entry.occurred_at_us, journal_entry.kind, journal_entry.version, journal_entry.payload
FROM journal_entry
WHERE journal_entry.seq > :after_seq AND journal_entry.seq <= :until_seq AND journal_entry.occurred_at_us >= :from_us AND journal_entry.occurred_at_us < :until_us AND journal_entry.kind IN (SELECT anon_1.value
FROM json_each(:kinds) AS anon_1) ORDER BY journal_entry.seq"""

REGISTERED_LATER = """\
SELECT journal_entry.kind, journal_entry.version, journal_entry.payload
FROM sale JOIN journal_entry ON journal_entry.seq = sale.fiscal_seq
WHERE sale.number >= :first_number AND sale.number <= :last_number AND sale.fiscal_seq > :after_seq ORDER BY sale.number"""

BOOKED = """\
SELECT count(*) AS count_1, coalesce(sum(sale.cash_minor + sale.cashless_minor + sale.other_minor), 0) AS coalesce_1
FROM sale
WHERE sale.number >= :first_number AND sale.number <= :last_number AND sale.occurred_at_us >= :from_us AND sale.occurred_at_us < :until_us"""

PARKED_IN = """\
SELECT count(*) AS count_1
FROM parked_entry
WHERE parked_entry.destination = 'cloud' AND parked_entry.seq >= :first_seq AND parked_entry.seq <= :last_seq"""
