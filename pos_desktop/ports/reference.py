"""Time, ids, and the reference data a register reads: catalogue and staff."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pos_desktop.domain.catalogue import Category, Product, SearchHit
from pos_desktop.domain.labels import LabelPattern
from pos_desktop.domain.staff import StaffMember, StaffRecord
from pos_desktop.ports.prices import ListPrice


class Clock(Protocol):
    """Wall clock. now_us: UTC microseconds since 1970; today: the shop's local date."""

    def now_us(self) -> int: ...
    def today(self) -> date: ...


class Ids(Protocol):
    """UUIDv7: time-ordered, made here, never reused."""

    def new_id(self) -> str: ...
    def new_entry_id(self) -> bytes: ...


class Catalogue(Protocol):
    """Reference data, read from any thread."""

    def by_barcode(self, code: str) -> Product | None: ...
    def by_id(self, product_id: str) -> Product | None: ...
    def by_plu(self, plu: int) -> Product | None: ...
    def search(self, text: str, limit: int = 50) -> list[SearchHit]: ...
    def categories(self) -> list[Category]: ...
    def in_category(self, category_id: str, limit: int = 200) -> list[Product]: ...
    def favourites(self) -> list[Product]: ...
    def note_sold(self, product_ids: Iterable[str]) -> None:
        """Raise the popularity that orders search results; lost on a power cut without harm, and
        never an error: the sale it belongs to is stored already."""
        ...

    def count(self) -> int: ...
    def label_patterns(self) -> tuple[LabelPattern, ...]:
        """How the shop's scales write their labels; from memory, each scan asks."""
        ...


class CatalogueEdits(Protocol):
    """What of the catalogue a cashier changes while selling. Both may raise StorageError."""

    def favourites(self) -> list[Product]: ...
    def set_favourites(self, product_ids: tuple[str, ...]) -> None:
        """These are the favourite tiles, in this order."""
        ...

    def label_patterns(self) -> tuple[LabelPattern, ...]: ...
    def set_label_patterns(self, patterns: tuple[LabelPattern, ...]) -> None: ...


@dataclass(frozen=True, slots=True)
class CatalogueChange:
    """What an import would write; see operations.import_catalogue."""

    products: tuple[Product, ...]
    categories: tuple[Category, ...] = ()


class CatalogueWriter(Protocol):
    def apply(
        self, change: CatalogueChange, progress: Callable[[int, int], bool] | None = None
    ) -> int:
        """Write all or nothing in one transaction; the new version of the catalogue.
        progress(done, of) -> go on."""
        ...


class CatalogueKeeper(CatalogueWriter, CatalogueEdits, Protocol):
    """Everything of the catalogue that a register changes."""


@dataclass(frozen=True, slots=True)
class CatalogueEdit:
    """A change of the catalogue that is true with the facts of its commit, and written into the
    catalogue's file right after; None leaves favourites and labels as they are."""

    products: tuple[Product, ...] = ()
    favourites: tuple[str, ...] | None = None
    label_patterns: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class PromotionEdit:
    """As CatalogueEdit, of promotions. cards: JSON of those added or changed; removed: ids."""

    at_us: int
    cards: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceListEdit:
    """As CatalogueEdit, of one price list, which is replaced whole."""

    list_id: str
    name: str
    prices: tuple[ListPrice, ...]


class KnownProducts(Protocol):
    """What an import compares a file with."""

    def by_article(self, article: str) -> Product | None: ...
    def by_barcode(self, code: str) -> Product | None: ...
    def by_plu(self, plu: int) -> Product | None: ...
    def categories(self) -> list[Category]: ...


class StaffDirectory(Protocol):
    """Who is who. Wrong tries are counted for the person and for the register: "signin.locked" and
    "signin.register_locked" (seconds=) may come from both questions."""

    def members(self) -> list[StaffMember]: ...
    def check_pin(self, staff_id: str, pin: str) -> StaffMember:
        """The member; RefusalError("signin.wrong_pin", tries_left=)."""
        ...

    def by_badge(self, code: str) -> StaffMember | None: ...


class StaffBook(StaffDirectory, Protocol):
    """The directory as the page of the staff changes it; PINs and badges go in and never out."""

    def records(self) -> list[StaffRecord]: ...
    def add(self, member: StaffMember, pin: str) -> None: ...
    def change(self, member: StaffMember) -> None: ...
    def set_pin(self, staff_id: str, pin: str) -> None: ...
    def set_badge(self, staff_id: str, code: str) -> None:
        """code: "" for none."""
        ...

    def badge_owner(self, code: str) -> StaffMember | None: ...
    def dismiss(self, staff_id: str) -> None: ...
    def take_back(self, staff_id: str) -> None: ...
    def unlock(self, staff_id: str) -> None: ...
