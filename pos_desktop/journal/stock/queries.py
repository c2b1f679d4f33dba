"""Statements on the stock in SQLAlchemy Core, by name; compiled as those of journal/queries.py."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, and_, case, cast, delete, func, insert, literal_column, select, true
from sqlalchemy import update as core_update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.sql import ClauseElement

from pos_desktop.journal import schema as t
from pos_desktop.journal.queries import lit, p
from pos_desktop.journal.stock import tables as own


def _every(table: Any) -> Any:
    return insert(table).values({c.name: p(c.name) for c in table.c})


def _projected() -> dict[str, ClauseElement]:
    d, m, b = own.stock_document.c, own.stock_movement.c, own.stock_base.c
    sh, st, pc = t.shift.c, t.stock.c, own.price_change.c
    add = upsert(t.stock).values(product_id=p("product_id"), base=p("base"), moved=p("moved"))
    return {
        "INSERT_STOCK_DOCUMENT": _every(own.stock_document),
        "INSERT_MOVEMENT": _every(own.stock_movement),
        "INSERT_BASE": _every(own.stock_base),
        "INSERT_PRICE_CHANGE": _every(own.price_change),
        "ADD_MOVED": add.on_conflict_do_update(
            index_elements=["product_id", "base"], set_={"moved": st.moved + add.excluded.moved}
        ),
        "LAST_NUMBER": select(func.coalesce(func.max(d.number), 0)).where(d.kind == p("kind")),
        "LAST_BASE": select(func.coalesce(func.max(b.base), 0)),
        "UNFOLDED": select(
            func.coalesce(select(func.max(b.base)).scalar_subquery(), 0),
            func.max(
                func.coalesce(select(func.max(b.first_sale)).scalar_subquery(), 0),
                func.coalesce(select(func.max(sh.first_sale)).scalar_subquery(), 0),
            ),
        ),
        "CLEAR_DOCUMENT": delete(own.stock_document),
        "CLEAR_MOVEMENT": delete(own.stock_movement),
        "CLEAR_BASE": delete(own.stock_base),
        "CLEAR_PRICE_CHANGE": delete(own.price_change),
        "ALL_DOCUMENTS": select(own.stock_document).order_by(d.seq),
        "ALL_MOVEMENTS": select(own.stock_movement).order_by(m.product_id, m.seq, m.line),
        "ALL_BASES": select(own.stock_base).order_by(b.base),
        "ALL_PRICE_CHANGES": select(own.price_change).order_by(pc.seq),
    }


def _reads() -> dict[str, ClauseElement]:
    d, m, pc = own.stock_document.c, own.stock_movement.c, own.price_change.c
    s, st = t.sale.c, t.stock.c
    moved = func.json_each(s.moved).table_valued("key", "value", name="line")
    sold = t.sale.join(moved, true())
    of_product = and_(
        s.number >= p("first_sale"),
        # A cheap look first: most receipts do not have the product at all.
        func.instr(s.moved, p("quoted")) > 0,
        moved.c.key == p("product_id"),
    )
    lately = (
        select(moved.c.key, cast(p("base"), Integer), func.sum(moved.c.value))
        .select_from(sold)
        .where(s.number >= p("first_sale"))
        .group_by(moved.c.key)
    )
    folded = select(st.product_id, st.base, st.moved)
    latest = pc.seq.in_(
        select(func.max(pc.seq)).where(pc.occurred_at_us >= p("since_us")).group_by(pc.product_id)
    )
    return {
        "MOVED": lately.union_all(folded),
        "FOLDED_OF": select(st.base, st.moved).where(st.product_id == p("product_id")),
        "SOLD_BETWEEN": select(moved.c.key, func.sum(moved.c.value))
        .select_from(sold)
        .where(s.number.between(p("first_sale"), p("last_sale")))
        .group_by(moved.c.key)
        .having(func.sum(moved.c.value) != 0),
        "WITH_DOCUMENTS": select(m.product_id).distinct(),
        "HAS_DOCUMENTS": select(m.seq).where(m.product_id == p("product_id")).limit(1),
        "DOCUMENTS": select(own.stock_document).order_by(d.seq.desc()),
        "DOCUMENTS_OF_KIND": select(own.stock_document)
        .where(d.kind == p("kind"))
        .order_by(d.seq.desc()),
        "DOCUMENTS_OF_PRODUCT": select(own.stock_document, func.sum(m.qty), func.max(m.cost_minor))
        .join_from(own.stock_movement, own.stock_document, d.seq == m.seq)
        .where(m.product_id == p("product_id"))
        .group_by(d.seq)
        .order_by(d.seq.desc()),
        "SALES_OF_PRODUCT": select(
            s.shift_number,
            func.max(s.seq),
            func.max(s.occurred_at_us),
            func.sum(case((moved.c.value < 0, moved.c.value), else_=literal_column("0"))),
            func.sum(case((moved.c.value > 0, moved.c.value), else_=literal_column("0"))),
        )
        .select_from(sold)
        .where(of_product)
        .group_by(s.shift_number)
        .order_by(s.shift_number.desc()),
        "LAST_COST": select(m.cost_minor, d.occurred_at_us)
        .join_from(own.stock_movement, own.stock_document, d.seq == m.seq)
        .where(m.product_id == p("product_id"), d.kind == lit("receipt"), m.cost_minor > 0)
        .order_by(m.seq.desc())
        .limit(1),
        "PRICES_CHANGED": select(own.price_change).where(latest).order_by(pc.seq),
    }


def _drafts() -> dict[str, ClauseElement]:
    d = own.stock_draft.c
    row = upsert(own.stock_draft).values(
        draft_id=p("draft_id"), line_id=p("line_id"), content=p("content")
    )
    return {
        "SAVE_DRAFT_ROW": row.on_conflict_do_update(
            index_elements=["draft_id", "line_id"], set_={"content": row.excluded.content}
        ),
        "DELETE_DRAFT_ROW": delete(own.stock_draft).where(
            d.draft_id == p("draft_id"), d.line_id == p("line_id")
        ),
        "DELETE_DRAFT": delete(own.stock_draft).where(d.draft_id == p("draft_id")),
        "DRAFT_HEADS": select(own.stock_draft).where(d.line_id == 0).order_by(d.draft_id),
        "DRAFT_ROWS": select(own.stock_draft)
        .where(d.draft_id == p("draft_id"))
        .order_by(d.line_id),
    }


def _labels() -> dict[str, ClauseElement]:
    j = own.label_job.c
    is_open = j.state.in_(
        [lit("queued"), lit("sending"), lit("held"), lit("unknown"), lit("failed")]
    )
    waiting = j.state.in_([lit("queued"), lit("held")])
    return {
        "INSERT_LABEL_JOB": insert(own.label_job).values(
            {c.name: p(c.name) for c in own.label_job.c if c.name != "job_id"}
        ),
        "NEXT_LABEL_JOB": select(own.label_job).where(is_open, waiting).order_by(j.job_id).limit(1),
        "LABEL_JOB": select(own.label_job).where(j.job_id == p("job_id")),
        "OPEN_LABEL_JOBS": select(own.label_job).where(is_open).order_by(j.job_id),
        "LAST_LABEL_JOB": select(func.coalesce(func.max(j.job_id), 0)),
        "MOVE_LABEL_JOB": core_update(own.label_job)
        .where(j.job_id == p("of_job"))
        .values(state=p("state"), reason=p("reason"), attempts=j.attempts + p("more")),
        "SETTLE_LABEL_JOBS": core_update(own.label_job)
        .where(is_open, j.state == lit("sending"))
        .values(state="unknown", reason="print.interrupted"),
    }


QUERIES: dict[str, ClauseElement] = {**_projected(), **_reads(), **_drafts(), **_labels()}
