from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import keypad, paint
from pos_desktop.gui.widgets.banner import Banner
from pos_desktop.gui.widgets.buttons import IconButton, KeyedButton
from pos_desktop.gui.widgets.chips import Chip, ChipRow
from pos_desktop.gui.widgets.keypad import Keypad, KeypadInput
from pos_desktop.gui.widgets.modal import Modal
from pos_desktop.gui.widgets.onscreen_keyboard import OnScreenKeyboard
from pos_desktop.gui.widgets.paper_view import PaperView
from pos_desktop.gui.widgets.pills import PillData
from pos_desktop.gui.widgets.progress import LevelBar, Spinner
from pos_desktop.gui.widgets.search_field import SearchField
from pos_desktop.gui.widgets.slider import TouchSlider
from pos_desktop.gui.widgets.switch import SwitchRow
from pos_desktop.gui.widgets.tiles import Tile, TileGrid
from pos_desktop.gui.widgets.toast import Toast, reading_seconds
from pos_desktop.gui.widgets.topbar import TopBar, TopBarTexts
from tests.gui import gallery


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> None:
    theme.apply(qapp, "light")


def shown(qtbot, widget: QWidget, wide: int = 800, high: int = 600) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(wide, high)
    with qtbot.waitActive(widget, timeout=5000):
        widget.show()
        widget.activateWindow()
    return widget


@pytest.mark.parametrize("name", ["buttons", "bars", "cards", "tiles"])
def test_every_button_of_the_kit_is_48_high_and_has_an_accessible_name(qtbot, name: str):
    page = shown(qtbot, gallery.SHEETS[name](), 1500, 1400)
    buttons = [b for b in page.findChildren(QAbstractButton) if b.isVisible()]
    assert buttons
    for button in buttons:
        interface = QAccessible.queryAccessibleInterface(button)
        assert button.height() >= 48, button
        assert interface.text(QAccessible.Text.Name), button


@pytest.mark.parametrize("name", ["buttons", "bars", "cards", "tiles"])
def test_every_button_of_the_kit_is_reached_by_the_tab_key(qtbot, name: str):
    page = shown(qtbot, gallery.SHEETS[name](), 1500, 1400)
    for button in page.findChildren(QAbstractButton):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus, button


def test_a_button_says_its_text_and_describes_its_key(qtbot):
    button = shown(qtbot, KeyedButton("Рыба & Ко", sub="сдача 1,00", key="F8"))
    interface = QAccessible.queryAccessibleInterface(button)
    assert interface.text(QAccessible.Text.Name) == "Рыба & Ко"
    assert interface.text(QAccessible.Text.Description) == "сдача 1,00, F8"


def test_the_ring_comes_with_the_tab_key_and_not_with_a_tap(qtbot):
    page = QWidget()
    column = QVBoxLayout(page)
    first, second = KeyedButton("Раз"), KeyedButton("Два")
    column.addWidget(first)
    column.addWidget(second)
    shown(qtbot, page)
    second.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not second.ringed()
    first.setFocus(Qt.FocusReason.TabFocusReason)
    before = first.grab().toImage()
    assert first.ringed()
    first.clearFocus()
    assert first.grab().toImage() != before


def test_enter_presses_the_ringed_button(qtbot):
    button = shown(qtbot, KeyedButton("Да"))
    button.clearFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(button.clicked, timeout=1000):
        qtbot.keyClick(button, Qt.Key.Key_Return)


def test_a_pressed_button_looks_different_at_once(qtbot):
    button = shown(qtbot, KeyedButton("Оплата", kind="pay"))
    before = button.grab().toImage()
    qtbot.mousePress(button, Qt.MouseButton.LeftButton)
    assert button.grab().toImage() != before
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)


def test_new_text_is_drawn_although_the_picture_was_kept(qtbot):
    button = shown(qtbot, KeyedButton("Раз"))
    before = button.grab().toImage()
    button.setText("Два")
    assert button.grab().toImage() != before


def test_the_keypad_has_seven_on_top_and_emits_what_is_pressed(qtbot):
    pad = shown(qtbot, Keypad("amount"))
    seven, one = pad.button("7"), pad.button("1")
    assert seven.y() < one.y()
    heard: list[str] = []
    pad.pressed.connect(heard.append)
    for key in ("7", "00", ","):
        qtbot.mouseClick(pad.button(key), Qt.MouseButton.LeftButton)
    assert heard == ["7", "00", ","]


