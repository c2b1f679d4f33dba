"""SQL, written by `python -m pos_desktop.journal.compile_queries`; do not edit."""
# ruff: noqa: E501

from __future__ import annotations

INSERT_ENTRY = """\
INSERT INTO journal_entry (seq, entry_id, register_id, occurred_at_us, shift_number, kind, version, payload, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""

LAST_ENTRY = """\
SELECT journal_entry.seq, journal_entry.hash
FROM journal_entry ORDER BY journal_entry.seq DESC
 LIMIT 1"""

ENTRIES_AFTER = """\
SELECT journal_entry.seq, journal_entry.entry_id, journal_entry.occurred_at_us, journal_entry.shift_number, journal_entry.kind, journal_entry.version, journal_entry.payload, journal_entry.prev_hash, journal_entry.hash
FROM journal_entry
WHERE journal_entry.seq > :seq ORDER BY journal_entry.seq
 LIMIT :most"""

ALL_ENTRIES = """\
SELECT journal_entry.seq, journal_entry.entry_id, journal_entry.occurred_at_us, journal_entry.shift_number, journal_entry.kind, journal_entry.version, journal_entry.payload, journal_entry.prev_hash, journal_entry.hash, journal_entry.register_id
FROM journal_entry ORDER BY journal_entry.seq"""

ENTRY_FACT = """\
SELECT journal_entry.kind, journal_entry.version, journal_entry.payload, journal_entry.occurred_at_us
FROM journal_entry
WHERE journal_entry.seq = :seq"""

ENTRY_IDS_TWICE = """\
SELECT min(journal_entry.seq) AS min_1, max(journal_entry.seq) AS max_1
FROM journal_entry GROUP BY journal_entry.entry_id
HAVING count(*) > 1"""

READ_META = """\
SELECT meta.value
FROM meta
WHERE meta.name = :name"""

WRITE_META = """\
INSERT INTO meta (name, value) VALUES (:name, :value)"""

SALE_NUMBER_FROM = """\
SELECT sale.number
FROM sale
WHERE sale.number >= :number AND sale.sale_id = :sale_id ORDER BY sale.number
 LIMIT 1"""

SALE_NUMBER_BEFORE = """\
SELECT sale.number
FROM sale
WHERE sale.number < :number AND sale.sale_id = :sale_id ORDER BY sale.number DESC
 LIMIT 1"""

SALE_TIME = """\
SELECT sale.occurred_at_us
FROM sale
WHERE sale.number = :number"""

INSERT_SALE = """\
INSERT INTO sale (number, sale_id, seq, occurred_at_us, shift_number, staff_name, operation, total_minor, cash_minor, cashless_minor, other_minor, tender_kinds, moved, fiscal_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""

INSERT_SHIFT = """\
INSERT INTO shift (number, shift_id, opened_at_us, opened_by, is_open, cash_minor, first_sale) VALUES (?, ?, ?, ?, ?, ?, ?)"""

CLOSE_SHIFT = """\
UPDATE shift SET is_open=0 WHERE shift.number = :of_number"""

FOLD_STOCK = """\
INSERT INTO stock (product_id, base, moved) SELECT line."key", :base AS anon_1, sum(line.value) AS sum_1
FROM sale JOIN json_each(sale.moved) AS line ON 1 = 1
WHERE sale.number >= :first_sale GROUP BY line."key" ON CONFLICT (product_id, base) DO UPDATE SET moved = (stock.moved + excluded.moved)"""

STOCK_MOVED = """\
SELECT every.product_id, sum(every.moved) AS sum_1
FROM (SELECT line."key" AS product_id, line.value AS moved
FROM sale JOIN json_each(sale.moved) AS line ON 1 = 1
WHERE sale.number >= :first_sale UNION ALL SELECT stock.product_id AS product_id, stock.moved AS moved
FROM stock) AS every GROUP BY every.product_id"""

SET_FISCAL_SEQ = """\
UPDATE sale SET fiscal_seq=:seq WHERE sale.number = :of_number"""

CLEAR_SALE = """\
DELETE FROM sale"""

CLEAR_SHIFT = """\
DELETE FROM shift"""

CLEAR_STOCK = """\
DELETE FROM stock"""

ALL_SALES = """\
SELECT sale.number, sale.sale_id, sale.seq, sale.occurred_at_us, sale.shift_number, sale.staff_name, sale.operation, sale.total_minor, sale.cash_minor, sale.cashless_minor, sale.other_minor, sale.tender_kinds, sale.moved, sale.fiscal_seq
FROM sale ORDER BY sale.number"""

ALL_SHIFTS = """\
SELECT shift.number, shift.shift_id, shift.opened_at_us, shift.opened_by, shift.is_open, shift.cash_minor, shift.first_sale
FROM shift ORDER BY shift.number"""

ALL_STOCK = """\
SELECT stock.product_id, stock.base, stock.moved
FROM stock ORDER BY stock.product_id, stock.base"""

LAST_SALE_NUMBER = """\
SELECT coalesce(max(sale.number), 0) AS coalesce_1
FROM sale"""

LAST_SHIFT = """\
SELECT shift.number, shift.shift_id, shift.opened_at_us, shift.opened_by, shift.is_open, shift.first_sale
FROM shift ORDER BY shift.number DESC
 LIMIT 1"""

SHIFT_TOTALS = """\
SELECT count(sale.number) AS count_1, coalesce(sum(sale.cash_minor + sale.cashless_minor + sale.other_minor), 0) AS coalesce_1, shift.cash_minor + coalesce(sum(sale.cash_minor), 0) + (SELECT coalesce(sum(cash_move.amount_minor), 0) AS coalesce_4
FROM cash_move
WHERE cash_move.shift_number = shift.number) AS anon_1, coalesce(sum(sale.cashless_minor), 0) AS coalesce_6, coalesce(sum(sale.other_minor), 0) AS coalesce_8
FROM shift LEFT OUTER JOIN shift AS "after" ON "after".number = shift.number + 1 LEFT OUTER JOIN sale ON sale.number >= shift.first_sale AND sale.number < coalesce("after".first_sale, 4611686018427387904)
WHERE shift.number = :number GROUP BY shift.number"""

READ_FLOOR = """\
SELECT queue_floor.floor
FROM queue_floor
WHERE queue_floor.queue = :queue"""

SET_FLOOR = """\
INSERT INTO queue_floor (queue, floor) VALUES (:queue, :floor) ON CONFLICT (queue) DO UPDATE SET floor = excluded.floor"""

INSERT_PRINT_JOB = """\
INSERT INTO print_job (job_id, sale_id, sale_number, kind, state, not_before_us, attempts, reason, opens_drawer, payload, device, paper, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""

LAST_PRINT_JOB = """\
SELECT coalesce(max(print_job.job_id), 0) AS coalesce_1
FROM print_job"""

FIRST_ACTIVE_JOB = """\
SELECT print_job.job_id
FROM print_job
WHERE print_job.job_id >= :floor AND print_job.state IN ('queued', 'sending', 'held') AND print_job.device = 'printer' ORDER BY print_job.job_id
 LIMIT 1"""

WAITING_PRINT_JOBS = """\
SELECT print_job.job_id, print_job.sale_id, print_job.sale_number, print_job.kind, print_job.state, print_job.not_before_us, print_job.attempts, print_job.reason, print_job.opens_drawer, print_job.payload, print_job.device, print_job.paper, print_job.source
FROM print_job
WHERE print_job.job_id >= :floor AND print_job.state IN ('queued', 'held') AND print_job.device = 'printer' ORDER BY print_job.job_id"""

NEXT_PRINT_JOB = """\
SELECT print_job.job_id, print_job.sale_id, print_job.sale_number, print_job.kind, print_job.state, print_job.not_before_us, print_job.attempts, print_job.reason, print_job.opens_drawer, print_job.payload, print_job.device, print_job.paper, print_job.source
FROM print_job
WHERE print_job.job_id >= :floor AND print_job.state IN ('queued', 'held') AND print_job.device = 'printer' AND (print_job.not_before_us <= :now_us OR print_job.not_before_us > :beyond_us) ORDER BY print_job.job_id
 LIMIT 1"""

NEXT_PRINT_WAKE = """\
SELECT coalesce(min(print_job.not_before_us), 0) AS coalesce_1
FROM print_job
WHERE print_job.job_id >= :floor AND print_job.state IN ('queued', 'held') AND print_job.device = 'printer' AND print_job.not_before_us > 0"""

PRINT_JOB = """\
SELECT print_job.job_id, print_job.sale_id, print_job.sale_number, print_job.kind, print_job.state, print_job.not_before_us, print_job.attempts, print_job.reason, print_job.opens_drawer, print_job.payload, print_job.device, print_job.paper, print_job.source
FROM print_job
WHERE print_job.job_id = :job_id"""

PRINT_STATE = """\
SELECT print_job.state, print_job.device
FROM print_job
WHERE print_job.job_id = :job_id"""

RECEIPT_JOB = """\
SELECT print_job.job_id, print_job.sale_id, print_job.sale_number, print_job.kind, print_job.state, print_job.not_before_us, print_job.attempts, print_job.reason, print_job.opens_drawer, print_job.payload, print_job.device, print_job.paper, print_job.source
FROM print_job
WHERE print_job.job_id = :job_id AND print_job.sale_id = :sale_id AND print_job.kind = 'receipt'"""

SEARCH_RECEIPT_JOB = """\
SELECT print_job.job_id, print_job.sale_id, print_job.sale_number, print_job.kind, print_job.state, print_job.not_before_us, print_job.attempts, print_job.reason, print_job.opens_drawer, print_job.payload, print_job.device, print_job.paper, print_job.source
FROM print_job
WHERE print_job.sale_id = :sale_id AND print_job.kind = 'receipt' ORDER BY print_job.job_id DESC
 LIMIT 1"""

SALES_WITHOUT_RECEIPT = """\
SELECT sale.number
FROM sale
WHERE (sale.number NOT IN (SELECT print_job.sale_number
FROM print_job
WHERE print_job.kind = 'receipt')) ORDER BY sale.number"""

PRINT_STATES = """\
SELECT print_job.state, count(*) AS count_1
FROM print_job GROUP BY print_job.state ORDER BY print_job.state"""

DRAWER_JOB = """\
SELECT print_job.job_id
FROM print_job
WHERE print_job.job_id > :after AND print_job.job_id <= :until AND print_job.opens_drawer = 1
 LIMIT 1"""

MOVE_PRINT_JOB = """\
UPDATE print_job SET state=:state, attempts=(print_job.attempts + :more), reason=:reason WHERE print_job.job_id = :of_job"""

REPLACE_PRINT = """\
UPDATE print_job SET not_before_us=0, payload=:payload WHERE print_job.job_id = :of_job AND print_job.sale_id = :of_sale AND print_job.state IN ('queued', 'held') AND print_job.device = 'printer'"""

SETTLE_PRINT_JOBS = """\
UPDATE print_job SET state='unknown', reason='print.interrupted' WHERE print_job.job_id >= :floor AND print_job.device = 'printer' AND print_job.state = 'sending'"""

PRINT_QUEUE = """\
SELECT count(*) AS count_1, coalesce(min(sale.occurred_at_us), 0) AS coalesce_1, coalesce(min(open_job.sale_number), 0) AS coalesce_3, coalesce(sum(open_job.state IN ('unknown', 'failed')), 0) AS coalesce_5
FROM (SELECT print_job.job_id AS job_id, print_job.sale_id AS sale_id, print_job.sale_number AS sale_number, print_job.kind AS kind, print_job.state AS state, print_job.not_before_us AS not_before_us, print_job.attempts AS attempts, print_job.reason AS reason, print_job.opens_drawer AS opens_drawer, print_job.payload AS payload, print_job.device AS device, print_job.paper AS paper, print_job.source AS source
FROM print_job
WHERE print_job.job_id >= :floor AND print_job.state IN ('queued', 'sending', 'held') AND print_job.device = 'printer' UNION ALL SELECT print_job.job_id AS job_id, print_job.sale_id AS sale_id, print_job.sale_number AS sale_number, print_job.kind AS kind, print_job.state AS state, print_job.not_before_us AS not_before_us, print_job.attempts AS attempts, print_job.reason AS reason, print_job.opens_drawer AS opens_drawer, print_job.payload AS payload, print_job.device AS device, print_job.paper AS paper, print_job.source AS source
FROM print_job
WHERE print_job.device != 'printer' AND print_job.state IN ('queued', 'sending', 'held') UNION ALL SELECT print_job.job_id AS job_id, print_job.sale_id AS sale_id, print_job.sale_number AS sale_number, print_job.kind AS kind, print_job.state AS state, print_job.not_before_us AS not_before_us, print_job.attempts AS attempts, print_job.reason AS reason, print_job.opens_drawer AS opens_drawer, print_job.payload AS payload, print_job.device AS device, print_job.paper AS paper, print_job.source AS source
FROM print_job
WHERE print_job.state IN ('unknown', 'failed') AND print_job.kind = 'receipt') AS open_job LEFT OUTER JOIN sale ON sale.number = open_job.sale_number"""

WAITING_SECOND_JOBS = """\
SELECT print_job.job_id, print_job.sale_id, print_job.sale_number, print_job.kind, print_job.state, print_job.not_before_us, print_job.attempts, print_job.reason, print_job.opens_drawer, print_job.payload, print_job.device, print_job.paper, print_job.source
FROM print_job
WHERE print_job.device != 'printer' AND print_job.state IN ('queued', 'sending', 'held') AND print_job.state != 'sending' ORDER BY print_job.job_id"""

NEXT_SECOND_JOB = """\
SELECT print_job.job_id, print_job.sale_id, print_job.sale_number, print_job.kind, print_job.state, print_job.not_before_us, print_job.attempts, print_job.reason, print_job.opens_drawer, print_job.payload, print_job.device, print_job.paper, print_job.source
FROM print_job
WHERE print_job.device != 'printer' AND print_job.state IN ('queued', 'sending', 'held') AND print_job.state != 'sending' AND (print_job.not_before_us <= :now_us OR print_job.not_before_us > :beyond_us) ORDER BY print_job.job_id
 LIMIT 1"""

NEXT_SECOND_WAKE = """\
SELECT coalesce(min(print_job.not_before_us), 0) AS coalesce_1
FROM print_job
WHERE print_job.device != 'printer' AND print_job.state IN ('queued', 'sending', 'held') AND print_job.state != 'sending' AND print_job.not_before_us > 0"""

GIVE_PRINT_JOB = """\
UPDATE print_job SET state='queued', reason='', payload=:payload, device=:device, paper=:paper WHERE print_job.job_id = :of_job AND print_job.state IN ('queued', 'held') AND print_job.device = :of_device"""

REPLACE_SECOND = """\
UPDATE print_job SET not_before_us=0, payload=:payload WHERE print_job.device != 'printer' AND print_job.state IN ('queued', 'sending', 'held') AND print_job.state != 'sending' AND print_job.sale_id = :of_sale AND print_job.kind = :of_kind"""

SETTLE_SECOND_JOBS = """\
UPDATE print_job SET state='unknown', reason='print.interrupted' WHERE print_job.device != 'printer' AND print_job.state IN ('queued', 'sending', 'held') AND print_job.state = 'sending'"""

INSERT_DOCUMENT = """\
INSERT INTO fiscal_document (sale_number, "key", sale_id, state, reference, reason, attempts, next_try_us, occurred_at_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""

FIRST_OPEN_DOCUMENT = """\
SELECT fiscal_document.sale_number
FROM fiscal_document
WHERE fiscal_document.sale_number >= :floor AND (fiscal_document.state NOT IN ('registered', 'rejected')) ORDER BY fiscal_document.sale_number
 LIMIT 1"""

NEXT_TO_SUBMIT = """\
SELECT fiscal_document."key", fiscal_document.sale_id, fiscal_document.sale_number, fiscal_document.occurred_at_us, fiscal_document.state, fiscal_document.reference, fiscal_document.attempts, fiscal_document.next_try_us, journal_entry.kind, journal_entry.version, journal_entry.payload
FROM fiscal_document LEFT OUTER JOIN sale ON sale.number = fiscal_document.sale_number LEFT OUTER JOIN journal_entry ON journal_entry.seq = sale.seq
WHERE fiscal_document.sale_number >= :floor AND (fiscal_document.state NOT IN ('registered', 'rejected')) AND fiscal_document.state != 'accepted' ORDER BY fiscal_document.sale_number
 LIMIT 1"""

ACCEPTED_DOCUMENTS = """\
SELECT fiscal_document."key", fiscal_document.sale_id, fiscal_document.sale_number, fiscal_document.occurred_at_us, fiscal_document.state, fiscal_document.reference, fiscal_document.attempts, fiscal_document.next_try_us, journal_entry.kind, journal_entry.version, journal_entry.payload
FROM fiscal_document LEFT OUTER JOIN sale ON sale.number = fiscal_document.sale_number LEFT OUTER JOIN journal_entry ON journal_entry.seq = sale.seq
WHERE fiscal_document.sale_number >= :floor AND (fiscal_document.state NOT IN ('registered', 'rejected')) AND fiscal_document.state = 'accepted' ORDER BY fiscal_document.sale_number
 LIMIT :most"""

OPEN_DOCUMENT = """\
SELECT fiscal_document.sale_number, fiscal_document.state, fiscal_document.reference
FROM fiscal_document
WHERE fiscal_document.sale_number >= :floor AND (fiscal_document.state NOT IN ('registered', 'rejected')) AND fiscal_document."key" = :key ORDER BY fiscal_document.sale_number
 LIMIT 1"""

REJECTED_DOCUMENT = """\
SELECT fiscal_document.sale_number, fiscal_document.state, fiscal_document.reference
FROM fiscal_document
WHERE fiscal_document.state = 'rejected' AND fiscal_document."key" = :key"""

SEARCH_DOCUMENT = """\
SELECT fiscal_document.sale_number, fiscal_document.state, fiscal_document.reference
FROM fiscal_document
WHERE fiscal_document."key" = :key
 LIMIT 1"""

MOVE_DOCUMENT = """\
UPDATE fiscal_document SET "key"=:key, state=:state, reference=:reference, reason=:reason, attempts=(fiscal_document.attempts + :more), next_try_us=:next_try_us WHERE fiscal_document.sale_number = :of_number"""

SETTLE_DOCUMENTS = """\
UPDATE fiscal_document SET state='unknown', reason='fiscal.interrupted', next_try_us=0 WHERE fiscal_document.sale_number >= :floor AND (fiscal_document.state NOT IN ('registered', 'rejected')) AND fiscal_document.state = 'sending'"""

OPEN_DOCUMENTS = """\
SELECT count(*) AS count_1
FROM fiscal_document
WHERE fiscal_document.sale_number >= :floor AND (fiscal_document.state NOT IN ('registered', 'rejected'))"""

OLDEST_DOCUMENT = """\
SELECT fiscal_document.occurred_at_us, fiscal_document.sale_number
FROM fiscal_document
WHERE fiscal_document.sale_number >= :floor AND (fiscal_document.state NOT IN ('registered', 'rejected')) ORDER BY fiscal_document.sale_number
 LIMIT 1"""

REJECTED_DOCUMENTS = """\
SELECT count(*) AS count_1
FROM fiscal_document
WHERE fiscal_document.state = 'rejected'"""

RECOVER_REGISTERED = """\
UPDATE fiscal_document SET state='registered', reason='' WHERE fiscal_document.sale_number IN (SELECT sale.number
FROM sale
WHERE sale.fiscal_seq IS NOT NULL)"""

DOCUMENT_OF_NUMBER = """\
SELECT fiscal_document.sale_id, fiscal_document."key"
FROM fiscal_document
WHERE fiscal_document.sale_number = :number"""

ALL_DOCUMENTS = """\
SELECT fiscal_document.sale_number, fiscal_document.sale_id, fiscal_document."key", fiscal_document.state
FROM fiscal_document ORDER BY fiscal_document.sale_number"""

SAVE_DRAFT_ROW = """\
INSERT INTO draft (draft_id, line_id, content) VALUES (:draft_id, :line_id, :content) ON CONFLICT (draft_id, line_id) DO UPDATE SET content = excluded.content"""

DELETE_DRAFT_ROW = """\
DELETE FROM draft WHERE draft.draft_id = :draft_id AND draft.line_id = :line_id"""

DELETE_DRAFT = """\
DELETE FROM draft WHERE draft.draft_id = :draft_id"""

ALL_DRAFT_ROWS = """\
SELECT draft.draft_id, draft.line_id, draft.content
FROM draft ORDER BY draft.draft_id, draft.line_id"""

INSERT_QUARANTINE = """\
INSERT INTO quarantine (origin, name, reason, content) VALUES (:origin, :name, :reason, :content)"""

DRAFT_ROWS = """\
SELECT count(*) AS count_1
FROM draft"""

INSERT_REFERENCE_EDIT = """\
INSERT INTO reference_edit (seq, kind, content) VALUES (:seq, :kind, :content)"""

DELETE_REFERENCE_EDIT = """\
DELETE FROM reference_edit WHERE reference_edit.seq = :of_seq"""

REFERENCE_EDITS = """\
SELECT reference_edit.seq, reference_edit.content
FROM reference_edit
WHERE reference_edit.kind = :kind ORDER BY reference_edit.seq"""

QUARANTINED = """\
SELECT count(*) AS count_1
FROM quarantine"""

READ_CURSOR = """\
SELECT cursor.seq
FROM cursor
WHERE cursor.destination = :destination"""

SET_CURSOR = """\
INSERT INTO cursor (destination, seq) VALUES (:destination, :seq) ON CONFLICT (destination) DO UPDATE SET seq = max(cursor.seq, excluded.seq)"""

ALL_CURSORS = """\
SELECT cursor.destination, cursor.seq
FROM cursor ORDER BY cursor.destination"""

PARK_ENTRY = """\
INSERT INTO parked_entry (destination, seq, code, text) VALUES (:destination, :seq, :code, :text) ON CONFLICT (destination, seq) DO UPDATE SET code = excluded.code, text = excluded.text"""

PARKED_ENTRIES = """\
SELECT count(*) AS count_1
FROM parked_entry
WHERE parked_entry.destination = :destination"""

NEXT_UNSENT = """\
SELECT journal_entry.occurred_at_us
FROM journal_entry
WHERE journal_entry.seq > :seq ORDER BY journal_entry.seq
 LIMIT 1"""

SALE_NUMBERS = """\
SELECT coalesce(min(sale.number), 0) AS coalesce_1, coalesce(max(sale.number), 0) AS coalesce_3
FROM sale"""

SALE_SEQ = """\
SELECT sale.seq
FROM sale
WHERE sale.number = :number"""

SALES = """\
SELECT sale.seq, sale.sale_id, sale.number, sale.occurred_at_us, sale.shift_number, sale.staff_name, sale.operation, sale.total_minor, sale.tender_kinds, job.state AS print_state, job.reason AS print_reason, fiscal_document."key" AS fiscal_key, fiscal_document.state AS fiscal_state, fiscal_document.reason AS fiscal_reason, parked.seq AS parked_seq, sale.fiscal_seq
FROM sale LEFT OUTER JOIN print_job AS job ON job.job_id = sale.number * 1000 AND job.sale_id = sale.sale_id LEFT OUTER JOIN fiscal_document ON fiscal_document.sale_number = sale.number LEFT OUTER JOIN parked_entry AS parked ON parked.destination = 'cloud' AND parked.seq = sale.seq ORDER BY sale.number DESC"""

SALES_OF_SHIFT = """\
SELECT sale.seq, sale.sale_id, sale.number, sale.occurred_at_us, sale.shift_number, sale.staff_name, sale.operation, sale.total_minor, sale.tender_kinds, job.state AS print_state, job.reason AS print_reason, fiscal_document."key" AS fiscal_key, fiscal_document.state AS fiscal_state, fiscal_document.reason AS fiscal_reason, parked.seq AS parked_seq, sale.fiscal_seq
FROM sale LEFT OUTER JOIN print_job AS job ON job.job_id = sale.number * 1000 AND job.sale_id = sale.sale_id LEFT OUTER JOIN fiscal_document ON fiscal_document.sale_number = sale.number LEFT OUTER JOIN parked_entry AS parked ON parked.destination = 'cloud' AND parked.seq = sale.seq
WHERE sale.shift_number = :shift_number ORDER BY sale.number DESC"""

SALES_WAITING = """\
SELECT sale.seq, sale.sale_id, sale.number, sale.occurred_at_us, sale.shift_number, sale.staff_name, sale.operation, sale.total_minor, sale.tender_kinds, job.state AS print_state, job.reason AS print_reason, fiscal_document."key" AS fiscal_key, fiscal_document.state AS fiscal_state, fiscal_document.reason AS fiscal_reason, parked.seq AS parked_seq, sale.fiscal_seq
FROM sale LEFT OUTER JOIN print_job AS job ON job.job_id = sale.number * 1000 AND job.sale_id = sale.sale_id LEFT OUTER JOIN fiscal_document ON fiscal_document.sale_number = sale.number LEFT OUTER JOIN parked_entry AS parked ON parked.destination = 'cloud' AND parked.seq = sale.seq
WHERE sale.number IN (SELECT print_job.sale_number
FROM print_job
WHERE print_job.job_id >= :print_floor AND print_job.state IN ('queued', 'sending', 'held') UNION ALL SELECT print_job.sale_number
FROM print_job
WHERE print_job.device != 'printer' AND print_job.state IN ('queued', 'sending', 'held')) OR sale.number IN (SELECT fiscal_document.sale_number
FROM fiscal_document
WHERE fiscal_document.sale_number >= :fiscal_floor AND (fiscal_document.state NOT IN ('registered', 'rejected'))) OR sale.number >= :unsent ORDER BY sale.number DESC"""

SALES_ATTENTION = """\
SELECT sale.seq, sale.sale_id, sale.number, sale.occurred_at_us, sale.shift_number, sale.staff_name, sale.operation, sale.total_minor, sale.tender_kinds, job.state AS print_state, job.reason AS print_reason, fiscal_document."key" AS fiscal_key, fiscal_document.state AS fiscal_state, fiscal_document.reason AS fiscal_reason, parked.seq AS parked_seq, sale.fiscal_seq
FROM sale LEFT OUTER JOIN print_job AS job ON job.job_id = sale.number * 1000 AND job.sale_id = sale.sale_id LEFT OUTER JOIN fiscal_document ON fiscal_document.sale_number = sale.number LEFT OUTER JOIN parked_entry AS parked ON parked.destination = 'cloud' AND parked.seq = sale.seq
WHERE sale.number IN (SELECT print_job.sale_number
FROM print_job
WHERE print_job.state IN ('unknown', 'failed') AND print_job.kind = 'receipt' UNION SELECT fiscal_document.sale_number
FROM fiscal_document
WHERE fiscal_document.state = 'rejected' UNION SELECT sale.number
FROM parked_entry JOIN sale ON sale.seq = parked_entry.seq
WHERE parked_entry.destination = 'cloud') ORDER BY sale.number DESC"""

SALE_BY_NUMBER = """\
SELECT sale.seq, sale.sale_id, sale.number, sale.occurred_at_us, sale.shift_number, sale.staff_name, sale.operation, sale.total_minor, sale.tender_kinds, job.state AS print_state, job.reason AS print_reason, fiscal_document."key" AS fiscal_key, fiscal_document.state AS fiscal_state, fiscal_document.reason AS fiscal_reason, parked.seq AS parked_seq, sale.fiscal_seq
FROM sale LEFT OUTER JOIN print_job AS job ON job.job_id = sale.number * 1000 AND job.sale_id = sale.sale_id LEFT OUTER JOIN fiscal_document ON fiscal_document.sale_number = sale.number LEFT OUTER JOIN parked_entry AS parked ON parked.destination = 'cloud' AND parked.seq = sale.seq
WHERE sale.number = :number"""

SALE_LAST = """\
SELECT sale.seq, sale.sale_id, sale.number, sale.occurred_at_us, sale.shift_number, sale.staff_name, sale.operation, sale.total_minor, sale.tender_kinds, job.state AS print_state, job.reason AS print_reason, fiscal_document."key" AS fiscal_key, fiscal_document.state AS fiscal_state, fiscal_document.reason AS fiscal_reason, parked.seq AS parked_seq, sale.fiscal_seq
FROM sale LEFT OUTER JOIN print_job AS job ON job.job_id = sale.number * 1000 AND job.sale_id = sale.sale_id LEFT OUTER JOIN fiscal_document ON fiscal_document.sale_number = sale.number LEFT OUTER JOIN parked_entry AS parked ON parked.destination = 'cloud' AND parked.seq = sale.seq ORDER BY sale.number DESC
 LIMIT 1"""
