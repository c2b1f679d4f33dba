"""How to get to the screens of the shift, the drawer and the people."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import StaffPinReset
from pos_desktop.domain.refund import Wish
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import FIRST_PIN, Role, StaffMember
from pos_desktop.domain.tender import TenderKind, TenderOutcome
from pos_desktop.gui.widgets.cards import ValueRow
from pos_desktop.operations.approve import Proof
from pos_desktop.operations.move_cash import MoveKind, Why
from pos_desktop.operations.open_shift import Declared
from pos_desktop.operations.reckon_sbp import Doubt
from pos_desktop.operations.refund import RefundRequest
from pos_desktop.operations.refund_terminal import Over
from pos_desktop.ports import (
    Commit,
    NewPrintJob,
    TerminalAct,
    TerminalAnswer,
    TerminalOutcome,
)
from tests.gui.open_shop import PINS, OpenShop
from tests.gui.sbp_screens import STATIC, FakeBank
from tests.till_fakes import BANANAS, CASHIER, COFFEE, SENIOR, VODKA


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
    prints = shop.opened.register.journal.prints
    prints.add(NewPrintJob("sale-without-paper", 12, "receipt", b"x"))
    shift_close(shop)
    page = shop.window.beside.page("shift_close")
    QTest.keyClick(page, Qt.Key.Key_F12)
    shop.wait(lambda: not page.difference.isHidden())


def shift_close_recounted(shop: OpenShop) -> None:
    """A second count, and the first one beside it."""
    shift_close_differs(shop)
    page = shop.window.beside.page("shift_close")
    page.difference.recount.emit()
    page.counter.set_count(100_000, 3)
    page.act.click()
    shop.wait(lambda: not page.difference.isHidden())


def shift_close_again(shop: OpenShop) -> None:
    """The money is being counted a second time."""
    shift_close_differs(shop)
    shop.window.beside.page("shift_close").difference.recount.emit()


def reports_own(shop: OpenShop) -> None:
    """A cashier looks at the own shift, whose drawer was counted."""
    desk = shop.opened.shop.desks.shift
    shop.scan(COFFEE.barcodes[0])
    shop.till.pay_exact(TenderKind.CASH)
    shop.till.run(lambda: desk.count(Declared(0), blind_close=True))
    shop.window.open_page("reports")
    page = shop.window.beside.page("reports")
    shop.wait(lambda: page.stack.currentWidget() is page.overview)


def shift_close_sbp(shop: OpenShop) -> None:
    """Paid by the bank's code, by the printed one, and one that the cashier answered for the
    bank."""
    payments = shop.opened.shop.desks.payment
    post, place = shop.opened.shop.bridge.post, shop.opened.register.place
    approved = TerminalAnswer(TerminalOutcome.APPROVED, reference="A1")
    unknown = TerminalAnswer(TerminalOutcome.UNKNOWN, reason="sbp.no_last_word")
    place.payments = replace(place.payments, static_qr=STATIC)
    for terminals in (
        {TenderKind.QR: FakeBank(post, approved)},
        {},
        {TenderKind.QR: FakeBank(post, unknown)},
    ):
        place.terminals = terminals
        before = shop.shown.last
        pay_by_code(shop)
        shop.wait(lambda b=before: shop.shown.last is not b or asks(shop))
        if asks(shop):
            shop.till.act(lambda: payments.answer(TenderOutcome.APPROVED))
        shop.wait(lambda b=before: shop.shown.last is not b)
    given_back_by_hand(shop)
    shop.window.open_page("shift_close")
    page = shop.window.beside.page("shift_close")
    shop.wait(lambda: len(page.doubts.told.doubtful) == 1)


def given_back_by_hand(shop: OpenShop) -> None:
    """What the last sale took goes back past the register, with a senior's word."""
    desks, blocked = shop.opened.shop.desks, []
    request = RefundRequest(
        shop.shown.last.sale_id, (Wish(1, 1000),), "не подошло", over=Over.PERSON
    )
    shop.till.blocked.connect(blocked.append)
    shop.till.run(lambda: desks.refund.give_back(request))
    shop.wait(lambda: bool(blocked))
    shop.till.blocked.disconnect(blocked.append)
    shop.till.allow(blocked[0], Proof(SENIOR.staff_id, PINS[SENIOR.staff_id]), "")
    refunds = shop.opened.register.journal.refunds
    shop.wait(lambda: refunds.unfinished() is not None)
    shop.window.second_word.close()
    shop.till.run(lambda: desks.refund.answer(True))
    shop.wait(lambda: refunds.unfinished() is None)


