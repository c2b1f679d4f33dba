"""The desk of price lists: which there are, and a new one from a file. Qt-free; runs on the
cashier's lane."""

from __future__ import annotations

from pathlib import Path

from pos_desktop.domain.rights import Action, demand
from pos_desktop.gui.desk import Desk
from pos_desktop.gui.file_bytes import file_bytes
from pos_desktop.operations.import_prices import Articles, PriceFile, put_prices, read_prices
from pos_desktop.ports.prices import PriceListWriter


class PricesDesk:
    """Every method refuses as its operation does, and then nothing was changed."""

    def __init__(self, desk: Desk, writer: PriceListWriter, articles: Articles) -> None:
        self._desk = desk
        self._writer = writer
        self._articles = articles

    def lists(self) -> list[tuple[str, str, int]]:
        """(id, name, number of prices) of every list, by name."""
        return self._writer.lists()

    def read(self, path: Path) -> PriceFile:
        """RefusalError: "rights.missing", as of file_bytes, as of read_prices."""
        demand(self._desk.staff(), Action.IMPORT_CATALOGUE)
        return read_prices(file_bytes(path), self._articles)

    def put(self, name: str, found: PriceFile) -> list[tuple[str, str, int]]:
        """Make the list of that name what the file says; all lists."""
        put_prices(self._desk.place, self._writer, name, found, staff=self._desk.staff())
        self._desk.committed()
        return self._writer.lists()
