"""The desk of reports: who may see what, and the reads of the journal behind it. Qt-free.

What needs a right runs on the cashier's lane and gives an Access; the reads themselves take it,
may be long, and run on a thread of their own, so that a scan never waits for a report.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from pos_desktop import i18n
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.reports.behind import Behind
from pos_desktop.domain.reports.period import Period
from pos_desktop.domain.reports.shifts import ShiftTally
from pos_desktop.domain.reports.stock import stock_table
from pos_desktop.domain.reports.table import Table
from pos_desktop.domain.reports.tally import SalesTally
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.stock import NO_MOVES, on_hand
from pos_desktop.gui.desk import Desk
from pos_desktop.operations import read_reports
from pos_desktop.operations.export_journal import Exported
from pos_desktop.operations.read_reports import Access, Receipts, SalesReport, Watch
from pos_desktop.ports import NewPrintJob, ReportBook, StockBook
from pos_desktop.receipts.report.sheet import ReportSheet
from pos_desktop.receipts.report.words import ReportWords

if TYPE_CHECKING:
    from pos_desktop.gui.report_reading import ReportWork


class ReportsDesk:
    """work: the thread of long reads. with_cloud: whether sales are to reach one. blind_close:
    whether the drawer is counted before its sum is told."""

    def __init__(
        self,
        desk: Desk,
        book: ReportBook,
        stock: StockBook,
        work: ReportWork,
        *,
        with_cloud: bool,
        blind_close: bool,
    ) -> None:
        self._desk = desk
        self._book = book
        self._stock = stock
        self._with_cloud = with_cloud
        self._blind_close = blind_close
        self.work = work

    @property
    def zone(self) -> tzinfo | None:
        return self._desk.place.zone

    def today(self) -> date:
        """By the register's clock, in the shop's zone."""
        return self._desk.place.clock.today()

    def words(self, lang: str) -> ReportWords:
        """How values are said in a language; reads the names of categories."""
        place = self._desk.place
        return ReportWords(
            lang, place.country.currency, place.zone, place.country.vat, self._categories(lang)
        )

    def _categories(self, lang: str) -> Mapping[str, str]:
        return {
            category.category_id: (category.name_en if lang == "en" else "") or category.name
            for category in self._desk.place.catalogue.categories()
        }

    # ------------------------------------------------------------------ on the lane

    def enter(self) -> Access:
        """What the signed-in person sees at once."""
        return read_reports.open_reports(
            self._desk.place, staff=self._desk.staff(), blind_close=self._blind_close
        )

    def enter_all(self) -> Access:
        """All reports of sales; a second person may allow it."""
        return read_reports.open_all_reports(self._desk.staff())

    def enter_margin(self) -> Access:
        """The margin too; a second person may allow it."""
        return read_reports.open_margin(self._desk.staff())

    def enter_export(self) -> Access:
        """RefusalError("rights.missing") for whom the journal may not be given out."""
        return read_reports.open_export(self._desk.staff())

    def print_summary(self, access: Access, tally: SalesTally, period: str, made: str) -> None:
        """The sums of a report on the receipt printer. RefusalError("printer.not_set_up")."""
        from pos_desktop.receipts.report.paper import summary_page

        demand(self._desk.staff(), Action.X_REPORT)
        place = self._desk.place
        if place.encoder is None:
            raise RefusalError("printer.not_set_up")
        page = summary_page(
            tally,
            self.words(place.style.lang),
            place=f"{place.seller.place or place.seller.name} · {place.style.register_name}",
            period=period,
            made=made,
        )
        place.prints.add(NewPrintJob("", 0, "report", place.encoder.encode(page)))
        self._desk.committed()
        del access

    # ------------------------------------------------------------------ on any thread

    def sales(self, access: Access, period: Period, watch: Watch) -> SalesReport:
        _demand_whole(access)
        return read_reports.read_sales(
            self._book, period, self.zone, watch, with_cloud=self._with_cloud
        )

    def own_shift(self, access: Access, watch: Watch) -> SalesReport | None:
        """The sales of the shift that is open, None where none is or its sums are covered."""
        shift = self._desk.place.journal.open_shift()
        if shift is None or access.covered:
            return None
        return read_reports.read_open_shift(
            self._book, shift, self.today(), self.zone, watch, with_cloud=self._with_cloud
        )

    def shifts(self, access: Access, period: Period, watch: Watch) -> ShiftTally:
        _demand_whole(access)
        return read_reports.read_shifts(self._book, period, self.zone, watch)

    def stock(self, access: Access, period: Period, watch: Watch) -> Table:
        """What moved in a period, and what is on hand of it now."""
        _demand_whole(access)
        tally = read_reports.read_stock(self._book, period, self.zone, watch)
        catalogue, moves = self._desk.place.catalogue, self._stock.all_moves()
        known: dict[str, int | None] = {}
        for product_id, sums in tally.goods.items():
            product = catalogue.by_id(product_id)
            if product is not None:
                known[product_id] = on_hand(product, moves.get(product_id, NO_MOVES))
                sums.name, sums.unit = sums.name or product.name, sums.unit or product.unit.value
        return stock_table(tally, known)

    def receipts(self, access: Access, period: Period, behind: Behind, watch: Watch) -> Receipts:
        """Behind a number; of the open shift only for whom nothing else is open."""
        shift = self._desk.place.journal.open_shift()
        only = None if access.whole else (shift.number if shift else 0)
        return read_reports.read_receipts(
            self._book, period, self.zone, behind, watch, only_shift=only
        )

    def export(
        self, access: Access, period: Period, path: str, sheet: ReportSheet, watch: Watch
    ) -> Exported:
        """The journal of a period to a file, its receipts beside it."""
        from pos_desktop.gui.report_export import export_to

        if not access.export:
            raise RefusalError("rights.missing", action=Action.EXPORT_JOURNAL.value, name="")
        words = self.words(i18n.language())
        return export_to(self._book, self.zone, period, path, sheet=sheet, words=words, watch=watch)


def _demand_whole(access: Access) -> None:
    if not access.whole:
        raise RefusalError("rights.missing", action=Action.SEE_REPORTS.value, name="")
