"""What a receipt does to certificates, debts and store credit: pure, from the receipt alone.

A receipt may name a certificate twice; an account moves once for each receipt and reason.
"""

from __future__ import annotations

from datetime import date, timedelta

from pos_desktop.domain.facts import CertificateMoved, CreditMoved, SaleCompleted
from pos_desktop.domain.settlement import PaymentMethod
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations.workplace import Workplace

DRAWN_BEFORE = frozenset(
    {
        "account.drawn_before",
        "advance.used_up",
        "certificate.drawn_before",
        "certificate.offline_spent",
        "debt.paid_already",
        "loyalty.drawn_before",
        "loyalty.offline_spent",
    }
)
"""Refusals of a paid receipt a part of whose money is not there any more: another receipt took it.
The journal refuses inside the commit, whoever was first."""

_REFUNDS = frozenset({"sell_refund", "sell_refund_correction"})


def is_refund(fact: SaleCompleted) -> bool:
    return fact.operation in _REFUNDS


def certificate_moves(place: Workplace, fact: SaleCompleted) -> tuple[CertificateMoved, ...]:
    """Certificates this receipt sold or topped up, and those that paid for it; a refund turns both
    round."""
    refund = is_refund(fact)
    put: dict[str, int] = {}
    for line in fact.lines:
        if line.certificate:
            put[line.certificate] = put.get(line.certificate, 0) + line.total_minor
    paid: dict[str, int] = {}
    for tender in fact.tenders:
        if tender.kind == TenderKind.CERTIFICATE and tender.reference:
            paid[tender.reference] = paid.get(tender.reference, 0) + tender.amount_minor
    if not put and not paid:
        return ()
    until = _valid_until(place)
    moves = []
    for number, amount_minor in put.items():
        known = place.customers.certificate(number) is not None
        kind = "withdrawn" if refund else "topped_up" if known else "sold"
        moves.append((number, kind, amount_minor, "" if refund else until))
    for number, amount_minor in paid.items():
        moves.append((number, "returned" if refund else "spent", amount_minor, ""))
    return tuple(
        CertificateMoved(
            number, kind, amount_minor, fact.sale_id, valid, fact.staff_id, fact.staff_name
        )
        for number, kind, amount_minor, valid in moves
    )


def credit_moves(fact: SaleCompleted) -> tuple[CreditMoved, ...]:
    """Debt this receipt made or repaid, store credit it gave or took; of a known customer only."""
    if not fact.customer_id:
        return ()
    refund = is_refund(fact)
    sums: dict[str, int] = {}
    for tender in fact.tenders:
        if tender.kind == TenderKind.CREDIT:
            kind = "debt_cancelled" if refund else "debt"
        elif tender.kind == TenderKind.STORE_CREDIT:
            kind = "store_credit_given" if refund else "store_credit_spent"
        else:
            continue
        sums[kind] = sums.get(kind, 0) + tender.amount_minor
    repaid = sum(ln.total_minor for ln in fact.lines if ln.method == PaymentMethod.CREDIT_PAYMENT)
    if repaid:
        sums["debt" if refund else "repaid"] = sums.get("debt" if refund else "repaid", 0) + repaid
    return tuple(
        CreditMoved(
            fact.customer_id,
            kind,
            amount_minor,
            fact.sale_id,
            fact.reason,
            fact.staff_id,
            fact.staff_name,
        )
        for kind, amount_minor in sums.items()
    )


def _valid_until(place: Workplace) -> str:
    days = place.customer_rules.certificate_days
    today: date = place.clock.today()
    return (today + timedelta(days=days)).isoformat() if days else ""
