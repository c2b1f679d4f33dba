"""Promotions at the register: why a line costs what it costs, coupons, and the list with its
changes. Qt-free; runs on the cashier's lane."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.pricing import PricedLine, PricedSale
from pos_desktop.domain.promotions.compiled import Circumstances
from pos_desktop.domain.promotions.hints import Hint, hints
from pos_desktop.domain.promotions.rules import Promotion, Selection
from pos_desktop.domain.promotions.writing import Card
from pos_desktop.domain.rights import Action, demand
from pos_desktop.gui.desk import Desk
from pos_desktop.gui.file_bytes import file_bytes
from pos_desktop.operations import coupons
from pos_desktop.operations import promotions as changes
from pos_desktop.operations.import_promotions import PromotionsPreview, preview_promotions
from pos_desktop.operations.price_sale import priced, pricing_context
from pos_desktop.operations.promotion_form import example, readable_card, understood
from pos_desktop.ports.prices import PromotionBook

_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """A hint with the names of what is missing, "" where it is more of the same."""

    hint: Hint
    goods: str


@dataclass(frozen=True, slots=True)
class Why:
    """A line with its steps, what would unlock more, the coupons of the sale, and the rules the
    steps name (for their names in another language)."""

    line: PricedLine
    wishes: tuple[Wish, ...]
    coupons: tuple[str, ...]
    names_en: dict[str, str]


class PromotionsDesk:
    """Every method refuses as its operation does, and then nothing was changed."""

    def __init__(self, desk: Desk, book: PromotionBook) -> None:
        self._desk = desk
        self._place = desk.place
        self._book = book

    # ------------------------------------------------------------------ the open sale

    def why(self, line_id: int) -> Why:
        """RefusalError("sale.no_such_line")."""
        sale = self._desk.in_hand()
        if sale is None:
            raise RefusalError("sale.no_such_line", line_id=line_id)
        sums = priced(self._place, sale)
        places = {line.line.line_id: n for n, line in enumerate(sums.lines)}
        if line_id not in places:
            raise RefusalError("sale.no_such_line", line_id=line_id)
        place = places[line_id]
        context = pricing_context(self._place, sale)
        group = sale.customer.group if sale.customer else ""
        assert context.local is not None
        now = Circumstances(context.local, group, sale.coupons, sums.gross_minor)
        found = hints(context.promotions, [line.line for line in sums.lines], place, now)
        return Why(
            sums.lines[place],
            tuple(Wish(hint, self._names(hint.goods)) for hint in found),
            sale.coupons,
            {rule.promotion_id: rule.name_en for rule in context.promotions.rules},
        )

    def add_coupon(self, code: str) -> None:
        sale = self._desk.changing()
        self._desk.keep(coupons.add_coupon(self._place, sale, code, staff=self._desk.staff()))

    def remove_coupon(self, code: str) -> None:
        sale = self._desk.changing()
        self._desk.keep(coupons.remove_coupon(self._place, sale, code, staff=self._desk.staff()))

    def _names(self, goods: Selection | None) -> str:
        if goods is None:
            return ""
        found = [self._place.catalogue.by_id(p) for p in sorted(goods.products)[:_MOST_NAMES]]
        names = [product.name for product in found if product is not None]
        titles = {c.category_id: c.name for c in self._place.catalogue.categories()}
        names += [titles.get(c, c) for c in sorted(goods.categories)]
        return ", ".join(names[:_MOST_NAMES])

    # ------------------------------------------------------------------ the list

    def all(self) -> list[Promotion]:
        return self._book.all()

    def switch(self, promotion_id: str, *, on: bool) -> list[Promotion]:
        staff = self._desk.staff()
        changes.switch_promotion(self._place, self._book, promotion_id, on=on, staff=staff)
        self._desk.committed()
        return self._book.all()

    def store(self, rules: tuple[Promotion, ...]) -> list[Promotion]:
        changes.store_promotions(self._place, self._book, rules, staff=self._desk.staff())
        self._desk.committed()
        return self._book.all()

    def remove(self, promotion_id: str) -> list[Promotion]:
        staff = self._desk.staff()
        changes.remove_promotion(self._place, self._book, promotion_id, staff=staff)
        self._desk.committed()
        return self._book.all()

    def form(self, promotion_id: str) -> Card:
        """The card to be changed, in words; RefusalError("promotion.no_such")."""
        for rule in self._book.all():
            if rule.promotion_id == promotion_id:
                return readable_card(self._place, rule)
        raise RefusalError("promotion.no_such", value=promotion_id)

    def understood(self, card: Mapping[str, object]) -> Promotion:
        """What was written, as a rule; a new one gets its id."""
        whole = card if card.get("id") else {**card, "id": self._place.ids.new_id()}
        return understood(self._place, whole, self.find)

    def example(self, rule: Promotion) -> PricedSale | None:
        return example(self._place, rule)

    def preview(self, path: Path) -> PromotionsPreview:
        """What a file would store. RefusalError: as of preview_promotions; as of file_bytes."""
        demand(self._desk.staff(), Action.EDIT_PROMOTION)
        data = file_bytes(path)
        categories = frozenset(c.category_id for c in self._place.catalogue.categories())
        known = frozenset(rule.promotion_id for rule in self._book.all())
        return preview_promotions(data, self.find, categories, known)

    def find(self, text: str) -> str | None:
        """The id of a product by barcode, id or article."""
        catalogue = self._place.catalogue
        found = catalogue.by_barcode(text) or catalogue.by_id(text)
        if found is None:
            hits = (hit.product for hit in catalogue.search(text, 10))
            found = next((product for product in hits if product.article == text), None)
        return found.product_id if found is not None else None
