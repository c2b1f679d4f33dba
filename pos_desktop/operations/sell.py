"""Building the open sale: scans, products, weights. Each change is stored as a draft before it is
shown, so a power cut loses no line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pos_desktop.domain.assortment import PLAIN, Choice, Ready, must_choose, pack_of, ready
from pos_desktop.domain.barcode import CodeKind, ScannedCode, understand
from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.labels import weight_at_price
from pos_desktop.domain.quantity import Quantity, Unit, grams, pieces
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import Sale, SaleLine
from pos_desktop.domain.staff import StaffMember
from pos_desktop.i18n import translate
from pos_desktop.operations.coupons import add_coupon, is_coupon
from pos_desktop.operations.price_sale import priced
from pos_desktop.operations.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Added:
    """The sale with the new or grown line."""

    sale: Sale
    line: SaleLine


@dataclass(frozen=True, slots=True)
class WeightWanted:
    """The product is sold by weight: weigh it, then call add_weighed with this. barcode,
    marking_code: what was scanned, "" and None where it was picked."""

    product: Product
    barcode: str = ""
    marking_code: str | None = None


class _Told(NamedTuple):
    """What is known besides product and quantity. marking_code: None = it bears none.
    label_price_minor: of a label of the shop's scales, 0 = the catalogue's. by_hand: a person typed
    the weight."""

    barcode: str = ""
    marking_code: str | None = None
    label_price_minor: int = 0
    by_hand: bool = False


_NOTHING = _Told()


def add_scanned(
    place: Workplace, sale: Sale | None, text: str, *, staff: StaffMember, count: int = 1
) -> Added | WeightWanted:
    """Add what a scan means.

    Raises RefusalError: "scan.misread" (wrong check digit), "scan.unknown" (no such product),
    "scan.receipt" (a receipt's QR code, not goods), "sale.needs_marking", "marking.no_separator",
    "sale.marking_twice"; a coupon's code adds no line, refusals as coupons.add_coupon.
    """
    demand(staff, Action.SELL)
    if is_coupon(place, text):
        with_coupon = add_coupon(place, sale, text, staff=staff)
        return Added(with_coupon, with_coupon.lines[-1])
    code = understand(text, place.catalogue.label_patterns())
    if code.kind is CodeKind.MISREAD:
        raise RefusalError("scan.misread", code=code.text)
    if code.kind is CodeKind.RECEIPT:
        raise RefusalError("scan.receipt", code=code.text)
    product, barcode = _find(place, code)
    if product is None:
        raise RefusalError("scan.unknown", code=code.text)
    if code.kind is CodeKind.WEIGHED and (code.price_minor or code.pieces or product.weighed):
        return _labelled(place, sale, product, code, staff)
    if product.weighed and code.weight_grams:
        return _weighed_by_maker(place, sale, product, code, staff)
    marking = _marking(product, code, sale)
    if product.weighed:
        return WeightWanted(product, barcode, marking)
    if marking is not None and count != 1:
        raise RefusalError("sale.marked_is_single", name=product.name)
    pack = pack_of(product, barcode)
    chosen = _asked(product, Choice(pack) if pack else None)
    return _store(place, sale, chosen, pieces(count), staff, _Told(barcode, marking))


def _labelled(
    place: Workplace, sale: Sale | None, product: Product, code: ScannedCode, staff: StaffMember
) -> Added:
    """What a label of the shop's scales says. A price label comes to exactly its price, whatever
    the catalogue's has become since it was printed; RefusalError("price.below_minimum"). Such a
    label has no marking code: RefusalError("sale.needs_marking") for goods that are sold by one."""
    _marking(product, code, sale)
    if not code.price_minor:
        amount = grams(code.weight_grams) if product.weighed else pieces(code.pieces or 1)
        return _store(place, sale, ready(product, PLAIN), amount, staff, _Told(code.text))
    amount, price_minor = pieces(1), code.price_minor
    if product.weighed and product.price_minor > 0:
        weight_grams, price_minor = weight_at_price(code.price_minor, product.price_minor)
        amount = grams(weight_grams)
    if price_minor < product.min_price_minor:
        raise RefusalError(
            "price.below_minimum", name=product.name, minimum_minor=product.min_price_minor
        )
    chosen = ready(product, PLAIN)
    told = _Told(code.text, label_price_minor=price_minor)
    return _store(place, sale, chosen, amount, staff, told)


def _weighed_by_maker(
    place: Workplace, sale: Sale | None, product: Product, code: ScannedCode, staff: StaffMember
) -> Added:
    """A piece that was weighed where it was made: its GS1 code carries the net weight."""
    told = _Told(code.lookup, _marking(product, code, sale))
    return _store(place, sale, ready(product, PLAIN), grams(code.weight_grams), staff, told)


def is_goods(place: Workplace, text: str) -> bool:
    """Whether a scan means a product of the catalogue; a badge does not."""
    code = understand(text, place.catalogue.label_patterns())
    if code.kind in (CodeKind.MISREAD, CodeKind.RECEIPT):
        return False
    return _find(place, code)[0] is not None


def add_product(
    place: Workplace,
    sale: Sale | None,
    product_id: str,
    *,
    staff: StaffMember,
    count: int = 1,
    choice: Choice | None = None,
) -> Added | WeightWanted:
    """Add a product picked from tiles or search results, as it was chosen; errors as add_scanned.

    choice None: nothing was asked yet; RefusalError("product.choose", product_id=) where a variant
    or modifiers are to be chosen first.
    """
    demand(staff, Action.SELL)
    product = place.catalogue.by_id(product_id)
    if product is None:
        raise RefusalError("product.unknown", product_id=product_id)
    if product.marked_group is not None:
        raise RefusalError("sale.needs_marking", name=product.name, group=product.marked_group)
    if product.weighed:
        return WeightWanted(product)
    return _store(place, sale, _asked(product, choice), pieces(count), staff)


def _asked(product: Product, choice: Choice | None) -> Ready:
    """The product as chosen; where nobody was asked yet and there is something to ask, that comes
    first."""
    if choice is None and must_choose(product):
        raise RefusalError("product.choose", product_id=product.product_id, name=product.name)
    return ready(product, choice or PLAIN)


def add_weighed(
    place: Workplace,
    sale: Sale | None,
    product_id: str,
    weight_grams: int,
    *,
    staff: StaffMember,
    wanted: WeightWanted | None = None,
    by_hand: bool = False,
) -> Added:
    """Add a weighed product with its stable net weight; RefusalError("weight.not_positive" |
    "sale.needs_marking" | "sale.marking_twice"). wanted: what it was weighed for. by_hand: a person
    typed the weight, which the journal keeps."""
    demand(staff, Action.SELL)
    product = place.catalogue.by_id(product_id)
    if product is None:
        raise RefusalError("product.unknown", product_id=product_id)
    if weight_grams <= 0:
        raise RefusalError("weight.not_positive", weight_grams=weight_grams)
    asked = wanted if wanted is not None and wanted.product.product_id == product_id else None
    marking = asked.marking_code if asked is not None else None
    if product.marked_group is not None and marking is None:
        raise RefusalError("sale.needs_marking", name=product.name, group=product.marked_group)
    _refuse_marking_twice(product, marking, sale)
    told = _Told(asked.barcode if asked is not None else "", marking, by_hand=by_hand)
    return _store(place, sale, ready(product, PLAIN), grams(weight_grams), staff, told)


def _find(place: Workplace, code: ScannedCode) -> tuple[Product | None, str]:
    """The product and the code it is listed under."""
    if code.kind is CodeKind.WEIGHED:
        found = place.catalogue.by_plu(code.plu) or place.catalogue.by_barcode(code.text)
        return found, code.lookup
    for lookup in code.lookups:
        if found := place.catalogue.by_barcode(lookup):
            return found, lookup
    return None, code.lookup


def _marking(product: Product, code: ScannedCode, sale: Sale | None) -> str | None:
    """The marking code of a marked product, checked as far as a register alone can (decree
    1944)."""
    if product.marked_group is None:
        return None
    if code.marking is None:
        raise RefusalError("sale.needs_marking", name=product.name, group=product.marked_group)
    if code.separators_lost:
        raise RefusalError("marking.no_separator", name=product.name)
    _refuse_marking_twice(product, code.marking, sale)
    return code.marking


def _refuse_marking_twice(product: Product, marking: str | None, sale: Sale | None) -> None:
    for line in sale.lines if sale is not None else ():
        if marking is not None and line.marking_code == marking:
            raise RefusalError("sale.marking_twice", name=product.name, line_id=line.line_id)


def _store(
    place: Workplace,
    sale: Sale | None,
    chosen: Ready,
    quantity: Quantity,
    staff: StaffMember,
    told: _Told = _NOTHING,
) -> Added:
    refuse_while_paying(sale)
    product = chosen.product
    _refuse_marked_parts(place, chosen)
    place.country.vat.rate_on(product.vat, place.clock.today())
    open_sale = sale or Sale(place.ids.new_id(), place.clock.now_us())
    unit = Unit.KILOGRAM if product.weighed else product.unit
    changed_sale, line = open_sale.add(
        product,
        Quantity(quantity.thousandths, unit),
        barcode=told.barcode,
        marking_code=told.marking_code,
        parts=chosen.parts,
    )
    if told.label_price_minor and told.label_price_minor != product.price_minor:
        reason = translate(place.style.lang, "receipt.label_price")
        changed_sale, line = changed_sale.set_price(line.line_id, told.label_price_minor, reason)
    if told.by_hand:
        changed_sale, line = changed_sale.weighed_by_hand(line.line_id)
    place.journal.save_draft(changed_sale, staff.staff_id, [line])
    return Added(changed_sale, line)


def _refuse_marked_parts(place: Workplace, chosen: Ready) -> None:
    """A kit cannot hold goods of which each pack bears a code of its own: it would hide the codes
    from the receipt (decree 1944). RefusalError("kit.marked_part") names both."""
    for part in chosen.parts:
        if part.product_id == chosen.product.product_id:
            continue
        inside = place.catalogue.by_id(part.product_id)
        if inside is not None and inside.marked_group is not None:
            raise RefusalError("kit.marked_part", name=chosen.product.name, part=inside.name)


def refuse_while_paying(sale: Sale | None) -> None:
    """Money was taken for these lines: RefusalError("payment.in_progress") until it is paid."""
    if sale is not None and sale.tenders:
        raise RefusalError("payment.in_progress", taken=len(sale.tenders))


def refuse_below_minimum(place: Workplace, sale: Sale) -> None:
    """No discount by hand takes goods with a legal minimum price (tobacco, alcohol) below it;
    promotions stop there by themselves.

    RefusalError("discount.below_minimum") names the goods and the price, ("discount.not_allowed")
    goods that bear none at all.
    """
    if not any(line.min_price_minor or not line.discountable for line in sale.lines):
        return
    for sums in priced(place, sale).lines:
        line = sums.line
        if sums.clipped_minor and not line.discountable:
            raise RefusalError("discount.not_allowed", name=line.name)
        below = sums.total_minor < line.quantity.cost_minor(line.min_price_minor)
        if sums.clipped_minor or below:
            raise RefusalError(
                "discount.below_minimum", name=line.name, minimum_minor=line.min_price_minor
            )


def refuse_unconfirmed_age(sale: Sale) -> None:
    """Goods that minors may not buy: RefusalError("sale.age_not_confirmed") until somebody looked
    at the buyer."""
    if sale.age_to_confirm:
        raise RefusalError("sale.age_not_confirmed", years=sale.age_to_confirm)