def test_the_pin_keypad_has_a_backspace_with_a_name(qtbot):
    pad = shown(qtbot, Keypad("pin"))
    pad.set_backspace_name("Стереть")
    heard: list[str] = []
    pad.pressed.connect(heard.append)
    qtbot.mouseClick(pad.button(keypad.BACKSPACE), Qt.MouseButton.LeftButton)
    assert heard == [keypad.BACKSPACE]
    assert pad.button(keypad.BACKSPACE).accessibleName() == "Стереть"


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (["1", "00", "0"], "1000"),
        ([",", "5"], "0,5"),
        (["1", ",", "2", "3", "4"], "1,23"),
        (["1", ",", ",", "2"], "1,2"),
        (["0", "0", "7"], "7"),
        (["1", "2", keypad.BACKSPACE], "1"),
        ([keypad.BACKSPACE], ""),
        (["00"], "0"),
        (["1", ".", "5"], "1,5"),
    ],
)
def test_keypad_presses_become_an_amount(qapp, keys: list[str], text: str):
    amount = KeypadInput(parent=qapp)
    for key in keys:
        amount.press(key)
    assert amount.text() == text


def test_the_first_digit_replaces_a_suggested_amount(qapp):
    amount = KeypadInput(parent=qapp)
    amount.preset("517.66")
    assert amount.text() == "517,66"
    amount.press("6")
    assert amount.text() == "6"


def test_tiles_fill_the_width_and_turn_pages_without_new_widgets(qtbot):
    grid = TileGrid(column_px=150, row_px=92)
    shown(qtbot, grid, 814, 408)
    grid.set_tiles([Tile(str(n), f"Товар {n}", "1,00") for n in range(45)])
    assert len(grid.tile_widgets()) == 20
    assert grid.pages() == 3
    assert grid.tile_widgets()[4].geometry().right() == 813
    before = set(grid.tile_widgets())
    grid.turn(1)
    assert grid.tile_widgets()[0].tile().product_id == "20"
    grid.turn(9)
    assert grid.page() == 2
    assert {w.tile().product_id for w in grid.tile_widgets()} == {"40", "41", "42", "43", "44"}
    assert set(grid.tile_widgets()) <= before


def test_a_tile_says_product_and_price_and_emits_its_id(qtbot):
    grid = TileGrid()
    shown(qtbot, grid, 800, 400)
    grid.set_tiles([Tile("p7", "Бананы", "130,00", "/ кг", True, 2)])
    tile = grid.tile_widgets()[0]
    assert tile.accessibleName() == "Бананы, 130,00 / кг"
    with qtbot.waitSignal(grid.chosen, timeout=1000) as heard:
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert heard.args == ["p7"]


def test_arrow_keys_walk_over_the_tiles(qtbot):
    grid = TileGrid()
    grid.set_columns(3)
    shown(qtbot, grid, 600, 400)
    grid.set_tiles([Tile(str(n), str(n), "1,00") for n in range(9)])
    grid.tile_widgets()[0].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert QApplication.focusWidget() is grid.tile_widgets()[3]


def test_chips_that_do_not_fit_are_in_the_menu(qtbot):
    chips = ChipRow("Ещё")
    chips.set_chips([Chip(str(n), f"Категория {n}") for n in range(9)])
    shown(qtbot, chips, 500, 48)
    hidden = [chip.chip_id for chip in chips.hidden_chips()]
    assert 0 < len(hidden) < 9
    assert hidden == [str(n) for n in range(9 - len(hidden), 9)]
    chips.resize(2000, 48)
    assert chips.hidden_chips() == []


def test_the_top_bar_gathers_calm_states_when_it_is_narrow(qtbot):
    bar = TopBar()
    bar.set_texts(
        TopBarTexts("Магазин", "Касса 2", "Смена № 148 · открыта 08:02", "Смена 148", "И. М.")
    )
    bar.set_pills([PillData(n, f"Устройство {n}", "ok", "cpu") for n in "абвг"])
    shown(qtbot, bar, 1366, 48)
    assert not bar.compact()
    bar.resize(800, 48)
    assert bar.compact()


