"""What a cashier arranges of the catalogue: favourite tiles, labels of the scales. Qt-free; runs on
the cashier's lane."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.labels import LabelPattern, LabelReading
from pos_desktop.gui.desk import Desk
from pos_desktop.operations import shelf
from pos_desktop.ports import CatalogueKeeper


@dataclass(frozen=True, slots=True)
class LabelOffer:
    """One way to read a label; product: what it would sell, None = no goods of that number."""

    reading: LabelReading
    product: Product | None


class ShelfDesk:
    """Every method refuses as its operation does."""

    def __init__(self, desk: Desk, catalogue: CatalogueKeeper) -> None:
        self._desk = desk
        self._place = desk.place
        self._catalogue = catalogue

    def add_favourite(self, product_id: str) -> None:
        """Behind the last tile."""
        self._set((*self._ids(), product_id))

    def remove_favourite(self, product_id: str) -> None:
        self._set(tuple(one for one in self._ids() if one != product_id))

    def move_favourite(self, product_id: str, before: str) -> None:
        """In front of another tile; in front of itself it stays."""
        if product_id == before:
            return
        others = [one for one in self._ids() if one != product_id]
        place = others.index(before) if before in others else len(others)
        self._set((*others[:place], product_id, *others[place:]))

    def patterns(self) -> tuple[LabelPattern, ...]:
        return self._catalogue.label_patterns()

    def read_label(self, text: str) -> list[LabelOffer]:
        return [
            LabelOffer(reading, self._place.catalogue.by_plu(int(reading.item)))
            for reading in shelf.read_label(self._place, text)
        ]

    def choose_pattern(self, pattern: LabelPattern) -> None:
        shelf.set_label_pattern(self._place, self._catalogue, pattern, staff=self._desk.staff())
        self._desk.committed()

    def _ids(self) -> tuple[str, ...]:
        return tuple(product.product_id for product in self._catalogue.favourites())

    def _set(self, product_ids: tuple[str, ...]) -> None:
        shelf.set_favourites(self._place, self._catalogue, product_ids, staff=self._desk.staff())
        self._desk.committed()
