"""Twenty scans a second through the keyboard-wedge filter into the real window, under both layouts,
with every decision open in turn: none lost, none merged, none in a field."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from pos_desktop.app.devices import keyboard_wedge
from pos_desktop.gui.wedge_filter import WedgeFilter
from tests.gui.open_shop import OpenShop, open_shop
from tests.till_fakes import BREAD, GOODS, VODKA

A_SECOND = 20
_ENGLISH = "1234567890qwertyuiopasdfghjklzxcvbnm"
_RUSSIAN = "1234567890йцукенгшщзфывапролдячсмить"
_POSITIONS = [*range(2, 12), *range(16, 26), *range(30, 39), *range(44, 51)]
"""evdev numbers of those keys; X11 gives them plus 8."""
_KEYS = {
    letter: (number + 8, russian)
    for letter, number, russian in zip(_ENGLISH, _POSITIONS, _RUSSIAN, strict=True)
}
_ENTER = 36
_A_DECISION_EVERY = 15

PARCELS = tuple(
    replace(BREAD, product_id=f"s{n}", article=f"s{n}", name=f"Посылка {n}", barcodes=(code,))
    for n, code in enumerate(
        ("pochta7x01", "pochta7x02", "kg4400qwe", "4601238000013", "abc000def")
    )
)


@dataclass
class Storm:
    """scanned and sold: how often each product; landed: what reached a field; refused: codes of
    refusals."""

    scanned: Counter[str] = field(default_factory=Counter)
    sold: Counter[str] = field(default_factory=Counter)
    landed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    seconds: float = 0.0
    slowest_ms: float = 0.0

    @property
    def good(self) -> bool:
        return self.scanned == self.sold and not self.landed and not self.refused

    def text(self) -> str:
        lost = sum((self.scanned - self.sold).values())
        extra = sum((self.sold - self.scanned).values())
        return "\n".join(
            [
                f"{sum(self.scanned.values()):>8,}  scans in {self.seconds:.1f} s",
                f"{lost:>8,}  lost",
                f"{extra:>8,}  too many or of other goods",
                f"{len(self.landed):>8,}  characters in a field",
                f"{len(self.refused):>8,}  refused {' '.join(sorted(set(self.refused)))}".rstrip(),
                f"{self.slowest_ms:>8.1f}  ms the slowest code took to type",
            ]
        )


def run(
    bot: object, folder: Path, count: int, say: Callable[[str], None], *, paced: bool = True
) -> Storm:
    """Scan `count` codes, twenty a second where paced, else as fast as the window takes them."""
    storm = Storm()
    with open_shop(bot, folder, goods=(*GOODS, *PARCELS)) as shop:
        shop.sign_in()
        shop.till.refused.connect(lambda error: _refused(storm, error.code))
        wedge = WedgeFilter(keyboard_wedge("xcb"), shop.window.scanned)
        wedge.install()
        shop.window.activateWindow()
        try:
            _blow(shop, count, storm, say, paced=paced)
        finally:
            wedge.remove()
        lines = shop.shown.priced.lines
        for line in lines:
            storm.sold[line.line.product_id] += line.line.quantity.thousandths // 1000
    return storm


def _blow(
    shop: OpenShop, count: int, storm: Storm, say: Callable[[str], None], *, paced: bool
) -> None:
    started = time.monotonic()
    decisions = _decisions(shop, storm)
    for number in range(count):
        if number % _A_DECISION_EVERY == _A_DECISION_EVERY // 2:
            next(decisions)
        goods = VODKA if number % 97 == 5 else PARCELS[number % len(PARCELS)]
        before = time.monotonic()
        _type(shop.window, goods.barcodes[0], russian=number % 2 == 1)
        storm.slowest_ms = max(storm.slowest_ms, (time.monotonic() - before) * 1000)
        storm.scanned[goods.product_id] += 1
        due = started + (number + 1) / A_SECOND if paced else time.monotonic()
        while True:
            QApplication.processEvents()
            if time.monotonic() >= due:
                break
            time.sleep(0.002)
        if number % (A_SECOND * 10) == A_SECOND * 10 - 1:
            say(f"{number + 1:,} scans")
    wanted = sum(storm.scanned.values()) * 1000
    shop.wait(
        lambda: (
            bool(storm.refused)
            or (shop.shown.priced is not None and shop.shown.priced.quantity_thousandths == wanted)
        )
    )
    storm.seconds = time.monotonic() - started


def _refused(storm: Storm, code: str) -> None:
    """The payment may say that nobody looked at the buyer yet; a scan is never refused."""
    if code != "sale.age_not_confirmed":
        storm.refused.append(code)


def _decisions(shop: OpenShop, storm: Storm) -> Iterator[str]:
    """What stands open while the next codes come: fields with the cursor in them, questions,
    the payment."""
    window = shop.window
    while True:
        # Not paced, the first codes may still be on their way.
        shop.wait(lambda: shop.shown.priced is not None and bool(shop.shown.priced.sale.lines))
        line_id = shop.shown.priced.sale.lines[0].line_id
        window.decisions.note(line_id)
        window.decisions.dialog.picker.edit.textChanged.connect(storm.landed.append)
        yield "a note"
        window.choices.quantity(line_id)
        window.choices.dialog.input.changed.connect(storm.landed.append)
        yield "a quantity"
        window.sale.goods.focus_search()
        window.sale.goods.search.edit().textChanged.connect(storm.landed.append)
        yield "the search"
        window.decisions.price(line_id)
        window.decisions.dialog.input.changed.connect(storm.landed.append)
        yield "a price"
        shop.till.begin_payment()
        yield "the payment"
        window.show_more()
        yield "a menu"


def _type(window: QWidget, code: str, *, russian: bool) -> None:
    """The keys of one code as a scanner presses them, 2 ms apart by the clock of the window
    system, to whatever has the focus."""
    at_ms = time.monotonic_ns() // 1_000_000
    for letter in code:
        native, shifted = _KEYS[letter]
        _press(window, native, shifted if russian else letter, Qt.Key.Key_unknown, at_ms)
        at_ms += 2
    _press(window, _ENTER, "\r", Qt.Key.Key_Return, at_ms)


def _press(window: QWidget, native: int, text: str, key: Qt.Key, at_ms: int) -> None:
    none = Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        target = QApplication.focusWidget() or window
        event = QKeyEvent(kind, key, none, native, 0, 0, text)
        event.setTimestamp(at_ms)
        QCoreApplication.sendEvent(target, event)
