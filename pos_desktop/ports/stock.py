"""The stock in the journal: figures, documents, drafts; and labels that wait for their printer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.facts import Fact
from pos_desktop.domain.stock import DocumentKind, DraftLine, Moves, StockDraft


@dataclass(frozen=True, slots=True)
class StockDocumentRow:
    """A finished document. title: supplier, code of the reason, "out:<place>" or the scope that
    was counted. sum_minor: by cost; of a stock-take the surplus less the shortage."""

    seq: int
    kind: DocumentKind
    number: int
    document_id: str
    occurred_at_us: int
    staff_name: str
    title: str
    lines_count: int
    sum_minor: int


@dataclass(frozen=True, slots=True)
class ProductMove:
    """One row of a product's card. kind: of the document, or "sale", a whole shift together. qty:
    thousandths, negative for what left; back: of it, what customers brought back. number: of the
    document or of the shift."""

    seq: int
    kind: str
    number: int
    occurred_at_us: int
    title: str
    qty: int
    back: int = 0
    cost_minor: int = 0


@dataclass(frozen=True, slots=True)
class PriceChange:
    """The last change of a product's price within the time asked for."""

    product_id: str
    occurred_at_us: int
    old_price_minor: int
    new_price_minor: int


class StockBook(Protocol):
    """Every method may raise StorageError; reads are safe from any thread."""

    def next_number(self, kind: DocumentKind) -> int: ...
    def last_base(self) -> int:
        """The number of the last StockBaseSet, 0 = none."""
        ...

    def moves(self, product_id: str) -> Moves: ...
    def moves_of(self, product_ids: Iterable[str]) -> dict[str, Moves]:
        """Of some products, for a list on the screen."""
        ...

    def all_moves(self) -> dict[str, Moves]: ...
    def documents(
        self, kind: DocumentKind | None = None, limit: int = 500
    ) -> list[StockDocumentRow]:
        """Newest first."""
        ...

    def document(self, seq: int) -> Fact: ...
    def product_moves(self, product_id: str, limit: int = 500) -> list[ProductMove]:
        """Newest first."""
        ...

    def last_cost_minor(self, product_id: str) -> int:
        """What the last delivery of it cost a unit, 0 = not known."""
        ...

    def prices_changed(self, since_us: int) -> list[PriceChange]: ...

    # Documents that are being written.

    def drafts(self) -> list[StockDraft]:
        """Without their lines; oldest first."""
        ...

    def draft(self, draft_id: str) -> StockDraft:
        """RefusalError("stock.no_such_draft")."""
        ...

    def save_draft(
        self, draft: StockDraft, changed: Sequence[DraftLine] = (), removed: Sequence[int] = ()
    ) -> None:
        """Store the head and the changed lines, durably."""
        ...

    def freeze(self, draft: StockDraft, expected: Mapping[str, int]) -> None:
        """Begin a stock-take: store it with what the books expect of each product."""
        ...

    def frozen(self, draft_id: str) -> dict[str, int]: ...
    def drop_draft(self, draft_id: str) -> None: ...


class Shelf(Protocol):
    """The whole catalogue in one go, for lists and stock-takes."""

    def every(self, category_id: str = "", limit: int = -1) -> list[Product]:
        """The products of a category, of all with "", by name; at most so many, -1 = all."""
        ...

    def with_plu(self) -> list[Product]:
        """What scales know by a number, by that number."""
        ...


@dataclass(frozen=True, slots=True)
class NewLabelJob:
    """Labels rendered for the label printer. title: what they are, for a person."""

    title: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class LabelQuestion:
    """Labels of which only a person can say whether they came out. reason: code of the fault."""

    job_id: int
    title: str
    reason: str


class LabelQueue(Protocol):
    def add_labels(self, job: NewLabelJob) -> int: ...
    def waiting(self) -> int:
        """How many label jobs are not printed yet, those a person must look at included."""
        ...

    def questions(self) -> list[LabelQuestion]:
        """Jobs that are unknown or failed, oldest first."""
        ...

    def settle(self, job_id: int, *, came_out: bool) -> None:
        """A person looked: done with, or to be printed again; RefusalError("label.not_asked")
        where nothing is asked any more."""
        ...
