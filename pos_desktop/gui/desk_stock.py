"""The stock beside the sale: lists, documents that are written, stock-takes, labels. Qt-free; every
method runs on the cashier's lane."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pos_desktop.domain.catalogue import Category, Product, SearchHit
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.stock import NO_MOVES, DocumentKind, StockDraft, on_hand
from pos_desktop.gui.desk import Desk
from pos_desktop.operations import finish_stock_document as documents
from pos_desktop.operations import take_stock as counting
from pos_desktop.operations import write_stock_document as writing
from pos_desktop.operations.export_scale_goods import (
    ScaleGoods,
    ScaleProgram,
    read_scale_goods,
    scale_goods_file,
)
from pos_desktop.operations.finish_stock_document import Finished
from pos_desktop.operations.import_delivery import (
    DeliveryPreview,
    preview_delivery,
    take_delivery,
)
from pos_desktop.operations.print_labels import (
    LabelOrder,
    LabelPrinter,
    changed_prices,
    print_labels,
    received_goods,
    settle_labels,
    wish_of,
)
from pos_desktop.operations.save_product import CardText, NewProduct, add_new, bind_code, edit_card
from pos_desktop.operations.stock_room import StockRoom, demand_sight, find_scanned
from pos_desktop.operations.tabular_file import read_table
from pos_desktop.operations.write_stock_document import Head, Written
from pos_desktop.ports import KnownProducts, LabelQuestion, ProductMove, StockDocumentRow
from pos_desktop.receipts.document import Document
from pos_desktop.receipts.label import LabelTemplate, PlacedLabel, place_label

MOST_FOUND = 500


@dataclass(frozen=True, slots=True)
class OnHand:
    """A product with what is on hand, None = not known."""

    product: Product
    thousandths: int | None

    @property
    def below_zero(self) -> bool:
        return self.thousandths is not None and self.thousandths < 0

    @property
    def below_minimum(self) -> bool:
        least = self.product.min_stock_thousandths
        return bool(least) and (self.thousandths or 0) < least


@dataclass(frozen=True, slots=True)
class Papers:
    """The documents of a kind: those that are being written, and the finished ones."""

    drafts: tuple[StockDraft, ...]
    finished: tuple[StockDocumentRow, ...]


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan did. unknown: a code that is no product's, and nothing was changed."""

    written: Written | None
    unknown: str = ""


