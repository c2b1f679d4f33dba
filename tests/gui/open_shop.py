"""A real register in a folder of its own: journal, catalogue, staff, window; no devices unless
asked for."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from pos_desktop.app.opening import Opened, open_all
from pos_desktop.app.run import RunOptions
from pos_desktop.domain.catalogue import Category, Product
from pos_desktop.gui.bridge import Bridge
from pos_desktop.gui.window import RegisterWindow
from pos_desktop.journal.catalogue_store import SqliteCatalogue
from pos_desktop.journal.encoding import decode_fact
from pos_desktop.journal.staff import SqliteStaff
from pos_desktop.keystore import Keystore
from pos_desktop.ports import CatalogueChange
from pos_desktop.settings import DataDir, Organisation, Register, Settings
from tests.till_fakes import CASHIER, GOODS, SENIOR

PINS = {CASHIER.staff_id: "1111", SENIOR.staff_id: "2222"}
_PEPPER = "0" * 64
SETTINGS = Settings(
    organisation=Organisation(
        name="ООО «Лесная лавка»",
        inn="7802145638",
        address="Лесная, 18",
        place="Магазин на Лесной",
        tax_system="osn",
        email="shop@example.ru",
    ),
    register=Register("0192d2f0-aaaa-7000-8000-000000000001", 2, "Касса 2"),
)


@dataclass
class OpenShop:
    """window: the real one; opened: what is behind it; wait: until something holds, or the test
    fails."""

    window: RegisterWindow
    opened: Opened
    wait: Callable[[Callable[[], bool]], None]

    @property
    def till(self):
        return self.opened.till

    @property
    def shown(self):
        return self.till.current

    def sign_in(self, staff_id: str = CASHIER.staff_id, pin: str = "") -> None:
        """Sign in; where no shift is open, open one in the quick way."""
        self.let_in(staff_id, pin)
        if self.shown.shift is None:
            self.till.open_shift()
            self.wait(lambda: self.shown.shift is not None)

    def let_in(self, staff_id: str = CASHIER.staff_id, pin: str = "") -> None:
        """Sign in and no more; PIN: that of PINS where it is ""."""
        self.till.sign_in(staff_id, pin or PINS[staff_id])
        self.wait(lambda: self.shown is not None and self.shown.staff is not None)

    def lines(self) -> int:
        return len(self.shown.priced.lines) if self.shown.priced else 0

    def scan(self, *codes: str) -> None:
        """Scan, and wait until each line or refusal is there."""
        for code in codes:
            before = self.till.current
            self.window.scanned(code)
            self.wait(lambda b=before: self.till.current is not b)


@contextmanager
def open_shop(
    qtbot, folder: Path, settings: Settings = SETTINGS, goods=GOODS, bridge: Bridge | None = None
) -> Iterator[OpenShop]:
    data_dir = DataDir(folder)
    _stock(data_dir, goods)
    window = RegisterWindow()
    qtbot.addWidget(window)
    bridge = bridge or Bridge()
    opened = open_all(settings, data_dir, bridge, RunOptions())
    window.open_shop(opened.shop)
    window.show()
    opened.register.start()
    shop = OpenShop(window, opened, lambda true: qtbot.waitUntil(true, timeout=10_000))
    try:
        shop.wait(lambda: shop.shown is not None)
        yield shop
    finally:
        opened.close()
        bridge.deleteLater()


def _stock(data_dir: DataDir, goods: tuple[Product, ...]) -> None:
    keystore = Keystore(data_dir)
    if keystore.get("staff.pepper") is None:
        keystore.set("staff.pepper", _PEPPER)
    for made in _shelves(goods).iterdir():
        if not data_dir.file(made.name).exists():
            shutil.copy(made, data_dir.root)


@cache
def _shelves(goods: tuple[Product, ...]) -> Path:
    """A folder with the catalogue of these goods and with the people, made once and copied for each
    shop: hashing PINs and making tables is a fifth of what a window test takes."""
    folder = Path(tempfile.mkdtemp(prefix="pos-shelves-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    catalogue = SqliteCatalogue(folder / "catalogue.sqlite")
    ids = sorted({product.category_id for product in goods})
    categories = tuple(Category(c, f"Полка {c}", n) for n, c in enumerate(ids))
    favourites = tuple(replace(p, favourite=n) for n, p in enumerate(goods, 1))
    catalogue.apply(CatalogueChange(favourites, categories))
    catalogue.close()
    staff = SqliteStaff(folder / "staff.sqlite", lambda: _PEPPER)
    staff.add_all((who, PINS[who.staff_id], "") for who in (CASHIER, SENIOR))
    staff.close()
    return folder


def facts(shop: OpenShop, kind: type) -> list:
    """Those of a kind in the journal, in order."""
    entries = shop.opened.register.journal.outbox.entries_after(0, 1000)
    return [
        decode_fact(one.kind, one.version, one.payload) for one in entries if one.kind == kind.KIND
    ]


def type_text(qtbot, target: QWidget, text: str, pause_ms: int = 0) -> None:
    """Type as a person does; QTest knows Latin letters only."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QCoreApplication.sendEvent(QApplication.focusWidget() or target, event)
        if pause_ms:
            qtbot.wait(pause_ms)
