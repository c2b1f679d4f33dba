"""A year and more of sales through the window: scans, a discount, a void, a parked sale, each kind
of payment. Memory must not grow, Qt must not complain, the books must be whole."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import (
    QEventLoop,
    QMessageLogContext,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from pos_desktop.domain.sale import Discount
from pos_desktop.domain.tender import TenderKind
from pos_desktop.journal.verify import verify
from tests.gui.open_shop import OpenShop, open_shop
from tests.soak.memory import Held, held

COFFEE, BREAD = "4607084120301", "4601238051176"
WARM_UP = 0.1
"""Share of the run after which the first measure is taken: caches are full by then."""
_TICK_MS = 100
_HARMLESS = "This plugin does not support propagateSizeHints"


@dataclass
class Result:
    """sales: completed; samples: (sales so far, what was held then); warnings: of Qt; bugs: of the
    window; books: what verify found wrong."""

    sales: int = 0
    seconds: float = 0.0
    samples: list[tuple[int, Held]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    bugs: list[str] = field(default_factory=list)
    books: str = ""

    @property
    def growth_percent(self) -> float:
        first, last = self.samples[0][1], self.samples[-1][1]
        return 100.0 * (last.resident_kib - first.resident_kib) / first.resident_kib

    @property
    def none_drift(self) -> int:
        """References to None that came or went between the first and the last measure."""
        return self.samples[-1][1].none_count - self.samples[0][1].none_count

    def text(self) -> str:
        first, last = self.samples[0], self.samples[-1]
        return "\n".join(
            [
                f"{self.sales:>10,}  sales in {self.seconds:.0f} s",
                f"{first[1].resident_kib / 1024:>10.1f}  MiB after {first[0]:,} sales",
                f"{last[1].resident_kib / 1024:>10.1f}  MiB after {last[0]:,} sales",
                f"{self.growth_percent:>10.2f}  % growth",
                f"{self.none_drift:>10,}  references to None more or fewer",
                f"{len(self.warnings):>10,}  warnings of Qt",
                f"{len(self.bugs):>10,}  operations that failed",
                f"books: {self.books or 'whole'}",
            ]
        )


def run(folder: Path, count: int, say: Callable[[str], None]) -> Result:
    """Sell `count` times in one window; the figures."""
    result = Result()

    def heard(kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and _HARMLESS not in text:
            result.warnings.append(text)

    before = qInstallMessageHandler(heard)
    try:
        with open_shop(_Bot(), folder) as shop:
            shop.till.failed.connect(result.bugs.append)
            shop.sign_in()
            _sell(shop, count, result, say)
        result.books = "; ".join(f.text() for f in verify(folder).findings[:5])
    finally:
        qInstallMessageHandler(before)
    return result


def _sell(shop: OpenShop, count: int, result: Result, say: Callable[[str], None]) -> None:
    started = time.monotonic()
    step = max(1, count // 20)
    first = max(1, int(count * WARM_UP))
    for number in range(1, count + 1):
        _one_sale(shop, number)
        result.sales = number
        if number in (first, count) or (number > first and number % step == 0):
            result.samples.append((number, held()))
            said = result.samples[-1][1]
            say(f"{number:,} sales, {said.resident_kib / 1024:.1f} MiB")
    result.seconds = time.monotonic() - started


def _one_sale(shop: OpenShop, number: int) -> None:
    """What a cashier does, a little different each time."""
    till = shop.till
    shop.scan(COFFEE, BREAD)
    if number % 3 == 0:
        shop.scan(BREAD)
    if number % 7 == 0:
        _done(shop, lambda: till.discount_sale(Discount(percent_hundredths=500)))
    if number % 11 == 0:
        _done(shop, lambda: till.remove(shop.shown.priced.sale.lines[0].line_id))
    if number % 13 == 0:
        _done(shop, till.park)
        _done(shop, lambda: till.recall(1))
    if number % 17 == 0:
        _done(shop, till.begin_payment)
        _done(shop, till.leave_payment)
    kind = (TenderKind.CASH, TenderKind.CARD)[number % 2]
    before = shop.shown.last
    till.pay_exact(kind)
    shop.wait(lambda: shop.shown.last is not before)


def _done(shop: OpenShop, act: Callable[[], None]) -> None:
    before = shop.till.current
    act()
    shop.wait(lambda: shop.till.current is not before)


class _Bot:
    """pytest-qt's part for a program that is no test."""

    def __init__(self) -> None:
        self._tick = QTimer()
        self._tick.start(_TICK_MS)

    def addWidget(self, _widget: object) -> None:
        pass

    def waitUntil(self, holds: Callable[[], bool], timeout: int = 10_000) -> None:
        deadline = time.monotonic() + timeout / 1000
        while not holds():
            if time.monotonic() > deadline:
                raise TimeoutError("the register did not answer")
            # Sleeps until the lane's answer comes; the tick ends a wait for what never comes.
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        # What changed is painted before the next act.
        QApplication.processEvents()
