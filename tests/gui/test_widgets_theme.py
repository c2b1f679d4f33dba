from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontInfo
from PySide6.QtWidgets import QApplication

from pos_desktop.gui import icons, theme
from pos_desktop.gui.theme import THEMES, Theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.line_edit import LineEdit
from pos_desktop.gui.widgets.scrolling import ScrollArea

GUI = Path(theme.__file__).parent
BOTH = pytest.mark.parametrize("now", list(THEMES.values()), ids=list(THEMES))

# Text on the fill it stands on in the pictures.
PAIRS = [
    ("ink", "card"), ("ink", "ground"), ("ink", "accent_soft"), ("ink", "key_fill"),
    ("ink", "card_soft"), ("ink_soft", "card"), ("ink_soft", "ground"), ("ink_soft", "card_soft"),
    ("ink_soft", "card_quiet"),
    ("ink_soft", "key_fill"), ("ink_soft", "accent_soft"), ("ink_soft", "warning_soft"),
    ("ink_soft", "soft"), ("ink_soft", "disabled_fill"),
    ("muted", "card"), ("keycap_text", "keycap"), ("keycap_text", "keycap_raised"),
    ("accent_text", "accent_soft"), ("accent_text", "card"), ("on_accent", "accent"),
    ("on_accent", "accent_dark"), ("on_accent", "pay_dark"), ("on_accent", "danger"),
    ("on_accent", "danger_dark"),
    ("pay_text", "card"), ("pay_text", "pay_soft"), ("warning", "card"), ("warning", "accent_soft"),
    ("warning", "card_quiet"), ("warning", "warning_soft"), ("warning_text", "warning_soft"),
    ("danger_text", "card"), ("danger_text", "danger_soft"), ("on_strong", "strong"),
    ("strong_key_text", "strong_key"), ("topbar_text", "topbar"), ("topbar_muted", "topbar"),
    ("pill_text", "topbar_pill"), ("topbar_muted", "topbar_pill"), ("pill_warn_text", "pill_warn"),
    ("pill_bad_text", "pill_bad"), ("panel_text", "panel"), ("panel_text", "panel_card"),
    ("panel_muted", "panel"), ("panel_muted", "panel_card"), ("panel_value", "panel_card"),
    ("panel_warn_text", "panel_card"), ("panel_key_text", "panel_key"), ("panel_ok", "panel_card"),
    ("panel_change", "panel"), ("paper_ink", "paper"),
]  # fmt: skip


def luminance(colour: QColor) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = []
    for part in (colour.redF(), colour.greenF(), colour.blueF()):
        parts.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@BOTH
@pytest.mark.parametrize(("text", "fill"), PAIRS)
def test_text_stands_out_from_its_fill_four_and_a_half_times(now: Theme, text: str, fill: str):
    assert contrast(getattr(now, text), getattr(now, fill)) >= 4.5


@BOTH
def test_the_total_stands_out_seven_times(now: Theme):
    assert contrast(now.ink, now.card_soft) >= 7
    assert contrast(now.panel_text, now.panel) >= 7


@BOTH
def test_the_large_text_on_the_pay_button_stands_out_three_times(now: Theme):
    assert contrast(now.on_accent, now.pay) >= 3


@BOTH
def test_the_ring_of_focus_can_be_seen_on_every_ground(now: Theme):
    for fill in (now.card, now.ground, now.accent_soft, now.soft, now.key_fill):
        assert contrast(now.focus, fill) >= 3
    assert contrast(now.panel_accent, now.panel_card) >= 3


@BOTH
def test_initials_can_be_read_on_every_avatar(now: Theme):
    assert min(contrast(now.avatar_ink, fill) for fill in now.avatars) >= 4.5


def test_no_widget_and_no_screen_names_a_colour_of_its_own():
    files = [p for p in GUI.rglob("*.py") if p.name not in ("palettes.py",)]
    found = [p.name for p in files if re.search(r'"#[0-9A-Fa-f]{6,8}"', p.read_text("utf-8"))]
    assert found == []


