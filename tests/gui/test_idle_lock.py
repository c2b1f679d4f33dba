"""A register nobody uses locks itself after the shop's minutes, and not a moment sooner."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pos_desktop.gui.idle_lock import IdleLock
from tests.gui.open_shop import open_shop
from tests.till_fakes import BREAD, CASHIER

MINUTES = 5


class Watch:
    """A clock that goes on when told to."""

    def __init__(self) -> None:
        self.shown = datetime(2026, 11, 27, 9, 0)

    def __call__(self) -> datetime:
        return self.shown

    def forward(self, **much: int) -> None:
        self.shown += timedelta(**much)


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def asked():
    return []


@pytest.fixture
def till(asked):
    """A register where somebody is signed in."""
    return SimpleNamespace(
        current=SimpleNamespace(staff=CASHIER),
        lock=lambda idle: asked.append("idle" if idle else "by hand"),
    )


@pytest.fixture
def host(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    QVBoxLayout(widget).addWidget(QLineEdit())
    widget.show()
    return widget


def lock_of(host, till, watch, minutes=MINUTES):
    return IdleLock(host, SimpleNamespace(till=till, idle_lock_minutes=minutes), watch)


def test_after_the_minutes_of_the_shop_the_open_sale_waits_behind_the_sign_in(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        shop.scan(BREAD.barcodes[0])
        watch = Watch()
        lock = IdleLock(shop.window, replace(shop.opened.shop, idle_lock_minutes=MINUTES), watch)
        watch.forward(minutes=MINUTES)
        lock.look()
        watch.forward(seconds=1)
        lock.look()
        shop.wait(lambda: shop.shown.staff is None)
        assert shop.window.pages.currentWidget() is shop.window.signin
        shop.let_in()
        assert shop.lines() == 1


@pytest.mark.parametrize("touch", ["key", "tap", "scan"])
def test_whoever_uses_the_register_keeps_it_open(host, till, watch, qtbot, asked, touch):
    lock = lock_of(host, till, watch)
    watch.forward(minutes=MINUTES)
    if touch == "key":
        QTest.keyClick(host.windowHandle(), Qt.Key.Key_A)
    elif touch == "tap":
        QTest.mouseClick(host.windowHandle(), Qt.MouseButton.LeftButton)
    else:
        lock.touched()
    watch.forward(minutes=MINUTES)
    lock.look()
    assert not asked
    watch.forward(seconds=1)
    lock.look()
    assert asked == ["idle"]


def test_a_register_where_nobody_is_signed_in_is_left_alone(host, till, watch, asked):
    lock = lock_of(host, till, watch)
    till.current.staff = None
    watch.forward(hours=10)
    lock.look()
    assert not asked


def test_a_shop_that_wants_no_lock_gets_none(host, till, watch, asked):
    lock = lock_of(host, till, watch, minutes=0)
    watch.forward(hours=10)
    lock.look()
    assert not asked


def test_what_widgets_do_among_themselves_is_not_listened_to(host, till, watch, qapp):
    heard = []

    class Counted(IdleLock):
        def eventFilter(self, watched, event):
            heard.append(watched)
            return super().eventFilter(watched, event)

    Counted(host, SimpleNamespace(till=till, idle_lock_minutes=MINUTES), watch)
    for number in range(50):
        host.layout().addWidget(QLineEdit(str(number)))
    qapp.processEvents()
    assert not [one for one in heard if isinstance(one, QWidget)]
    heard.clear()
    QTest.keyClick(host.windowHandle(), Qt.Key.Key_A)
    assert heard
