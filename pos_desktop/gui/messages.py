"""From an error's code to what a person reads: what happened, what was kept, what to press.

Texts are resources/translations/<lang>/messages.toml: a table `[scan_unknown]` with `title` and
`detail` speaks for "scan.unknown". A code without words of its own is named in a general text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pos_desktop import i18n
from pos_desktop.domain.errors import (
    DeviceError,
    PosError,
    RefusalError,
    RemoteError,
    StorageError,
)
from pos_desktop.gui.texts import money
from pos_desktop.i18n import duration, has_text, t

Level = Literal["info", "warning", "danger"]

_CODE = re.compile(r"[a-z_]+(\.[a-z_0-9]+)+")


@dataclass(frozen=True, slots=True)
class Message:
    """title: what happened; detail: what was kept and what to press."""

    level: Level
    title: str
    detail: str


def message_for(error: PosError) -> Message:
    """The words for an expected failure, in the current language."""
    level: Level = "warning"
    if isinstance(error, (StorageError, DeviceError)):
        level = "danger"
    elif isinstance(error, (RefusalError, RemoteError)):
        level = "warning"
    return text_for(error.code, error.values, level)


def text_for(code: str, values: dict[str, object], level: Level = "warning") -> Message:
    """The words for a stable code; sums and times in values are formatted by locale."""
    key = code.replace(".", "_")
    if not has_text(f"messages.{key}.title"):
        title, detail = t("messages.unknown.title"), t("messages.unknown.detail", code=code)
        return Message(level, title, detail)
    shown = {name: _shown(name, value) for name, value in values.items()}
    detail = t(f"messages.{key}.detail", **shown)
    if values.get("fix"):
        detail = f"{detail} {t('messages.fix', command=values['fix'])}"
    return Message(level, t(f"messages.{key}.title", **shown), detail)


def reason_text(reason: str) -> str:
    """One line for a stored reason: "printer.paper_out", or "code: text" as an operator gave it."""
    code, _, text = reason.partition(": ")
    key = code.replace(".", "_")
    if has_text(f"messages.{key}.title") and not text:
        return t(f"messages.{key}.title")
    if text and _CODE.fullmatch(code):
        return text
    return reason or t("messages.no_reason")


def _shown(name: str, value: object) -> object:
    if isinstance(value, int) and name.endswith("_minor"):
        return money(value)
    if isinstance(value, (int, float)) and name.endswith("seconds"):
        return duration(int(value))
    if isinstance(value, date):
        return i18n.date(value)
    if isinstance(value, (tuple, list, set, frozenset)):
        return ", ".join(str(one) for one in value)
    return value
