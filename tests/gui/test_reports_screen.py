"""The reports from the window, as a senior and a cashier use them."""

from __future__ import annotations

import openpyxl
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from pos_desktop import i18n
from pos_desktop.domain.facts import DrawerCounted
from pos_desktop.domain.reports.sections import Section
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.screens.reports import ReportsScreen
from pos_desktop.journal.export import verify_file
from pos_desktop.operations.open_shift import Declared
from pos_desktop.operations.read_reports import Access, Watch
from tests.gui.open_shop import OpenShop, facts, open_shop
from tests.till_fakes import BREAD, CASHIER, COFFEE, SENIOR


class Reports:
    """The page in front of a shop that has sold two receipts today."""

    def __init__(self, shop: OpenShop, path) -> None:
        self.shop = shop
        self.path = path
        shop.window.open_page("reports")
        page = shop.window.beside.page("reports")
        assert isinstance(page, ReportsScreen)
        self.page = page
        page._ask_file = self._ask
        self.wait_read()

    def _ask(self, _parent: QWidget, name: str, _kinds: str) -> str:
        return str(self.path / name)

    def wait_read(self) -> None:
        """Until nothing is being read."""
        page = self.page
        self.shop.wait(lambda: page._access is not None and not page._patience.isActive())
        self.shop.wait(lambda: page.stack.currentWidget() is not page.busy)
        self.shop.wait(lambda: page._sales is not None or not page._access.whole)

    def choose(self, section: Section) -> None:
        self.page.nav.buttons[section].click()
        self.wait_read()

    def numbers(self) -> list[str]:
        cards = [card for card in self.page.numbers if not card.isHidden()]
        return [card.accessibleName().replace("\xa0", " ") for card in cards]

    def cells(self, card: int = 0) -> list[list[str]]:
        model = self.page.page.cards[card].table.rows_model()
        return [
            [str(model.index(row, column).data()) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]


def sell(shop: OpenShop, *products, kind=TenderKind.CASH) -> None:
    for product in products:
        before = shop.till.current
        shop.till.add_product(product.product_id)
        shop.wait(lambda b=before: shop.till.current is not b)
    shop.till.pay_exact(kind)
    shop.wait(lambda: shop.shown.just_completed)


@pytest.fixture
def shop(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path / "shop") as made:
        yield made


@pytest.fixture
def senior(shop, tmp_path):
    """A senior looks at a day of two receipts."""
    shop.sign_in(SENIOR.staff_id)
    sell(shop, COFFEE, BREAD)
    sell(shop, BREAD, kind=TenderKind.CARD)
    return Reports(shop, tmp_path)


def test_the_day_is_added_up_as_the_picture_says(senior):
    assert senior.numbers() == [
        "Продажи: 474,00 ₽",
        "Возвраты · 0: 0,00 ₽",
        "Выручка: 474,00 ₽",
        "Чеков продажи: 2",
        "Средний чек: 237,00 ₽",
    ]
    overview = senior.page.overview
    assert [p.value for p in overview.chart.bars.points()] == [47_400]
    assert [p.label for p in overview.tenders.points()] == ["Наличные", "Карты"]
    assert overview.check.text().startswith("Сошлось: журнал кассы")


def test_every_report_can_be_looked_at_and_saved_in_every_way(senior):
    for section in senior.page.nav.buttons:
        if section is Section.MARGIN:
            continue  # closed to a senior
        senior.choose(section)
        assert senior.page.stack.currentWidget() is not senior.page.nothing
        for kind, button in senior.page.head.files.items():
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            senior.shop.wait(lambda k=kind: "Сохранено" in senior.page.toast.accessibleName())
            assert senior.page.toast.accessibleName().endswith(f".{kind}")
            senior.page.toast.setAccessibleName("")
    assert len(list(senior.path.glob("*.xlsx"))) == len(senior.page.nav.buttons) - 1


def test_a_table_is_saved_in_the_order_one_sorted_it(senior):
    senior.choose(Section.GOODS)
    table = senior.page.page.cards[0].table
    assert [row[0] for row in senior.cells()] == [COFFEE.name, BREAD.name, "Всего"]
    table.horizontalHeader().sectionClicked.emit(0)
    table.horizontalHeader().sectionClicked.emit(0)
    assert [row[0] for row in senior.cells()] == [BREAD.name, COFFEE.name, "Всего"]
    QTest.mouseClick(senior.page.head.files["xlsx"], Qt.MouseButton.LeftButton)
    senior.shop.wait(lambda: "Сохранено" in senior.page.toast.accessibleName())
    page = openpyxl.load_workbook(next(senior.path.glob("*.xlsx"))).active
    names = [row[0].value for row in page.iter_rows() if row[0].value in (BREAD.name, COFFEE.name)]
    assert names == [BREAD.name, COFFEE.name]


def test_a_bar_leads_to_the_receipts_of_its_hour_and_esc_leads_back(senior):
    page = senior.page
    chart = page.overview.chart.bars
    senior.shop.wait(lambda: bool(chart._places))
    QTest.mouseClick(
        chart, Qt.MouseButton.LeftButton, pos=QPointF(chart.place_of(0).center()).toPoint()
    )
    senior.shop.wait(lambda: page.stack.currentWidget() is page.receipts)
    model = page.receipts.card.table.rows_model()
    assert [model.index(row, 0).data() for row in range(2)] == ["2", "1"]
    page.receipts.card.table.clicked.emit(model.index(0, 0))
    senior.shop.wait(lambda: page._modal.content is not None)
    QTest.keyClick(page._modal.content, Qt.Key.Key_Escape)
    senior.shop.wait(lambda: page._modal.content is None)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.stack.currentWidget() is page.overview
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert senior.shop.window.pages.currentWidget() is senior.shop.window.sale


def test_a_chart_is_used_by_keyboard_alone(senior):
    page = senior.page
    chart = page.overview.chart.bars
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.current() == 0
    assert "474,00" in chart.toolTip()
    assert chart.accessibleName().startswith("Продажи по часам")
    QTest.keyClick(chart, Qt.Key.Key_Return)
    senior.shop.wait(lambda: page.stack.currentWidget() is page.receipts)


def test_a_row_of_products_leads_to_its_receipts(senior):
    senior.choose(Section.GOODS)
    table = senior.page.page.cards[0].table
    table.setCurrentIndex(table.rows_model().index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    page = senior.page
    senior.shop.wait(lambda: page.stack.currentWidget() is page.receipts)
    assert page.receipts.title.text() == f"Чеки: {COFFEE.name}"
    assert page.receipts.sum.text().startswith("1 чек")


def test_a_day_without_sales_says_so_and_offers_nothing_to_save(senior):
    QTest.mouseClick(senior.page.head.periods["yesterday"], Qt.MouseButton.LeftButton)
    senior.shop.wait(lambda: senior.page.stack.currentWidget() is senior.page.nothing)
    assert senior.page.nothing.title.text() == "За этот период продаж нет"
    assert not any(button.isEnabled() for button in senior.page.head.files.values())
    QTest.mouseClick(senior.page.head.periods["today"], Qt.MouseButton.LeftButton)
    senior.shop.wait(lambda: senior.page.stack.currentWidget() is senior.page.overview)
    assert all(button.isEnabled() for button in senior.page.head.files.values())


def test_the_margin_is_closed_to_a_senior_until_a_manager_opens_it(senior):
    senior.choose(Section.MARGIN)
    page = senior.page
    assert page.stack.currentWidget() is page.nothing
    blocked = []
    senior.shop.till.blocked.connect(blocked.append)
    QTest.mouseClick(page.nothing.button, Qt.MouseButton.LeftButton)
    senior.shop.wait(lambda: bool(blocked))
    assert blocked[0].action.value == "see_margin"


def test_a_report_that_would_tell_the_drawer_opens_for_a_cashier_after_the_count(shop, tmp_path):
    shop.sign_in()
    sell(shop, COFFEE)
    reports = Reports(shop, tmp_path)
    page = reports.page
    shop.wait(lambda: page.stack.currentWidget() is page.nothing)
    assert page.nothing.title.text() == i18n.t("reports.covered_title")
    assert reports.numbers() == []
    assert not page.head.print.isEnabled()
    assert page._sales is None
    assert not page.nav.all.isHidden(), "a senior may open all of them"
    count(shop)
    page.opened()
    shop.wait(lambda: page._sales is not None)
    assert reports.numbers()[0] == "Продажи: 349,00 ₽"


def count(shop: OpenShop) -> None:
    """Somebody counts the drawer of the open shift."""
    desk = shop.opened.shop.desks.shift
    shop.till.run(lambda: desk.count(Declared(0), blind_close=True))
    shop.wait(lambda: bool(facts(shop, DrawerCounted)))


def test_a_cashier_sees_the_own_shift_and_needs_a_word_for_the_rest(shop, tmp_path):
    shop.sign_in()
    sell(shop, COFFEE)
    count(shop)
    reports = Reports(shop, tmp_path)
    shop.wait(lambda: reports.page._sales is not None)
    assert reports.numbers()[0] == "Продажи: 349,00 ₽"
    assert all(button.isHidden() for button in reports.page.nav.buttons.values())
    assert all(button.isHidden() for button in reports.page.head.files.values())
    assert not reports.page.nav.all.isHidden()
    blocked = []
    shop.till.blocked.connect(blocked.append)
    QTest.mouseClick(reports.page.nav.all, Qt.MouseButton.LeftButton)
    shop.wait(lambda: bool(blocked))
    assert (blocked[0].action.value, blocked[0].error.values["name"]) == (
        "see_reports",
        CASHIER.short_name,
    )


def test_a_full_disk_is_said_with_the_path(senior):
    senior.page._ask_file = lambda *_asked: str(senior.path / "no such folder" / "x.csv")
    QTest.mouseClick(senior.page.head.files["csv"], Qt.MouseButton.LeftButton)
    senior.shop.wait(lambda: "no such folder" in senior.page.toast.accessibleName())


def test_a_scan_is_not_behind_a_long_report(senior):
    """The read is held up on its own thread; the sale goes on."""
    page, shop = senior.page, senior.shop
    going = [True]
    page._start(lambda watch: _endless(watch, going), lambda _answer: None)
    shop.wait(lambda: page.stack.currentWidget() is page.busy)
    shop.window.scanned(BREAD.barcodes[0])
    shop.wait(lambda: shop.lines() == 1)
    page.busy.stopped.emit()
    assert page.stack.currentWidget() is page.nothing
    going[0] = False


def _endless(watch: Watch, going: list[bool]) -> None:
    while going[0] and watch.wanted():
        watch.pause()


def test_who_comes_next_does_not_see_what_the_one_before_was_allowed(senior):
    senior.choose(Section.GOODS)
    senior.shop.till.lock()
    senior.shop.wait(lambda: senior.shop.shown.staff is None)
    senior.shop.sign_in()
    senior.shop.window.open_page("reports")
    page = senior.page
    senior.shop.wait(lambda: page._access is not None and not page._access.whole)
    assert page.nav.buttons[Section.GOODS].isHidden()


def test_a_period_is_chosen_by_two_taps_or_by_keys(senior):
    page = senior.page
    QTest.mouseClick(page.head.periods["other"], Qt.MouseButton.LeftButton)
    dialog = page._modal.content
    today = page._desk.today()
    QTest.keyClick(dialog, Qt.Key.Key_Left)
    assert dialog.period().days == 1
    QTest.keyClick(dialog, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.period().last == today
    assert dialog.period().days == 2
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    senior.wait_read()
    assert page._sales.period.days == 2
    assert senior.numbers()[3] == "Чеков продажи: 2"


def test_a_manager_gives_the_journal_out_and_the_file_can_be_checked(senior):
    page, shop = senior.page, senior.shop
    blocked = []
    shop.till.blocked.connect(blocked.append)
    page.nav.export.click()
    shop.wait(lambda: bool(blocked))
    assert blocked[0].action.value == "export_journal"
    page._export(Access(whole=True, margin=True, export=True))
    shop.wait(lambda: "Выгружен" in page.toast.accessibleName())
    exported = next(senior.path.glob("*.jsonl"))
    report = verify_file(exported)
    assert report.is_good, report.text()
    assert report.counts["SaleCompleted"] == 2
    listed = next(senior.path.glob("*-receipts.csv")).read_text(encoding="utf-8-sig")
    assert "474,00" in listed