def pay_by_code(shop: OpenShop) -> None:
    shop.scan("4607084120301")
    shop.till.pay_exact(TenderKind.QR)


def asks(shop: OpenShop) -> bool:
    """Whether a person has to say how a payment ended."""
    payment = shop.shown.payment
    pending = payment.pending if payment is not None else None
    return pending is not None and (not pending.by or pending.outcome is TenderOutcome.UNKNOWN)


def shift_close_doubts(shop: OpenShop) -> None:
    shift_close_sbp(shop)
    page = shop.window.beside.page("shift_close")
    [said] = page.doubts.told.doubtful
    others = (
        replace(said, op_id="w", act=TerminalAct.REFUND, doubt=Doubt.WAITING, moved=None,
                can_ask=False),
        replace(said, op_id="b", can_ask=False),
        replace(said, op_id="c", doubt=Doubt.CONTRADICTED, moved=False, can_ask=False),
    )  # fmt: skip
    page.doubts._show(replace(page.doubts.told, doubtful=(said, *others)))
    page.doubts.open()


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
    shop.till.run(lambda: desk.count(Declared(42_345), blind_close=True))
    shop.till.run(lambda: desk.count(Declared(12_345), blind_close=True))
    shop.till.run(lambda: desk.close(Declared(12_345), Why("change", "чек 5")))
    shop.wait(lambda: shop.window.beside.current() == "shift_open")
    shop.window.open_page("shift_history")
    page = shop.window.beside.page("shift_history")
    shop.wait(lambda: bool(page.totals.findChildren(ValueRow)))


def verify_cash(shop: OpenShop) -> None:
    shift_history(shop)
    shop.window.beside.page("shift_history").verify.click()


def staff(shop: OpenShop) -> None:
    """The owner looks at a person whose PIN is locked, with others who are dismissed."""
    register = shop.opened.register
    owner = StaffMember("o1", "Лебедева Ольга Николаевна", "Лебедева О.", Role.OWNER)
    gone = StaffMember("g1", "Абрамов Степан Кириллович", "Абрамов С.", Role.CASHIER)
    register.staff.add_all([(owner, "6666", "900001"), (gone, "7777", "")])
    register.staff.dismiss("g1")
    shop.till.sign_in("o1", "6666")
    shop.wait(lambda: shop.shown.staff.staff_id == "o1")
    for _ in range(5):
        with contextlib.suppress(RefusalError):
            register.staff.check_pin(CASHIER.staff_id, "0000")
    shop.window.open_page("staff")
    page = shop.window.beside.page("staff")
    shop.wait(lambda: len(page.records) == 4)
    page.choose(CASHIER.staff_id)


def _staff_dialog(key: Qt.Key) -> Callable[[OpenShop], None]:
    def open_it(shop: OpenShop) -> None:
        staff(shop)
        page = shop.window.beside.page("staff")
        page.choose("o1")
        QTest.keyClick(page, key)
        shop.wait(lambda: page.dialog is not None)

    return open_it


def signin_forgotten(shop: OpenShop) -> None:
    staff(shop)
    shop.till.lock()
    shop.wait(lambda: shop.shown.staff is None)
    shop.window.signin.select_staff(CASHIER.staff_id)
    shop.window.signin.forgotten_pressed.emit()


