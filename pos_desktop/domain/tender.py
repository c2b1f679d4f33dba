"""What the customer pays with: tenders, change, banknotes that are likely to be handed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pos_desktop.domain.errors import RefusalError


class TenderKind(StrEnum):
    """The money forms of a receipt (FFD tags 1031, 1081, 1215, 1216, 1217); CARD and QR are
    cashless; a CERTIFICATE was paid for before as an advance is, and so is STORE_CREDIT, which the
    shop kept at a refund."""

    CASH = "cash"
    CARD = "card"
    QR = "qr"
    ADVANCE = "advance"
    CERTIFICATE = "certificate"
    STORE_CREDIT = "store_credit"
    CREDIT = "credit"
    OTHER = "other"


class TenderOutcome(StrEnum):
    """What is known of a tender. REQUESTED: a terminal was asked, the answer is not told yet;
    UNKNOWN: nobody can say whether the money moved."""

    REQUESTED = "requested"
    UNKNOWN = "unknown"
    APPROVED = "approved"
    DECLINED = "declined"


OUTCOME_MOVES: dict[TenderOutcome, frozenset[TenderOutcome]] = {
    TenderOutcome.REQUESTED: frozenset(
        {TenderOutcome.UNKNOWN, TenderOutcome.APPROVED, TenderOutcome.DECLINED}
    ),
    TenderOutcome.UNKNOWN: frozenset({TenderOutcome.APPROVED, TenderOutcome.DECLINED}),
    TenderOutcome.APPROVED: frozenset(),
    TenderOutcome.DECLINED: frozenset(),
}


_OPEN = (TenderOutcome.REQUESTED, TenderOutcome.UNKNOWN)

BY_TERMINAL = frozenset({TenderKind.CARD, TenderKind.QR})
"""Kinds whose money moves elsewhere: on a terminal, in a bank's app."""

ON_ACCOUNT = frozenset({TenderKind.CREDIT, TenderKind.STORE_CREDIT})
"""Kinds that belong to an account of the sale's customer."""

WITHOUT_MONEY = frozenset(
    {
        TenderKind.ADVANCE,
        TenderKind.CERTIFICATE,
        TenderKind.STORE_CREDIT,
        TenderKind.CREDIT,
        TenderKind.OTHER,
    }
)
"""Kinds by which no money comes in now: an advance or a debt cannot be paid with them."""


@dataclass(frozen=True, slots=True)
class Tender:
    """One payment towards a sale.

    amount_minor: what counts towards the total. received_minor: what was handed over (cash may be
    more; the difference is change). reference: of the terminal's slip, or id of the receipt whose
    advance is offset, "" where there is none. by: the device that moves the money ("terminal",
    "sbp"), "" = a person says what happened; peer: which bank or terminal that was. card: masked;
    slip: the lines of the customer's paper, shop_slip: of the shop's. returning: id of the request
    to give it back that is on its way, "" = none; return_unknown: nobody can say whether it went.
    """

    tender_id: str
    kind: TenderKind
    amount_minor: int
    received_minor: int
    reference: str = ""
    outcome: TenderOutcome = TenderOutcome.APPROVED
    by: str = ""
    peer: str = ""
    card: str = ""
    slip: tuple[str, ...] = ()
    shop_slip: tuple[str, ...] = ()
    returning: str = ""
    return_unknown: bool = False

    @property
    def pending(self) -> bool:
        """Whether it must be settled before anything else happens with its sale."""
        return self.outcome in _OPEN or bool(self.returning)

    @property
    def op_id(self) -> str:
        """The id by which its device is asked now: to give it back, or to take it."""
        return self.returning or self.tender_id

    def settled(self, outcome: TenderOutcome, reference: str = "") -> Tender:
        """The tender with its answer; RefusalError("tender.settled_already")."""
        if outcome not in OUTCOME_MOVES[self.outcome]:
            raise RefusalError("tender.settled_already")
        return replace(self, outcome=outcome, reference=reference or self.reference)

    @property
    def change_minor(self) -> int:
        return self.received_minor - self.amount_minor


def left_to_pay_minor(total_minor: int, tenders: Sequence[Tender]) -> int:
    """What no money has come for; a tender without an answer is no money yet."""
    return total_minor - sum(
        tender.amount_minor for tender in tenders if tender.outcome is TenderOutcome.APPROVED
    )


def pending_of(tenders: Sequence[Tender]) -> Tender | None:
    """The tender that waits for its answer, of which there is one at most."""
    return next((tender for tender in tenders if tender.pending), None)


def take(tender_id: str, kind: TenderKind, received_minor: int, left_minor: int) -> Tender:
    """A tender for what is left; only cash may be more than that, and the rest is change.

    Raises RefusalError("tender.nothing_due" | "tender.not_positive" | "tender.above_due").
    """
    if left_minor <= 0:
        raise RefusalError("tender.nothing_due")
    if received_minor <= 0:
        raise RefusalError("tender.not_positive", amount_minor=received_minor)
    if received_minor > left_minor and kind is not TenderKind.CASH:
        raise RefusalError("tender.above_due", amount_minor=received_minor, left_minor=left_minor)
    return Tender(tender_id, kind, min(received_minor, left_minor), received_minor)


def likely_cash_minor(
    due_minor: int, banknotes_minor: Sequence[int], *, most: int = 4
) -> tuple[int, ...]:
    """Sums a customer is likely to hand over for due_minor, each above it, smallest first.

    For every banknote or coin the due sum rounded up to a multiple of it, as long as no note of it
    would be handed over in vain; exact cash is a button of its own and is left out.
    """
    sums: set[int] = set()
    for note_minor in banknotes_minor:
        rounded = -(-due_minor // note_minor) * note_minor
        if rounded > due_minor and rounded <= max(banknotes_minor) * 10:
            sums.add(rounded)
    worth = sorted(s for s in sums if s - due_minor < _smallest_note(s, banknotes_minor))
    return tuple(worth[-most:] if len(worth) > most else worth)


def _smallest_note(sum_minor: int, banknotes_minor: Sequence[int]) -> int:
    """Of the notes that make up the sum: with more change than this it was handed over in vain."""
    parts = make_change(sum_minor, banknotes_minor)
    return parts[-1][0] if parts else 0


def make_change(
    change_minor: int, denominations_minor: Sequence[int]
) -> tuple[tuple[int, int], ...]:
    """(denomination, count) pairs, largest first, greedy; what no denomination covers is left
    out."""
    parts: list[tuple[int, int]] = []
    for note_minor in sorted(denominations_minor, reverse=True):
        count, change_minor = divmod(change_minor, note_minor)
        if count:
            parts.append((note_minor, count))
    return tuple(parts)