def test_the_cross_in_the_search_field_clears_it(qtbot):
    field = SearchField("Название", key="F2")
    shown(qtbot, field, 500, 52)
    field.set_text("молоко")
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton, pos=field.rect().center().__class__(480, 26))
    assert field.text() == ""


def test_escape_clears_the_search_and_is_told(qtbot):
    field = SearchField("Название")
    shown(qtbot, field, 500, 52)
    field.set_text("молоко")
    with qtbot.waitSignal(field.cancelled, timeout=1000):
        qtbot.keyClick(field.edit(), Qt.Key.Key_Escape)
    assert field.text() == ""


def opened(qtbot, *, closable: bool = True) -> tuple[QWidget, QLineEdit, Modal]:
    window = QWidget()
    column = QVBoxLayout(window)
    below = QLineEdit()
    column.addWidget(below)
    shown(qtbot, window, 1000, 700)
    below.setFocus()
    content = QWidget()
    inside = QVBoxLayout(content)
    inside.addWidget(KeyedButton("Да"))
    inside.addWidget(KeyedButton("Нет"))
    modal = Modal(window, content, closable=closable)
    modal.open()
    return window, below, modal


def test_an_overlay_keeps_the_focus_inside(qtbot):
    window, below, modal = opened(qtbot)
    for _ in range(5):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert modal.isAncestorOf(QApplication.focusWidget())
    below.setFocus()
    assert modal.isAncestorOf(QApplication.focusWidget())
    assert modal.window() is window


def test_escape_closes_an_overlay_and_gives_the_focus_back(qtbot):
    _window, below, modal = opened(qtbot)
    with qtbot.waitSignal(modal.closed, timeout=1000):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert below.hasFocus()


def test_a_decision_that_must_be_made_is_not_closed_by_escape(qtbot):
    _window, _below, modal = opened(qtbot, closable=False)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert modal.is_open()
    modal.close_modal()
    assert not modal.is_open()


def test_an_overlay_stays_in_the_middle_when_the_window_grows(qtbot):
    window, _below, modal = opened(qtbot)
    window.resize(1300, 900)
    assert modal.size() == window.size()
    assert abs(modal.panel_rect().center().x() - 650) <= 1


def keyboard(qtbot, mode: str = "always") -> tuple[QLineEdit, OnScreenKeyboard]:
    window = QWidget()
    column = QVBoxLayout(window)
    field = QLineEdit()
    other = KeyedButton("Дальше")
    column.addWidget(field)
    column.addWidget(other)
    keys = OnScreenKeyboard(window, mode=mode)
    shown(qtbot, window, 1000, 700)
    other.setFocus()
    return field, keys


