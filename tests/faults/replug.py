"""Every device is unplugged and plugged in again, over and over, while a cashier sells."""

from __future__ import annotations

import random
import sys
import tempfile
import threading
import time
from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from PySide6.QtWidgets import QApplication

from pos_desktop.domain.printing import PrintState
from pos_desktop.journal.verify import verify
from pos_desktop.ports import Health
from tests.bench.figures import percentile
from tests.faults.fork_server import Registers
from tests.faults.outside import whole_receipts_of
from tests.faults.plugged_shop import (
    WORKING,
    Counter,
    ListeningBridge,
    Plug,
    counter,
    settings_with,
)
from tests.faults.plugged_shop_cashier import PluggedCashier
from tests.faults.suite import Report, Say, timed
from tests.gui.open_shop import open_shop
from tests.soak.sales import _Bot

BACK_SECONDS = 3.0
"""From the plug's return to ONLINE, at most."""
LONGEST_OUT_SECONDS = 1.5
LONGEST_PEACE_SECONDS = 1.2
NOTICED_SECONDS = 12.0
"""An idle printer is asked every 5 s; a pull that nobody noticed by then was none."""
_STEP_SECONDS = 0.01
_HALF_A_CODE = 0.25


@dataclass
class Pulls:
    """pulled: how often it was out; back: seconds from each return of the plug to ONLINE;
    unnoticed: pulls that the register did not see, being away for less than it takes to look; late:
    problems in words."""

    device: str
    pulled: int = 0
    back: list[float] = field(default_factory=list)
    unnoticed: int = 0
    late: list[str] = field(default_factory=list)

    def text(self) -> str:
        if not self.back:
            return f"never out, {self.unnoticed} unnoticed"
        return (
            f"{len(self.back)} times back after p50 {median(self.back):.2f}, p99 "
            f"{percentile(self.back, 0.99):.2f}, max {max(self.back):.2f} s"
            + (f"; {self.unnoticed} unnoticed" if self.unnoticed else "")
        )


