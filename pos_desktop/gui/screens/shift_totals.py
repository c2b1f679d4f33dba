"""The sums of a shift as a card: revenue, payments, VAT, drawer."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_desktop.domain.facts import VatSum
from pos_desktop.domain.shift_report import ShiftReport
from pos_desktop.domain.tax import VatTable
from pos_desktop.gui import theme
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.cards import Line, ValueRow
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.i18n import number, t, time

_ROW_PX = 26
_HIDDEN = "• • •"


class ShiftTotals(QWidget):
    """Shows a report; `blind` covers every sum from which the drawer could be reckoned."""

    def __init__(self, rates: VatTable, zone: tzinfo | None) -> None:
        super().__init__()
        self._rates = rates
        self._zone = zone
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)

    def show_report(self, report: ShiftReport, *, blind: bool) -> None:
        self._clear()
        sales = t("cash.paper.sales", count=number(report.sales_count))
        refunds = t("cash.paper.refunds", count=number(report.refunds_count))
        self._row(sales, report.sales_minor, blind)
        self._row(refunds, -report.refunds_minor, blind)
        self._rows.addWidget(Line("line"))
        # Revenue without what was paid by card is the cash: it is covered with it.
        revenue = _HIDDEN if blind else money(report.revenue_minor)
        self._rows.addWidget(ValueRow(t("cash.revenue"), revenue, bold=True, height=34))
        if report.tenders:
            self._title(t("cash.paid_net"))
        for tender in report.tenders:
            net_minor = tender.sales_minor - tender.refunds_minor
            self._row(t(f"cash.tender.{tender.kind}"), net_minor, blind and tender.kind == "cash")
        self._vats(() if blind else report.vats)
        self._title(t("cash.drawer"))
        self._drawer(report, blind)
        self._rows.addStretch(1)

    def _vats(self, vats: tuple[VatSum, ...]) -> None:
        """Revenue is reckoned from these as well."""
        if vats:
            self._title(t("cash.vat_title"))
        for vat in vats:
            self._row(self._vat_name(vat.vat, vat.base_minor), vat.vat_minor)

    def _drawer(self, report: ShiftReport, blind: bool) -> None:
        self._row(t("cash.opening"), report.opening_minor, blind)
        for kind, sign in (("pay_in", 1), ("pay_out", -1), ("safe_drop", -1)):
            moves = [move for move in report.moves if move.kind == kind]
            if not moves:
                continue
            name = t(f"cash.moved.{kind}", count=number(len(moves)))
            if len(moves) == 1:
                at = datetime.fromtimestamp(moves[0].at_us / 1_000_000, self._zone)
                name = t(f"cash.moved_at.{kind}", time=time(at))
            self._row(name, sign * report.moved_minor(kind), blind)
        for kind, name in (
            ("open_drawer", t("cash.drawer_openings")),
            ("drawer_sensed", t("cash.drawer_sensed")),
        ):
            if openings := report.count_of(kind):
                self._rows.addWidget(ValueRow(name, number(openings), height=_ROW_PX))
        if not blind:
            expected = money(report.expected_minor, symbol=False)
            self._rows.addWidget(ValueRow(t("cash.expected"), expected, bold=True, height=_ROW_PX))
        self._counts(report, blind)

    def _counts(self, report: ShiftReport, blind: bool) -> None:
        """Each count against what should have lain there at its moment."""
        for count in report.drawer_counts:
            at = time(datetime.fromtimestamp(count.at_us / 1_000_000, self._zone))
            name = t(f"cash.count.{'blind' if count.blind else 'open'}", time=at)
            self._title(f"{name} · {count.staff_name}")
            self._row(t("cash.declared"), count.counted_minor)
            if not blind:
                self._row(t("cash.difference"), count.difference_minor)

    def _vat_name(self, code: str, base_minor: int) -> str:
        rate, base = self._rates.rate(code), money(base_minor, symbol=False)
        if rate.percent is None:
            return t("cash.vat_none", base=base)
        percent = f"{rate.percent}/{100 + rate.percent}" if rate.calculated else f"{rate.percent}"
        return t("cash.vat_of", percent=percent, base=base)

    def _row(self, name: str, amount_minor: int, hidden: bool = False) -> None:
        value = _HIDDEN if hidden else money(amount_minor, symbol=False)
        self._rows.addWidget(ValueRow(name, value, height=_ROW_PX))

    def _title(self, text: str) -> None:
        self._rows.addSpacing(8)
        self._rows.addWidget(Label(text, theme.SMALL, tone="ink_soft", wrap=True))

    def _clear(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