def test_the_onscreen_keyboard_types_cyrillic(qtbot):
    field, keys = keyboard(qtbot)
    field.setFocus()
    assert keys.isVisible()
    qtbot.mouseClick(keys.key("shift"), Qt.MouseButton.LeftButton)
    for name in ("щ", "ё", "к", "и"):
        qtbot.mouseClick(keys.key(name), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: field.text() == "Щёки", timeout=1000)
    qtbot.mouseClick(keys.key("backspace"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: field.text() == "Щёк", timeout=1000)
    assert field.hasFocus()


def test_the_onscreen_keyboard_changes_language_and_to_numbers(qtbot):
    field, keys = keyboard(qtbot)
    field.setFocus()
    qtbot.mouseClick(keys.key("language"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(keys.key("q"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(keys.key("numbers"), Qt.MouseButton.LeftButton)
    assert keys.key("7").parentWidget().y() < keys.key("1").parentWidget().y()
    qtbot.mouseClick(keys.key("7"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: field.text() == "q7", timeout=1000)


def test_a_field_for_numbers_opens_the_numbers(qtbot):
    field, keys = keyboard(qtbot)
    field.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
    field.setFocus()
    assert keys.layout_name() == "numbers"


def test_the_onscreen_keyboard_does_not_open_without_a_touch(qtbot):
    field, keys = keyboard(qtbot, mode="auto")
    field.setFocus()
    assert not keys.isVisible()


def test_every_key_of_the_onscreen_keyboard_is_high_enough_for_a_finger(qtbot):
    field, keys = keyboard(qtbot)
    field.setFocus()
    QApplication.processEvents()
    assert min(b.height() for b in keys.findChildren(KeyedButton) if b.isVisible()) >= 48


def test_the_onscreen_keyboard_closes_when_the_field_is_left(qtbot):
    field, keys = keyboard(qtbot)
    field.setFocus()
    with qtbot.waitSignal(keys.height_changed, timeout=1000) as heard:
        field.nextInFocusChain().setFocus()
    assert heard.args == [0]


def test_a_banner_says_what_happened_and_offers_what_to_press(qtbot):
    banner = Banner()
    shown(qtbot, banner, 900, 64)
    banner.set_notice("warning", "Нет бумаги", "Чек сохранён.")
    banner.set_buttons("Печатать снова")
    assert banner.accessibleName() == "Нет бумаги Чек сохранён."
    first, second = banner.buttons()
    assert first.isVisible()
    assert not second.isVisible()
    with qtbot.waitSignal(banner.first_pressed, timeout=1000):
        first.click()


def test_a_switch_says_its_state_in_words_too(qtbot):
    row = SwitchRow("Сеть", "wifi")
    shown(qtbot, row, 400, 60)
    row.set_state("выключена", attention=True)
    assert row.switch().accessibleName() == "Сеть"
    with qtbot.waitSignal(row.switch().toggled, timeout=1000) as heard:
        qtbot.keyClick(row.switch(), Qt.Key.Key_Space)
    assert heard.args == [True]


def test_a_slider_follows_the_finger_and_the_arrow_keys(qtbot):
    slider = TouchSlider("Вес", marks=("0", "1", "2", "3 кг"))
    slider.setRange(0, 3000)
    slider.setSingleStep(2)
    shown(qtbot, slider, 300, 68)
    centre = slider.rect().center()
    centre.setY(24)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=centre)
    assert abs(slider.value() - 1500) < 20
    slider.setValue(10)
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert slider.value() == 12


def test_a_toast_goes_away_by_itself(qtbot):
    host = shown(qtbot, QWidget())
    toast = Toast(host)
    toast.show_text("Чек отложен", seconds=0.05)
    assert toast.isVisible()
    qtbot.waitUntil(lambda: not toast.isVisible(), timeout=2000)


def test_a_long_notice_is_shown_whole_and_as_long_as_it_takes_to_read(qtbot, monkeypatch):
    host = QWidget()
    shown(qtbot, host, 1024, 700)
    cut: list[str] = []
    monkeypatch.setattr(paint, "on_cut", [cut.append])
    text = "Скан не принят: открыто окно, и набранное в нём не должно пропасть. " * 4
    toast = Toast(host)
    toast.show_text(text, seconds=0.5)
    toast.grab()
    assert cut == []
    assert toast.width() <= 760
    assert host.rect().contains(toast.geometry())
    assert reading_seconds(text, 4) > len(text) / 20
    assert reading_seconds("Чек отложен", 4) == 4


def test_the_paper_keeps_the_newest_receipts_on_top(qtbot):
    paper = shown(qtbot, PaperView(), 300, 400)
    picture = QImage(200, 300, QImage.Format.Format_Grayscale8)
    picture.fill(255)
    for _ in range(20):
        paper.feed(picture, animated=False)
    assert paper.count() == 12
    assert paper.verticalScrollBar().maximum() > 0
    paper.clear()
    assert paper.count() == 0


def test_a_level_outside_its_scale_is_cut_off(qtbot):
    bar = LevelBar()
    qtbot.addWidget(bar)
    bar.set_share(1.7)
    assert bar.share() == 1.0


def test_a_hidden_spinner_costs_nothing(qtbot):
    spinner = shown(qtbot, Spinner(), 24, 24)
    spinner.hide()
    assert not spinner._timer.isActive()


def test_an_icon_button_without_text_has_a_name(qtbot):
    button = shown(qtbot, IconButton("minus", "Меньше"))
    assert button.accessibleName() == "Меньше"
    assert (button.width(), button.height()) == (48, 48)


def test_every_sheet_of_the_gallery_is_written_in_both_themes(tmp_path, qapp):
    gallery.main(str(tmp_path), "cards")
    assert {p.name for p in tmp_path.iterdir()} == {"cards-light.png", "cards-dark.png"}
    theme.apply(qapp, "light")
