"""A register's side of a QR payment without a register: the worker, driven step by step, with a
journal in memory and a clock that only moves when told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pos_desktop.domain.facts import QrRefundAsked, QrRegistered
from pos_desktop.payments.bank import QrBank
from pos_desktop.payments.bank_http import BankHttp
from pos_desktop.payments.raiffeisen import Raiffeisen
from pos_desktop.payments.sbp_terminal import SbpTerminal
from pos_desktop.payments.tbank import TBank
from pos_desktop.ports import (
    Event,
    TerminalAct,
    TerminalAnswer,
    TerminalFinished,
    TerminalOutcome,
    TerminalProgress,
    TerminalRequest,
)
from pos_desktop.simulators.network import Relay
from pos_desktop.simulators.sbp_banks import RaiffeisenSimulator, TBankSimulator
from tests.till_fakes import FakeJournal

SUM = 51_766
"""Of a payment, where a test says nothing else."""
ANSWER_SECONDS = 0.4
Simulator = RaiffeisenSimulator | TBankSimulator


class LedgerClock:
    """The bank's own time, so that both sides agree when a code is over."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now

    def now_us(self) -> int:
        return int(self._now() * 1_000_000)


class QrFacts(FakeJournal):
    """The journal and its QrBook in one."""

    def code(self, op_id: str) -> QrRegistered | None:
        return self._last(QrRegistered, op_id)

    def refund(self, op_id: str) -> QrRefundAsked | None:
        return self._last(QrRefundAsked, op_id)

    def _last(self, kind, op_id):
        found = [f for f in self.facts() if isinstance(f, kind) and f.op_id == op_id]
        return found[-1] if found else None


def client_of(simulator: Simulator, url: str, secret: str = "") -> QrBank:
    """The product's own client of this bank, with a short deadline."""
    http = BankHttp(url, ANSWER_SECONDS, ANSWER_SECONDS)
    if isinstance(simulator, RaiffeisenSimulator):
        key = secret or "raif:simulated"
        return Raiffeisen(simulator.merchant_id, "", lambda: key, http)
    key = secret or "tbank:simulated"
    return TBank(simulator.terminal_key, lambda: key, http)


@dataclass
class SbpTill:
    """simulator: the bank; relay: the way to it, which can be cut."""

    simulator: Simulator
    relay: Relay
    journal: QrFacts = field(default_factory=QrFacts)
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bank = client_of(self.simulator, self.relay.url)
        self.restart()

    def restart(self) -> None:
        """The program ends, whatever it was doing, and another one begins with the journal."""
        self.bank.close()
        clock = LedgerClock(self.simulator.ledger.now)
        self.terminal = SbpTerminal(
            self.bank, self.journal, self.journal, clock, self.events.append, "Лесная лавка"
        )

    def cut(self) -> None:
        self.relay.set_mode("refuse")

    def mend(self) -> None:
        self.relay.set_mode("pass")

    def pass_seconds(self, seconds: float) -> None:
        self.simulator.ledger.skip(seconds)

    # ------------------------------------------------------------------ what is asked

    def pay(self, op_id: str = "tender-1", amount_minor: int = SUM) -> TerminalRequest:
        request = TerminalRequest(op_id, TerminalAct.PAY, amount_minor, "RUB")
        self.terminal.submit(request)
        return request

    def give_back(
        self, reference: str, amount_minor: int, op_id: str = "refund-1"
    ) -> TerminalRequest:
        request = TerminalRequest(op_id, TerminalAct.REFUND, amount_minor, "RUB", reference, SUM)
        self.terminal.submit(request)
        return request

    def turns(self, count: int = 1) -> None:
        """Steps of the worker, as if no time passed between them."""
        for _ in range(count):
            self.terminal.turn()

    # ------------------------------------------------------------------ what was told

    def shown(self) -> str:
        """The code on the screens now, "" = none."""
        told = [e for e in self.events if isinstance(e, TerminalProgress)]
        return told[-1].show if told else ""

    def last_said(self) -> str:
        told = [e for e in self.events if isinstance(e, TerminalProgress)]
        return told[-1].code if told else ""

    def answers(self) -> list[TerminalAnswer]:
        return [e.answer for e in self.events if isinstance(e, TerminalFinished)]

    @property
    def answer(self) -> TerminalAnswer:
        assert self.answers(), f"no answer yet; last said {self.last_said()!r}"
        return self.answers()[-1]


def returned(till: SbpTill) -> list[tuple[str, int]]:
    """What went back by the bank's own books: reference, sum."""
    return till.simulator.ledger.returned


def paid_one(till: SbpTill, op_id: str = "tender-1") -> str:
    """A payment that was made; its reference."""
    till.pay(op_id)
    till.turns()
    assert till.simulator.ledger.pay(till.shown())
    till.turns()
    assert till.answer.outcome is TerminalOutcome.APPROVED
    return till.answer.reference
