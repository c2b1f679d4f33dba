"""A cashier who sells at random through the real till, one action at a time, and writes down what
the screen showed.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer

from pos_desktop.app.opening import Opened
from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.errors import PosError
from pos_desktop.domain.facts import RefundBegun
from pos_desktop.domain.refund import Wish
from pos_desktop.domain.sale import Discount
from pos_desktop.domain.tender import TenderKind, TenderOutcome
from pos_desktop.gui.desk import Snapshot
from pos_desktop.gui.till import Till
from pos_desktop.operations.give_back import GivenBack
from pos_desktop.operations.refund import RefundRequest
from tests.faults.errand import Diary

ANSWER_MS = 60_000
CASHIER, PIN = "ivanova", "1111"
MOST_LINES = 6


class Cashier:
    """opened: a started register. pause_ms: longest pause between two actions."""

    def __init__(
        self, opened: Opened, diary: Diary, chance: random.Random, pause_ms: int = 0
    ) -> None:
        self._till = opened.till
        self._refunds = opened.shop.desks.refund
        self._payments = opened.shop.desks.payment
        self.papers = opened.shop.desks.papers
        self._diary = diary
        self._chance = chance
        self._pause_ms = pause_ms
        self._loop = QEventLoop()
        self._answer: Snapshot | PosError | None = None
        self._bug = ""
        self.shown: Snapshot | None = None
        self.sold = 0
        self._goods = [p for c in opened.shop.categories for p in _plain_goods(opened, c)]
        self._weighed = [p for c in opened.shop.categories for p in _weighed_goods(opened, c)]
        self._till.changed.connect(self._heard)
        self._till.refused.connect(self._heard)
        self._till.failed.connect(self._failed)

    # ------------------------------------------------------------------ one action

    def do(self, asked: str, action: Callable[[Till], None]) -> Snapshot | PosError:
        """Ask for one action and wait for what the screen shows of it."""
        self._diary.say("asked", action=asked)
        self._answer = None
        began = time.perf_counter()
        action(self._till)
        self._wait(ANSWER_MS, lambda: self._answer is not None or bool(self._bug))
        answer = self._answer
        if self._bug:
            raise RuntimeError(f"{asked} failed: {self._bug}")
        if answer is None:
            raise TimeoutError(f"{asked} was not answered")
        if isinstance(answer, Snapshot):
            self.shown = answer
            took = round((time.perf_counter() - began) * 1000, 2)
            self._diary.say("shown", action=asked, ms=took, **state_of(answer))
            self.sold += answer.just_completed
        else:
            self._diary.say("refused", action=asked, code=answer.code)
        if self._pause_ms:
            self.rest(self._chance.randrange(self._pause_ms))
        return answer

    def rest(self, milliseconds: int) -> None:
        """Let the window's thread work for so long."""
        self._wait(milliseconds, lambda: False)

    def ask(self, question: Callable[[Callable[[Any], None]], None]) -> Any:
        """A question of the till, with its answer."""
        answers: list[Any] = []

        def take(answer: Any) -> None:
            answers.append(answer)
            self._loop.quit()

        question(take)
        self._wait(ANSWER_MS, lambda: bool(answers))
        return answers[0]

    def _wait(self, milliseconds: int, done: Callable[[], bool]) -> None:
        if done():
            return
        timer = QTimer()
        timer.setSingleShot(True)
        timer.timeout.connect(self._loop.quit)
        timer.start(milliseconds)
        while timer.isActive() and not done():
            self._loop.exec()

    def _heard(self, answer: Snapshot | PosError) -> None:
        self._answer = answer
        self._loop.quit()

    def _failed(self, text: str) -> None:
        self._diary.say("bug", text=text)
        self._bug = text
        self._loop.quit()

    # ------------------------------------------------------------------ selling

    def begin(self) -> None:
        """Take up what was open, and sign in."""
        self._answer = None
        self._till.restore()
        self._wait(ANSWER_MS, lambda: self._answer is not None)
        if not isinstance(self._answer, Snapshot):
            raise TimeoutError("the open sale was not restored")
        self.shown = self._answer
        self._diary.say("restored", **state_of(self._answer))
        self.do("sign_in", lambda till: till.sign_in(CASHIER, PIN))
        self.do("open_shift", lambda till: till.open_shift())
        if self.ask(lambda then: self._till.ask(self._refunds.unfinished, then)) is not None:
            self._answer_refund()

    def sell(self, *, plain: bool = False) -> None:
        """One sale more, however many actions it takes; plain: two goods and exact cash."""
        before = self.sold
        while self.sold == before:
            if plain:
                self._add_plain(2)
            else:
                self._make_lines()
            if self._lines():
                self._pay(plain)

    def _make_lines(self) -> None:
        for _ in range(self._chance.randint(1, 5)):
            if self._tendered():
                return
            self._one_change()

    def _one_change(self) -> None:
        chance = self._chance
        draw = chance.random()
        lines = self._lines()
        if len(lines) >= MOST_LINES or (lines and draw < 0.08):
            line = chance.choice(lines)
            self.do("remove", lambda till: till.remove(line))
        elif lines and draw < 0.22:
            line, by = chance.choice(lines), chance.choice((1, 1, -1))
            self.do("quantity", lambda till: till.change_quantity(line, by))
        elif lines and draw < 0.27:
            line = chance.choice(lines)
            off = Discount(percent_hundredths=chance.randrange(100, 500))
            self.do("discount", lambda till: till.discount_line(line, off))
        elif lines and draw < 0.32:
            self.do("park", lambda till: till.park())
        elif self.shown is not None and self.shown.parked and draw < 0.5:
            parked = self.ask(self._till.parked_sales)
            number = chance.choice(parked).parked
            self.do("recall", lambda till: till.recall(number))
        elif self._weighed and draw < 0.62:
            product, grams = chance.choice(self._weighed), chance.randrange(100, 1500)
            self.do("weigh", lambda till: till.add_weighed(product.product_id, grams))
        elif lines and draw < 0.64:
            self.do("void", lambda till: till.void())
        else:
            self._scan(chance.choice(self._goods))

    def _scan(self, product: Product) -> None:
        self.do("scan", lambda till: till.scan(product.barcodes[0]))

    def _add_plain(self, count: int) -> None:
        for product in self._goods[:count]:
            self._scan(product)

    def _pay(self, plain: bool) -> None:
        shown = self.shown
        assert shown is not None
        assert shown.priced is not None
        self.do("begin_payment", lambda till: till.begin_payment())
        left = self._left()
        draw = self._chance.random()
        if self._pending():
            self._answer_terminal()
        elif plain:
            self.do("pay", lambda till: till.pay_exact(TenderKind.CASH))
        elif draw < 0.15 and left > 200:
            part = left // 3
            self.do("tender", lambda till: till.tender(TenderKind.CASH, part))
            card = left - part
            self.do(
                "ask_terminal",
                lambda till: till.act(lambda: self._payments.ask_terminal(TenderKind.CARD, card)),
            )
            self._answer_terminal()
        elif draw < 0.25 and left > 200:
            part = left // 2
            self.do("tender", lambda till: till.tender(TenderKind.CARD, part))
            self.do("pay", lambda till: till.tender(TenderKind.CASH, left - part))
        elif draw < 0.6:
            banknotes = (left + 49_999) // 50_000 * 50_000
            self.do("pay", lambda till: till.tender(TenderKind.CASH, banknotes))
        else:
            self.do("pay", lambda till: till.pay_exact(TenderKind.CARD))

    # ------------------------------------------------------------------ giving back

    def give_back(self) -> None:
        """Some of the last sale comes back, all of it where luck has it so."""
        shown = self.shown
        assert shown is not None
        assert shown.last is not None
        sale_id, chance = shown.last.sale_id, self._chance
        keeps = [chance.random() < 0.4 for _ in range(MOST_LINES)]
        everything = all(keeps[:2])

        def refund() -> GivenBack | RefundBegun:
            original = self._refunds.open(sale_id).original
            assert original is not None
            wishes = tuple(
                Wish(line.n, line.qty)
                for line in original.fact.lines
                if everything or line.n == 1 or not keeps[line.n % MOST_LINES]
            )
            return self._refunds.give_back(RefundRequest(sale_id, wishes, "Брак"))

        made: list[GivenBack | RefundBegun] = []
        self.do("refund", lambda till: till.run(refund, made.append))
        if made and isinstance(made[0], RefundBegun):
            self._answer_refund()
        elif made:
            self._say_refunded(made[0])

    def _answer_refund(self, *, rest: bool = False) -> None:
        """Say what the terminal did: mostly it gave the money back, and the rest of a refund of
        which a part is gone always."""
        went = self._chance.random() < 0.8 or rest
        made: list[GivenBack | RefundBegun | None] = []
        self.do(
            "refund_answer",
            lambda till: till.run(lambda: self._refunds.answer(went), made.append),
        )
        if made and isinstance(made[0], RefundBegun):
            self._answer_refund(rest=True)
        elif made and made[0] is not None:
            self._say_refunded(made[0])

    def _say_refunded(self, made: GivenBack | RefundBegun) -> None:
        receipt = made.receipts[0]
        done = {"sale": receipt.sale_id, "number": receipt.number, "total": receipt.total_minor}
        self._diary.say("refunded", done=done)

    def _answer_terminal(self) -> None:
        """What the person saw at the terminal: at once or after a look, seldom that it declined."""
        if self._chance.random() < 0.3:
            self._answer_as(TenderOutcome.UNKNOWN)
        declined = self._chance.random() < 0.2
        self._answer_as(TenderOutcome.DECLINED if declined else TenderOutcome.APPROVED)

    def _answer_as(self, outcome: TenderOutcome) -> None:
        self.do("answer", lambda till: till.act(lambda: self._payments.answer(outcome)))

    def _pending(self) -> bool:
        payment = self.shown.payment if self.shown else None
        return payment is not None and payment.pending is not None

    def _lines(self) -> list[int]:
        priced = self.shown.priced if self.shown else None
        return [line.line.line_id for line in priced.lines] if priced else []

    def _tendered(self) -> bool:
        payment = self.shown.payment if self.shown else None
        return bool(payment and payment.tenders)

    def _left(self) -> int:
        assert self.shown is not None
        payment = self.shown.payment
        return payment.left_minor if payment else 0