def first_pin(shop: OpenShop) -> None:
    """The owner whom nobody named yet has signed in with the PIN that everybody knows."""
    register = shop.opened.register
    owner = StaffMember("owner", "Владелец", "Владелец", Role.OWNER)
    register.staff.add_all([(owner, FIRST_PIN, "")], first_pin=True)
    shop.opened.shop.roster.set_records(register.staff.records())
    shop.till.sign_in("owner", FIRST_PIN)
    shop.wait(lambda: "1234" in shop.window.attention.text())


def pin_reset(shop: OpenShop) -> None:
    """The owner is told that a PIN was set anew at the computer, and looks at the person."""
    reset = StaffPinReset(CASHIER.staff_id, CASHIER.short_name, "kassa@POS-LESNAYA-1")
    shop.opened.register.journal.commit(Commit((reset,)))
    staff(shop)
    shop.wait(lambda: "PIN" in shop.window.attention.text())


def journal_age(shop: OpenShop) -> None:
    """A receipt with goods for adults, and who has looked at the buyer's age."""
    shop.scan(VODKA.barcodes[0])
    shop.till.run(shop.opened.shop.desks.lines.confirm_age)
    shop.wait(lambda: shop.shown.priced.sale.age_confirmed == 18)
    shop.till.pay_exact(TenderKind.CASH)
    shop.wait(lambda: shop.shown.last is not None)
    shop.window.open_page("journal")
    shop.wait(shop.window.beside.page("journal").preview._age.isVisible)


def journal_typed_weight(shop: OpenShop) -> None:
    """A receipt with a weight that nobody's scale told."""
    shop.till.add_typed_weight(BANANAS.product_id, 1250)
    shop.wait(lambda: shop.shown.priced is not None)
    shop.till.pay_exact(TenderKind.CASH)
    shop.wait(lambda: shop.shown.last is not None)
    shop.window.open_page("journal")
    shop.wait(shop.window.beside.page("journal").preview._reasons.isVisible)


def refund_waits(shop: OpenShop) -> None:
    """Money at a terminal that nobody has told about; the next person is told."""
    shop.scan(VODKA.barcodes[0])
    shop.till.run(shop.opened.shop.desks.lines.confirm_age)
    shop.till.pay_exact(TenderKind.CARD)
    shop.wait(lambda: shop.shown.last is not None)
    desk, sale_id = shop.opened.shop.desks.refund, shop.shown.last.sale_id
    request = RefundRequest(sale_id, (Wish(1, 1000),), "Не подошло")
    shop.till.run(lambda: desk.give_back(request))
    shop.till.lock()
    shop.wait(lambda: shop.shown.staff is None)
    shop.let_in(SENIOR.staff_id)
    shop.wait(lambda: bool(shop.window.attention.text()))


SCREENS = {
    "journal_age": journal_age,
    "journal_typed_weight": journal_typed_weight,
    "refund_waits": refund_waits,
    "pin_reset": pin_reset,
    "staff": staff,
    "staff_new": _staff_dialog(Qt.Key.Key_F3),
    "staff_change": _staff_dialog(Qt.Key.Key_F4),
    "staff_pin": _staff_dialog(Qt.Key.Key_F6),
    "staff_badge": _staff_dialog(Qt.Key.Key_F7),
    "staff_dismiss": _staff_dialog(Qt.Key.Key_F8),
    "signin_forgotten": signin_forgotten,
    "first_pin": first_pin,
    "shift_history": shift_history,
    "verify_cash": verify_cash,
    "shift_open": shift_open,
    "shift_open_sum": shift_open_sum,
    "shift_close": shift_close,
    "shift_close_differs": shift_close_differs,
    "shift_close_recounted": shift_close_recounted,
    "shift_close_again": shift_close_again,
    "reports_own": reports_own,
    "shift_close_sbp": shift_close_sbp,
    "shift_close_doubts": shift_close_doubts,
    "shift_x": shift_x,
    "pay_in": pay_in,
    "open_drawer": open_drawer,
    "approval": approval,
}
