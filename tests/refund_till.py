"""A shop with a bank of QR codes and a card terminal, either of which may be exchanged, for the
stories of money that goes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import RefundBegun, SaleCompleted
from pos_desktop.domain.refund import Wish
from pos_desktop.domain.tender import TenderKind, TenderOutcome
from pos_desktop.operations import pay, sell
from pos_desktop.operations.ask_terminal import ask_terminal, settle_terminal
from pos_desktop.operations.give_back import GivenBack, carry_out
from pos_desktop.operations.hear_refund import Heard, hear_refund
from pos_desktop.operations.hear_terminal import hear_terminal
from pos_desktop.operations.refund import Original, RefundRequest, look_up, plan_refund
from pos_desktop.operations.refund_terminal import Over
from pos_desktop.ports import TerminalFinished
from tests.refund_fakes import FakeRefundBook, open_place
from tests.terminal_fakes import FakeTerminal
from tests.till_fakes import CASHIER, COFFEE, SENIOR, SHIFT

CARD, QR = TenderKind.CARD, TenderKind.QR
RAIFFEISEN, TBANK = "raiffeisen MA0000000552", "tbank 1700000000001"
ZVT, OTHER_ZVT = "tcp://10.0.0.5:20007,zvt", "tcp://10.0.0.6:20007,zvt"
SUM = 34_900


class FakeBank(FakeTerminal):
    """A bank answers as a terminal does; each has orders of its own."""

    name = "sbp"


class Till:
    """A shop with a bank and a card terminal; what they answer waits until it is heard."""

    def __init__(self) -> None:
        self.heard: list[TerminalFinished] = []
        self.bank = self.device(FakeBank, RAIFFEISEN)
        self.terminal = self.device(FakeTerminal, ZVT)
        self.place = replace(open_place(), terminals={CARD: self.terminal, QR: self.bank})
        self.book = FakeRefundBook(self.place)

    def device(self, kind: type[FakeTerminal], peer: str) -> FakeTerminal:
        made = kind(self._post)
        made.peer = peer
        return made

    def _post(self, event: object) -> None:
        if isinstance(event, TerminalFinished):
            self.heard.append(event)

    def sold(self, *parts: tuple[TenderKind, int], by_hand: bool = False) -> str:
        """A coffee paid by those parts, (kind, minor units), where no device tells by a person's
        word; its sale_id."""
        sale = sell.add_product(self.place, None, COFFEE.product_id, staff=CASHIER).sale
        payment = pay.begin_payment(self.place, sale, staff=CASHIER)
        for kind, minor in parts:
            payment = ask_terminal(self.place, payment, kind, minor, staff=CASHIER, by_hand=by_hand)
            if not self.heard:
                payment = settle_terminal(
                    self.place, payment, TenderOutcome.APPROVED, staff=CASHIER
                )
            for event in self.heard:
                payment = hear_terminal(
                    self.place, payment, event.op_id, event.answer, staff=CASHIER
                )
            self.heard.clear()
        return pay.complete(self.place, payment, SHIFT, staff=CASHIER).sale_id

    def exchanged(self, kind: TenderKind, peer: str) -> FakeTerminal:
        """Another bank or terminal is set up."""
        other = self.device(FakeBank if kind is QR else FakeTerminal, peer)
        self.place.terminals = {**self.place.terminals, kind: other}
        return other

    def without(self, kind: TenderKind) -> None:
        self.place.terminals = {k: v for k, v in self.place.terminals.items() if k is not kind}

    def original(self, sale_id: str) -> Original:
        return look_up(self.place, self.book, sale_id, 14)

    def give_back(
        self, sale_id: str, *, staff=SENIOR, over: Over = Over.AS_PAID, money=()
    ) -> Heard:
        request = RefundRequest(sale_id, (Wish(1, 1000),), "не подошло", money, over=over)
        planned = plan_refund(self.place, self.original(sale_id), request, staff=staff)
        return carry_out(self.place, self.book, planned, staff=staff)

    def hear(self) -> Heard:
        """What the first device said that has answered; the last word of all."""
        done: Heard = None
        while self.heard:
            event = self.heard.pop(0)
            done = hear_refund(self.place, self.book, event.op_id, event.answer, staff=CASHIER)
        return done

    def facts(self, kind: type) -> list:
        return [fact for fact in self.place.journal.facts() if isinstance(fact, kind)]


def moves(device: FakeTerminal) -> list[tuple[str, int]]:
    return [move for move in device.moves if move[0] != "pay"]


def untouched(*devices: FakeTerminal) -> bool:
    return all((one.asked, one.submitted) == ([], []) for one in devices)


def begun_by(heard: Heard) -> RefundBegun:
    assert isinstance(heard, RefundBegun)
    return heard


def stored(heard: Heard) -> SaleCompleted:
    assert isinstance(heard, GivenBack)
    return heard.receipts[0]


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(RefusalError) as caught:
        act()
    return f"{caught.value.code} {caught.value.values.get('action', '')}".strip()
