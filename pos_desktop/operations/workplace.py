"""The workplace: who sells here and what the operations work with. Built once, by app.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Literal

from pos_desktop.domain.country import CountryPack
from pos_desktop.domain.customers import ORDINARY_RULES, CustomerRules
from pos_desktop.domain.delivery import DeliveryChannel
from pos_desktop.domain.fiscal import Seller
from pos_desktop.domain.payment_rules import USUAL_RULES, PaymentRules
from pos_desktop.domain.tender import TenderKind
from pos_desktop.ports import (
    Catalogue,
    Clock,
    CustomerBook,
    Ids,
    Journal,
    PaymentTerminal,
    PrintBook,
    SalesLedger,
)
from pos_desktop.ports.prices import (
    NO_PRICE_LISTS,
    NO_PROMOTION_SOURCE,
    PriceListSource,
    PromotionSource,
)
from pos_desktop.receipts.document import ReceiptEncoder
from pos_desktop.receipts.sale_receipt import ReceiptStyle


@dataclass(frozen=True, slots=True)
class SecondPrinter:
    """The second printer and its duties. copies: each receipt comes out there too. kitchen: ids of
    the categories that are ordered there, when they are paid or as soon as the sale is put aside.
    """

    encoder: ReceiptEncoder
    copies: bool = False
    kitchen: frozenset[str] = frozenset()
    kitchen_when: Literal["paid", "parked"] = "paid"


@dataclass(slots=True, eq=False)
class Workplace:
    """One register with everything its operations need.

    register_number: the shop's number of this register, part of every fiscal key. encoder: None
    where no printer is set up; it, second, terminals and payments change, on the lane, when another
    device is set up while the shop is open. fiscal_due: whether sales are registered with an
    operator.
    max_positions: of one fiscal document as its operator takes it, 0 = no limit.
    promotions, price_lists: what changes prices besides the catalogue. ask_void_reason: whether
    taking goods off a sale wants a reason.
    letter_channels: ways an electronic copy can be sent.
    customers: who buys here and what they hold; customer_rules: how this shop keeps them.
    terminals: the devices that take money of these kinds; a kind without one is taken by hand.
    """

    register_id: str
    register_number: int
    seller: Seller
    country: CountryPack
    style: ReceiptStyle
    zone: tzinfo | None
    journal: Journal
    ledger: SalesLedger
    prints: PrintBook
    catalogue: Catalogue
    customers: CustomerBook
    clock: Clock
    ids: Ids
    encoder: ReceiptEncoder | None = None
    second: SecondPrinter | None = None
    fiscal_due: bool = True
    max_positions: int = 0
    promotions: PromotionSource = NO_PROMOTION_SOURCE
    price_lists: PriceListSource = NO_PRICE_LISTS
    ask_void_reason: bool = False
    letter_channels: frozenset[DeliveryChannel] = frozenset()
    payments: PaymentRules = USUAL_RULES
    customer_rules: CustomerRules = ORDINARY_RULES
    terminals: Mapping[TenderKind, PaymentTerminal] = field(default_factory=dict)
