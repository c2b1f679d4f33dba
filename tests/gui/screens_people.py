"""How to get to the screens of the shift, the drawer and the people."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_desktop.domain.rights import Action, demand
from pos_desktop.operations.move_cash import MoveKind, Why
from pos_desktop.operations.open_shift import Declared
from tests.gui.open_shop import OpenShop


def shift_open(shop: OpenShop) -> None:
    desk = shop.opened.shop.desks.shift
    shop.till.run(lambda: desk.close(None, Why()))
    shop.wait(lambda: shop.window.beside.current() == "shift_open")
    page = shop.window.beside.page("shift_open")
    shop.wait(page.act.isEnabled)


def shift_open_sum(shop: OpenShop) -> None:
    shift_open(shop)
    page = shop.window.beside.page("shift_open")
    page._modes[True].click()
    QTest.keyClicks(page, "1500")


def shift_close(shop: OpenShop) -> None:
    desk = shop.opened.shop.desks.shift
    shop.till.run(lambda: desk.move(MoveKind.PAY_IN, 300_000, Why("change_fund")))
    shop.window.open_page("shift_close")
    page = shop.window.beside.page("shift_close")
    shop.wait(lambda: page._report.number > 0)
    page.counter.set_count(100_000, 2)


def shift_close_differs(shop: OpenShop) -> None:
    shift_close(shop)
    page = shop.window.beside.page("shift_close")
    QTest.keyClick(page, Qt.Key.Key_F12)
    shop.wait(lambda: not page.difference.isHidden())


def shift_x(shop: OpenShop) -> None:
    shop.window.open_page("shift_x")
    page = shop.window.beside.page("shift_x")
    shop.wait(lambda: page._report.number > 0)


def pay_in(shop: OpenShop) -> None:
    shop.window.cash_moves.ask("pay_in")


def open_drawer(shop: OpenShop) -> None:
    shop.window.cash_moves.ask("open_drawer")


def approval(shop: OpenShop) -> None:
    desk = shop.opened.shop.desks.sale
    shop.till.run(lambda: demand(desk.staff(), Action.CHANGE_PRICE))
    shop.wait(lambda: shop.window.second_word.dialog is not None)


def shift_history(shop: OpenShop) -> None:
    desk = shop.opened.shop.desks.shift
    shop.till.run(lambda: desk.close(Declared(12_345), Why("change", "чек 5")))
    shop.wait(lambda: shop.window.beside.current() == "shift_open")
    shop.window.open_page("shift_history")
    page = shop.window.beside.page("shift_history")
    shop.wait(lambda: page._chosen > 0)


def verify_cash(shop: OpenShop) -> None:
    shift_history(shop)
    shop.window.beside.page("shift_history").verify.click()


SCREENS = {
    "shift_history": shift_history,
    "verify_cash": verify_cash,
    "shift_open": shift_open,
    "shift_open_sum": shift_open_sum,
    "shift_close": shift_close,
    "shift_close_differs": shift_close_differs,
    "shift_x": shift_x,
    "pay_in": pay_in,
    "open_drawer": open_drawer,
    "approval": approval,
}
