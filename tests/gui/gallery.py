"""Pictures of the kit for the eye: `python -m tests.gui.gallery OUT_DIR` writes every sheet, light
and dark.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets.banner import Banner
from pos_desktop.gui.widgets.buttons import IconButton, KeyedButton
from pos_desktop.gui.widgets.cards import Card, ChoiceCard, ValueRow
from pos_desktop.gui.widgets.chips import Badge, Chip, ChipRow
from pos_desktop.gui.widgets.keypad import Keypad
from pos_desktop.gui.widgets.labels import IconLabel, Label
from pos_desktop.gui.widgets.looks import Kind
from pos_desktop.gui.widgets.modal import Modal
from pos_desktop.gui.widgets.onscreen_keyboard import OnScreenKeyboard
from pos_desktop.gui.widgets.paper_view import PaperView
from pos_desktop.gui.widgets.pills import PillData
from pos_desktop.gui.widgets.pin import PinDots
from pos_desktop.gui.widgets.progress import LevelBar, ProgressPanel, Spinner
from pos_desktop.gui.widgets.search_field import SearchField
from pos_desktop.gui.widgets.slider import TouchSlider
from pos_desktop.gui.widgets.switch import Switch, SwitchRow
from pos_desktop.gui.widgets.tiles import Tile, TileGrid
from pos_desktop.gui.widgets.toast import Toast
from pos_desktop.gui.widgets.topbar import TopBar, TopBarTexts

KINDS: tuple[Kind, ...] = (
    "plain", "soft", "quiet", "key", "outline_pay", "pay", "dark", "accent", "danger",
    "danger_plain", "panel", "panel_pay", "chip", "nav", "ghost",
)  # fmt: skip


def sheet() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    page.setObjectName("ground")
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 16, 16, 16)
    column.setSpacing(12)
    return page, column


def row(column: QVBoxLayout, *widgets: QWidget, stretch: bool = True) -> None:
    line = QHBoxLayout()
    line.setSpacing(12)
    for widget in widgets:
        line.addWidget(widget)
    if stretch:
        line.addStretch(1)
    column.addLayout(line)


def buttons() -> QWidget:
    page, _column = sheet()
    grid = QGridLayout()
    _column.addLayout(grid)
    for at, kind in enumerate(KINDS):
        grid.addWidget(Label(kind), at, 0)
        stacked = KeyedButton("Скидка", key="F4", kind=kind, arrange="stack")
        stacked.setMinimumHeight(76)
        chosen = KeyedButton("Выбрано", icon="check", kind=kind)
        chosen.setCheckable(True)
        chosen.setChecked(True)
        off = KeyedButton("Нельзя", key="F9", kind=kind)
        off.setEnabled(False)
        ringed = KeyedButton("Фокус", kind=kind)
        ringed._ringed = True
        down = KeyedButton("Нажата", kind=kind)
        down.setDown(True)
        shown = (
            KeyedButton("К продаже", icon="arrow-left", key="Esc", kind=kind), stacked,
            KeyedButton("600 ₽", sub="сдача 82,34", kind=kind), chosen, off, ringed, down,
            IconButton("trash-2", "Удалить", kind=kind),
        )  # fmt: skip
        for place, button in enumerate(shown):
            grid.addWidget(button, at, place + 1)
    page.resize(1366, 16 * 88)
    return page


def bars() -> QWidget:
    page, column = sheet()
    states = [
        PillData("printer", "Принтер", "ok", "printer"),
        PillData("scale", "Весы 0,000 кг", "ok", "scale"),
        PillData("terminal", "Терминал не отвечает", "danger", "triangle-alert"),
        PillData("display", "Экран выключен", "off"),
        PillData("net", "Нет сети · 14 в очереди", "warn", "wifi-off"),
    ]
    for wide in (1366, 1024, 800):
        bar = TopBar()
        bar.set_texts(
            TopBarTexts(
                "Магазин на Лесной",
                "Касса 2",
                "Смена № 148 · открыта 08:02",
                "Смена 148",
                "Иванова М.",
            )
        )
        bar.set_pills(states)
        bar.set_clock("14:32")
        bar.setFixedWidth(wide)
        column.addWidget(bar)
    field = SearchField("Название, артикул или штрихкод", key="F2")
    typed = SearchField("Название, артикул или штрихкод", key="F2")
    typed.set_text("молоко")
    row(column, field, typed, stretch=False)
    for wide in (1200, 700):
        chips = ChipRow("Ещё")
        names = ("Избранное", "Молочное", "Хлеб", "Овощи и фрукты", "Напитки", "Выпечка", "Рыба")
        chips.set_chips([Chip(name, name) for name in names])
        chips.setFixedWidth(wide)
        column.addWidget(chips)
    badges = [
        Badge("Печать", "ok"), Badge("ждёт", "wait"), Badge("ОФД: отказ", "fail"),
        Badge("Печать…", "busy"), Badge("Нет сети", "info", icon="wifi-off"),
        Badge("ЧЗ", "ok"), Badge("Стабильно", "ok", large=True),
    ]  # fmt: skip
    row(column, *badges)
    for level in ("info", "ok", "warning", "danger"):
        banner = Banner()
        banner.set_notice(
            level,
            "Нет сети 2 ч 14 мин · 37 документов ждут",
            "Старший — чек № 5 200 в 13:40. Всё сохранено на кассе, продажи идут.",
        )
        banner.set_buttons("Проверить связь", "Позже", icon="refresh-cw")
        column.addWidget(banner)
    plain = Banner()
    plain.set_notice("warning", "В принтере кончилась бумага")
    column.addWidget(plain)
    column.addStretch(1)
    page.resize(1400, 820)
    return page


def cards() -> QWidget:
    page, column = sheet()
    card = Card()
    card.body().addWidget(Badge("Терминал сверен", "ok"))
    card.body().addWidget(ValueRow("Продажи · 189 чеков", "106 521,60", line=True))
    card.body().addWidget(ValueRow("Возвращено раньше", "99,90 ₽", tone="warning", line=True))
    card.body().addWidget(ValueRow("Выручка", "105 870,60 ₽", bold=True))
    card.body().addWidget(SwitchRow("Сеть", "wifi"))
    on = SwitchRow("Бумага", "printer")
    on.switch().setChecked(True)
    on.set_state("есть · 41 %")
    card.body().addWidget(on)
    off = Switch("Логотип")
    off.setEnabled(False)
    card.body().addWidget(off)
    choices = Card()
    first = ChoiceCard("На карту МИР •• 4417", "как платили · до 1 282,00")
    first.setChecked(True)
    third = ChoiceCard("По СБП", "нет сети · станет доступно")
    third.setEnabled(False)
    for choice in (first, ChoiceCard("Наличными из ящика", "нужен PIN старшего кассира"), third):
        choices.body().addWidget(choice)
    dots = PinDots()
    dots.set_count(2)
    choices.body().addWidget(dots)
    choices.body().addWidget(IconLabel("scale", 28, "pay_text", boxed=56))
    pad = Keypad("pin", kind="key")
    pad.setMinimumSize(290, 360)
    pad.set_corner(KeyedButton("Забыли?", kind="key"))
    amount = Keypad("amount")
    amount.setMinimumSize(400, 360)
    row(column, card, choices, pad, amount, stretch=False)
    page.resize(1500, 460)
    return page


def tiles() -> QWidget:
    page, column = sheet()
    goods = [
        ("Пакет-майка", "9,90", False), ("Хлеб бородинский", "62,50", False),
        ("Бананы", "130,00", True), ("Кофе с собой 250 мл", "150,00", False),
        ("Сыр полутвёрдый «Российский особый» 50 % в вакууме", "1 289,90", True),
        ("Нет в продаже", "10,00", False), ("Чай", "90,00", False), ("Рыба", "459,00", True),
    ]  # fmt: skip
    shown = [
        Tile(str(at), name, price, "/ кг" if weighed else "", weighed, at, available=at != 5)
        for at, (name, price, weighed) in enumerate(goods * 3)
    ]
    for columns, high in ((8, 95), (5, 420), (4, 360)):
        grid = TileGrid()
        grid.set_columns(columns)
        grid.setFixedHeight(high)
        grid.set_tiles(shown)
        column.addWidget(grid)
    page.resize(1200, 960)
    return page


def icon_sheet() -> QWidget:
    page, column = sheet()
    grid = QGridLayout()
    column.addLayout(grid)
    folder = Path(__file__).parents[2] / "resources" / "icons"
    for at, path in enumerate(sorted(folder.glob("*.svg"))):
        grid.addWidget(IconLabel(path.stem, 20), at // 12, 2 * (at % 12))
        grid.addWidget(Label(path.stem, 11, tone="ink_soft"), at // 12, 2 * (at % 12) + 1)
    page.resize(1500, 500)
    return page


def receipt(wide: int = 384, high: int = 420) -> QImage:
    """Return a stand-in for a printed receipt."""
    image = QImage(wide, high, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(QFont("monospace", 12))
    for line in range(high // 24):
        painter.drawText(8, 24 * line + 20, f"{line + 1}. Молоко 3,2 % 950 мл   =94,90")
    painter.end()
    return image


def moving() -> QWidget:
    page, column = sheet()
    paper = PaperView()
    paper.setFixedSize(380, 420)
    paper.show_images([receipt(), receipt(300, 200)])
    slider = TouchSlider("Вес", marks=("0", "1", "2", "3 кг"))
    slider.setRange(0, 3000)
    slider.setValue(1172)
    panel = ProgressPanel()
    panel.set_texts("Загрузка товаров", "Отменить")
    panel.set_progress(0.4, "осталось 1 800 из 3 000, около 4 секунд")
    side = Card()
    side.body().addWidget(slider)
    side.body().addWidget(LevelBar(0.06, "pay", marks=("0", "5", "10", "15 кг")))
    side.body().addWidget(panel)
    side.body().addWidget(Spinner(32))
    side.body().addStretch(1)
    row(column, paper, side, stretch=False)
    toast = Toast(page)
    page.resize(1024, 460)
    toast.show_text("Чек № 5 214 отложен", icon="pause", seconds=60)
    return page


def overlay() -> QWidget:
    page = tiles()
    page.resize(1024, 768)
    content = QWidget()
    inside = QVBoxLayout(content)
    inside.setContentsMargins(24, 24, 24, 24)
    inside.addWidget(Label("Вернуть весь чек?", theme.TITLE, theme.SEMIBOLD))
    inside.addWidget(Label("Деньги вернутся на карту МИР •• 4417.", tone="ink_soft"))
    inside.addStretch(1)
    row(inside, KeyedButton("Отмена", key="Esc"), KeyedButton("Вернуть", key="F12", kind="danger"))
    Modal(page, content, size=QSize(560, 240)).open()
    return page


def keyboard() -> QWidget:
    page, column = sheet()
    field = SearchField("Название, артикул или штрихкод", key="F2")
    column.addWidget(field)
    column.addStretch(1)
    page.resize(1024, 480)
    OnScreenKeyboard(page, mode="always").open_for(field.edit())
    return page


SHEETS: dict[str, Callable[[], QWidget]] = {
    "buttons": buttons,
    "bars": bars,
    "cards": cards,
    "tiles": tiles,
    "icons": icon_sheet,
    "moving": moving,
    "overlay": overlay,
    "keyboard": keyboard,
}


def main(out_dir: str, *names: str) -> None:
    """Write the named sheets, or all, as PNG files into `out_dir`."""
    out = Path(out_dir)
    out.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    for look in ("light", "dark"):
        theme.apply(app, look)
        for name, build in SHEETS.items():
            if names and name not in names:
                continue
            page = build()
            page.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            page.show()
            app.processEvents()
            page.grab().save(str(out / f"{name}-{look}.png"))
            page.close()
            page.deleteLater()


if __name__ == "__main__":
    main(*sys.argv[1:])
