"""The fiscal worker on the register's real journal, through restarts and refusals."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.domain.printing import PrintState
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.journal.sqlite_journal import SqliteJournal
from pos_desktop.operations.settle_fiscal import send_again
from pos_desktop.ports import Commit, NewFiscalDocument, NewPrintJob
from pos_desktop.receipts.document import Document, Qr
from pos_desktop.simulators.atol_online import AtolOnlineSimulator
from tests.contract.fiscal_shop import HandClock, Register, operator_of, sale, workplace
from tests.journal_samples import CountingIds, opened, shift_commit

SENIOR = StaffMember("st-2", "Петрова Анна", "Петрова А.", Role.SENIOR)


class QrEncoder:
    """Prints nothing but the QR codes."""

    paper = "fake"

    def encode(self, document: Document) -> bytes:
        return b"|".join(e.text.encode() for e in document.elements if isinstance(e, Qr)) or b"-"


class Shop:
    """A journal in a folder, a simulated operator and the worker between them."""

    def __init__(self, folder: Path, simulator: AtolOnlineSimulator) -> None:
        self.folder = folder
        self.simulator = simulator
        self.operator = operator_of(simulator)
        self.clock = HandClock()
        self.ids = CountingIds()
        self.sold = 0
        self.open()
        self.journal.commit(shift_commit())

    def open(self) -> None:
        clock: Any = self.clock
        self.journal: SqliteJournal = opened(self.folder, clock, self.ids)
        self.settled = self.journal.fiscal.settle_at_start()
        self.place = replace(
            workplace(self.journal, self.clock),
            ledger=self.journal.ledger,
            prints=self.journal.prints,
            encoder=QrEncoder(),
        )
        self.register = Register(self.journal.fiscal, self.operator, self.clock, place=self.place)

    def sell(self, count: int) -> None:
        for number in range(self.sold + 1, self.sold + count + 1):
            fact = sale(number)
            job = NewPrintJob(
                fact.sale_id, number, "receipt", b"pending", self.clock.wall_us + 3_000_000
            )
            queued = NewFiscalDocument(fact.fiscal_key, fact.sale_id, number)
            self.journal.commit(Commit((fact,), (job,), (queued,), draft_removed=fact.sale_id))
        self.sold += count

    def restart(self) -> None:
        self.journal.close()
        self.open()

    def close(self) -> None:
        self.journal.close()
        self.operator.close()


@pytest.fixture
def shop(tmp_path: Path) -> Any:
    with AtolOnlineSimulator() as simulator:
        running = Shop(tmp_path, simulator)
        yield running
        running.close()


def keys(shop: Shop) -> list[str]:
    return [document.external_id for document in shop.simulator.documents]


def test_restarts_and_faults_register_each_sale_once_in_order(shop: Shop):
    for turns, fault in ((1, "drop_answer"), (3, "http_503"), (4, "invalid_json"), (2, "refuse")):
        shop.sell(4)
        shop.simulator.fail_next(fault)
        shop.register.turns(turns)
        shop.restart()
    shop.register.run()
    assert keys(shop) == [f"r2-{number:06d}-v1" for number in range(1, 17)]
    rows = list(reversed(shop.journal.ledger.sales()))
    assert [row.fiscal_state for row in rows] == [FiscalState.REGISTERED] * 16
    for number, row in enumerate(rows, start=1):
        detail = shop.journal.ledger.sale(row.sale_id)
        assert detail is not None
        assert detail.fiscal is not None
        assert (detail.fiscal.fd, detail.fiscal.total_minor) == (number, row.total_minor)


def test_a_receipt_that_waits_for_its_answer_gets_the_code(shop: Shop):
    shop.sell(1)
    shop.register.run()
    job = shop.journal.prints.job_of_sale("sale-1")
    assert job is not None
    assert job.state is PrintState.QUEUED
    assert job.payload.startswith(b"t=")
    assert b"&fn=9999078900000961&i=1&" in job.payload


def test_a_receipt_already_printed_is_not_changed(shop: Shop):
    shop.sell(1)
    job = shop.journal.prints.job_of_sale("sale-1")
    assert job is not None
    shop.journal.prints.move(job.job_id, PrintState.SENDING)
    shop.register.run()
    after = shop.journal.prints.job_of_sale("sale-1")
    assert after is not None
    assert after.payload == b"pending"


def test_a_parked_document_goes_again_under_a_new_key_when_a_person_says_so(shop: Shop):
    shop.simulator.fail_next("driver_fault_144")
    shop.sell(2)
    shop.register.run()
    refused = shop.journal.ledger.sales(only_attention=True)
    assert [row.sale_id for row in refused] == ["sale-1"]
    assert refused[0].fiscal_reason.startswith("fiscal.refused: driver 144")
    assert send_again(shop.place, "sale-1", staff=SENIOR) == "r2-000001-v2"
    shop.register.run()
    assert keys(shop) == ["r2-000002-v1", "r2-000001-v2"]
    assert shop.journal.ledger.sales(only_attention=True) == []


def test_a_document_sent_when_the_power_went_is_asked_for_at_the_next_start(shop: Shop):
    shop.sell(1)
    shop.journal.fiscal.move("r2-000001-v1", FiscalState.SENDING)
    shop.restart()
    assert shop.settled == 1
    shop.register.run()
    assert keys(shop) == ["r2-000001-v1"]


def test_accepted_documents_do_not_hold_back_the_next_and_stay_in_order(shop: Shop):
    shop.sell(3)
    queue = shop.journal.fiscal
    for number in (1, 2):
        queue.move(f"r2-{number:06d}-v1", FiscalState.SENDING)
        queue.move(f"r2-{number:06d}-v1", FiscalState.ACCEPTED, reference=f"uuid-{number}")
    waiting = queue.next_to_submit(shop.clock.wall_us)
    assert waiting is not None
    assert waiting.sale_number == 3
    accepted = [(doc.sale_number, doc.reference) for doc in queue.accepted_documents(10)]
    assert accepted == [(1, "uuid-1"), (2, "uuid-2")]
