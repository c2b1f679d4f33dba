"""A cashier whose devices lose their plugs: scans, weighs, takes cash, charges cards, prints
labels, and writes down what the register said came of it."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations.print_labels import LabelOrder
from pos_desktop.ports import TerminalAct, TerminalOutcome, TerminalRequest
from tests.faults.plugged_shop import Counter, ListeningBridge, Plug
from tests.gui.open_shop import OpenShop
from tests.till_fakes import BANANAS, BREAD, COFFEE, SENIOR

LONGEST_WAIT_SECONDS = 15.0
WEIGH_EVERY, CARD_EVERY, LABEL_EVERY = 2, 3, 4
_GOODS = (COFFEE, BREAD)
_TARE_AND_LESS = 20_000


@dataclass(frozen=True)
class Sold:
    """lines: product and thousandths of its unit, in order."""

    sale_id: str
    number: int
    lines: tuple[tuple[str, int], ...]


class PluggedCashier:
    """charged: amount of each card payment (no two are equal) -> what became of it."""

    def __init__(
        self, shop: OpenShop, bridge: ListeningBridge, things: Counter, plugs: Sequence[Plug],
        chance: random.Random,
    ) -> None:  # fmt: skip
        self._shop = shop
        self._bridge = bridge
        self._things = things
        self._plugs = {plug.device: plug for plug in plugs}
        self._chance = chance
        self._grams = 100
        self._expected: list[str] = []
        self._request: TerminalRequest | None = None
        self._asked = 0
        self.prints = shop.opened.register.journal.prints
        self.sales: list[Sold] = []
        self.sold = self.scanned = self.keyed = self.weighed = self.labels = self.halves = 0
        self.charged: dict[int, str] = {}
        self.problems: list[str] = []

    def begin(self) -> None:
        self._shop.sign_in(SENIOR.staff_id)

    # ------------------------------------------------------------------ one sale

    def sell(self) -> None:
        lines: list[tuple[str, int]] = []
        for _ in range(self._chance.randint(1, 2)):
            product = self._chance.choice(_GOODS)
            self._add(product.barcodes[0])
            lines.append((product.product_id, 1000))
        if self.sold % WEIGH_EVERY == 0 and (grams := self._weigh()):
            lines.append((BANANAS.product_id, grams))
        if self.sold % LABEL_EVERY == 0:
            self._print_label()
        self._look_after_card()
        before = self._shop.shown.last
        self._shop.till.pay_exact(TenderKind.CASH)
        self._wait(lambda: self._shop.shown.last is not before, "a sale was not completed")
        done = self._shop.shown.last
        self._compare(done.sale_id, done.number, lines)
        self.sold += 1

    def _compare(self, sale_id: str, number: int, lines: list[tuple[str, int]]) -> None:
        """What the journal has is what the cashier put into the sale."""
        kept = self._shop.opened.register.journal.ledger.sale(sale_id)
        have = sorted((line.product_id, line.qty) for line in kept.fact.lines) if kept else []
        want: dict[str, int] = {}
        for product_id, qty in lines:
            want[product_id] = want.get(product_id, 0) + qty
        if have != sorted(want.items()):
            self.problems.append(f"sale {number} has {have}, not {sorted(want.items())}")
        self.sales.append(Sold(sale_id, number, tuple(lines)))

    def _add(self, code: str) -> None:
        """By the scanner; typed where it is out."""
        plug = self._plugs["scanner"]
        before = self._pieces()
        if plug.busy.acquire(blocking=False):
            try:
                self._things.scanner.scan(code)
                self._expected.append(code)
                self.scanned += 1
                self._wait(lambda: self._pieces() > before, f"{code} is no line")
            finally:
                plug.busy.release()
        else:
            self.keyed += 1
            self._shop.window.scanned(code)
            self._wait(lambda: self._pieces() > before, f"{code} is no line")

    def _pieces(self) -> int:
        """What is in the sale on the screen, in thousandths; other news change the screen, too."""
        shown = self._shop.shown
        lines = shown.priced.sale.lines if shown.priced else ()
        return sum(line.quantity.thousandths for line in lines)

    def half_a_code(self) -> None:
        """The plug is pulled in the middle of a code: nothing may be sold by it."""
        if self._chance.random() < 0.3:
            self.halves += 1
            self._things.scanner.say(COFFEE.barcodes[0][:7].encode())
            time.sleep(0.01)

    def _weigh(self) -> int:
        """Put a new weight on the scale and take what the register says; 0 where it gave none."""
        shop, scale = self._shop, self._things.scale
        self._grams = self._grams % 9_000 + self._chance.randrange(5, 90, 5)
        load = self._grams
        scale.set_weight(load)
        began = time.monotonic()
        before = self._pieces()
        shop.till.add_product(BANANAS.product_id)
        self._wait(lambda: shop.window.weighing._dialog is not None, "no weighing began")
        dialog = shop.window.weighing._dialog
        try:
            self._wait(dialog.is_ready, f"the scale did not say {load} g")
        except TimeoutError:
            shop.till.want_no_weight()
            self._wait(lambda: shop.window.weighing._dialog is None, "weighing did not end")
            return 0
        grams = dialog.net_grams()
        dialog.confirm()
        self._wait(lambda: self._pieces() > before, "weighed goods are no line")
        self._wait(lambda: shop.window.weighing._dialog is None, "weighing did not end")
        wrong = {g for at, g in list(self._bridge.weights) if at >= began and g != load}
        if grams != load or wrong:
            self.problems.append(f"{load} g lay on the scale, it was read as {grams} {wrong}")
        self.weighed += 1
        return load

    def _print_label(self) -> None:
        stock = self._shop.opened.shop.desks.stock
        self._grams = self._grams % 9_000 + 5
        order = LabelOrder(BANANAS, 1, _TARE_AND_LESS + self.labels)
        done: list[object] = []
        self._shop.till.run(
            lambda: stock.print_labels(stock.templates[0].name, [order]), done.append
        )
        self._wait(lambda: bool(done), "a label was not taken")
        self.labels += 1

    # ------------------------------------------------------------------ cards

    def _look_after_card(self) -> None:
        """One payment at a time runs beside the sales; one of which nobody knows is asked about."""
        if self._request is not None:
            self._take_answer(self._request)
        if self._request is None and self.sold % CARD_EVERY == 0:
            amount = 10_000 + len(self.charged)
            self._request = TerminalRequest(f"op-{amount}", TerminalAct.PAY, amount, "RUB")
            self._asked = len(self._bridge.finished)
            self._terminal().submit(self._request)

    def _take_answer(self, request: TerminalRequest) -> None:
        news = [one for one in self._bridge.finished[self._asked :] if one.op_id == request.op_id]
        if not news:
            return
        outcome = news[-1].answer.outcome
        self.charged[request.amount_minor] = outcome.value
        if outcome is TerminalOutcome.UNKNOWN and self._questions(request) < 4:
            self._asked = len(self._bridge.finished)
            self._terminal().query(request)
        else:
            self._request = None

    def _questions(self, request: TerminalRequest) -> int:
        return sum(one.op_id == request.op_id for one in self._bridge.finished)

    def _terminal(self):
        terminal = self._shop.opened.register.devices.terminal
        assert terminal is not None
        return terminal

    # ------------------------------------------------------------------ the end

    def finish(self) -> None:
        """Let everything that waits come out."""
        prints = self.prints
        labels = self._shop.opened.register.journal.labels
        never_us = 1 << 62
        self._wait(lambda: prints.next_job(never_us) is None, "receipts still wait", 60.0)
        self._wait(lambda: labels.next_job(never_us) is None, "labels still wait", 60.0)
        deadline = time.monotonic() + 60.0
        while self._request is not None and time.monotonic() < deadline:
            self._take_answer(self._request)
            self._shop.wait(lambda: True)
            time.sleep(0.01)
        if self._request is not None:
            self.problems.append(f"{self._request.op_id} was never answered")
        if self._bridge.scans != self._expected:
            odd = set(self._bridge.scans) ^ set(self._expected)
            said, sent = len(self._bridge.scans), len(self._expected)
            self.problems.append(f"{said} codes came of {sent} that were scanned: {odd}")

    def _wait(self, true, what: str, seconds: float = LONGEST_WAIT_SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            if time.monotonic() > deadline:
                self.problems.append(what)
                raise TimeoutError(what)
            _turn(self._shop)


def _turn(shop: OpenShop) -> None:
    """Let the window work for a moment."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    del shop
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
    time.sleep(0.001)
