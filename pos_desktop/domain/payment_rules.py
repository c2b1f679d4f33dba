"""What this shop takes as payment, and how; set up once, read by operations and screens."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.domain.tender import Tender, TenderKind

USUAL_KINDS = (
    TenderKind.CASH,
    TenderKind.CARD,
    TenderKind.QR,
    TenderKind.ADVANCE,
    TenderKind.CERTIFICATE,
    TenderKind.CREDIT,
)


@dataclass(frozen=True, slots=True)
class PaymentRules:
    """kinds: in the order of the payment screen. ask_after: whether a card or a QR code stays open
    until the cashier has said what the terminal answered; else pressing it means it was paid.
    cash_rounding_minor: sums paid wholly in cash are rounded down to a multiple of it, 0 = never.
    paper_optional: whether a receipt that goes out by e-mail or phone may stay unprinted.
    static_qr: what the shop's own printed payment code holds, "" = it has none.
    reconcile: whether the card terminal's totals are compared when a shift closes.
    """

    kinds: tuple[TenderKind, ...] = USUAL_KINDS
    ask_after: bool = False
    cash_rounding_minor: int = 0
    paper_optional: bool = False
    static_qr: str = ""

    def asks_after(self, kind: TenderKind) -> bool:
        """Whether a person says afterwards that this kind was paid; always for the shop's own
        code, which the customer pays in his bank's app."""
        return self.ask_after or (kind is TenderKind.QR and bool(self.static_qr))

    def code_for(self, tender: Tender) -> str:
        """The shop's own code, where this money comes by it; "" = it does not."""
        own = tender.kind is TenderKind.QR and not tender.by and not tender.returning
        return self.static_qr if own else ""

    reconcile: bool = True


USUAL_RULES = PaymentRules()
