"""Every statement of the journal in SQLAlchemy Core, by name.

At the register the raw connection runs the text that was compiled from them beforehand
(`statements.py`), so that opening an up-to-date journal imports no SQLAlchemy. After a change run
`python -m pos_desktop.journal.compile_queries`; a test compares the file with what is compiled.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    not_,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy import update as core_update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.sql import ClauseElement

from pos_desktop.journal import schema as t
from pos_desktop.journal.shifts.tables import cash_move

CLOUD = "cloud"
RECEIPT_JOB_STEP = 1000
"""The receipt of sale n is print job n * 1000; copies and tests come in between."""

_BEYOND = 1 << 62


def p(name: str) -> Any:
    """Return a bound parameter; names are the keys of the mapping given at execution."""
    return bindparam(name)


def lit(text: str) -> Any:
    """Return a constant that stays in the statement, so that partial indexes match it."""
    return literal_column("'" + text + "'")


def _every(table: Any) -> Any:
    return insert(table).values({c.name: bindparam(c.name) for c in table.c})


def _book() -> dict[str, ClauseElement]:
    e, m = t.journal_entry.c, t.meta.c
    stored = (
        e.seq, e.entry_id, e.occurred_at_us, e.shift_number, e.kind, e.version, e.payload,
        e.prev_hash, e.hash,
    )  # fmt: skip
    return {
        "INSERT_ENTRY": _every(t.journal_entry),
        "LAST_ENTRY": select(e.seq, e.hash).order_by(e.seq.desc()).limit(1),
        "ENTRIES_AFTER": select(*stored).where(e.seq > p("seq")).order_by(e.seq).limit(p("most")),
        "ALL_ENTRIES": select(*stored, e.register_id).order_by(e.seq),
        "ENTRY_FACT": select(e.kind, e.version, e.payload, e.occurred_at_us).where(
            e.seq == p("seq")
        ),
        "ENTRY_IDS_TWICE": select(func.min(e.seq), func.max(e.seq))
        .group_by(e.entry_id)
        .having(func.count() > 1),
        "READ_META": select(m.value).where(m.name == p("name")),
        "WRITE_META": _every(t.meta),
    }


def _projections() -> dict[str, ClauseElement]:
    s, sh, st = t.sale.c, t.shift.c, t.stock.c
    moved = func.json_each(s.moved).table_valued("key", "value", name="line")
    since_fold = (
        select(moved.c.key.label("product_id"), moved.c.value.label("moved"))
        .select_from(t.sale.join(moved, true()))
        .where(s.number >= p("first_sale"))
    )
    by_product = select(moved.c.key, p("base"), func.sum(moved.c.value)).select_from(
        t.sale.join(moved, true())
    )
    fold = upsert(t.stock).from_select(
        ["product_id", "base", "moved"],
        by_product.where(s.number >= p("first_sale")).group_by(moved.c.key),
    )
    every = since_fold.union_all(select(st.product_id, st.moved)).subquery("every")
    return {
        "SALE_NUMBER_FROM": select(s.number)
        .where(s.number >= p("number"), s.sale_id == p("sale_id"))
        .order_by(s.number)
        .limit(1),
        "SALE_NUMBER_BEFORE": select(s.number)
        .where(s.number < p("number"), s.sale_id == p("sale_id"))
        .order_by(s.number.desc())
        .limit(1),
        "SALE_TIME": select(s.occurred_at_us).where(s.number == p("number")),
        "INSERT_SALE": _every(t.sale),
        "INSERT_SHIFT": _every(t.shift),
        "CLOSE_SHIFT": core_update(t.shift).where(sh.number == p("of_number")).values(is_open=0),
        "FOLD_STOCK": fold.on_conflict_do_update(
            index_elements=["product_id", "base"],
            set_={"moved": st.moved + fold.excluded.moved},
        ),
        "STOCK_MOVED": select(every.c.product_id, func.sum(every.c.moved)).group_by(
            every.c.product_id
        ),
        "SET_FISCAL_SEQ": core_update(t.sale)
        .where(s.number == p("of_number"))
        .values(fiscal_seq=p("seq")),
        "CLEAR_SALE": delete(t.sale),
        "CLEAR_SHIFT": delete(t.shift),
        "CLEAR_STOCK": delete(t.stock),
        "ALL_SALES": select(t.sale).order_by(s.number),
        "ALL_SHIFTS": select(t.shift).order_by(sh.number),
        "ALL_STOCK": select(t.stock).order_by(st.product_id, st.base),
        "LAST_SALE_NUMBER": select(func.coalesce(func.max(s.number), 0)),
        "LAST_SHIFT": select(
            sh.number, sh.shift_id, sh.opened_at_us, sh.opened_by, sh.is_open, sh.first_sale
        )
        .order_by(sh.number.desc())
        .limit(1),
    }


def _shift_sums() -> dict[str, ClauseElement]:
    """What the drawer holds: its start, the cash of the receipts and the moves by hand."""
    s, sh = t.sale.c, t.shift.c
    after = t.shift.alias("after")
    in_shift = and_(
        s.number >= sh.first_sale,
        s.number < func.coalesce(after.c.first_sale, _BEYOND),
    )
    with_sales = t.shift.outerjoin(after, after.c.number == sh.number + 1).outerjoin(
        t.sale, in_shift
    )
    by_hand = (
        select(func.coalesce(func.sum(cash_move.c.amount_minor), 0))
        .where(cash_move.c.shift_number == sh.number)
        .scalar_subquery()
    )
    return {
        "SHIFT_TOTALS": select(
            func.count(s.number),
            func.coalesce(func.sum(s.cash_minor + s.cashless_minor + s.other_minor), 0),
            sh.cash_minor + func.coalesce(func.sum(s.cash_minor), 0) + by_hand,
            func.coalesce(func.sum(s.cashless_minor), 0),
            func.coalesce(func.sum(s.other_minor), 0),
        )
        .select_from(with_sales)
        .where(sh.number == p("number"))
        .group_by(sh.number),
    }


def _open_jobs() -> Any:
    """Jobs that are not settled. One branch is found by the floor, the others by their partial
    index; an OR would read all jobs. Only of receipts somebody is asked whether they came out."""
    j = t.print_job.c
    active = j.state.in_([lit("queued"), lit("sending"), lit("held")])
    own = j.device == lit("printer")
    stuck = j.state.in_([lit("unknown"), lit("failed")])
    return union_all(
        select(t.print_job).where(j.job_id >= p("floor"), active, own),
        select(t.print_job).where(j.device != lit("printer"), active),
        select(t.print_job).where(stuck, j.kind == lit("receipt")),
    ).subquery("open_job")


def _print_jobs() -> dict[str, ClauseElement]:
    j, s, f = t.print_job.c, t.sale.c, t.queue_floor.c
    active = j.state.in_([lit("queued"), lit("sending"), lit("held")])
    own = j.device == lit("printer")
    above = and_(j.job_id >= p("floor"), own)
    ready = and_(j.job_id >= p("floor"), j.state.in_([lit("queued"), lit("held")]), own)
    is_open = _open_jobs()
    o = is_open.c
    set_floor = upsert(t.queue_floor).values(queue=p("queue"), floor=p("floor"))
    return {
        "READ_FLOOR": select(f.floor).where(f.queue == p("queue")),
        "SET_FLOOR": set_floor.on_conflict_do_update(
            index_elements=["queue"], set_={"floor": set_floor.excluded.floor}
        ),
        "INSERT_PRINT_JOB": _every(t.print_job),
        "LAST_PRINT_JOB": select(func.coalesce(func.max(j.job_id), 0)),
        "FIRST_ACTIVE_JOB": select(j.job_id)
        .where(j.job_id >= p("floor"), active, own)
        .order_by(j.job_id)
        .limit(1),
        "WAITING_PRINT_JOBS": select(t.print_job).where(ready).order_by(j.job_id),
        "NEXT_PRINT_JOB": select(t.print_job)
        .where(ready, or_(j.not_before_us <= p("now_us"), j.not_before_us > p("beyond_us")))
        .order_by(j.job_id)
        .limit(1),
        "NEXT_PRINT_WAKE": select(func.coalesce(func.min(j.not_before_us), 0)).where(
            ready, j.not_before_us > 0
        ),
        "PRINT_JOB": select(t.print_job).where(j.job_id == p("job_id")),
        "PRINT_STATE": select(j.state, j.device).where(j.job_id == p("job_id")),
        "RECEIPT_JOB": select(t.print_job).where(
            j.job_id == p("job_id"), j.sale_id == p("sale_id"), j.kind == lit("receipt")
        ),
        "SEARCH_RECEIPT_JOB": select(t.print_job)
        .where(j.sale_id == p("sale_id"), j.kind == lit("receipt"))
        .order_by(j.job_id.desc())
        .limit(1),
        "SALES_WITHOUT_RECEIPT": select(s.number)
        .where(
            s.number.not_in(select(j.sale_number).where(j.kind == lit("receipt"))),
        )
        .order_by(s.number),
        "PRINT_STATES": select(j.state, func.count()).group_by(j.state).order_by(j.state),
        "DRAWER_JOB": select(j.job_id)
        .where(j.job_id > p("after"), j.job_id <= p("until"), j.opens_drawer == 1)
        .limit(1),
        "MOVE_PRINT_JOB": core_update(t.print_job)
        .where(j.job_id == p("of_job"))
        .values(state=p("state"), reason=p("reason"), attempts=j.attempts + p("more")),
        "REPLACE_PRINT": core_update(t.print_job)
        .where(j.job_id == p("of_job"), j.sale_id == p("of_sale"))
        .where(j.state.in_([lit("queued"), lit("held")]), own)
        .values(payload=p("payload"), not_before_us=0),
        "SETTLE_PRINT_JOBS": core_update(t.print_job)
        .where(above, j.state == lit("sending"))
        .values(state="unknown", reason="print.interrupted"),
        "PRINT_QUEUE": select(
            func.count(),
            func.coalesce(func.min(s.occurred_at_us), 0),
            func.coalesce(func.min(o.sale_number), 0),
            func.coalesce(func.sum(o.state.in_([lit("unknown"), lit("failed")])), 0),
        ).select_from(is_open.outerjoin(t.sale, s.number == o.sale_number)),
    }


def _other_printers() -> dict[str, ClauseElement]:
    """Jobs of printers besides the receipt printer; the open ones are found by their index."""
    j = t.print_job.c
    active = j.state.in_([lit("queued"), lit("sending"), lit("held")])
    second = and_(j.device != lit("printer"), active)
    return {
        "WAITING_SECOND_JOBS": select(t.print_job)
        .where(second, j.state != lit("sending"))
        .order_by(j.job_id),
        "NEXT_SECOND_JOB": select(t.print_job)
        .where(second, j.state != lit("sending"))
        .where(or_(j.not_before_us <= p("now_us"), j.not_before_us > p("beyond_us")))
        .order_by(j.job_id)
        .limit(1),
        "NEXT_SECOND_WAKE": select(func.coalesce(func.min(j.not_before_us), 0)).where(
            second, j.state != lit("sending"), j.not_before_us > 0
        ),
        "GIVE_PRINT_JOB": core_update(t.print_job)
        .where(j.job_id == p("of_job"), j.state.in_([lit("queued"), lit("held")]))
        .where(j.device == p("of_device"))
        .values(
            device=p("device"), payload=p("payload"), paper=p("paper"), state="queued", reason=""
        ),
        "REPLACE_SECOND": core_update(t.print_job)
        .where(second, j.state != lit("sending"))
        .where(j.sale_id == p("of_sale"), j.kind == p("of_kind"))
        .values(payload=p("payload"), not_before_us=0),
        "SETTLE_SECOND_JOBS": core_update(t.print_job)
        .where(second, j.state == lit("sending"))
        .values(state="unknown", reason="print.interrupted"),
    }


def _documents() -> dict[str, ClauseElement]:
    d, s, e = t.fiscal_document.c, t.sale.c, t.journal_entry.c
    is_open = and_(
        d.sale_number >= p("floor"), not_(d.state.in_([lit("registered"), lit("rejected")]))
    )
    document = select(d.sale_number, d.state, d.reference)
    queued = select(
        d.key, d.sale_id, d.sale_number, d.occurred_at_us, d.state, d.reference, d.attempts,
        d.next_try_us, e.kind, e.version, e.payload,
    ).select_from(
        t.fiscal_document.outerjoin(t.sale, s.number == d.sale_number).outerjoin(
            t.journal_entry, e.seq == s.seq
        )
    )  # fmt: skip
    return {
        "INSERT_DOCUMENT": _every(t.fiscal_document),
        "FIRST_OPEN_DOCUMENT": select(d.sale_number)
        .where(is_open)
        .order_by(d.sale_number)
        .limit(1),
        "NEXT_TO_SUBMIT": queued.where(is_open, d.state != lit("accepted"))
        .order_by(d.sale_number)
        .limit(1),
        "ACCEPTED_DOCUMENTS": queued.where(is_open, d.state == lit("accepted"))
        .order_by(d.sale_number)
        .limit(p("most")),
        "OPEN_DOCUMENT": document.where(is_open, d.key == p("key"))
        .order_by(d.sale_number)
        .limit(1),
        "REJECTED_DOCUMENT": document.where(d.state == lit("rejected"), d.key == p("key")),
        "SEARCH_DOCUMENT": document.where(d.key == p("key")).limit(1),
        "MOVE_DOCUMENT": core_update(t.fiscal_document)
        .where(d.sale_number == p("of_number"))
        .values(
            key=p("key"),
            state=p("state"),
            reference=p("reference"),
            reason=p("reason"),
            next_try_us=p("next_try_us"),
            attempts=d.attempts + p("more"),
        ),
        "SETTLE_DOCUMENTS": core_update(t.fiscal_document)
        .where(is_open, d.state == lit("sending"))
        .values(state="unknown", reason="fiscal.interrupted", next_try_us=0),
        "OPEN_DOCUMENTS": select(func.count()).select_from(t.fiscal_document).where(is_open),
        "OLDEST_DOCUMENT": select(d.occurred_at_us, d.sale_number)
        .where(is_open)
        .order_by(d.sale_number)
        .limit(1),
        "REJECTED_DOCUMENTS": select(func.count())
        .select_from(t.fiscal_document)
        .where(d.state == lit("rejected")),
        "RECOVER_REGISTERED": core_update(t.fiscal_document)
        .where(d.sale_number.in_(select(s.number).where(s.fiscal_seq.is_not(None))))
        .values(state="registered", reason=""),
        "DOCUMENT_OF_NUMBER": select(d.sale_id, d.key).where(d.sale_number == p("number")),
        "ALL_DOCUMENTS": select(d.sale_number, d.sale_id, d.key, d.state).order_by(d.sale_number),
    }


def _drafts() -> dict[str, ClauseElement]:
    d = t.draft.c
    row = upsert(t.draft).values(draft_id=p("draft_id"), line_id=p("line_id"), content=p("content"))
    return {
        "SAVE_DRAFT_ROW": row.on_conflict_do_update(
            index_elements=["draft_id", "line_id"], set_={"content": row.excluded.content}
        ),
        "DELETE_DRAFT_ROW": delete(t.draft).where(
            d.draft_id == p("draft_id"), d.line_id == p("line_id")
        ),
        "DELETE_DRAFT": delete(t.draft).where(d.draft_id == p("draft_id")),
        "ALL_DRAFT_ROWS": select(t.draft).order_by(d.draft_id, d.line_id),
        "INSERT_QUARANTINE": insert(t.quarantine).values(
            {c.name: bindparam(c.name) for c in t.quarantine.c if c.name != "quarantine_id"}
        ),
        "DRAFT_ROWS": select(func.count()).select_from(t.draft),
        "INSERT_REFERENCE_EDIT": insert(t.reference_edit).values(
            {c.name: bindparam(c.name) for c in t.reference_edit.c}
        ),
        "DELETE_REFERENCE_EDIT": delete(t.reference_edit).where(
            t.reference_edit.c.seq == p("of_seq")
        ),
        "REFERENCE_EDITS": select(t.reference_edit.c.seq, t.reference_edit.c.content)
        .where(t.reference_edit.c.kind == p("kind"))
        .order_by(t.reference_edit.c.seq),
        "QUARANTINED": select(func.count()).select_from(t.quarantine),
    }


def _deliveries() -> dict[str, ClauseElement]:
    c, k, e, s = t.cursor.c, t.parked_entry.c, t.journal_entry.c, t.sale.c
    set_cursor = upsert(t.cursor).values(destination=p("destination"), seq=p("seq"))
    park = upsert(t.parked_entry).values({col.name: p(col.name) for col in t.parked_entry.c})
    return {
        "READ_CURSOR": select(c.seq).where(c.destination == p("destination")),
        "SET_CURSOR": set_cursor.on_conflict_do_update(
            index_elements=["destination"],
            set_={"seq": func.max(c.seq, set_cursor.excluded.seq)},
        ),
        "ALL_CURSORS": select(t.cursor).order_by(c.destination),
        "PARK_ENTRY": park.on_conflict_do_update(
            index_elements=["destination", "seq"],
            set_={"code": park.excluded.code, "text": park.excluded.text},
        ),
        "PARKED_ENTRIES": select(func.count())
        .select_from(t.parked_entry)
        .where(k.destination == p("destination")),
        "NEXT_UNSENT": select(e.occurred_at_us).where(e.seq > p("seq")).order_by(e.seq).limit(1),
        "SALE_NUMBERS": select(
            func.coalesce(func.min(s.number), 0), func.coalesce(func.max(s.number), 0)
        ),
        "SALE_SEQ": select(s.seq).where(s.number == p("number")),
    }


def _sale_rows() -> Any:
    """Return the select under the journal screen: a sale with the state of its deliveries."""
    s, d = t.sale.c, t.fiscal_document.c
    job, parked = t.print_job.alias("job"), t.parked_entry.alias("parked")
    return select(
        s.seq,
        s.sale_id,
        s.number,
        s.occurred_at_us,
        s.shift_number,
        s.staff_name,
        s.operation,
        s.total_minor,
        s.tender_kinds,
        job.c.state.label("print_state"),
        job.c.reason.label("print_reason"),
        d.key.label("fiscal_key"),
        d.state.label("fiscal_state"),
        d.reason.label("fiscal_reason"),
        parked.c.seq.label("parked_seq"),
        s.fiscal_seq,
    ).select_from(
        t.sale.outerjoin(
            job,
            and_(job.c.job_id == s.number * RECEIPT_JOB_STEP, job.c.sale_id == s.sale_id),
        )
        .outerjoin(t.fiscal_document, d.sale_number == s.number)
        .outerjoin(parked, and_(parked.c.destination == lit(CLOUD), parked.c.seq == s.seq))
    )


def _ledger() -> dict[str, ClauseElement]:
    s, d, j = t.sale.c, t.fiscal_document.c, t.print_job.c
    rows = _sale_rows()
    print_stuck = select(j.sale_number).where(
        j.state.in_([lit("unknown"), lit("failed")]), j.kind == lit("receipt")
    )
    rejected = select(d.sale_number).where(d.state == lit("rejected"))
    parked = t.parked_entry.c
    cloud_parked = (
        select(s.number)
        .join_from(t.parked_entry, t.sale, s.seq == parked.seq)
        .where(parked.destination == lit(CLOUD))
    )
    active = j.state.in_([lit("queued"), lit("sending"), lit("held")])
    print_active = union_all(
        select(j.sale_number).where(j.job_id >= p("print_floor"), active),
        select(j.sale_number).where(j.device != lit("printer"), active),
    )
    fiscal_open = select(d.sale_number).where(
        d.sale_number >= p("fiscal_floor"),
        not_(d.state.in_([lit("registered"), lit("rejected")])),
    )
    # number and seq grow together, so the unsent sales are those from the first unsent one on.
    waiting = or_(s.number.in_(print_active), s.number.in_(fiscal_open), s.number >= p("unsent"))
    attention = s.number.in_(print_stuck.union(rejected, cloud_parked))
    newest = s.number.desc()
    return {
        "SALES": rows.order_by(newest),
        "SALES_OF_SHIFT": rows.where(s.shift_number == p("shift_number")).order_by(newest),
        "SALES_WAITING": rows.where(waiting).order_by(newest),
        "SALES_ATTENTION": rows.where(attention).order_by(newest),
        "SALE_BY_NUMBER": rows.where(s.number == p("number")),
        "SALE_LAST": rows.order_by(newest).limit(1),
    }


QUERIES: dict[str, ClauseElement] = {
    **_book(),
    **_projections(),
    **_shift_sums(),
    **_print_jobs(),
    **_other_printers(),
    **_documents(),
    **_drafts(),
    **_deliveries(),
    **_ledger(),
}


POSITIONAL = frozenset(
    {
        "INSERT_ENTRY", "INSERT_IDENTITY", "INSERT_SALE", "INSERT_SHIFT", "INSERT_PRINT_JOB",
        "INSERT_DOCUMENT",
    }
)  # fmt: skip
"""Inserts on the path of a sale: their values are a tuple in the order of the table's columns."""
