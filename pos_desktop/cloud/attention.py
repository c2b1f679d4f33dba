"""What the owner should look into now, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pos_desktop.cloud.event_words import reset_notice
from pos_desktop.cloud.events import EventRow
from pos_desktop.cloud.reports import ReceiptRow, RegisterRow, TaskRow
from pos_desktop.cloud.words import Words


@dataclass(frozen=True, slots=True)
class Notice:
    """icon: a name of resources/icons; link: "" where there is nothing to open."""

    icon: str
    title: str
    more: str
    link: str = ""
    grave: bool = False


def notices(
    words: Words,
    registers: Sequence[RegisterRow],
    tasks: Sequence[TaskRow],
    rejected: Sequence[ReceiptRow],
    resets: Sequence[EventRow],
) -> list[Notice]:
    """The gravest first: broken chains, PINs set anew outside a register, refused receipts, silent
    registers, devices, entries."""
    chains = [task for task in tasks if task.code.startswith("chain.")]
    entries = [task for task in tasks if not task.code.startswith("chain.")]
    found = [_of_task(words, task, grave=True) for task in chains]
    found += [Notice("key-round", *reset_notice(words, row), "/events", True) for row in resets]
    found += [
        Notice(
            "triangle-alert",
            words.t("attention.rejected", number=words.number(row.number)),
            row.fiscal_reason,
            f"/receipts/{row.sale_id}",
            grave=True,
        )
        for row in rejected
    ]
    found += [
        Notice(
            "wifi-off",
            words.t("attention.silent", name=row.name, span=words.span(row.silent_seconds)),
            words.t("attention.silent_more", count=words.number(row.waiting)),
            "/registers",
        )
        for row in registers
        if row.silent_seconds
    ]
    found += [
        Notice("printer", f"{row.name}: {trouble(words, row)}", "", "/registers")
        for row in registers
        if row.trouble and not row.silent_seconds
    ]
    found += [_of_task(words, task, grave=False) for task in entries]
    return found


def trouble(words: Words, row: RegisterRow) -> str:
    """ "нет бумаги", or that some device needs a look; "" without trouble."""
    if row.trouble is None:
        return ""
    reason = f"reason.{row.trouble.reason.replace('.', '_')}"
    if words.has(reason):
        return words.t(reason)
    device = words.or_plain("device", row.trouble.device)
    return words.t("device.trouble", device=device)


def _of_task(words: Words, task: TaskRow, *, grave: bool) -> Notice:
    key = "attention." + task.code.partition(".")[0] + "_" + task.code.partition(".")[2]
    values = {"count": words.number(task.count), "kind": task.kind}
    more = words.t(f"{key}_more", **values)
    return Notice(
        "triangle-alert" if grave else "inbox",
        f"{task.register}: {words.t(key, **values)}",
        more,
        grave=grave,
    )
