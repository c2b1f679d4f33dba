"""Parked sales as rows that are found by anything a person remembers of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from pos_desktop import i18n
from pos_desktop.gui.texts import line_amount, line_name, money
from pos_desktop.i18n import t
from pos_desktop.ports import Draft


@dataclass(frozen=True, slots=True)
class ParkedRow:
    """number: among the parked. title and preview: ready texts; found_by: everything it is searched
    by, folded."""

    number: int
    label: str
    title: str
    preview: str
    found_by: str

    def matches(self, text: str) -> bool:
        """Whether every word of a search is somewhere in it."""
        return all(word in self.found_by for word in _folded(text).split())


def parked_row(draft: Draft, total_minor: int, zone: tzinfo | None, now_us: int) -> ParkedRow:
    """A row for a draft with the total of its sale; one of another day says its day too."""
    lines = draft.sale.lines
    at = datetime.fromtimestamp(draft.parked_at_us / 1_000_000, zone)
    today = datetime.fromtimestamp(now_us / 1_000_000, zone)
    when = i18n.time(at) if at.date() == today.date() else i18n.datetime(at)
    named = draft.label or t("parked.number", number=draft.parked)
    total = money(total_minor)
    preview = " · ".join(f"{line_name(line)} {line_amount(line.quantity)}" for line in lines)
    names = " ".join(f"{line.name} {line.name_en} {line.article}" for line in lines)
    plain = f"{total_minor // 100},{total_minor % 100:02d}"
    searched = f"{draft.label} {draft.parked} {total} {plain} {names} {draft.sale.note}"
    return ParkedRow(
        draft.parked,
        draft.label,
        t("parked.title_of", name=named, time=when, total=total),
        preview,
        _folded(searched),
    )


def _folded(text: str) -> str:
    return text.casefold().replace("ё", "е").replace("\u00a0", " ").replace(".", ",")
