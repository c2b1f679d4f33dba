"""Facts of the journal, in the past tense, a module for each noun. What a payload holds never
changes its meaning; a new shape is a new version, whose new fields have defaults.

Sums are minor units, quantities thousandths, times UTC microseconds since 1970. To add a fact: a
class in the module of its noun, one line in `Fact` and `FACTS` here, and an applier where a
projection follows from it (journal/projections.py).
"""

from __future__ import annotations

from pos_desktop.domain.facts.catalogue import (
    FavouritesChanged,
    LabelPatternsChanged,
    ProductPriceChanged,
    ProductSaved,
)
from pos_desktop.domain.facts.customers import (
    BonusMoved,
    CertificateMoved,
    CreditMoved,
    CustomerSaved,
    PriceListChanged,
)
from pos_desktop.domain.facts.equipment import DeviceSetUp
from pos_desktop.domain.facts.fiscal import FiscalDocumentRegistered, FiscalDocumentRejected
from pos_desktop.domain.facts.promotions import PromotionChanged
from pos_desktop.domain.facts.refund import (
    RefundBegun,
    RefundGivenUp,
    RefundPart,
    RefundPartSettled,
)
from pos_desktop.domain.facts.sale import (
    OPERATION_SIGNS,
    AgeConfirmed,
    CorrectionBasis,
    LineVoided,
    PaidTender,
    PriceShare,
    SaleCompleted,
    SaleVoided,
    SoldAgent,
    SoldLine,
    StockPart,
    TenderAccepted,
    VatSum,
)
from pos_desktop.domain.facts.sbp import QrRefundAsked, QrRegistered
from pos_desktop.domain.facts.service import ReceiptSent
from pos_desktop.domain.facts.shift import (
    CashMoved,
    CashVerified,
    CountedCash,
    DrawerCounted,
    DrawerOpened,
    ShiftClosed,
    ShiftOpened,
    TenderSum,
)
from pos_desktop.domain.facts.staff import (
    ActionApproved,
    StaffDismissed,
    StaffPinReset,
    StaffPinResetSeen,
    StaffSaved,
    StaffSignedIn,
    StaffSignedOut,
    StaffUnlocked,
)
from pos_desktop.domain.facts.stock import (
    CountedLine,
    GoodsReceived,
    GoodsTransferred,
    GoodsWrittenOff,
    StockBaseSet,
    StockCounted,
    StockLine,
)
from pos_desktop.domain.facts.tender import (
    TenderKept,
    TenderRequested,
    TenderReturned,
    TenderReturnRequested,
    TenderSettled,
)
from pos_desktop.domain.facts.terminal import (
    ContradictionSettled,
    ReconciliationRequested,
    TerminalContradicted,
    TerminalReconciled,
)

Fact = (
    ShiftOpened
    | ShiftClosed
    | TenderRequested
    | TenderSettled
    | TenderReturnRequested
    | TenderKept
    | TenderReturned
    | ReconciliationRequested
    | TerminalReconciled
    | TerminalContradicted
    | ContradictionSettled
    | QrRegistered
    | QrRefundAsked
    | TenderAccepted
    | SaleCompleted
    | LineVoided
    | SaleVoided
    | FavouritesChanged
    | LabelPatternsChanged
    | ActionApproved
    | CashMoved
    | DrawerOpened
    | DrawerCounted
    | CashVerified
    | StaffSignedIn
    | StaffSignedOut
    | StaffSaved
    | StaffDismissed
    | StaffUnlocked
    | StaffPinReset
    | StaffPinResetSeen
    | DeviceSetUp
    | FiscalDocumentRegistered
    | FiscalDocumentRejected
    | ReceiptSent
    | CustomerSaved
    | BonusMoved
    | CertificateMoved
    | CreditMoved
    | PriceListChanged
    | RefundBegun
    | RefundGivenUp
    | RefundPartSettled
    | ProductSaved
    | ProductPriceChanged
    | GoodsReceived
    | GoodsWrittenOff
    | GoodsTransferred
    | StockCounted
    | StockBaseSet
    | PromotionChanged
)

FACTS: dict[str, type[Fact]] = {
    fact.KIND: fact
    for fact in (
        ShiftOpened,
        ShiftClosed,
        TenderRequested,
        TenderSettled,
        TenderReturnRequested,
        TenderKept,
        TenderReturned,
        ReconciliationRequested,
        TerminalReconciled,
        TerminalContradicted,
        ContradictionSettled,
        QrRegistered,
        QrRefundAsked,
        TenderAccepted,
        SaleCompleted,
        LineVoided,
        SaleVoided,
        FavouritesChanged,
        LabelPatternsChanged,
        ActionApproved,
        CashMoved,
        DrawerOpened,
        DrawerCounted,
        CashVerified,
        StaffSignedIn,
        StaffSignedOut,
        StaffSaved,
        StaffDismissed,
        StaffUnlocked,
        StaffPinReset,
        StaffPinResetSeen,
        DeviceSetUp,
        FiscalDocumentRegistered,
        FiscalDocumentRejected,
        ReceiptSent,
        CustomerSaved,
        BonusMoved,
        CertificateMoved,
        CreditMoved,
        PriceListChanged,
        RefundBegun,
        RefundGivenUp,
        RefundPartSettled,
        ProductSaved,
        ProductPriceChanged,
        GoodsReceived,
        GoodsWrittenOff,
        GoodsTransferred,
        StockCounted,
        StockBaseSet,
        PromotionChanged,
    )
}
"""Every kind the journal may hold; a new fact is one class and one line here."""

__all__ = [
    "FACTS",
    "OPERATION_SIGNS",
    "ActionApproved",
    "AgeConfirmed",
    "BonusMoved",
    "CashMoved",
    "CashVerified",
    "CertificateMoved",
    "ContradictionSettled",
    "CorrectionBasis",
    "CountedCash",
    "CountedLine",
    "CreditMoved",
    "CustomerSaved",
    "DeviceSetUp",
    "DrawerCounted",
    "DrawerOpened",
    "Fact",
    "FavouritesChanged",
    "FiscalDocumentRegistered",
    "FiscalDocumentRejected",
    "GoodsReceived",
    "GoodsTransferred",
    "GoodsWrittenOff",
    "LabelPatternsChanged",
    "LineVoided",
    "PaidTender",
    "PriceListChanged",
    "PriceShare",
    "ProductPriceChanged",
    "ProductSaved",
    "PromotionChanged",
    "QrRefundAsked",
    "QrRegistered",
    "ReceiptSent",
    "ReconciliationRequested",
    "RefundBegun",
    "RefundGivenUp",
    "RefundPart",
    "RefundPartSettled",
    "SaleCompleted",
    "SaleVoided",
    "ShiftClosed",
    "ShiftOpened",
    "SoldAgent",
    "SoldLine",
    "StaffDismissed",
    "StaffPinReset",
    "StaffPinResetSeen",
    "StaffSaved",
    "StaffSignedIn",
    "StaffSignedOut",
    "StaffUnlocked",
    "StockBaseSet",
    "StockCounted",
    "StockLine",
    "StockPart",
    "TenderAccepted",
    "TenderKept",
    "TenderRequested",
    "TenderReturnRequested",
    "TenderReturned",
    "TenderSettled",
    "TenderSum",
    "TerminalContradicted",
    "TerminalReconciled",
    "VatSum",
]
