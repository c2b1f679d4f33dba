"""The statements of the reports in SQLAlchemy Core; compiled as those of queries.py are."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.sql import ClauseElement

from pos_desktop.journal import schema as t
from pos_desktop.journal.queries import CLOUD, lit, p


def _queries() -> dict[str, ClauseElement]:
    e, s, sh, k = t.journal_entry.c, t.sale.c, t.shift.c, t.parked_entry.c
    wanted = func.json_each(p("kinds")).table_valued("value")
    booked_minor = s.cash_minor + s.cashless_minor + s.other_minor
    numbers = (s.number >= p("first_number"), s.number <= p("last_number"))
    return {
        "SHIFTS": select(sh.number, sh.opened_at_us, sh.first_sale).order_by(sh.number),
        "SEQ_OF_SALE_BEFORE": select(s.seq)
        .where(s.number < p("number"))
        .order_by(s.number.desc())
        .limit(1),
        "SEQ_OF_SALE_FROM": select(s.seq)
        .where(s.number >= p("number"))
        .order_by(s.number)
        .limit(1),
        "LAST_TIME": select(e.seq, e.occurred_at_us).order_by(e.seq.desc()).limit(1),
        "FACTS": select(e.occurred_at_us, e.kind, e.version, e.payload)
        .where(e.seq > p("after_seq"), e.seq <= p("until_seq"))
        .where(e.occurred_at_us >= p("from_us"), e.occurred_at_us < p("until_us"))
        .where(e.kind.in_(select(wanted.c.value)))
        .order_by(e.seq),
        "REGISTERED_LATER": select(e.kind, e.version, e.payload)
        .select_from(t.sale.join(t.journal_entry, e.seq == s.fiscal_seq))
        .where(*numbers, s.fiscal_seq > p("after_seq"))
        .order_by(s.number),
        "BOOKED": select(func.count(), func.coalesce(func.sum(booked_minor), 0)).where(
            *numbers, s.occurred_at_us >= p("from_us"), s.occurred_at_us < p("until_us")
        ),
        "PARKED_IN": select(func.count()).where(
            k.destination == lit(CLOUD), k.seq >= p("first_seq"), k.seq <= p("last_seq")
        ),
    }


QUERIES = _queries()
