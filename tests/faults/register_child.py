"""A whole register without a picture: the same objects as behind the window, driven by an errand.

Run in a process of its own, which may be killed at any moment.
"""

from __future__ import annotations

import os
import random
import threading
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from pos_desktop.app.opening import Opened, open_all
from pos_desktop.app.run import RunOptions
from pos_desktop.cloud.settings import DEMO_PAIRING_CODE
from pos_desktop.gui.bridge import Bridge
from pos_desktop.settings import DataDir, Settings
from tests.faults import month
from tests.faults.cashier import Cashier
from tests.faults.errand import Diary, Errand

POLL_MS = 20
HURRY_EVERY_SECONDS = 0.3


def run(errand: Errand) -> int:
    """Do the errand; 0 when it is done, 1 when the queues were not empty in time."""
    app = QCoreApplication.instance() or QCoreApplication(["register"])
    folder = Path(errand.data)
    diary = Diary(folder)
    diary.say("started")
    calendar = month.pretend(errand.month_days, errand.sales) if errand.month_days else None
    data_dir = DataDir(folder)
    settings = Settings.load(data_dir)
    options = RunOptions(pairing_code=DEMO_PAIRING_CODE, sample=True)
    opened = open_all(settings, data_dir, Bridge(), options)
    opened.register.start()
    opened.warm_up()
    chance = random.Random(errand.seed)
    cashier = Cashier(opened, diary, chance, errand.pause_ms)
    cashier.begin()
    threads = {thread.name: thread.native_id for thread in threading.enumerate()}
    # After a fork the main thread still tells its parent's id.
    threads[threading.main_thread().name] = os.getpid()
    diary.say("ready", threads=threads)
    if errand.wait_for:
        _wait_for(cashier, Path(errand.wait_for))
    for sale_id, came_out in errand.answers.items():
        _answer(cashier, sale_id, came_out)
    for _ in range(errand.sales):
        cashier.sell(plain=errand.plain)
        if errand.refunds and chance.random() < errand.refunds:
            cashier.give_back()
        if calendar is not None:
            calendar.next_sale()
    if errand.until_drained:
        _sell_until_drained(opened, cashier, errand)
    diary.say("sold")
    done = _drain(opened, cashier, errand) if errand.drain else True
    opened.close()
    diary.say("ended")
    del app
    return 0 if done else 1


def _wait_for(cashier: Cashier, path: Path) -> None:
    while not path.exists():
        cashier.rest(POLL_MS)


def _answer(cashier: Cashier, sale_id: str, came_out: bool) -> None:
    papers = cashier.papers
    cashier.do(
        "settle_print", lambda till: till.run(lambda: papers.settle_print(sale_id, came_out))
    )


def _sell_until_drained(opened: Opened, cashier: Cashier, errand: Errand) -> None:
    """Go on selling while the queues still hold what was there at the start."""
    until = time.monotonic() + errand.deadline_seconds
    ledger = opened.register.journal.ledger
    first_new = opened.register.journal.next_sale_number()
    opened.till.changed.connect(lambda shown: opened.register.selling(shown.priced is not None))
    while time.monotonic() < until:
        queues = (ledger.fiscal_queue(), ledger.cloud_queue())
        if all(not q.waiting or q.oldest_number >= first_new for q in queues):
            return
        cashier.sell()
        cashier.rest(errand.customer_ms)


def _drain(opened: Opened, cashier: Cashier, errand: Errand) -> bool:
    """Wait until nothing is waiting but what a person is asked about."""
    until = time.monotonic() + errand.deadline_seconds
    pressed = time.monotonic()
    ledger = opened.register.journal.ledger
    while time.monotonic() < until:
        fiscal, cloud, paper = ledger.fiscal_queue(), ledger.cloud_queue(), ledger.print_queue()
        if not fiscal.waiting and not cloud.waiting and paper.waiting <= paper.parked:
            return True
        if errand.hurry and time.monotonic() - pressed > HURRY_EVERY_SECONDS:
            pressed = time.monotonic()
            opened.register.check_links()
        cashier.rest(POLL_MS)
    return False
