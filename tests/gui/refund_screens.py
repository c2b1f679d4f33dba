"""The screens of money that goes back over banks and terminals, some of them set up no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.screens.refund import RefundScreen
from pos_desktop.payments.bank import order_id
from pos_desktop.ports import Event, Health, Post, TerminalFinished
from tests.gui.open_shop import OpenShop
from tests.terminal_fakes import FakeTerminal, Mode
from tests.till_fakes import SENIOR

COFFEE = "4607084120301"
RAIFFEISEN, TBANK = "raiffeisen MA0000000552", "tbank 1700000000001"
FIRST, SECOND = "tcp://192.168.10.105:20007,zvt", "tcp://192.168.10.106:20007,zvt"
CARD, QR = TenderKind.CARD, TenderKind.QR
Opener = Callable[[OpenShop], None]


_OF_BANKS = {
    "terminal.declined": "sbp.refund_declined",
    "terminal.lost": "sbp.connection_lost",
    "terminal.cannot_tell": "sbp.refund_unclear",
}


class SimpleBank(FakeTerminal):
    """A bank of QR codes that answers at once as a card terminal does, in words of its own."""

    name = "sbp"

    def __init__(self, post: Post) -> None:
        super().__init__(lambda event: post(_of_bank(event)))


def _of_bank(event: Event) -> Event:
    if not isinstance(event, TerminalFinished):
        return event
    answer = event.answer
    reason = _OF_BANKS.get(answer.reason, answer.reason)
    reference = order_id(event.op_id) if answer.reference else ""
    return replace(event, answer=replace(answer, reason=reason, reference=reference))


def devices(shop: OpenShop) -> dict[TenderKind, FakeTerminal]:
    """A bank and a card terminal are set up."""
    post = shop.opened.shop.bridge.post
    found: dict[TenderKind, FakeTerminal] = {QR: SimpleBank(post), CARD: FakeTerminal(post)}
    found[QR].peer, found[CARD].peer = RAIFFEISEN, FIRST
    set_up(shop, found)
    return found


def set_up(shop: OpenShop, found: dict[TenderKind, FakeTerminal]) -> None:
    """These devices move money from now on."""
    shop.opened.register.place.terminals = dict(found)


def other(shop: OpenShop, kind: TenderKind) -> FakeTerminal:
    """A bank or terminal of another peer, as it would be set up in the place of the first."""
    made = (SimpleBank if kind is QR else FakeTerminal)(shop.opened.shop.bridge.post)
    made.peer = TBANK if kind is QR else SECOND
    return made


def sold(shop: OpenShop, *kinds: TenderKind) -> str:
    """A coffee is paid by those kinds, 100.00 by each but the last; its sale_id."""
    before = shop.shown.last
    shop.scan(COFFEE)
    for kind in kinds[:-1]:
        shop.till.tender(kind, 10_000)
        shop.wait(lambda: bool(shop.shown.payment and shop.shown.payment.tenders))
        shop.wait(lambda: shop.shown.payment.pending is None)
    shop.till.pay_exact(kinds[-1])
    shop.wait(lambda: shop.shown.last is not before and shop.shown.payment is None)
    return shop.shown.last.sale_id


def page_of(shop: OpenShop, sale_id: str) -> RefundScreen:
    """All of that sale is about to come back."""
    shop.window.open_page("refund")
    page: RefundScreen = shop.window.beside.page("refund").refund
    page.open_sale(sale_id)
    shop.wait(lambda: page.choice is not None)
    page.choose_all()
    page.foot.words.setText("не подошло")
    shop.wait(page.money.go.isEnabled)
    return page


def as_senior(shop: OpenShop) -> None:
    """Somebody comes who may have money given back past the register."""
    shop.till.lock()
    shop.wait(lambda: shop.shown.staff is None)
    shop.let_in(SENIOR.staff_id)


def going(shop: OpenShop, page: RefundScreen, *, device: bool) -> None:
    """The red button; then a device is waited for, or a person."""
    page.money.go.click()
    shop.wait(lambda: page.waits and page.waiting.asks_device is device)


def _asked(mode: Mode, *kinds: TenderKind) -> Opener:
    """The device of the first of those kinds that is asked, or of the last where it answers."""

    def open_it(shop: OpenShop) -> None:
        there = devices(shop)
        page = page_of(shop, sold(shop, *kinds))
        last = there[kinds[-1]]
        last.mode, last.forgets = mode, mode == "dies_after"
        going(shop, page, device=False)

    return open_it


def _waits(*kinds: TenderKind) -> Opener:
    """The device of the first of those kinds is busy with it."""

    def open_it(shop: OpenShop) -> None:
        there = devices(shop)
        page = page_of(shop, sold(shop, *kinds))
        there[kinds[0]].silent = True
        there[kinds[0]].submit = lambda request: None  # type: ignore[method-assign]
        there[kinds[0]].query = lambda request: None  # type: ignore[method-assign]
        going(shop, page, device=True)

    return open_it


def _exchanged(kind: TenderKind, *, goes: bool = False) -> Opener:
    """Its bank or terminal is not set up any more; goes: the refund is begun by a senior."""

    def open_it(shop: OpenShop) -> None:
        there = devices(shop)
        sale_id = sold(shop, kind)
        set_up(shop, {**there, kind: other(shop, kind)})
        if goes:
            as_senior(shop)
        page = page_of(shop, sale_id)
        if goes:
            going(shop, page, device=False)

    return open_it


def _away(shop: OpenShop) -> None:
    """The bank that took the money is set up and out of reach."""
    there = devices(shop)
    sale_id = sold(shop, QR)
    there[QR].health = Health.OFFLINE
    page_of(shop, sale_id)


def _own_code(shop: OpenShop, *, goes: bool = False) -> None:
    """Paid past the register."""
    as_senior(shop)
    sale_id = sold(shop, QR)
    page = page_of(shop, sale_id)
    if goes:
        going(shop, page, device=False)


def _by_phone(shop: OpenShop) -> None:
    """No bank, no code of the shop: the cashier looks."""
    shop.scan(COFFEE)
    shop.till.begin_payment()
    shop.wait(shop.window.payment.isVisible)
    payments = shop.opened.shop.desks.payment
    shop.till.act(lambda: payments.ask_terminal(QR, 34_900))
    shop.wait(shop.window.payment.ask.isVisible)


def _give_back(*, elsewhere: bool) -> Opener:
    """Before the sale is made."""

    def open_it(shop: OpenShop) -> None:
        there = devices(shop)
        shop.scan(COFFEE)
        shop.till.tender(QR, 10_000)
        shop.wait(lambda: bool(shop.shown.payment and shop.shown.payment.tenders))
        shop.wait(lambda: shop.shown.payment.pending is None)
        if elsewhere:
            set_up(shop, {**there, QR: other(shop, QR)})
        shop.window.payment.asked.emit("give_back", shop.shown.payment.tenders[0])
        shop.wait(lambda: shop.window.payment_choices.dialog is not None)

    return open_it


def _blocked(shop: OpenShop) -> None:
    """A cashier needs a senior's word for a refund past the register."""
    _exchanged(QR)(shop)
    shop.window.beside.page("refund").refund.money.go.click()
    shop.wait(lambda: shop.window.second_word.dialog is not None)


REFUND_SCREENS: dict[str, Opener] = {
    "refund_bank_waits": _waits(QR),
    "refund_bank_unknown": _asked("dies_after", QR),
    "refund_other_bank": _exchanged(QR),
    "refund_other_bank_word": _blocked,
    "refund_other_bank_by_hand": _exchanged(QR, goes=True),
    "refund_bank_away": _away,
    "refund_own_code": _own_code,
    "refund_own_code_by_hand": lambda shop: _own_code(shop, goes=True),
    "refund_other_terminal": _exchanged(CARD),
    "refund_other_terminal_by_hand": _exchanged(CARD, goes=True),
    "refund_mixed_waits": _waits(QR, CARD),
    "refund_part_gone": _asked("decline", QR, CARD),
    "sbp_by_phone": _by_phone,
    "sbp_give_back": _give_back(elsewhere=False),
    "sbp_give_back_elsewhere": _give_back(elsewhere=True),
}
