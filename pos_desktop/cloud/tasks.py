"""What the owner should look into: one row per register, code and kind of fact, with a count."""

from __future__ import annotations

import sqlalchemy as sa

from pos_desktop.cloud.tables import task


def note_task(
    connection: sa.Connection,
    register_no: int,
    code: str,
    *,
    kind: str = "",
    seq: int = 0,
    at_us: int,
    text: str = "",
) -> None:
    """Count one more of its kind; the row shows the latest seq, time and text."""
    same = (task.c.register_no == register_no, task.c.code == code, task.c.kind == kind)
    changed = connection.execute(
        sa.update(task)
        .where(*same)
        .values(count=task.c.count + 1, last_seq=seq, at_us=at_us, text=text)
    )
    if changed.rowcount:
        return
    connection.execute(
        sa.insert(task).values(
            register_no=register_no,
            code=code,
            kind=kind,
            count=1,
            last_seq=seq,
            at_us=at_us,
            text=text,
        )
    )
