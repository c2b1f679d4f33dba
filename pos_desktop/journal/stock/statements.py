"""SQL, written by `python -m pos_desktop.journal.compile_queries`; do not edit."""
# ruff: noqa: E501

from __future__ import annotations

INSERT_STOCK_DOCUMENT = """\
INSERT INTO stock_document (seq, kind, number, document_id, occurred_at_us, staff_name, title, lines_count, sum_minor) VALUES (:seq, :kind, :number, :document_id, :occurred_at_us, :staff_name, :title, :lines_count, :sum_minor)"""

INSERT_MOVEMENT = """\
INSERT INTO stock_movement (product_id, seq, line, qty, cost_minor) VALUES (:product_id, :seq, :line, :qty, :cost_minor)"""

INSERT_BASE = """\
INSERT INTO stock_base (base, seq, first_sale) VALUES (:base, :seq, :first_sale)"""

INSERT_PRICE_CHANGE = """\
INSERT INTO price_change (seq, product_id, occurred_at_us, old_price_minor, new_price_minor) VALUES (:seq, :product_id, :occurred_at_us, :old_price_minor, :new_price_minor)"""

ADD_MOVED = """\
INSERT INTO stock (product_id, base, moved) VALUES (:product_id, :base, :moved) ON CONFLICT (product_id, base) DO UPDATE SET moved = (stock.moved + excluded.moved)"""

LAST_NUMBER = """\
SELECT coalesce(max(stock_document.number), 0) AS coalesce_1
FROM stock_document
WHERE stock_document.kind = :kind"""

LAST_BASE = """\
SELECT coalesce(max(stock_base.base), 0) AS coalesce_1
FROM stock_base"""

UNFOLDED = """\
SELECT coalesce((SELECT max(stock_base.base) AS max_1
FROM stock_base), 0) AS coalesce_1, max(coalesce((SELECT max(stock_base.first_sale) AS max_3
FROM stock_base), 0), coalesce((SELECT max(shift.first_sale) AS max_4
FROM shift), 0)) AS max_2"""

CLEAR_DOCUMENT = """\
DELETE FROM stock_document"""

CLEAR_MOVEMENT = """\
DELETE FROM stock_movement"""

CLEAR_BASE = """\
DELETE FROM stock_base"""

CLEAR_PRICE_CHANGE = """\
DELETE FROM price_change"""

ALL_DOCUMENTS = """\
SELECT stock_document.seq, stock_document.kind, stock_document.number, stock_document.document_id, stock_document.occurred_at_us, stock_document.staff_name, stock_document.title, stock_document.lines_count, stock_document.sum_minor
FROM stock_document ORDER BY stock_document.seq"""

ALL_MOVEMENTS = """\
SELECT stock_movement.product_id, stock_movement.seq, stock_movement.line, stock_movement.qty, stock_movement.cost_minor
FROM stock_movement ORDER BY stock_movement.product_id, stock_movement.seq, stock_movement.line"""

ALL_BASES = """\
SELECT stock_base.base, stock_base.seq, stock_base.first_sale
FROM stock_base ORDER BY stock_base.base"""

ALL_PRICE_CHANGES = """\
SELECT price_change.seq, price_change.product_id, price_change.occurred_at_us, price_change.old_price_minor, price_change.new_price_minor
FROM price_change ORDER BY price_change.seq"""

MOVED = """\
SELECT line."key", CAST(:base AS INTEGER) AS anon_1, sum(line.value) AS sum_1
FROM sale JOIN json_each(sale.moved) AS line ON 1 = 1
WHERE sale.number >= :first_sale GROUP BY line."key" UNION ALL SELECT stock.product_id, stock.base, stock.moved
FROM stock"""

FOLDED_OF = """\
SELECT stock.base, stock.moved
FROM stock
WHERE stock.product_id = :product_id"""

SOLD_BETWEEN = """\
SELECT line."key", sum(line.value) AS sum_1
FROM sale JOIN json_each(sale.moved) AS line ON 1 = 1
WHERE sale.number BETWEEN :first_sale AND :last_sale GROUP BY line."key"
HAVING sum(line.value) != 0"""

WITH_DOCUMENTS = """\
SELECT DISTINCT stock_movement.product_id
FROM stock_movement"""

HAS_DOCUMENTS = """\
SELECT stock_movement.seq
FROM stock_movement
WHERE stock_movement.product_id = :product_id
 LIMIT 1"""

DOCUMENTS = """\
SELECT stock_document.seq, stock_document.kind, stock_document.number, stock_document.document_id, stock_document.occurred_at_us, stock_document.staff_name, stock_document.title, stock_document.lines_count, stock_document.sum_minor
FROM stock_document ORDER BY stock_document.seq DESC"""

