"""The open sale's lines beyond scanning: price by hand, notes, taking off with a reason or a second
scan, the buyer's age. Qt-free; runs on the cashier's lane."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_desktop.domain.assortment import Choice
from pos_desktop.domain.barcode import understand
from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.sale import Sale
from pos_desktop.gui.desk import Desk
from pos_desktop.operations import change_price, note, void
from pos_desktop.operations.void import Removal


@dataclass(frozen=True, slots=True)
class Offer:
    """variants: the products of which one is meant, () where it is the product itself."""

    product: Product
    variants: tuple[Product, ...] = ()


class LinesDesk:
    """Every method refuses as its operation does, and then nothing was changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._place = desk.place

    def set_price(self, line_id: int, price_minor: int, reason: str) -> None:
        sale, staff = self._desk.changing(), self._desk.staff()
        self._desk.keep(
            change_price.set_price(self._place, sale, line_id, price_minor, reason, staff=staff)
        )

    def add_chosen(self, product_id: str, choice: Choice) -> None:
        """A product as it was chosen in the panel."""
        self._desk.add_chosen(product_id, choice)

    def offer(self, product_id: str) -> Offer:
        """What can be chosen of a product, read anew. RefusalError("product.unknown")."""
        catalogue = self._place.catalogue
        product = catalogue.by_id(product_id)
        if product is None:
            raise RefusalError("product.unknown", product_id=product_id)
        found = (catalogue.by_id(variant) for variant in product.variants)
        return Offer(product, tuple(variant for variant in found if variant is not None))

    def note_line(self, line_id: int, text: str) -> None:
        sale, staff = self._desk.changing(), self._desk.staff()
        self._desk.keep(note.note_line(self._place, sale, line_id, text, staff=staff))

    def note_sale(self, text: str) -> None:
        sale, staff = self._desk.changing(), self._desk.staff()
        self._desk.keep(note.note_sale(self._place, sale, text, staff=staff))

    def remove(self, line_id: int, how: Removal) -> None:
        sale, staff = self._desk.changing(), self._desk.staff()
        self._take(void.remove_line(self._place, sale, line_id, staff=staff, how=how))

    def take_off(self, line_id: int, thousandths: int, reason: str) -> None:
        """With a reason: down to a quantity, 0 = the line; line_id 0 = the whole sale."""
        sale, staff = self._desk.changing(), self._desk.staff()
        if not line_id:
            void.void_sale(self._place, sale, staff=staff, reason=reason)
            self._take(None)
        elif thousandths:
            self._desk.keep(
                void.set_quantity(
                    self._place, sale, line_id, thousandths, staff=staff, reason=reason
                )
            )
        else:
            self.remove(line_id, Removal(reason))

    def remove_scanned(self, code: str, reason: str) -> str:
        """A pack scanned to be taken off: its line goes, whichever of its kind was meant.

        The name of what went, "" where the code is of other goods than marked ones.
        RefusalError("marking.not_in_receipt").
        """
        marking = understand(code).marking
        if marking is None:
            return ""
        sale = self._desk.changing()
        for line in sale.lines:
            if line.marking_code == marking:
                self.remove(line.line_id, replace(Removal(reason), scanned=code))
                return line.name
        raise RefusalError("marking.not_in_receipt")

    def confirm_age(self) -> None:
        sale, staff = self._desk.changing(), self._desk.staff()
        self._desk.keep(note.confirm_age(self._place, sale, staff=staff))

    def refuse_age(self) -> None:
        self._take(void.refuse_age(self._place, self._desk.changing(), staff=self._desk.staff()))

    def _take(self, sale: Sale | None) -> None:
        self._desk.take(sale)