def test_fields_and_areas_that_scroll_are_those_of_the_kit():
    kit = {"line_edit.py", "scrolling.py"}
    raw = re.compile(r"\bQ(LineEdit|ScrollArea)\(")
    files = [p for p in GUI.rglob("*.py") if p.name not in kit]
    assert [p.name for p in files if raw.search(p.read_text("utf-8"))] == []


def test_switching_the_theme_changes_the_palette_and_is_told(qapp: QApplication, qtbot):
    theme.apply(qapp, "light")
    with qtbot.waitSignal(theme.notifier().changed, timeout=1000):
        theme.apply(qapp, "dark")
    assert theme.current() is THEMES["dark"]
    assert qapp.palette().window().color() == THEMES["dark"].ground
    assert THEMES["dark"].ink.name() in theme.sheet("field")
    theme.apply(qapp, "light")


def test_an_unknown_theme_is_refused(qapp: QApplication):
    with pytest.raises(KeyError):
        theme.apply(qapp, "sepia")


def test_the_font_is_the_shipped_one_in_every_weight(qapp: QApplication):
    theme.apply(qapp, "light")
    for weight in (theme.REGULAR, theme.MEDIUM, theme.SEMIBOLD, theme.BOLD):
        assert QFontInfo(theme.font(15, weight)).family().startswith("Inter")
    regular, bold = (paint.Face(40, w) for w in (theme.REGULAR, theme.BOLD))
    assert paint.width(bold, "Оплата") > paint.width(regular, "Оплата")


def test_figures_of_an_amount_are_equally_wide(qapp: QApplication):
    theme.apply(qapp, "light")
    assert paint.width(paint.HUGE, "1111") == paint.width(paint.HUGE, "0000")


def test_every_shipped_icon_can_be_drawn(qapp: QApplication):
    folder = GUI.parents[1] / "resources" / "icons"
    names = sorted(p.stem for p in folder.glob("*.svg"))
    assert len(names) > 100
    for name in names:
        image = icons.pixmap(name, QColor("black"), 20, 1.0).toImage()
        seen = any(image.pixelColor(x, y).alpha() for x in range(20) for y in range(20))
        assert seen, name


def test_an_icon_is_sharp_on_a_dense_screen_and_kept(qapp: QApplication):
    first = icons.pixmap("search", QColor("black"), 20, 2.0)
    assert (first.width(), first.devicePixelRatio()) == (40, 2.0)
    assert icons.pixmap("search", QColor("black"), 20, 2.0).cacheKey() == first.cacheKey()


def test_an_unknown_icon_is_an_error_that_names_it(qapp: QApplication):
    with pytest.raises(icons.UnknownIconError, match="unicorn"):
        icons.pixmap("unicorn", QColor("black"))


def test_long_text_ends_with_an_ellipsis_inside_its_room(qapp: QApplication):
    theme.apply(qapp, "light")
    lines = paint.wrapped(paint.BODY, "Сыр полутвёрдый Российский особый в вакууме", 120)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(paint.width(paint.BODY, line) <= 120 for line in lines)


def test_what_qt_paints_itself_follows_the_theme_too(qapp: QApplication, qtbot):
    theme.apply(qapp, "light")
    field, area = LineEdit(), ScrollArea()
    qtbot.addWidget(field)
    qtbot.addWidget(area)
    theme.apply(qapp, "dark")
    assert THEMES["dark"].ink.name() in field.styleSheet()
    assert THEMES["dark"].line_strong.name() in area.verticalScrollBar().styleSheet()
    theme.apply(qapp, "light")
    assert THEMES["light"].ink.name() in field.styleSheet()


def test_no_sheet_of_the_whole_application_makes_every_page_slow_to_build(qapp: QApplication):
    theme.apply(qapp, "light")
    assert qapp.styleSheet() == ""
