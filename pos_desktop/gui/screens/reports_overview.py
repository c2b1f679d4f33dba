"""The day at a glance: busy hours, best sellers, how it was paid, and the tax in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.domain.reports.behind import Behind
from pos_desktop.domain.reports.sections import WEEK_DAYS
from pos_desktop.domain.reports.table import Kind
from pos_desktop.domain.reports.tables import by_tender, by_vat
from pos_desktop.gui import theme
from pos_desktop.gui.screens.reports_chart import ChartCard
from pos_desktop.gui.screens.reports_views import (
    best_rows,
    check_text,
    hours_view,
    map_view,
    shares_view,
)
from pos_desktop.gui.texts import currency_sign, money
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.charts import ShareBars
from pos_desktop.gui.widgets.labels import IconLabel, Label
from pos_desktop.gui.widgets.mini_table import MiniTable
from pos_desktop.gui.widgets.split_bar import SplitBar
from pos_desktop.i18n import t
from pos_desktop.operations.read_reports import SalesReport
from pos_desktop.receipts.report.words import ReportWords

_BEST = 7
_CARD_PX = 264


class ReportsOverview(QWidget):
    """behind_wanted(Behind, what it is said to be). has_*: which parts are compared."""

    behind_wanted = Signal(object, str)

    def __init__(self, *, has_operator: bool, has_cloud: bool) -> None:
        super().__init__()
        self._parts = (has_operator, has_cloud)
        self._shown: tuple[SalesReport, ReportWords] | None = None
        self._map = False
        self._best_ids: list[str] = []
        self._tenders: list[Behind | None] = []
        self.chart = ChartCard()
        self.chart.behind_wanted.connect(self.behind_wanted)
        self.chart.switched.connect(self._switch)
        self.best = MiniTable(muted=(3,))
        self.best.pressed.connect(
            lambda n: self._press("product", self._best_ids[n], self.best.points()[n].label)
        )
        self.tenders = ShareBars()
        self.tenders.pressed.connect(self._press_tender)
        self.vat = MiniTable()
        self.vat.pressed.connect(self._press_vat)
        self.rates = SplitBar()
        self._vat_rates: list[str] = []
        self._check_icon = IconLabel("check", 18, "pay_text")
        self.check = Label("", theme.SMALL, theme.REGULAR, "ink_soft", wrap=True)
        self._titles = [Label("", theme.BODY, theme.SEMIBOLD) for _ in range(3)]
        self._build()

    def _build(self) -> None:
        cards = QHBoxLayout()
        cards.setSpacing(12)
        check = QHBoxLayout()
        check.setSpacing(8)
        check.addWidget(self._check_icon, 0, Qt.AlignmentFlag.AlignTop)
        check.addWidget(self.check, 1)
        for stretch, title, inside in zip(
            (450, 310, 330), self._titles, (self.best, self.tenders, self.vat), strict=True
        ):
            card = Card(padding=14, spacing=4)
            card.body().addWidget(title)
            card.body().addWidget(inside, 1)
            if inside is self.vat:
                card.body().addWidget(self.rates)
                card.body().addLayout(check)
            card.setFixedHeight(_CARD_PX)
            cards.addWidget(card, stretch)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(self.chart, 1)
        rows.addLayout(cards)

    def show_report(self, report: SalesReport, words: ReportWords) -> None:
        """Draw all of it."""
        self._shown = (report, words)
        tally = report.tally
        whole_week = report.period.days >= WEEK_DAYS
        self._map = self._map and whole_week
        self.chart.show_view(map_view(tally, words) if self._map else hours_view(tally))
        text = t("reports.show_bars") if self._map else t("reports.show_map")
        icon = "chart-column" if self._map else "layout-grid"
        self.chart.set_switch(text if whole_week else "", icon)
        for title, key in zip(
            self._titles,
            ("reports.best_goods", "reports.payment", "reports.vat_in_revenue"),
            strict=True,
        ):
            title.setText(t(key))
        self._show_best(report, words)
        self._show_tenders(report, words)
        self._show_vat(report, words)
        self._show_check(report)

    def _show_best(self, report: SalesReport, words: ReportWords) -> None:
        rows = best_rows(report.tally, words, _BEST)
        self._best_ids = [product_id for product_id, _ in rows]
        titles = [words.column("product"), words.column("qty"), "", words.column("share")]
        titles[2] = f"{words.column('sum')},\u00a0{currency_sign()}"
        self.best.set_name(t("reports.best_goods"))
        self.best.set_rows(titles, [texts for _, texts in rows])

    def _show_tenders(self, report: SalesReport, words: ReportWords) -> None:
        view = shares_view(by_tender(report.tally), words)
        self._tenders = view.behind
        self.tenders.set_name(t("reports.payment"))
        self.tenders.set_shares(view.points, list(view.shares))

    def _show_vat(self, report: SalesReport, words: ReportWords) -> None:
        table = by_vat(report.tally)
        rows = [row for row in table.rows if row.behind is not None]
        self._vat_rates = [row.behind.key for row in rows if row.behind is not None]
        titles = [
            words.column("rate"),
            words.column("gross"),
            f"{words.column('vat')},\u00a0{currency_sign()}",
        ]
        texts = [
            [words.vat(rate), *(_money(value) for value in row.cells[1:3])]
            for rate, row in zip(self._vat_rates, rows, strict=True)
        ]
        totals = table.totals()
        total = [words.total(), *(_money(value) for value in totals[1:3])] if totals else None
        self.rates.set_parts(
            [
                (_sum(row.cells[1]), f"{words.vat(rate)} · {words.cell(Kind.SHARE, row.cells[4])}")
                for rate, row in zip(self._vat_rates, rows, strict=True)
            ]
        )
        self.vat.set_name(t("reports.vat_in_revenue"))
        self.vat.set_rows(titles, texts, total)

    def _show_check(self, report: SalesReport) -> None:
        has_operator, has_cloud = self._parts
        good = report.check.agrees or (report.check.documents_agree and not has_cloud)
        self.check.setText(check_text(report.check, has_operator=has_operator, has_cloud=has_cloud))
        self.check.set_tone("ink_soft" if good else "warning_text")
        self._check_icon.set_icon("check" if good else "triangle-alert")
        self._check_icon.set_tone("pay_text" if good else "warning_text")

    def _switch(self) -> None:
        self._map = not self._map
        if self._shown is not None:
            self.show_report(*self._shown)

    def _press(self, by: str, key: str, name: str) -> None:
        self.behind_wanted.emit(Behind(by, key), name)  # type: ignore[arg-type]

    def _press_tender(self, index: int) -> None:
        behind = self._tenders[index]
        if behind is not None:
            self.behind_wanted.emit(behind, self.tenders.points()[index].label)

    def _press_vat(self, index: int) -> None:
        self._press("vat", self._vat_rates[index], self.vat.points()[index].label)


def _sum(value: object) -> int:
    return value if isinstance(value, int) else 0


def _money(value: object) -> str:
    return money(value, symbol=False) if isinstance(value, int) else ""
