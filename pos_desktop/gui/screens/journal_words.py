"""What the journal says about a sale: its states as chips, its tenders, its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from pos_desktop.domain.facts import OPERATION_SIGNS
from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.domain.printing import PrintState
from pos_desktop.gui.models.journal import Entry, Section
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.chips import State
from pos_desktop.i18n import date, number, t, time
from pos_desktop.ports import SaleRow


@dataclass(frozen=True, slots=True)
class StateChip:
    """icon: None for the sign of the state."""

    state: State
    text: str
    icon: str | None = None


_PRINT: dict[PrintState, tuple[State, str | None]] = {
    PrintState.QUEUED: ("busy", None),
    PrintState.SENDING: ("busy", None),
    PrintState.DONE: ("ok", None),
    PrintState.HELD: ("wait", None),
    PrintState.UNKNOWN: ("wait", "triangle-alert"),
    PrintState.FAILED: ("fail", None),
    PrintState.CANCELLED: ("info", "ban"),
}
_FISCAL: dict[FiscalState, tuple[State, str | None]] = {
    FiscalState.QUEUED: ("wait", None),
    FiscalState.SENDING: ("busy", "upload"),
    FiscalState.ACCEPTED: ("wait", None),
    FiscalState.REGISTERED: ("ok", None),
    FiscalState.REJECTED: ("fail", None),
    FiscalState.UNKNOWN: ("wait", "circle-help"),
}


def print_chip(row: SaleRow) -> StateChip | None:
    """None where no receipt was to be printed."""
    if row.print_state is None:
        return None
    state, icon = _PRINT[row.print_state]
    return StateChip(state, t(f"journal.print.{row.print_state.value}"), icon)


def fiscal_chip(row: SaleRow) -> StateChip | None:
    """None where no document is due."""
    if row.fiscal_state is None:
        return None
    state, icon = _FISCAL[row.fiscal_state]
    return StateChip(state, t(f"journal.fiscal.{row.fiscal_state.value}"), icon)


def cloud_chip(row: SaleRow, *, has_cloud: bool) -> StateChip | None:
    if not has_cloud:
        return None
    return (
        StateChip("ok", t("journal.cloud.done"))
        if row.synced
        else StateChip("wait", t("journal.cloud.waiting"))
    )


def total_minor(row: SaleRow) -> int:
    """What the sale brought: negative for a refund."""
    return OPERATION_SIGNS[row.operation] * row.total_minor


def tenders(row: SaleRow) -> str:
    """ "Наличные + карта", "Карта · возврат"."""
    names = [t(f"journal.tender.{kind}") for kind in row.tender_kinds]
    text = " + ".join([*names[:1], *(name.lower() for name in names[1:])])
    refund = t("journal.refund") if OPERATION_SIGNS[row.operation] < 0 else ""
    return " · ".join(part for part in (text, refund) if part)


def local(at_us: int, zone: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(at_us / 1_000_000, zone)


def moment(at_us: int, zone: tzinfo | None) -> str:
    """ "14:02" today, "23.11.2026 14:02" on other days."""
    at = local(at_us, zone)
    today = at.date() == datetime.now(zone).date()
    return time(at) if today else f"{date(at)} {time(at)}"


class RowWords:
    """Says each cell; bound to the shop's time zone."""

    def __init__(self, zone: tzinfo | None, *, has_cloud: bool) -> None:
        self._zone = zone
        self._has_cloud = has_cloud

    def __call__(self, entry: Entry, column: str) -> str:
        if isinstance(entry, Section):
            return self.section(entry) if column == "number" else ""
        if column == "number":
            return number(entry.number)
        if column == "time":
            return time(local(entry.occurred_at_us, self._zone))
        if column == "tenders":
            return tenders(entry)
        if column == "sum":
            return money(total_minor(entry), symbol=False)
        chip = self.chip(entry, column)
        return chip.text if chip else "—"

    def chip(self, row: SaleRow, column: str) -> StateChip | None:
        if column == "print":
            return print_chip(row)
        if column == "fiscal":
            return fiscal_chip(row)
        return cloud_chip(row, has_cloud=self._has_cloud)

    def section(self, section: Section) -> str:
        """ "Документы смены № 148 · 23.11.2026 · 109"; a plus says there are more."""
        count = number(section.count) + ("+" if section.more else "")
        if section.attention:
            return t("journal.section_attention", number=count)
        shift = number(section.shift_number)
        day = local(section.first_us, self._zone)
        if day.date() == datetime.now(self._zone).date():
            return t("journal.section_shift", shift=shift, number=count)
        return t("journal.section_shift_of", shift=shift, day=date(day), number=count)
