"""The one place of colours, sizes and fonts of the window.

Colours are the tokens of the design, light and dark; a widget asks `current()` when it paints and
gets a style change event when the theme is switched, so it keeps no colour of its own. Sizes are
device independent pixels on a grid of 4.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import lru_cache
from string import Template
from typing import Literal

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from pos_desktop.gui import fonts
from pos_desktop.gui.palettes import DARK, LIGHT
from pos_desktop.shipped import resource_path

RADIUS = 12
RADIUS_SMALL = 8
RADIUS_KEYCAP = 5
TOUCH = 48
PAY_HEIGHT = 80
TOPBAR_HEIGHT = 48

SMALL = 13
BODY = 15
LARGE = 18
TITLE = 24
HUGE = 40

REGULAR = QFont.Weight.Normal
MEDIUM = QFont.Weight.Medium
SEMIBOLD = QFont.Weight.DemiBold
BOLD = QFont.Weight.Bold

# Paper is white and ink is black in every theme: scanners read codes from them.
PAPER = QColor(255, 255, 255)
INK = QColor(0, 0, 0)


class Theme:
    """Every colour of one theme.

    A plain class and no dataclass, because it is read before the first picture. Names ending in
    `_soft` are fills, `_text` are legible on that fill and on `card`.
    """

    name: str
    ink: QColor
    ink_soft: QColor
    muted: QColor
    faint: QColor
    line: QColor
    line_soft: QColor
    line_strong: QColor
    card_line: QColor
    ground: QColor
    card: QColor
    card_soft: QColor
    card_quiet: QColor
    soft: QColor
    key_fill: QColor
    icon_box: QColor
    disabled_fill: QColor
    accent: QColor
    accent_dark: QColor
    accent_soft: QColor
    accent_line: QColor
    accent_text: QColor
    focus: QColor
    on_accent: QColor
    pay: QColor
    pay_dark: QColor
    pay_line: QColor
    pay_edge: QColor
    pay_soft: QColor
    pay_text: QColor
    warning: QColor
    warning_soft: QColor
    warning_line: QColor
    warning_text: QColor
    danger: QColor
    danger_dark: QColor
    danger_soft: QColor
    danger_line: QColor
    danger_text: QColor
    strong: QColor
    strong_key: QColor
    strong_key_text: QColor
    on_strong: QColor
    keycap: QColor
    keycap_text: QColor
    keycap_raised: QColor
    topbar: QColor
    topbar_text: QColor
    topbar_muted: QColor
    topbar_pill: QColor
    pill_text: QColor
    pill_ok: QColor
    pill_off: QColor
    pill_warn: QColor
    pill_warn_text: QColor
    pill_bad: QColor
    pill_bad_text: QColor
    panel: QColor
    panel_card: QColor
    panel_line: QColor
    panel_text: QColor
    panel_muted: QColor
    panel_value: QColor
    panel_key: QColor
    panel_key_text: QColor
    panel_ok: QColor
    panel_warn: QColor
    panel_warn_text: QColor
    panel_bad: QColor
    panel_accent: QColor
    panel_change: QColor
    scrim: QColor
    shadow: QColor
    track: QColor
    switch_off: QColor
    knob: QColor
    paper: QColor
    paper_ink: QColor
    paper_ground: QColor
    chart: QColor
    chart_soft: QColor
    chart_violet: QColor
    chart_amber: QColor
    avatar_ink: QColor
    note_ink: QColor
    tiles: tuple[QColor, ...]
    avatars: tuple[QColor, ...]
    notes: tuple[QColor, ...]

    def __init__(self, name: str, tokens: dict[str, str | tuple[str, ...]]) -> None:
        """Build the colours of `tokens`: a value or a tuple of values for each name above."""
        vars(self)["name"] = name
        for key, value in tokens.items():
            made = tuple(map(QColor, value)) if isinstance(value, tuple) else QColor(value)
            vars(self)[key] = made

    def __setattr__(self, key: str, value: object) -> None:
        raise AttributeError(f"the theme {self.name!r} is fixed; {key!r} cannot be set")

    def tile(self, colour_index: int) -> QColor:
        """Return the edge colour of the category with this index; indexes wrap around."""
        return self.tiles[colour_index % len(self.tiles)]

    def avatar(self, colour_index: int) -> QColor:
        """Return the fill of an avatar; indexes wrap around."""
        return self.avatars[colour_index % len(self.avatars)]


class ThemeNotifier(QObject):
    """Emits `changed` after the current theme became another one."""

    changed = Signal()


Part = Literal["field", "bare", "bar", "choice", "menu", "table"]
"""What Qt paints itself; each has a sheet in resources/theme."""
_DRESS = "dress"

THEMES: dict[str, Theme] = {"light": Theme("light", LIGHT), "dark": Theme("dark", DARK)}
_state: dict[str, Theme] = {"current": THEMES["light"]}
_notifier: list[ThemeNotifier] = []


def current() -> Theme:
    """Return the theme that is applied now (light before `apply` was called)."""
    return _state["current"]


def notifier() -> ThemeNotifier:
    """Return the object whose `changed` signal tells that the theme was switched."""
    if not _notifier:
        _notifier.append(ThemeNotifier())
    return _notifier[0]


def on_change(slot: Callable[[], None]) -> None:
    """Call `slot` after each switch; a bound method of a QObject is let go together with the
    object.
    """
    notifier().changed.connect(slot)


def apply(app: QApplication, name: str) -> Theme:
    """Load the fonts once, make `name` ("light" or "dark") the current theme and restyle the whole
    application.

    Raises KeyError for an unknown name.
    """
    chosen = THEMES[name]
    fonts.load()
    _state["current"] = chosen
    if sys.platform in ("win32", "darwin"):
        # Elsewhere it is Qt's own choice already, and naming it would cost 5 ms of the start.
        app.setStyle("Fusion")
    app.setFont(font(BODY))
    app.setPalette(_palette(chosen))
    for widget in app.allWidgets():
        part = widget.property(_DRESS)
        if part:
            widget.setStyleSheet(sheet(part))
        else:
            QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
    notifier().changed.emit()
    return chosen


def dress(widget: QWidget, part: Part) -> None:
    """Give a widget that Qt paints the look of the kit, in this theme and in those to come.

    The sheet is the widget's own. With one for the whole application Qt looks up the style of every
    widget again, and of all within it, whenever it is put into another: a page takes four times as
    long to build.
    """
    widget.setProperty(_DRESS, part)
    widget.setStyleSheet(sheet(part))


def sheet(part: Part) -> str:
    """Return the style sheet of a part in the current theme: its template in resources/theme with
    the tokens put in.
    """
    return _sheet(part, current().name)


@lru_cache(maxsize=16)
def _sheet(part: Part, name: str) -> str:
    template = resource_path("theme", f"{part}.qss").read_text(encoding="utf-8")
    colours = vars(THEMES[name]).items()
    tokens = {key: value.name() for key, value in colours if isinstance(value, QColor)}
    return Template(template).substitute(tokens)


@lru_cache(maxsize=64)
def _font(px: int, weight: QFont.Weight, tabular: bool) -> QFont:
    made = QFont(fonts.family(weight))
    made.setPixelSize(px)
    made.setWeight(weight)
    made.setStyleHint(QFont.StyleHint.SansSerif)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Said in both cases: what a font leaves open it takes from the font of the application.
    made.setFeature(QFont.Tag("tnum"), int(tabular))
    return made


def font(px: int, weight: QFont.Weight = REGULAR, tabular: bool = True) -> QFont:
    """Return Inter of `px` device independent pixels; tabular figures keep columns of amounts in
    line.
    """
    return QFont(_font(px, weight, tabular))


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    made = QPalette()
    for key, colour in (
        (role.Window, theme.ground),
        (role.WindowText, theme.ink),
        (role.Base, theme.card),
        (role.AlternateBase, theme.card_quiet),
        (role.Text, theme.ink),
        (role.Button, theme.card),
        (role.ButtonText, theme.ink),
        (role.PlaceholderText, theme.muted),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.on_accent),
        (role.ToolTipBase, theme.strong),
        (role.ToolTipText, theme.on_strong),
        (role.Link, theme.accent_text),
    ):
        made.setColor(key, colour)
    made.setColor(QPalette.ColorGroup.Disabled, role.Text, theme.faint)
    made.setColor(QPalette.ColorGroup.Disabled, role.ButtonText, theme.faint)
    return made
