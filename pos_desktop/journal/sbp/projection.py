"""What follows from requests to the bank: where the last one of each stands."""

from __future__ import annotations

from typing import Any

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.facts import QrRefundAsked, QrRegistered
from pos_desktop.journal.projected import Applier, Projected
from pos_desktop.journal.sbp import statements as sql


def _asked(db: sqlite.Cursor, seq: int, _at_us: int, fact: QrRegistered | QrRefundAsked) -> None:
    db.execute(sql.SET_REQUEST, {"op_id": fact.op_id, "seq": seq})


APPLIERS: dict[type[Any], Applier] = {QrRegistered: _asked, QrRefundAsked: _asked}

PROJECTED: tuple[Projected, ...] = (Projected("qr_request", sql.CLEAR_REQUESTS, sql.ALL_REQUESTS),)
