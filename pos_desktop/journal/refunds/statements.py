"""SQL, written by `python -m pos_desktop.journal.compile_queries`; do not edit."""
# ruff: noqa: E501

from __future__ import annotations

ADD_RETURNED_LINE = """\
INSERT INTO returned_line (sale_id, n, qty, total_minor) VALUES (:sale_id, :n, :qty, :total_minor) ON CONFLICT (sale_id, n) DO UPDATE SET qty = (returned_line.qty + excluded.qty), total_minor = (returned_line.total_minor + excluded.total_minor)"""

ADD_RETURNED_MONEY = """\
INSERT INTO returned_money (sale_id, kind, amount_minor) VALUES (:sale_id, :kind, :amount_minor) ON CONFLICT (sale_id, kind) DO UPDATE SET amount_minor = (returned_money.amount_minor + excluded.amount_minor)"""

PUT_BEGUN = """\
INSERT INTO refund_begun (refund_id, seq) VALUES (:refund_id, :seq) ON CONFLICT (refund_id) DO UPDATE SET seq = excluded.seq"""

DELETE_BEGUN = """\
DELETE FROM refund_begun WHERE refund_begun.refund_id = :refund_id"""

SET_CORRECTED = """\
INSERT INTO corrected_receipt (sale_id, number) VALUES (:sale_id, :number) ON CONFLICT (sale_id) DO UPDATE SET number = excluded.number"""

CLEAR_CORRECTED = """\
DELETE FROM corrected_receipt"""

ALL_CORRECTED = """\
SELECT corrected_receipt.sale_id, corrected_receipt.number
FROM corrected_receipt ORDER BY corrected_receipt.sale_id"""

INSERT_REGISTERED = """\
INSERT INTO registered_document (fn, fd, fp, number) VALUES (:fn, :fd, :fp, :number) ON CONFLICT (fn, fd) DO UPDATE SET fp = excluded.fp, number = excluded.number"""

CLEAR_RETURNED_LINES = """\
DELETE FROM returned_line"""

CLEAR_RETURNED_MONEY = """\
DELETE FROM returned_money"""

CLEAR_BEGUN = """\
DELETE FROM refund_begun"""

CLEAR_REGISTERED = """\
DELETE FROM registered_document"""

ALL_RETURNED_LINES = """\
SELECT returned_line.sale_id, returned_line.n, returned_line.qty, returned_line.total_minor
FROM returned_line ORDER BY returned_line.sale_id, returned_line.n"""

ALL_RETURNED_MONEY = """\
SELECT returned_money.sale_id, returned_money.kind, returned_money.amount_minor
FROM returned_money ORDER BY returned_money.sale_id, returned_money.kind"""

ALL_BEGUN = """\
SELECT refund_begun.refund_id, refund_begun.seq
FROM refund_begun ORDER BY refund_begun.refund_id"""

ALL_REGISTERED = """\
SELECT registered_document.fn, registered_document.fd, registered_document.fp, registered_document.number
FROM registered_document ORDER BY registered_document.fn, registered_document.fd"""

RETURNED_LINES = """\
SELECT returned_line.n, returned_line.qty, returned_line.total_minor
FROM returned_line
WHERE returned_line.sale_id = :sale_id"""

RETURNED_QTY = """\
SELECT returned_line.qty
FROM returned_line
WHERE returned_line.sale_id = :sale_id AND returned_line.n = :n"""

RETURNED_MONEY = """\
SELECT returned_money.kind, returned_money.amount_minor
FROM returned_money
WHERE returned_money.sale_id = :sale_id"""

CORRECTED_BY = """\
SELECT corrected_receipt.number
FROM corrected_receipt
WHERE corrected_receipt.sale_id = :sale_id"""

FIRST_BEGUN = """\
SELECT refund_begun.seq
FROM refund_begun ORDER BY refund_begun.seq
 LIMIT 1"""

NUMBER_REGISTERED = """\
SELECT registered_document.number, registered_document.fp
FROM registered_document
WHERE registered_document.fn = :fn AND registered_document.fd = :fd"""

NUMBERS_BY_SUM = """\
SELECT sale.number
FROM sale
WHERE sale.number >= :first AND sale.number < :end AND sale.total_minor = :total_minor ORDER BY sale.number DESC"""

NUMBERS_BY_TEXT = """\
SELECT sale.number
FROM sale JOIN journal_entry ON journal_entry.seq = sale.seq
WHERE sale.number >= :first AND sale.number < :end AND sale.tender_kinds != 'cash' AND instr(CAST(journal_entry.payload AS TEXT), :text) > 0 ORDER BY sale.number DESC"""