def _plain_goods(opened: Opened, category: Any) -> list[Product]:
    goods = opened.shop.catalogue.in_category(category.category_id)
    plain = [p for p in goods if p.barcodes and not (p.weighed or p.age_limit or p.marked_group)]
    return sorted(plain, key=lambda p: p.product_id)


def _weighed_goods(opened: Opened, category: Any) -> list[Product]:
    goods = opened.shop.catalogue.in_category(category.category_id)
    return sorted((p for p in goods if p.weighed), key=lambda p: p.product_id)


def state_of(snapshot: Snapshot) -> dict[str, Any]:
    """What a person sees: the open sale, what is parked, what was taken, the sale just made."""
    priced, payment, last = snapshot.priced, snapshot.payment, snapshot.last
    lines = (
        [
            [one.line.line_id, one.line.product_id, one.line.quantity.thousandths, one.total_minor]
            for one in priced.lines
        ]
        if priced
        else []
    )
    done = None
    if snapshot.just_completed and last is not None:
        done = {"sale": last.sale_id, "number": last.number, "total": last.total_minor}
    return {
        "sale": priced.sale.sale_id if priced and lines else "",
        "lines": lines,
        "parked": snapshot.parked,
        "tendered": [t.amount_minor for t in payment.tenders] if payment else [],
        "done": done,
    }
