"""Goods that are more than one thing on a shelf: packs of a product, kits, modified and variant
goods. What is sold is still one position with one price; what leaves the stock is said apart."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_desktop.domain.catalogue import Modifier, ModifierGroup, Product
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import StockPart
from pos_desktop.domain.quantity import Unit


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen of a product. pack: name of one of its packs, "" = the product's own unit.
    modifiers: (group, option) names."""

    pack: str = ""
    modifiers: tuple[tuple[str, str], ...] = ()


PLAIN = Choice()


@dataclass(frozen=True, slots=True)
class Ready:
    """A product as it goes into the receipt: name and price of what was chosen. parts: what one
    unit of it takes from stock, () = the product itself."""

    product: Product
    parts: tuple[StockPart, ...] = ()


def must_choose(product: Product) -> bool:
    """Whether a person has to choose before it can be sold: variants, or modifiers."""
    return bool(product.variants or product.modifiers)


def pack_of(product: Product, code: str) -> str:
    """The name of the pack that bears a barcode, "" where it is the product's own."""
    return next((pack.name for pack in product.packs if code in pack.barcodes), "")


def ready(product: Product, choice: Choice) -> Ready:
    """The product as chosen. RefusalError("product.choose") where a variant or a needed modifier
    is not chosen yet, ("product.no_such_choice", value=) for what is not offered."""
    if product.variants:
        raise RefusalError("product.choose", product_id=product.product_id, name=product.name)
    if choice.pack:
        return _packed(product, choice.pack)
    if product.modifiers:
        return _modified(product, choice.modifiers)
    if product.kit:
        return Ready(product, tuple(StockPart(p.product_id, p.qty) for p in product.kit))
    return Ready(product)


def _packed(product: Product, name: str) -> Ready:
    pack = next((pack for pack in product.packs if pack.name == name), None)
    if pack is None:
        raise RefusalError("product.no_such_choice", name=product.name, value=name)
    price_minor = pack.price_minor or product.price_minor * pack.qty // 1000
    packed = replace(
        product,
        name=_named(product.name, (pack.name,)),
        name_en=_named(product.name_en, (pack.name_en or pack.name,)),
        short_name_en=_named(product.short_name_en, (pack.name_en or pack.name,)),
        price_minor=price_minor,
        unit=Unit.PIECE,
        cost_minor=product.cost_minor * pack.qty // 1000,
        min_price_minor=product.min_price_minor * pack.qty // 1000,
    )
    return Ready(packed, (StockPart(product.product_id, pack.qty),))


def _modified(product: Product, chosen: tuple[tuple[str, str], ...]) -> Ready:
    options: list[Modifier] = []
    for group in product.modifiers:
        options += _of_group(product, group, [name for of, name in chosen if of == group.name])
    known = {group.name for group in product.modifiers}
    for of, name in chosen:
        if of not in known:
            raise RefusalError("product.no_such_choice", name=product.name, value=name)
    more_minor = sum(option.price_minor for option in options)
    words = tuple(option.name for option in options)
    english = tuple(option.name_en or option.name for option in options)
    changed = replace(
        product,
        name=_named(product.name, words),
        name_en=_named(product.name_en, english),
        short_name_en=_named(product.short_name_en, english),
        price_minor=product.price_minor + more_minor,
    )
    parts = [StockPart(p.product_id, p.qty) for p in product.kit] or [
        StockPart(product.product_id, 1000)
    ]
    parts += [StockPart(o.product_id, o.qty) for o in options if o.product_id]
    return Ready(changed, tuple(parts))


def _of_group(product: Product, group: ModifierGroup, names: list[str]) -> list[Modifier]:
    """The chosen options of one group, in the order of the group."""
    if not group.least <= len(names) <= group.most:
        raise RefusalError("product.choose", product_id=product.product_id, name=product.name)
    offered = {option.name: option for option in group.options}
    for name in names:
        if name not in offered:
            raise RefusalError("product.no_such_choice", name=product.name, value=name)
    return [option for option in group.options if option.name in names]


def _named(name: str, words: tuple[str, ...]) -> str:
    return f"{name}, {', '.join(words)}" if name and words else name
