"""Goods from a file while the register is open: on a thread of its own, so that selling goes on."""

from __future__ import annotations

import threading

from pos_desktop.app.assembly import OpenRegister
from pos_desktop.domain.facts import StockBaseSet
from pos_desktop.domain.staff import StaffMember
from pos_desktop.gui.bridge import Bridge
from pos_desktop.gui.goods_ports import GoodsPorts
from pos_desktop.gui.side_work import LaneWork
from pos_desktop.operations.import_catalogue import (
    ImportPreview,
    ImportRules,
    Progress,
    apply_import,
    preview_import,
)
from pos_desktop.operations.import_columns import Columns
from pos_desktop.operations.import_row import NewProductDefaults, usual_vat
from pos_desktop.operations.reference_edits import write_catalogue_edits
from pos_desktop.operations.tabular_table import Table
from pos_desktop.ports import Commit

_STOP_SECONDS = 5.0


class GoodsImports:
    """Made at the first import, ended with the register; what is under way then is given up as a
    whole."""

    def __init__(self, register: OpenRegister, bridge: Bridge) -> None:
        self._register = register
        self._closing = threading.Event()
        self._work = LaneWork("goods-import", bridge)

    def ports(self) -> GoodsPorts:
        return GoodsPorts(self._work, self._preview, self._apply)

    def stop(self) -> bool:
        """Give up what is under way; whether the thread ended in time."""
        self._closing.set()
        return self._work.stop(_STOP_SECONDS)

    def _preview(self, table: Table, columns: Columns, progress: Progress) -> ImportPreview:
        register = self._register
        # A file is compared with prices as they were decided, not as they were written so far.
        write_catalogue_edits(register.journal, register.catalogue)
        rates = register.country.vat.valid_on(register.clock.today())
        tax_system = register.settings.organisation.tax_system
        rules = ImportRules(
            rates,
            NewProductDefaults(vat=usual_vat(rates, tax_system)),
            register.ids.new_id,
            register.journal.stock.last_base() + 1,
        )
        return preview_import(
            table, columns, register.catalogue, rules, progress=self._until_closing(progress)
        )

    def _apply(self, preview: ImportPreview, staff: StaffMember, progress: Progress) -> int:
        catalogue = self._register.catalogue
        version = apply_import(
            preview,
            writer=catalogue,
            staff=staff,
            progress=self._until_closing(progress),
            begin_base=self._begin_base,
        )
        if not self._closing.is_set():
            catalogue.warm_up()
        return version

    def _begin_base(self, products_count: int) -> int:
        """From this entry on goods move on the figures of the file."""
        journal = self._register.journal
        journal.commit(Commit((StockBaseSet(products_count),)))
        return journal.stock.last_base()

    def _until_closing(self, progress: Progress) -> Progress:
        return lambda done, of: progress(done, of) and not self._closing.is_set()