DOCUMENTS_OF_KIND = """\
SELECT stock_document.seq, stock_document.kind, stock_document.number, stock_document.document_id, stock_document.occurred_at_us, stock_document.staff_name, stock_document.title, stock_document.lines_count, stock_document.sum_minor
FROM stock_document
WHERE stock_document.kind = :kind ORDER BY stock_document.seq DESC"""

DOCUMENTS_OF_PRODUCT = """\
SELECT stock_document.seq, stock_document.kind, stock_document.number, stock_document.document_id, stock_document.occurred_at_us, stock_document.staff_name, stock_document.title, stock_document.lines_count, stock_document.sum_minor, sum(stock_movement.qty) AS sum_1, max(stock_movement.cost_minor) AS max_1
FROM stock_movement JOIN stock_document ON stock_document.seq = stock_movement.seq
WHERE stock_movement.product_id = :product_id GROUP BY stock_document.seq ORDER BY stock_document.seq DESC"""

SALES_OF_PRODUCT = """\
SELECT sale.shift_number, max(sale.seq) AS max_1, max(sale.occurred_at_us) AS max_2, sum(CASE WHEN (line.value < 0) THEN line.value ELSE 0 END) AS sum_1, sum(CASE WHEN (line.value > 0) THEN line.value ELSE 0 END) AS sum_2
FROM sale JOIN json_each(sale.moved) AS line ON 1 = 1
WHERE sale.number >= :first_sale AND instr(sale.moved, :quoted) > 0 AND line."key" = :product_id GROUP BY sale.shift_number ORDER BY sale.shift_number DESC"""

LAST_COST = """\
SELECT stock_movement.cost_minor, stock_document.occurred_at_us
FROM stock_movement JOIN stock_document ON stock_document.seq = stock_movement.seq
WHERE stock_movement.product_id = :product_id AND stock_document.kind = 'receipt' AND stock_movement.cost_minor > 0 ORDER BY stock_movement.seq DESC
 LIMIT 1"""

PRICES_CHANGED = """\
SELECT price_change.seq, price_change.product_id, price_change.occurred_at_us, price_change.old_price_minor, price_change.new_price_minor
FROM price_change
WHERE price_change.seq IN (SELECT max(price_change.seq) AS max_1
FROM price_change
WHERE price_change.occurred_at_us >= :since_us GROUP BY price_change.product_id) ORDER BY price_change.seq"""

SAVE_DRAFT_ROW = """\
INSERT INTO stock_draft (draft_id, line_id, content) VALUES (:draft_id, :line_id, :content) ON CONFLICT (draft_id, line_id) DO UPDATE SET content = excluded.content"""

DELETE_DRAFT_ROW = """\
DELETE FROM stock_draft WHERE stock_draft.draft_id = :draft_id AND stock_draft.line_id = :line_id"""

DELETE_DRAFT = """\
DELETE FROM stock_draft WHERE stock_draft.draft_id = :draft_id"""

DRAFT_HEADS = """\
SELECT stock_draft.draft_id, stock_draft.line_id, stock_draft.content
FROM stock_draft
WHERE stock_draft.line_id = 0 ORDER BY stock_draft.draft_id"""

DRAFT_ROWS = """\
SELECT stock_draft.draft_id, stock_draft.line_id, stock_draft.content
FROM stock_draft
WHERE stock_draft.draft_id = :draft_id ORDER BY stock_draft.line_id"""

INSERT_LABEL_JOB = """\
INSERT INTO label_job (title, state, attempts, reason, payload) VALUES (:title, :state, :attempts, :reason, :payload)"""

NEXT_LABEL_JOB = """\
SELECT label_job.job_id, label_job.title, label_job.state, label_job.attempts, label_job.reason, label_job.payload
FROM label_job
WHERE label_job.state IN ('queued', 'sending', 'held', 'unknown', 'failed') AND label_job.state IN ('queued', 'held') ORDER BY label_job.job_id
 LIMIT 1"""

LABEL_JOB = """\
SELECT label_job.job_id, label_job.title, label_job.state, label_job.attempts, label_job.reason, label_job.payload
FROM label_job
WHERE label_job.job_id = :job_id"""

OPEN_LABEL_JOBS = """\
SELECT label_job.job_id, label_job.title, label_job.state, label_job.attempts, label_job.reason, label_job.payload
FROM label_job
WHERE label_job.state IN ('queued', 'sending', 'held', 'unknown', 'failed') ORDER BY label_job.job_id"""

LAST_LABEL_JOB = """\
SELECT coalesce(max(label_job.job_id), 0) AS coalesce_1
FROM label_job"""

MOVE_LABEL_JOB = """\
UPDATE label_job SET state=:state, attempts=(label_job.attempts + :more), reason=:reason WHERE label_job.job_id = :of_job"""

SETTLE_LABEL_JOBS = """\
UPDATE label_job SET state='unknown', reason='print.interrupted' WHERE label_job.state IN ('queued', 'sending', 'held', 'unknown', 'failed') AND label_job.state = 'sending'"""