class StockDesk:
    """sale: who is signed in. known: the catalogue as an import compares with it. labels: the label
    printer of this moment, None where the receipt printer prints them."""

    def __init__(
        self,
        room: StockRoom,
        sale: Desk,
        known: KnownProducts,
        templates: tuple[LabelTemplate, ...],
        labels: Callable[[], LabelPrinter | None],
    ) -> None:
        self.room = room
        self.templates = templates
        self._labels = labels
        self._sale = sale
        self._known = known

    # ------------------------------------------------------------------ what there is

    def on_hand(
        self, text: str = "", only: Callable[[OnHand], bool] | None = None, limit: int = -1
    ) -> list[OnHand]:
        """The stock by name, or what a text finds; a filter looks at every product.
        RefusalError("rights.missing")."""
        demand_sight(self._sale.staff())
        if text:
            hits = self.room.place.catalogue.search(text, MOST_FOUND)
            goods = [hit.product for hit in hits]
        else:
            goods = self.room.shelf.every(limit=-1 if only else limit)
        moves = self.room.book.all_moves()
        rows = [OnHand(p, on_hand(p, moves.get(p.product_id, NO_MOVES))) for p in goods]
        return [row for row in rows if only(row)] if only else rows

    def scanned_row(self, text: str) -> OnHand:
        """The product a scan means, for its card."""
        demand_sight(self._sale.staff())
        product = find_scanned(self.room, text).product
        return OnHand(product, on_hand(product, self.room.book.moves(product.product_id)))

    def card(self, product_id: str) -> tuple[list[ProductMove], int]:
        """How a product moved, and what the last delivery of it cost a unit."""
        demand_sight(self._sale.staff())
        book = self.room.book
        return book.product_moves(product_id, 200), book.last_cost_minor(product_id)

    def with_figures(self, products: Sequence[Product]) -> list[Product]:
        """Copies to be shown: their stock is what is on hand now."""
        moves = self.room.book.moves_of(p.product_id for p in products)
        return [
            replace(p, stock_thousandths=on_hand(p, moves[p.product_id]), stock_base=0)
            for p in products
        ]

    def search(self, text: str) -> list[SearchHit]:
        """As the catalogue finds them, with what is on hand now."""
        hits = self.room.place.catalogue.search(text)
        shown = self.with_figures([hit.product for hit in hits])
        return [SearchHit(p, hit.matched) for p, hit in zip(shown, hits, strict=True)]

    def categories(self) -> list[Category]:
        return self.room.place.catalogue.categories()

    def found(self, text: str) -> list[Product]:
        return [hit.product for hit in self.room.place.catalogue.search(text, 20)]

    # ------------------------------------------------------------------ documents

    def papers(self, kind: DocumentKind) -> Papers:
        demand_sight(self._sale.staff())
        drafts = tuple(d for d in self.room.book.drafts() if d.kind is kind)
        return Papers(drafts, tuple(self.room.book.documents(kind)))

    def draft(self, draft_id: str) -> StockDraft:
        return self.room.book.draft(draft_id)

    def begin(self, kind: DocumentKind) -> StockDraft:
        return writing.begin(self.room, kind, staff=self._sale.staff())

    def begin_count(self, scope: str, scope_name: str, blind: bool) -> StockDraft:
        return counting.begin_count(
            self.room, staff=self._sale.staff(), scope=scope, scope_name=scope_name, blind=blind
        )

    def scan(self, draft: StockDraft, text: str) -> Scanned:
        """One more of what was scanned. In a stock-take an unknown code is listed in it."""
        staff = self._sale.staff()
        if draft.kind is DocumentKind.COUNT:
            return Scanned(counting.count_scanned(self.room, draft.draft_id, text, staff=staff))
        try:
            return Scanned(writing.add_scanned(self.room, draft.draft_id, text, staff=staff))
        except RefusalError as error:
            if error.code != "scan.unknown" or draft.kind is not DocumentKind.RECEIPT:
                raise
            return Scanned(None, str(error.values["code"]))

    def add(self, draft: StockDraft, product: Product, thousandths: int = 0) -> Written:
        """So much more of a product; 0: one piece, or ask for the weight."""
        staff = self._sale.staff()
        if draft.kind is not DocumentKind.COUNT:
            return writing.add_product(
                self.room, draft.draft_id, product.product_id, thousandths, staff=staff
            )
        if not thousandths and product.weighed:
            return Written(draft, wanted=product)
        return counting.count_product(
            self.room, draft.draft_id, product.product_id, thousandths or 1000, staff=staff,
            more=True,
        )  # fmt: skip

    def set_qty(self, draft: StockDraft, line_id: int, thousandths: int) -> Written:
        staff = self._sale.staff()
        if draft.kind is DocumentKind.COUNT:
            product_id = draft.line(line_id).product_id
            return counting.count_product(
                self.room, draft.draft_id, product_id, thousandths, staff=staff
            )
        return writing.set_line(self.room, draft.draft_id, line_id, staff=staff, qty=thousandths)

    def set_cost(self, draft: StockDraft, line_id: int, cost_minor: int) -> Written:
        return writing.set_line(
            self.room, draft.draft_id, line_id, staff=self._sale.staff(), cost_minor=cost_minor
        )

    def set_price(self, draft: StockDraft, line_id: int, price_minor: int) -> Written:
        return writing.set_line(
            self.room, draft.draft_id, line_id, staff=self._sale.staff(), price_minor=price_minor
        )

    def explain(self, draft: StockDraft, line_id: int, reason: str) -> Written:
        return counting.explain_line(
            self.room, draft.draft_id, line_id, reason, staff=self._sale.staff()
        )

    def remove(self, draft: StockDraft, line_id: int) -> Written:
        return Written(
            writing.remove_line(self.room, draft.draft_id, line_id, staff=self._sale.staff())
        )

    def set_head(self, draft: StockDraft, head: Head) -> Written:
        return Written(writing.set_head(self.room, draft.draft_id, head, staff=self._sale.staff()))

    def give_up(self, draft: StockDraft) -> None:
        writing.give_up(self.room, draft.draft_id, staff=self._sale.staff())

    def finish(self, draft: StockDraft) -> Finished:
        done = documents.finish(self.room, draft.draft_id, staff=self._sale.staff())
        self._sale.committed()
        return done

    def uncounted(self, draft: StockDraft) -> StockDraft:
        """The stock-take with what nobody counted, to be looked at before it is finished."""
        missing = counting.uncounted(self.room, draft.draft_id, staff=self._sale.staff())
        return replace(draft, lines=(*draft.lines, *missing))

    def finish_count(
        self, draft: StockDraft, explanation: str, *, rest_is_gone: bool, look_again: bool
    ) -> Finished:
        done = counting.finish_count(
            self.room, draft.draft_id, staff=self._sale.staff(), explanation=explanation,
            rest_is_gone=rest_is_gone, look_again=look_again,
        )  # fmt: skip
        self._sale.committed()
        return done

    def slip(self, row: StockDocumentRow) -> Document:
        """A finished document, to be read."""
        return documents.read_slip(self.room, row, staff=self._sale.staff())

    def print_again(self, row: StockDocumentRow) -> int:
        job_id = documents.print_slip_again(self.room, row, staff=self._sale.staff())
        self._sale.committed()
        return job_id

    # ------------------------------------------------------------------ labels

    @property
    def has_label_printer(self) -> bool:
        return self._labels() is not None

    def placed(self, template: str, order: LabelOrder) -> PlacedLabel:
        """The label as it would come out."""
        return place_label(self._template(template), wish_of(self.room, order))

    def changed_prices(self, days: int) -> list[LabelOrder]:
        """A label for everything whose price changed within so many days."""
        return changed_prices(self.room, days)

    def received(self, seq: int) -> list[LabelOrder]:
        """Labels for what came with a receipt of goods."""
        return received_goods(self.room, seq)

    def received_last(self) -> list[LabelOrder]:
        rows = self.room.book.documents(DocumentKind.RECEIPT, 1)
        return self.received(rows[0].seq) if rows else []

    def label_questions(self) -> list[LabelQuestion]:
        labels = self._labels()
        return labels.queue.questions() if labels is not None else []

    def settle_labels(self, job_id: int, *, came_out: bool) -> list[LabelQuestion]:
        """What is still asked afterwards."""
        settle_labels(self._labels(), job_id, came_out=came_out, staff=self._sale.staff())
        self._sale.committed()
        return self.label_questions()

    def print_labels(self, template: str, orders: Sequence[LabelOrder]) -> int:
        wanted = self._template(template)
        count = print_labels(self.room, self._labels(), wanted, orders, staff=self._sale.staff())
        self._sale.committed()
        return count

    def _template(self, name: str) -> LabelTemplate:
        return next((x for x in self.templates if x.name == name), self.templates[0])

    # ------------------------------------------------------------------ goods of scales

    def scale_goods(self) -> ScaleGoods:
        return read_scale_goods(self.room, staff=self._sale.staff())

    def scale_goods_file(self, program: ScaleProgram) -> bytes:
        return scale_goods_file(self.room, program, staff=self._sale.staff())

    # ------------------------------------------------------------------ products and files

    def add_new(self, wanted: NewProduct) -> Product:
        made = add_new(self.room, wanted, staff=self._sale.staff())
        self._sale.committed()
        return made

    def edit_card(self, product_id: str, wanted: CardText) -> Product:
        saved = edit_card(self.room, product_id, wanted, staff=self._sale.staff())
        self._sale.committed()
        return saved

    def bind_code(self, product_id: str, code: str) -> Product:
        made = bind_code(self.room, product_id, code, staff=self._sale.staff())
        self._sale.committed()
        return made

    def read_delivery(self, data: bytes) -> DeliveryPreview:
        return preview_delivery(self._known, read_table(data))

    def take_delivery(self, draft: StockDraft, preview: DeliveryPreview) -> Written:
        return Written(
            take_delivery(
                self.room, draft.draft_id, preview, staff=self._sale.staff(), skip_wrong=True
            )
        )
