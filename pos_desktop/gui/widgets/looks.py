"""How each kind of button looks: its colours at rest and when it is chosen, by theme."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from PySide6.QtGui import QColor, QFont

from pos_desktop.gui import theme
from pos_desktop.gui.theme import Theme

Kind = Literal[
    "plain",
    "soft",
    "quiet",
    "key",
    "outline_pay",
    "pay",
    "dark",
    "accent",
    "danger",
    "danger_plain",
    "panel",
    "panel_pay",
    "chip",
    "nav",
    "ghost",
]


class Look(NamedTuple):
    """Colours of one state of a button. `fill` and `border` may be absent; `edge_px` is the
    border's width.
    """

    fill: QColor | None
    border: QColor | None
    text: QColor
    sub: QColor
    cap: QColor
    cap_text: QColor
    edge_px: float = 1.0


# Kinds whose fill is a strong colour: pressed they take on the colour of their key cap.
FILLED = frozenset({"pay", "dark", "accent", "danger"})

_FACES: dict[str, tuple[int, QFont.Weight]] = {
    "pay": (theme.TITLE, theme.SEMIBOLD),
    "danger": (theme.TITLE, theme.SEMIBOLD),
    "outline_pay": (theme.LARGE, theme.SEMIBOLD),
    "quiet": (theme.LARGE, theme.SEMIBOLD),
    "key": (theme.TITLE, theme.SEMIBOLD),
    "accent": (theme.BODY, theme.SEMIBOLD),
    "dark": (theme.BODY, theme.SEMIBOLD),
}


def face_of(kind: Kind) -> tuple[int, QFont.Weight]:
    """Return the text size in pixels and the weight that a kind has by default."""
    return _FACES.get(kind, (theme.BODY, theme.MEDIUM))


def look_of(kind: Kind, *, chosen: bool = False, enabled: bool = True) -> Look:
    """Return the colours of a kind of button in the current theme."""
    return _look(kind, chosen, enabled, theme.current().name)


@lru_cache(maxsize=256)
def _look(kind: Kind, chosen: bool, enabled: bool, _theme_name: str) -> Look:
    now = theme.current()
    look = _chosen(kind, now) if chosen else _at_rest(kind, now)
    if enabled:
        return look
    if kind.startswith("panel"):
        return look._replace(text=now.pill_off, sub=now.pill_off, cap_text=now.pill_off)
    off = look._replace(
        text=now.faint, sub=now.faint, cap=now.soft, cap_text=now.faint, edge_px=1.0
    )
    if kind in FILLED:
        return off._replace(fill=now.line, cap=now.line_soft, text=now.ink_soft)
    fill = None if look.fill is None else now.disabled_fill
    return off._replace(fill=fill, border=None if look.border is None else now.card_line)


def _at_rest(kind: Kind, now: Theme) -> Look:
    plain = Look(now.card, now.line, now.ink, now.ink_soft, now.keycap, now.keycap_text)
    white = now.on_accent
    table: dict[str, Look] = {
        "plain": plain,
        "soft": plain._replace(fill=now.soft, border=None, cap=now.keycap_raised),
        "quiet": plain._replace(fill=now.card_quiet),
        "key": plain._replace(fill=now.key_fill, border=now.card_line),
        "outline_pay": Look(
            now.card, now.pay_line, now.pay_text, now.pay_text, now.pay_soft, now.pay_text, 2.0
        ),
        "pay": Look(now.pay, None, white, white, now.pay_dark, white),
        "dark": Look(
            now.strong, None, now.on_strong, now.on_strong, now.strong_key, now.strong_key_text
        ),
        "accent": Look(now.accent, None, white, white, now.accent_dark, white),
        "danger": Look(now.danger, None, white, white, now.danger_dark, white),
        "danger_plain": plain._replace(text=now.danger_text, sub=now.danger_text),
        "panel": Look(
            now.panel_card,
            None,
            now.panel_text,
            now.panel_muted,
            now.panel_key,
            now.panel_key_text,
            2.0,
        ),
        "chip": plain._replace(border=None),
        "nav": plain._replace(fill=None, border=None, text=now.ink_soft),
        "ghost": plain._replace(fill=None, border=None),
    }
    return table["panel" if kind == "panel_pay" else kind]


def _chosen(kind: Kind, now: Theme) -> Look:
    rest = _at_rest(kind, now)
    if kind in ("chip", "nav"):
        return _at_rest("dark", now)
    if kind == "panel":
        return rest._replace(fill=now.panel, border=now.panel_accent)
    if kind == "panel_pay":
        return rest._replace(fill=now.panel, border=now.panel_change)
    if rest.edge_px > 1.0 or kind in FILLED:
        return rest
    return rest._replace(fill=now.accent_soft, border=now.focus, cap=now.keycap_raised, edge_px=2.0)
