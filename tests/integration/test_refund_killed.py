"""A register that is killed while it gives money back: a refund is there once or not at all, and
what a terminal was told is asked about, never repeated."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import RefundBegun, SaleCompleted
from pos_desktop.domain.money import spread
from pos_desktop.domain.refund import Wish
from pos_desktop.journal import statements as sql
from pos_desktop.journal.encoding import decode_fact
from pos_desktop.journal.verify import verify
from pos_desktop.operations.give_back import carry_out
from pos_desktop.operations.hear_refund import answer
from pos_desktop.operations.refund import RefundRequest, look_up, plan_refund
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit
from tests.journal_samples import CountingIds, opened, sample_sale, shift_commit
from tests.till_fakes import SENIOR, FakeClock, workplace

REPOSITORY = Path(__file__).resolve().parents[2]
SALES = 400


def place_of(journal, seed: int) -> Workplace:
    """A register without a printer that has no operator to register with."""
    ids = CountingIds(10_000 + seed * 100_000)
    return workplace(journal=journal, clock=FakeClock(), ids=ids, encoder=None, fiscal_due=False)


def give_back(folder: Path, seed: int) -> None:
    """One refund after another, by turns in cash, by card, or over a card and a bank, each said
    aloud when it is done."""
    journal = opened(folder, ids=CountingIds(1_000_000 * seed))
    place, chance = place_of(journal, seed), random.Random(seed)
    print("ready", flush=True)
    while True:
        while (waits := journal.refunds.unfinished()) is not None:
            went = bool(waits.gone_minor) or chance.random() < 0.8
            answer(place, journal.refunds, went=went, staff=SENIOR)
        number = chance.randrange(1, SALES + 1)
        detail = journal.refunds.by_number(number)
        if detail is None:
            continue
        original = look_up(place, journal.refunds, detail.fact.sale_id, 99_999)
        line = detail.fact.lines[0]
        kinds = chance.choice((("cash",), ("card",), ("card", "qr")))
        parts = spread(line.total_minor, [1] * len(kinds))
        money = tuple(zip(kinds, parts, strict=True))
        request = RefundRequest(detail.fact.sale_id, (Wish(1, 1000),), "Брак", money)
        try:
            planned = plan_refund(place, original, request, staff=SENIOR)
            done = carry_out(place, journal.refunds, planned, staff=SENIOR)
        except RefusalError:
            continue
        if not isinstance(done, RefundBegun):
            print(done.receipts[0].sale_id, flush=True)


def prepared(folder: Path) -> None:
    journal = opened(folder)
    journal.commit(shift_commit())
    for n in range(1, SALES + 1):
        sale = replace(sample_sale(n, lines=2), fiscal_key="", on_paper=False)
        journal.commit(Commit((sale,)))
    journal.close()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_killed_register_has_given_back_once_what_it_said_and_nothing_twice(tmp_path, seed):
    prepared(tmp_path)
    code = f"from {__name__} import *; give_back(Path(sys.argv[1]), {seed})"
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline() == "ready\n"
    chance = random.Random(seed)
    said = [child.stdout.readline().strip() for _ in range(chance.randrange(3, 40))]
    time.sleep(chance.uniform(0, 0.01))
    child.kill()
    said += [line for line in child.communicate()[0].split("\n")[:-1] if line]
    journal = opened(tmp_path, ids=CountingIds(90_000_000))
    try:
        facts = [
            decode_fact(row[4], row[5], row[6]) for row in journal._readers.rows(sql.ALL_ENTRIES)
        ]
        refunds = [f for f in facts if isinstance(f, SaleCompleted) and f.operation != "sell"]
        assert set(said) <= {refund.sale_id for refund in refunds}
        times = Counter((refund.original_sale_id, refund.lines[0].of_line) for refund in refunds)
        assert not times or max(times.values()) == 1
        assert len({refund.sale_id for refund in refunds}) == len(refunds)
        place = place_of(journal, 9)
        while (waiting := journal.refunds.unfinished()) is not None:
            assert waiting.refund_id not in {refund.sale_id for refund in refunds}
            gone_minor = waiting.card_minor - sum(part.amount_minor for part in waiting.parts)
            assert waiting.gone_minor == gone_minor
            answer(place, journal.refunds, went=True, staff=SENIOR)
        journal.log.catch_up()
        assert verify(tmp_path).is_good
    finally:
        journal.close()
