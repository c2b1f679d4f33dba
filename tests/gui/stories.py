"""What customers want, and how many taps and keys it takes a cashier after the last scan.

The bound of a story is what it took when it was written: a rise fails the test. The same table
stands in the README.
"""

from __future__ import annotations

from pos_desktop.domain.facts import FiscalDocumentRegistered
from pos_desktop.ports import Commit, WeightRead, WeightStatus
from tests.gui.taps import Hands, Story

COFFEE, BREAD, VODKA = "4607084120301", "4601238051176", "4600682000013"
MILK = "0104600051000057215AB7K2\x1d93dGVz"
QR = "t=20261124T1204&s=349.00&fn=9999078902004339&i=5472&fp=0133880425&n=1"


def _lines(hands: Hands) -> int:
    return hands.shop.lines()


def _sold(hands: Hands, *codes: str) -> None:
    """A sale paid before the story begins."""
    hands.scan(*codes)
    hands.key("F8")
    hands.until(hands.paid)
    hands.begin()


def exact_cash(hands: Hands) -> None:
    hands.scan(COFFEE, BREAD)
    hands.tap("Без сдачи")
    hands.until(hands.paid)


def one_banknote(hands: Hands) -> None:
    hands.scan(COFFEE, BREAD)
    hands.tap("500 ₽")
    hands.until(hands.paid)
    assert hands.shown.last.change_minor == 8850


def card(hands: Hands) -> None:
    hands.scan(COFFEE, BREAD)
    hands.tap("Карта")
    hands.until(hands.paid)


def next_sale(hands: Hands) -> None:
    _sold(hands, BREAD)
    hands.shop.scan(COFFEE)
    assert _lines(hands) == 1
    assert hands.shown.last is not None


def void_last_line(hands: Hands) -> None:
    hands.scan(COFFEE, BREAD)
    hands.tap("Удалить")
    hands.until(lambda: _lines(hands) == 1)


def one_more(hands: Hands) -> None:
    hands.scan(COFFEE)
    hands.key("+")
    hands.until(lambda: hands.shown.priced.total_minor == 69800)


def twelve_pieces(hands: Hands) -> None:
    hands.scan(BREAD)
    hands.key("*")
    hands.text("12")
    hands.key("Enter")
    hands.until(lambda: hands.shown.priced.total_minor == 75000)


def park(hands: Hands) -> None:
    hands.scan(COFFEE)
    hands.tap("Отложить")
    hands.until(lambda: hands.shown.parked == 1)


def recall(hands: Hands) -> None:
    park(hands)
    hands.begin()
    hands.key("F5")
    hands.text("1")
    hands.until(lambda: _lines(hands) == 1)


def weigh(hands: Hands) -> None:
    hands.begin()
    hands.tap("Бананы")
    hands.until(lambda: hands.shown.wanted is not None)
    hands.shop.opened.shop.bridge.post(WeightRead(WeightStatus.STABLE, 1172))
    hands.settle()
    hands.key("Enter")
    hands.until(lambda: _lines(hands) == 1)
    assert hands.shown.priced.total_minor == 15236


def refund_by_qr(hands: Hands) -> None:
    _sold(hands, COFFEE)
    sale = hands.shown.last
    done = FiscalDocumentRegistered(
        "k", sale.sale_id, "9999078902004339", 5472, "0133880425", "2026-11-24T12:04", 7, 1,
        "0000000001002292", sale.total_minor, 1,
    )  # fmt: skip
    journal = hands.shop.opened.register.journal
    journal.commit(Commit((done,)))
    hands.shop.window.scanned(QR)
    refund = hands.shop.window.beside.page("refund").refund
    hands.until(lambda: refund.choice is not None)
    hands.begin()
    hands.tap("Вернуть всё")
    hands.key("F12")
    hands.until(lambda: journal.ledger.last_sale().fact.operation == "sell_refund")


def find_by_name(hands: Hands) -> None:
    hands.begin()
    hands.text("хлеб")
    hands.key("Enter")
    hands.until(lambda: _lines(hands) == 1)


def from_a_tile(hands: Hands) -> None:
    hands.begin()
    hands.tap("Хлеб бородинский")
    hands.until(lambda: _lines(hands) == 1)


def five_percent(hands: Hands) -> None:
    hands.scan(COFFEE)
    hands.key("F4")
    hands.text("5")
    hands.key("Enter")
    hands.until(lambda: hands.shown.priced.discount_minor == 1745)


def card_and_cash(hands: Hands) -> None:
    hands.scan(COFFEE)
    hands.key("F12")
    hands.until(hands.shop.window.payment.isVisible)
    hands.key("Alt+2")
    hands.text("100")
    hands.key("Enter")
    hands.key("Alt+1", "Enter")
    hands.until(hands.paid)


def grown_up(hands: Hands) -> None:
    hands.scan(VODKA)
    hands.tap("Есть 18 лет")
    hands.until(lambda: hands.shown.priced.sale.age_confirmed == 18)


def take_a_marked_pack_off(hands: Hands) -> None:
    hands.scan(MILK)
    hands.key("Delete")
    hands.until(lambda: hands.shop.window.decisions.dialog is not None)
    hands.shop.window.scanned(MILK)
    hands.until(lambda: _lines(hands) == 0)


def customer_beside(hands: Hands) -> None:
    hands.scan(COFFEE)
    hands.key("Ctrl+N")
    hands.until(lambda: _lines(hands) == 0)
    hands.shop.scan(BREAD)
    hands.key("Ctrl+Tab")
    hands.until(lambda: hands.shown.priced.total_minor == 34900)


def note_on_the_receipt(hands: Hands) -> None:
    hands.scan(COFFEE)
    hands.key("F10")
    hands.tap("Заметка к чеку")
    hands.tap("Доставка")
    hands.key("Enter")
    hands.until(lambda: hands.shown.priced.sale.note == "Доставка")


def lock_and_come_back(hands: Hands) -> None:
    hands.scan(COFFEE)
    hands.key("Ctrl+L")
    hands.until(lambda: hands.shown.staff is None)
    hands.tap("Иванова М.")
    hands.text("1111")
    hands.until(lambda: hands.shown.staff is not None)
    assert _lines(hands) == 1


STORIES: tuple[Story, ...] = (
    Story("exact cash", 1, exact_cash),
    Story("one banknote", 1, one_banknote),
    Story("a card", 1, card),
    Story("the next customer, the change still on screen", 0, next_sale),
    Story("the last line was a mistake", 1, void_last_line),
    Story("one more of it", 1, one_more),
    Story("twelve loaves", 4, twelve_pieces),
    Story("the wallet is in the car: park", 1, park),
    Story("back with the wallet: recall", 2, recall),
    Story("bananas on the scale", 2, weigh),
    Story("it does not fit: refund by the receipt's QR code", 2, refund_by_qr),
    Story("bread without a barcode, by its name", 5, find_by_name),
    Story("bread from a tile", 1, from_a_tile),
    Story("five percent off the receipt", 3, five_percent),
    Story("100 by card, the rest in cash", 8, card_and_cash),
    Story("is the buyer 18?", 1, grown_up),
    Story("a marked pack is taken off by scanning it again", 1, take_a_marked_pack_off),
    Story("two customers at once, and back to the first", 2, customer_beside),
    Story("a note on the receipt", 4, note_on_the_receipt),
    Story("lock the register and come back", 6, lock_and_come_back),
)
