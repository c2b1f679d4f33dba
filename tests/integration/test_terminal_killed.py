"""A register that is killed while cards are paid: every card was charged once for its sale, and
what the terminal had not told yet is asked about, never paid again."""

from __future__ import annotations

import queue
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pos_desktop.domain.facts import SaleCompleted, TenderRequested, TenderSettled
from pos_desktop.domain.tender import TenderKind
from pos_desktop.hardware.profiles import terminal_profile
from pos_desktop.hardware.terminals.memory import TerminalMemory
from pos_desktop.hardware.terminals.zvt_terminal import ZvtTerminal
from pos_desktop.hardware.transports.tcp import TcpTransport
from pos_desktop.journal import statements as sql
from pos_desktop.journal.encoding import decode_fact
from pos_desktop.operations import pay, sell
from pos_desktop.operations.ask_terminal import ask_again, ask_terminal
from pos_desktop.operations.hear_terminal import hear_terminal
from pos_desktop.operations.pay import Payment
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Event, TerminalFinished, TerminalOutcome
from pos_desktop.simulators.zvt_terminal import ZvtTerminalSimulator
from tests.journal_samples import CountingIds, opened, shift_commit
from tests.till_fakes import CASHIER, COFFEE, SHIFT, FakeClock, workplace

REPOSITORY = Path(__file__).resolve().parents[2]
LIVES = 4


@contextmanager
def register(folder: Path, port: int, life: int) -> Iterator[tuple[Workplace, queue.Queue[Event]]]:
    """A journal and a driver on that disk, with what the driver said."""
    journal = opened(folder, ids=CountingIds(1_000_000 * (life + 1)))
    said: queue.Queue[Event] = queue.Queue()
    driver = ZvtTerminal(
        lambda: TcpTransport("127.0.0.1", port, 1.0),
        terminal_profile("zvt"),
        TerminalMemory(folder / "terminal.json"),
        said.put,
        alone=True,
    )
    driver.start()
    try:
        yield (
            workplace(
                journal=journal,
                clock=FakeClock(),
                ids=CountingIds(500_000_000 + 1_000_000 * life),
                encoder=None,
                fiscal_due=False,
                terminals={TenderKind.CARD: driver},
            ),
            said,
        )
    finally:
        driver.stop()
        journal.close()


def answered(place: Workplace, said: queue.Queue[Event], payment: Payment) -> Payment:
    """Wait until the terminal has told about the money that waits."""
    while payment.pending is not None:
        event = said.get(timeout=20)
        if isinstance(event, TerminalFinished):
            assert event.answer.outcome is not TerminalOutcome.UNKNOWN, event
            payment = hear_terminal(place, payment, event.op_id, event.answer, staff=CASHIER)
    return payment


def sell_by_card(folder: Path, port: int, life: int) -> None:
    """One sale after another, each said aloud when it is stored."""
    with register(folder, port, life) as (place, said):
        print("ready", flush=True)
        while True:
            sale = sell.add_product(place, None, COFFEE.product_id, staff=CASHIER).sale
            payment = pay.begin_payment(place, sale, staff=CASHIER)
            asked = ask_terminal(place, payment, TenderKind.CARD, payment.left_minor, staff=CASHIER)
            paid = answered(place, said, asked)
            if paid.paid:
                pay.complete(place, paid, SHIFT, staff=CASHIER)
                print(paid.priced.sale.sale_id, flush=True)


@pytest.fixture
def terminal() -> Iterator[ZvtTerminalSimulator]:
    simulator = ZvtTerminalSimulator().start()
    yield simulator
    simulator.stop()


def test_a_killed_register_charges_every_card_once_and_asks_about_the_rest(tmp_path, terminal):
    journal = opened(tmp_path)
    journal.commit(shift_commit())
    journal.close()
    chance = random.Random(54)
    said: list[str] = []
    left_open = 0
    for life in range(LIVES):
        said += live_and_die(tmp_path, terminal.port, life, chance)
        left_open += settle(tmp_path, terminal.port, life + LIVES)
    facts = stored(tmp_path)
    sales = [fact for fact in facts if isinstance(fact, SaleCompleted)]
    assert set(said) <= {sale.sale_id for sale in sales}
    assert terminal.bank.charges == len(sales)
    assert terminal.bank.taken_minor == sum(sale.total_minor for sale in sales)
    assert max(Counter(sale.tenders[0].tender_id for sale in sales).values()) == 1
    assert max(Counter(sale.tenders[0].reference for sale in sales).values()) == 1
    requested = {fact.tender_id for fact in facts if isinstance(fact, TenderRequested)}
    settled = {fact.tender_id for fact in facts if isinstance(fact, TenderSettled)}
    assert requested == settled
    assert left_open, "no kill came between a question and its answer: the test proves nothing"


def live_and_die(folder: Path, port: int, life: int, chance: random.Random) -> list[str]:
    code = f"from {__name__} import *; sell_by_card(Path(sys.argv[1]), {port}, {life})"
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    said = [child.stdout.readline().strip() for _ in range(chance.randrange(1, 4))]
    time.sleep(chance.uniform(0.05, 0.35))
    child.kill()
    return said + [line for line in child.communicate()[0].split("\n")[:-1] if line]


def settle(folder: Path, port: int, life: int) -> bool:
    """The register is back: what was open is asked and its sale completed; whether there was
    anything."""
    with register(folder, port, life) as (place, said):
        draft = place.journal.open_draft()
        payment = pay.resume_payment(place, draft.sale) if draft is not None else None
        if payment is None:
            return False
        was_open = payment.pending is not None
        if was_open:
            assert ask_again(place, payment, staff=CASHIER)
            payment = answered(place, said, payment)
        if payment.paid:
            pay.complete(place, payment, SHIFT, staff=CASHIER)
        else:
            place.journal.drop_draft(payment.priced.sale.sale_id)
        return was_open


def stored(folder: Path) -> list[object]:
    journal = opened(folder, ids=CountingIds(900_000_000))
    try:
        rows = journal._readers.rows(sql.ALL_ENTRIES)
        return [decode_fact(row[4], row[5], row[6]) for row in rows]
    finally:
        journal.close()
