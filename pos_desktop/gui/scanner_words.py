"""What the check of a scanner found, in words: how it stands, and what to do where it is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pos_desktop.domain.scanner_check import Hint, ScannerCheck, Verdict
from pos_desktop.i18n import has_text, t

Level = Literal["good", "plain", "bad"]

_GOOD = frozenset({Hint.SEPARATOR_KEPT, Hint.IDENTIFIER})
_PLAIN = frozenset({Hint.SCAN_THE_SQUARE, Hint.OTHER_CODE})
_LEVELS: dict[Verdict | None, Level] = {
    Verdict.READY: "good",
    Verdict.PLAIN: "plain",
    Verdict.WRONG: "bad",
    None: "plain",
}


@dataclass(frozen=True, slots=True)
class CheckRow:
    """text: what was noticed; how: what to do about it, "" for nothing."""

    level: Level
    text: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class CheckWords:
    """title: the verdict; arrived: the scan as it came, with names for what cannot be seen."""

    level: Level
    title: str
    arrived: str
    rows: tuple[CheckRow, ...]


def words_of_check(check: ScannerCheck) -> CheckWords:
    """The words in the window's language; the gravest row first."""
    verdict = check.verdict.value if check.verdict is not None else "unknown"
    rows = tuple(_row(noticed.hint, dict(noticed.values)) for noticed in check.noticed)
    order: tuple[Level, ...] = ("bad", "plain", "good")
    return CheckWords(
        _LEVELS[check.verdict],
        t(f"scanner_check.verdict_{verdict}"),
        check.shown,
        tuple(sorted(rows, key=lambda row: order.index(row.level))),
    )


def _row(hint: Hint, values: dict[str, str]) -> CheckRow:
    level: Level = "good" if hint in _GOOD else "plain" if hint in _PLAIN else "bad"
    how = f"scanner_check.{hint.value}_how"
    return CheckRow(
        level, t(f"scanner_check.{hint.value}", **values), t(how) if has_text(how) else ""
    )
