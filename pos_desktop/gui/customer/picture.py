"""What the customer's screen shows, apart from how it looks."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.domain.pricing import PricedLine, PricedSale
from pos_desktop.gui.code_board import ShownCode
from pos_desktop.gui.desk import Snapshot
from pos_desktop.gui.texts import line_amount, line_name, money
from pos_desktop.i18n import t


@dataclass(frozen=True, slots=True)
class ShownLine:
    name: str
    detail: str
    total: str
    saved: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """stage: "idle" | "sale" | "done". lines: the newest last. big: the one number; big_name: what
    it is. code: where there is something to follow with a phone; code_left: how long it is good."""

    stage: str
    shop: str
    count: str = ""
    lines: tuple[ShownLine, ...] = ()
    saved: str = ""
    big_name: str = ""
    big: str = ""
    left: str = ""
    code: ShownCode | None = None
    code_left: str = ""


def code_left(code: ShownCode | None, now_us: int) -> str:
    """ "4:32", "" where a code is good for any time."""
    if code is None or not code.until_us:
        return ""
    seconds = max(0, (code.until_us - now_us) // 1_000_000)
    return t("customer.code_left", time=f"{seconds // 60}:{seconds % 60:02d}")


def picture_of(shown: Snapshot, shop: str, code: ShownCode | None) -> Picture:
    """The picture for what the till shows now. A paid sale stays until the next scan."""
    if shown.priced is not None and shown.priced.lines:
        return _sale(shown, shown.priced, shop, code)
    if shown.last is not None and shown.staff is not None:
        return Picture(
            "done",
            shop,
            big_name=t("customer.change") if shown.last.change_minor else t("customer.paid"),
            big=money(shown.last.change_minor or shown.last.total_minor),
            code=code,
        )
    return Picture("idle", shop, code=code)


def _sale(shown: Snapshot, priced: PricedSale, shop: str, code: ShownCode | None) -> Picture:
    payment = shown.payment
    left = ""
    if payment is not None and payment.left_minor < priced.total_minor:
        left = t("customer.left", sum=money(payment.left_minor))
    return Picture(
        "sale",
        shop,
        count=t("sale.positions", count=len(priced.lines)),
        lines=tuple(_line(line) for line in priced.lines),
        saved=money(priced.discount_minor) if priced.discount_minor else "",
        big_name=t("customer.due"),
        big=money(priced.total_minor),
        left=left,
        code=code,
    )


def _line(priced: PricedLine) -> ShownLine:
    line = priced.line
    detail = line_amount(line.quantity)
    if line.quantity.thousandths != 1000:
        detail = f"{detail} × {money(line.price_minor, symbol=False)}"
    saved = ""
    if priced.discount_minor:
        saved = t("customer.line_saved", sum=money(priced.discount_minor, symbol=False))
    return ShownLine(line_name(line), detail, money(priced.total_minor, symbol=False), saved)
