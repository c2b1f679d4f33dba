"""Every screen and panel of the register, opened as a person opens it.

`python -m tests.gui.screens OUT [--lang ru|en|qps] [--size 1366x768] [--theme dark] [NAME ...]`
writes their pictures.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("POS_DESKTOP_KEYSTORE", "file")

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos_desktop import i18n
from pos_desktop.app.customer_rules import LOYALTY_FILE, put_sample_rules
from pos_desktop.domain.promotions.rules import NForM, PercentOff, Promotion, Selection
from pos_desktop.domain.reports.sections import Section
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui import theme
from pos_desktop.operations.import_promotions import preview_promotions
from pos_desktop.ports import ScaleAbility, ScaleCommanded, WeightRead, WeightStatus
from tests.gui import screens_equipment, screens_people
from tests.gui.customer_screens import CUSTOMER_SCREENS
from tests.gui.goods_back_screens import GOODS_BACK_SCREENS
from tests.gui.open_shop import PINS, OpenShop, open_shop
from tests.gui.sbp_screens import SBP_SCREENS
from tests.gui.scales import FakeScale, weigh_on
from tests.gui.sight import PSEUDO, pseudo_language
from tests.gui.stock_screens import (
    stock_card,
    stock_count,
    stock_count_begins,
    stock_count_ends,
    stock_labels,
    stock_labels_since,
    stock_labels_unsure,
    stock_list,
    stock_paper,
    stock_receipt,
    stock_scales,
    stock_transfer,
    stock_unknown_code,
    stock_write_off,
)
from tests.gui.terminal_screens import TERMINAL_SCREENS
from tests.till_fakes import SENIOR

COFFEE, BREAD, VODKA = "4607084120301", "4601238051176", "4600682000013"
REST_SECONDS = 0.3
SIZES = ((1024, 768), (1366, 768), (1920, 1080))

Opener = Callable[[OpenShop], None]


def _key(shop: OpenShop, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    target = shop.window.pages.currentWidget()
    QTest.keyClick(target, key, modifiers or Qt.KeyboardModifier.NoModifier)


def _signin(shop: OpenShop) -> None:
    shop.till.lock()
    shop.wait(lambda: shop.shown.staff is None)


def _empty(shop: OpenShop) -> None:
    shop.wait(shop.window.sale.isVisible)


def _sale(shop: OpenShop) -> None:
    shop.scan(COFFEE, BREAD, COFFEE)


def _paid(shop: OpenShop) -> None:
    shop.scan(BREAD)
    shop.till.tender(TenderKind.CASH, 10_000)
    shop.wait(lambda: shop.shown.last is not None)


def _payment(shop: OpenShop) -> None:
    shop.scan(COFFEE, BREAD)
    _key(shop, Qt.Key.Key_F12)
    shop.wait(shop.window.payment.isVisible)


def _payment_asks(shop: OpenShop) -> None:
    _payment(shop)
    shop.till.tender(TenderKind.QR, 10_000)
    payments = shop.opened.shop.desks.payment
    shop.till.act(lambda: payments.ask_terminal(TenderKind.CARD, 20_000))
    shop.wait(shop.window.payment.ask.isVisible)


def _payment_question(question: str) -> Opener:
    def open_it(shop: OpenShop) -> None:
        _payment(shop)
        shop.till.tender(TenderKind.CARD, 10_000)
        shop.wait(lambda: bool(shop.shown.payment.tenders))
        payment = shop.shown.payment
        subject = payment.tenders[0] if question == "give_back" else payment
        shop.window.payment.asked.emit(question, subject)
        shop.wait(lambda: shop.window.payment_choices.dialog is not None)

    return open_it


def _advances(shop: OpenShop) -> None:
    shop.scan(COFFEE)
    advances = shop.opened.shop.desks.advances
    shop.till.act(lambda: advances.take_prepayment("Петров, диван и два кресла", 20_000))
    shop.till.pay_exact(TenderKind.CASH)
    shop.wait(lambda: shop.shown.last is not None)
    _page("advances")(shop)
    shop.wait(lambda: bool(shop.window.beside.page("advances").rows))


def _advances_form(shop: OpenShop) -> None:
    _page("advances")(shop)
    shop.window.beside.page("advances").take_advance()


def _payment_split(shop: OpenShop) -> None:
    _payment(shop)
    _key(shop, Qt.Key.Key_F4)


def _unknown_code(shop: OpenShop) -> None:
    shop.scan(COFFEE)
    shop.window.scanned("4600000000008")
    shop.wait(lambda: "4600000000008" in shop.window.attention.text())


def _more(shop: OpenShop) -> None:
    _key(shop, Qt.Key.Key_F10)


def _shift_menu(shop: OpenShop) -> None:
    _key(shop, Qt.Key.Key_F9)


def _page(name: str, *, after_sale: bool = False) -> Opener:
    def open_it(shop: OpenShop) -> None:
        if after_sale:
            _paid(shop)
        shop.window.open_page(name)
        answered: list[bool] = []
        shop.till.ask(lambda: None, lambda _answer: answered.append(True))
        shop.wait(lambda: bool(answered))

    return open_it


def _journal(shop: OpenShop) -> None:
    _page("journal", after_sale=True)(shop)
    paper = shop.window.beside.page("journal").preview.paper
    shop.wait(lambda: paper.count() > 0)


def _send_copy(shop: OpenShop) -> None:
    _journal(shop)
    journal = shop.window.beside.page("journal")
    shop.wait(lambda: journal.table.current_sale() is not None)
    journal.preview.send.click()
    shop.wait(lambda: shop.window.copies.dialog is not None)


def _reports(*, section: Section = Section.HOURS, then: str = "") -> Opener:
    """A senior looks at the day; then: what is pressed there."""

    def open_it(shop: OpenShop) -> None:
        _paid(shop)
        shop.till.sign_in(SENIOR.staff_id, PINS[SENIOR.staff_id])
        shop.wait(lambda: shop.shown.staff.staff_id == SENIOR.staff_id)
        shop.window.open_page("reports")
        page = shop.window.beside.page("reports")
        shop.wait(lambda: page.stack.currentWidget() is page.overview)
        page.nav.buttons[section].click()
        if section is not Section.HOURS:
            shop.wait(lambda: page.stack.currentWidget() is page.page)
        if then == "receipts":
            page.numbers[0].click()
            shop.wait(lambda: page.stack.currentWidget() is page.receipts)
        elif then == "period":
            page.head.periods["other"].click()

    return open_it


_OFFERS = (
    Promotion("half", "Второй кофе за полцены", NForM(2, 1, 5000), Selection(frozenset({"p1"}))),
    Promotion("ten", "Десять процентов на хлеб", PercentOff(1000), Selection(frozenset({"p2"}))),
)


def _promotions(shop: OpenShop) -> None:
    register = shop.opened.register
    register.promotions.store(_OFFERS, register.clock.now_us())
    _page("promotions")(shop)
    page = shop.window.beside.page("promotions")
    shop.wait(lambda: len(page.rows) == len(_OFFERS))


def _promotion_form(shop: OpenShop) -> None:
    _promotions(shop)
    shop.window.beside.page("promotions").new.click()


def _promotion_file(shop: OpenShop) -> None:
    _promotions(shop)
    page = shop.window.beside.page("promotions")
    rows = "id;name;kind;percent\na;Чай;percent;10\nb;Плохо;percent;140\n"
    page.show_preview(preview_promotions(rows.encode(), str, frozenset(), frozenset()))


def _why(shop: OpenShop) -> None:
    register = shop.opened.register
    register.promotions.store(_OFFERS, register.clock.now_us())
    shop.scan(COFFEE, COFFEE, COFFEE)
    shop.window.decisions.why(shop.shown.priced.lines[0].line.line_id)
    shop.wait(lambda: shop.window.decisions.dialog is not None)


_MILK = "0104600051000057215Xk)1aBcDeF\x1d93dGVz"


def _open_sales(shop: OpenShop) -> None:
    """Two customers at once; a price by hand, a note, a marked pack."""
    shop.till.sign_in(SENIOR.staff_id, PINS[SENIOR.staff_id])
    shop.wait(lambda: shop.shown.staff.staff_id == SENIOR.staff_id)
    desks = shop.opened.shop.desks
    shop.scan(BREAD)
    shop.till.run(desks.open_sales.add)
    shop.wait(lambda: len(shop.shown.beside) == 1)
    shop.scan(_MILK, COFFEE, COFFEE)
    shop.till.run(lambda: desks.lines.set_price(2, 30_000, "Цена на полке"))
    shop.till.run(lambda: desks.lines.note_line(2, "Подарочная упаковка: синяя лента"))
    shop.wait(lambda: bool(shop.shown.priced.sale.lines[1].note))


def _note(shop: OpenShop) -> None:
    shop.scan(COFFEE)
    shop.window.decisions.note(1)


def _price(shop: OpenShop) -> None:
    shop.scan(COFFEE)
    shop.window.decisions.price(1)


def _age(shop: OpenShop) -> None:
    shop.scan(VODKA)
    shop.wait(lambda: shop.window.decisions.dialog is not None)


def _pack(shop: OpenShop) -> None:
    shop.scan(_MILK)
    shop.till.remove(1)
    shop.wait(lambda: shop.window.decisions.dialog is not None)
    shop.window.scanned(_MILK.replace("5Xk", "6Yk"))
    shop.wait(shop.window.decisions.dialog._told.isVisible)


def _pack_twice(shop: OpenShop) -> None:
    shop.scan(_MILK)
    shop.window.scanned(_MILK)
    shop.wait(lambda: shop.window.decisions.dialog is not None)


def _parked(shop: OpenShop) -> None:
    for label in ("Иван в кепке", ""):
        shop.scan(COFFEE, BREAD)
        shop.till.park(label)
        shop.wait(lambda: shop.shown.priced is None)
    shop.window.choices.parked()
    shop.wait(lambda: shop.window.choices.dialog is not None)


def _scale_labels(shop: OpenShop) -> None:
    shop.window.decisions.scale_labels()
    dialog = shop.window.decisions.dialog
    shop.window.scanned("2102101015001")
    shop.wait(lambda: bool(dialog._offers.itemAt(0).widget()))


def _weigh(shop: OpenShop) -> None:
    weigh_on(shop, FakeScale())
    shop.window.weighing.show_reading(WeightRead(WeightStatus.STABLE, 854))


def _weigh_refused(shop: OpenShop) -> None:
    _weigh(shop)
    shop.window.weighing.show_outcome(ScaleCommanded(ScaleAbility.ZERO, "scale.zero_range"))


def _weigh_faulty(shop: OpenShop) -> None:
    weigh_on(shop, FakeScale(abilities=frozenset(), max_grams=32_000))
    read = WeightRead(WeightStatus.FAULTY, None, 0, "scale.unit", {"unit": "lb"})
    shop.window.weighing.show_reading(read)


def _weigh_by_hand(shop: OpenShop) -> None:
    weigh_on(shop, FakeScale())
    shop.window.weighing.show_reading(WeightRead(WeightStatus.SILENT, None))
    shop.wait(lambda: not shop.window.weighing._dialog._by_hand.isHidden())


def _weigh_alone(shop: OpenShop) -> None:
    shop.till.add_product("p3")
    shop.wait(lambda: shop.window.weighing._dialog is not None)


SCREENS: dict[str, Opener] = {
    "open_sales": _open_sales,
    "note": _note,
    "price": _price,
    "age": _age,
    "pack": _pack,
    "pack_twice": _pack_twice,
    "parked": _parked,
    "scale_labels": _scale_labels,
    "weigh": _weigh,
    "weigh_refused": _weigh_refused,
    "weigh_faulty": _weigh_faulty,
    "weigh_by_hand": _weigh_by_hand,
    "weigh_alone": _weigh_alone,
    "signin": _signin,
    "sale_empty": _empty,
    "sale": _sale,
    "sale_paid": _paid,
    "sale_unknown_code": _unknown_code,
    "payment": _payment,
    "payment_asks": _payment_asks,
    "payment_advance": _payment_question("advance"),
    "payment_email": _payment_question("email"),
    "payment_give_back": _payment_question("give_back"),
    "payment_split": _payment_split,
    **SBP_SCREENS,
    **TERMINAL_SCREENS,
    "advances_empty": _page("advances"),
    "advances": _advances,
    "advances_form": _advances_form,
    "menu_more": _more,
    "menu_shift": _shift_menu,
    **GOODS_BACK_SCREENS,
    **CUSTOMER_SCREENS,
    "journal_empty": _page("journal"),
    "journal": _journal,
    "send_copy": _send_copy,
    "promotions": _promotions,
    "promotion_form": _promotion_form,
    "promotion_file": _promotion_file,
    "why": _why,
    "reports": _page("reports", after_sale=True),
    "reports_hours": _reports(),
    "reports_days": _reports(section=Section.DAYS),
    "reports_discounts": _reports(section=Section.DISCOUNTS),
    "reports_shifts": _reports(section=Section.SHIFTS),
    "reports_money": _reports(section=Section.MONEY),
    "reports_receipts": _reports(then="receipts"),
    "reports_period": _reports(then="period"),
    "stock": stock_list,
    "stock_receipt": stock_receipt,
    "stock_unknown_code": stock_unknown_code,
    "stock_labels": stock_labels,
    "stock_scales": stock_scales,
    "stock_card": stock_card,
    "stock_labels_unsure": stock_labels_unsure,
    "stock_labels_since": stock_labels_since,
    "stock_paper": stock_paper,
    "stock_write_off": stock_write_off,
    "stock_transfer": stock_transfer,
    "stock_count": stock_count,
    "stock_count_begins": stock_count_begins,
    "stock_count_ends": stock_count_ends,
    **screens_people.SCREENS,
    **screens_equipment.SCREENS,
}
"""Name -> how to get there from a register where somebody has just signed in."""


class _Waiting:
    """What pytest-qt gives a test, for a program that is none."""

    def addWidget(self, _widget: object) -> None:
        pass

    def waitUntil(self, holds: Callable[[], bool], timeout: int = 10_000) -> None:
        deadline = time.monotonic() + timeout / 1000
        while not holds():
            if time.monotonic() > deadline:
                raise TimeoutError("the screen did not come")
            QApplication.processEvents()
            time.sleep(0.001)


@contextmanager
def at_screen(
    waiting: object, folder: Path, name: str, size: tuple[int, int]
) -> Iterator[OpenShop]:
    """A shop in its own folder with that screen open."""
    put_sample_rules(folder / LOYALTY_FILE)
    with open_shop(waiting, folder) as shop:
        shop.window.resize(QSize(*size))
        shop.sign_in()
        SCREENS[name](shop)
        QApplication.processEvents()
        yield shop


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.gui.screens", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--lang", default="ru")
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--theme", default="light")
    given = parser.parse_args()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    theme.apply(app, given.theme)
    wide, high = (int(part) for part in given.size.split("x"))
    given.out.mkdir(parents=True, exist_ok=True)
    for name in given.names or SCREENS:
        with (
            TemporaryDirectory() as folder,
            _speaking(given.lang),
            at_screen(_Waiting(), Path(folder), name, (wide, high)) as shop,
        ):
            _settle()
            shop.window.grab().save(str(given.out / f"{name}.png"))
            sys.stdout.write(f"{name}\n")
            shop.window.close()
    return 0


def _settle() -> None:
    """Let workers answer and layouts follow: a picture shows the screen at rest."""
    over = time.monotonic() + REST_SECONDS
    while time.monotonic() < over:
        QApplication.processEvents()
        time.sleep(0.005)


@contextmanager
def _speaking(lang: str) -> Iterator[None]:
    if lang == PSEUDO:
        with pseudo_language():
            yield
        return
    i18n.set_language(lang)
    yield


if __name__ == "__main__":
    sys.exit(main())
