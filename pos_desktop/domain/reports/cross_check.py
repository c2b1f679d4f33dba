"""Whether the places that know of the same receipts say the same sums."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.domain.reports.tally import SalesTally


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """receipts and net_minor: by the facts. booked_*: what the projections hold beyond that, 0 =
    the same. unregistered: sales whose document is not registered yet, with their sum;
    otherwise_registered: numbers whose document has another sum. undelivered: entries the cloud
    has not acknowledged."""

    receipts: int
    net_minor: int
    registered: int
    booked_more: int
    booked_more_minor: int
    unregistered: int
    unregistered_minor: int
    otherwise_registered: tuple[int, ...]
    undelivered: int

    @property
    def book_agrees(self) -> bool:
        return self.booked_more == 0 and self.booked_more_minor == 0

    @property
    def documents_agree(self) -> bool:
        return self.unregistered == 0 and not self.otherwise_registered

    @property
    def agrees(self) -> bool:
        return self.book_agrees and self.documents_agree and self.undelivered == 0


def cross_check(tally: SalesTally, booked: int, booked_minor: int, undelivered: int) -> CrossCheck:
    """Compare the sums of the facts with the projection's count and sum of the same receipts, with
    the documents that were registered, and with how much the cloud lacks.

    The projection adds up tenders, so what was paid by none is taken off first.
    """
    paid_minor = tally.total.net_minor - tally.outside_tenders_minor
    return CrossCheck(
        receipts=tally.total.receipts,
        net_minor=tally.total.net_minor,
        registered=tally.registered.receipts,
        booked_more=booked - tally.total.receipts,
        booked_more_minor=booked_minor - paid_minor,
        unregistered=len(tally.due),
        unregistered_minor=sum(minor for _, minor in tally.due.values()),
        otherwise_registered=tuple(tally.otherwise_registered),
        undelivered=undelivered,
    )