class Puller(threading.Thread):
    """Pulls one plug `times` times."""

    def __init__(
        self, plug: Plug, bridge: ListeningBridge, health: Callable[[str], Health | None],
        times: int, chance: random.Random, before: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__(name=f"puller-{plug.device}", daemon=True)
        self._plug = plug
        self._bridge = bridge
        self._health = health
        self._times = times
        self._chance = chance
        self._before = before
        self.pulls = Pulls(plug.device)

    def run(self) -> None:
        for _ in range(self._times):
            time.sleep(self._chance.uniform(0.05, LONGEST_PEACE_SECONDS))
            with self._plug.busy:
                self._before()
                self._once()

    def _once(self) -> None:
        plug = self._plug
        pulled_at = time.monotonic()
        plug.pull()
        self.pulls.pulled += 1
        time.sleep(self._chance.uniform(0.02, LONGEST_OUT_SECONDS))
        in_at = time.monotonic()
        plug.put_in()
        until = in_at + NOTICED_SECONDS
        while time.monotonic() < until:
            online_at = self._back_at(pulled_at, in_at)
            if online_at:
                self._count(max(0.0, online_at - in_at))
                return
            time.sleep(_STEP_SECONDS)
        if self._health(plug.device) in WORKING:
            self.pulls.unnoticed += 1
        else:
            self.pulls.late.append(f"{plug.device} is not back after {NOTICED_SECONDS:.0f} s")

    def _back_at(self, pulled_at: float, in_at: float) -> float:
        """When it was ONLINE again after the pull, 0 while it is not."""
        lost = False
        for at, health in list(self._bridge.changes[self._plug.device]):
            if at < pulled_at:
                continue
            lost = lost or health not in WORKING
            if lost and health in WORKING and at >= in_at:
                return at
        connected = self._plug.connected
        if connected is not None and connected() and self._health(self._plug.device) in WORKING:
            return time.monotonic()
        return 0.0

    def _count(self, seconds: float) -> None:
        self.pulls.back.append(seconds)
        if seconds > BACK_SECONDS:
            self.pulls.late.append(f"{self._plug.device} was back after {seconds:.1f} s")


@timed
def run(seed: int, runs: int, say: Say, registers: Registers) -> Report:
    """runs: how often each device is pulled. Selling goes on until the last one is back."""
    del registers  # this register lives here, beside its devices
    report = Report("replug", seed, runs)
    if sys.platform == "win32":
        report.skipped = "there are no pseudo-terminals here"
        return report
    app = QApplication.instance() or QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory(prefix="pos-replug-") as folder, counter() as (things, where):
        _sell_and_pull(report, Path(folder), things, where, say)
    del app
    return report


def _sell_and_pull(
    report: Report, folder: Path, things: Counter, where: dict[str, object], say: Say
) -> None:
    bridge = ListeningBridge()
    with open_shop(_Bot(), folder, settings_with(where), bridge=bridge) as shop:
        register = shop.opened.register

        def health(device: str) -> Health | None:
            return next((s.health for s in register.devices.states() if s.device == device), None)

        shop.wait(lambda: all(health(name) in WORKING for name in where))
        plugs = things.plugs()
        cashier = PluggedCashier(shop, bridge, things, plugs, random.Random(report.seed))
        cashier.begin()
        pullers = [
            Puller(plug, bridge, health, report.runs, random.Random(f"{report.seed}/{plug.device}"),
                   cashier.half_a_code if plug.device == "scanner" else lambda: None)
            for plug in plugs
        ]  # fmt: skip
        for puller in pullers:
            puller.start()
        while any(puller.is_alive() for puller in pullers):
            cashier.sell()
            if cashier.sold % 50 == 0:
                done = sum(len(puller.pulls.back) for puller in pullers)
                say(f"replug: {cashier.sold} sales, {done} of {report.runs * len(plugs)} pulls")
        shop.wait(lambda: all(health(name) in WORKING for name in where))
        cashier.finish()
        _check(report, cashier, pullers, things)
    found = verify(folder)
    report.findings.demand(found.is_good, f"verify: {found.text()}")


def _check(report: Report, cashier: PluggedCashier, pullers: list[Puller], things: Counter) -> None:
    found = report.findings
    for puller in pullers:
        report.notes[puller.pulls.device] = puller.pulls.text()
        found.problems += puller.pulls.late
        pulled = puller.pulls.pulled
        found.demand(pulled == report.runs, f"{puller.pulls.device} was out {pulled} times only")
    found.problems += cashier.problems
    found.counts["sales in the journal"] = cashier.sold
    found.counts["lines scanned"] = cashier.scanned
    found.counts["lines keyed, the scanner being out"] = cashier.keyed
    found.counts["half a code, then the plug"] = cashier.halves
    found.counts["goods weighed"] = cashier.weighed
    _check_paper(report, cashier, things)
    _check_labels(report, cashier, things)
    _check_terminal(report, cashier, things)


def _check_paper(report: Report, cashier: PluggedCashier, things: Counter) -> None:
    found = report.findings
    with things.printer.lock:
        papers = [receipt.text for receipt in things.printer.paper.receipts]
        papers.append(things.printer.paper.pending.text)
    whole = whole_receipts_of(papers)
    states: Tally[PrintState] = Tally()
    for sale in cashier.sales:
        job = cashier.prints.job_of_sale(sale.sale_id)
        state = job.state if job else PrintState.FAILED
        states[state] += 1
        count = whole[sale.number]
        found.demand(count <= 1, f"receipt {sale.number} is on paper {count} times")
        kept = count == 1 or state is PrintState.UNKNOWN
        found.demand(kept, f"receipt {sale.number} is nowhere, and {state}")
    found.counts["receipts on paper"] = sum(whole[sale.number] for sale in cashier.sales)
    found.counts["receipts asked about"] = states[PrintState.UNKNOWN]
    found.counts["drawer opened"] = things.printer.drawer_pulses
    found.demand(
        things.printer.drawer_pulses <= len(cashier.sales),
        f"{things.printer.drawer_pulses} pulses for {len(cashier.sales)} sales",
    )


def _check_labels(report: Report, cashier: PluggedCashier, things: Counter) -> None:
    """A label printer of this language does not say that a label came out: one that was on its way
    when the plug was pulled may be missing. None may be there twice."""
    found = report.findings
    printed = Tally(payload for label in things.labels.labels for _, payload in label.codes())
    for payload, count in printed.items():
        found.demand(count == 1, f"label {payload} came out {count} times")
    missing = cashier.labels - sum(printed.values())
    found.counts["labels"] = sum(printed.values())
    found.counts["labels cut off with the plug"] = missing
    found.demand(missing <= report.runs, f"{missing} labels are missing")


def _check_terminal(report: Report, cashier: PluggedCashier, things: Counter) -> None:
    found = report.findings
    booked = Tally(one.amount_minor for one in things.terminal.bank.bookings)
    outcomes: Tally[str] = Tally()
    for amount, outcome in cashier.charged.items():
        outcomes[outcome] += 1
        expected = {"approved": {1}, "unknown": {0, 1}}.get(outcome, {0})
        found.demand(
            booked[amount] in expected, f"{amount} is {outcome} and charged {booked[amount]} times"
        )
    found.counts["cards approved"] = outcomes["approved"]
    found.counts["cards that took no money"] = outcomes["declined"] + outcomes["cancelled"]
    found.counts["cards left for a person"] = outcomes["unknown"]
