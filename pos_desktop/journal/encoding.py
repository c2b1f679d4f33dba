"""Facts, sale lines and sale heads as compact JSON: fields at their defaults are left out.

msgspec cannot leave defaults out of dataclasses, so each class has a Struct twin, made at import
from its fields, for writing; reading gives the dataclass itself. A Struct knows a default by its
identity, which constants share; an equal value of another origin is written out and read the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from operator import attrgetter
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.facts import FACTS, AgeConfirmed, Fact
from pos_desktop.domain.sale import Discount, Sale, SaleCustomer, SaleLine
from pos_desktop.domain.tender import Tender

_encoder = msgspec.json.Encoder()
T = TypeVar("T")


def _twin_of(cls: type[Any]) -> Callable[[Any], Any]:
    """Return a function from an instance of the dataclass to its Struct twin."""
    hints = get_type_hints(cls)
    own = fields(cls)
    names = tuple(field.name for field in own)
    struct = msgspec.defstruct(
        cls.__name__, [_struct_field(field) for field in own], omit_defaults=True
    )
    nested = [
        (place, own[place].default, *found)
        for place, name in enumerate(names)
        if (found := _nested(hints[name]))
    ]
    read = attrgetter(*names)
    if not nested:
        return lambda instance: struct(*read(instance))

    def twin(instance: Any) -> Any:
        values = list(read(instance))
        for place, default, inner, many in nested:
            value = values[place]
            if value is not default:
                values[place] = [inner(part) for part in value] if many else inner(value)
        return struct(*values)

    return twin


def _struct_field(field: Field[Any]) -> tuple[str, Any] | tuple[str, Any, Any]:
    if field.default is MISSING:
        return field.name, Any
    return field.name, Any, field.default


def _nested(hint: Any) -> tuple[Callable[[Any], Any], bool] | None:
    """Return the twin maker of a dataclass, of an optional one, or of the members of a tuple."""
    if is_dataclass(hint) and isinstance(hint, type):
        return _twin_of(hint), False
    arguments = get_args(hint)
    if arguments and is_dataclass(arguments[0]) and isinstance(arguments[0], type):
        return _twin_of(arguments[0]), get_origin(hint) is tuple
    return None


_TWINS = {kind: _twin_of(fact) for kind, fact in FACTS.items()}
_DECODERS = {kind: msgspec.json.Decoder(fact) for kind, fact in FACTS.items()}


def encode_fact(fact: Fact) -> bytes:
    """Return the payload bytes of a fact."""
    return _encoder.encode(_TWINS[fact.KIND](fact))


def decode_fact(kind: str, version: int, payload: bytes) -> Fact:
    """Return the fact; StorageError("journal.unknown_kind" | "journal.unreadable")."""
    known = FACTS.get(kind)
    if known is None or version > known.VERSION:
        raise StorageError("journal.unknown_kind", kind=kind, version=version)
    try:
        return _DECODERS[kind].decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise StorageError("journal.unreadable", kind=kind, reason=str(error)) from error


class DraftHead(msgspec.Struct, frozen=True, omit_defaults=True):
    """What of a draft is not a line."""

    sale_id: str
    staff_id: str
    opened_at_us: int
    parked: int = 0
    parked_at_us: int = 0
    label: str = ""
    percent_hundredths: int = 0
    amount_minor: int = 0
    contact: str = ""
    note: str = ""
    tenders: tuple[Tender, ...] = ()
    priced_at_us: int = 0
    customer: SaleCustomer | None = None
    coupons: tuple[str, ...] = ()
    bonus_minor: int = 0
    age: AgeConfirmed | None = None
    beside: int = 0
    group_id: str = ""
    settles: tuple[str, ...] = ()
    order: str = ""
    no_paper: bool = False

    def parked_as(self, parked: int, parked_at_us: int, label: str) -> DraftHead:
        return msgspec.structs.replace(
            self, parked=parked, parked_at_us=parked_at_us, label=label, beside=0
        )

    def beside_as(self, beside: int) -> DraftHead:
        return msgspec.structs.replace(self, beside=beside, parked=0, parked_at_us=0)


_line_twin = _twin_of(SaleLine)
_line_decoder = msgspec.json.Decoder(SaleLine)
_head_decoder = msgspec.json.Decoder(DraftHead)


def encode_line(line: SaleLine) -> bytes:
    return _encoder.encode(_line_twin(line))


def decode_line(content: bytes) -> SaleLine:
    """Return the line; ValueError (msgspec's are of it) or PosError for bytes that are none."""
    return _line_decoder.decode(content)


def encode_head(head: DraftHead) -> bytes:
    return _encoder.encode(head)


def decode_head(content: bytes) -> DraftHead:
    """Return the head; ValueError or PosError for bytes that are none."""
    head = _head_decoder.decode(content)
    Discount(head.percent_hundredths, head.amount_minor)
    return head


def head_of(sale: Sale, staff_id: str, known: DraftHead | None) -> DraftHead:
    """Return the head of a sale; parked or not as it was."""
    return DraftHead(
        sale_id=sale.sale_id,
        staff_id=staff_id,
        opened_at_us=sale.opened_at_us,
        parked=known.parked if known else 0,
        parked_at_us=known.parked_at_us if known else 0,
        label=known.label if known else "",
        percent_hundredths=sale.discount.percent_hundredths,
        amount_minor=sale.discount.amount_minor,
        contact=sale.customer_contact,
        note=sale.note,
        tenders=sale.tenders,
        priced_at_us=sale.priced_at_us,
        customer=sale.customer,
        coupons=sale.coupons,
        bonus_minor=sale.bonus_minor,
        age=sale.age,
        beside=known.beside if known else 0,
        group_id=sale.group_id,
        settles=sale.settles,
        order=sale.order,
        no_paper=sale.no_paper,
    )


def sale_of(head: DraftHead, lines: tuple[SaleLine, ...]) -> Sale:
    """Return the open sale; its next line follows the last one stored."""
    return Sale(
        sale_id=head.sale_id,
        opened_at_us=head.opened_at_us,
        lines=lines,
        next_line_id=max((line.line_id for line in lines), default=0) + 1,
        discount=Discount(head.percent_hundredths, head.amount_minor),
        customer_contact=head.contact,
        note=head.note,
        tenders=head.tenders,
        priced_at_us=head.priced_at_us,
        customer=head.customer,
        coupons=head.coupons,
        bonus_minor=head.bonus_minor,
        age=head.age,
        group_id=head.group_id,
        settles=head.settles,
        order=head.order,
        no_paper=head.no_paper,
    )
