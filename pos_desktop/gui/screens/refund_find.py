"""The left side of the refund page: how the receipt is found, and what it was."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.domain.facts import PaidTender
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui import theme
from pos_desktop.gui.customer_words import customer_name, customer_sub
from pos_desktop.gui.desk_customers import CustomerRow
from pos_desktop.gui.desk_refund import Opened
from pos_desktop.gui.refund_texts import taken_elsewhere
from pos_desktop.gui.screens.refund_offers import Offers
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card, ValueRow
from pos_desktop.gui.widgets.chips import Badge
from pos_desktop.gui.widgets.labels import IconLabel, Label
from pos_desktop.gui.widgets.search_field import SearchField
from pos_desktop.i18n import date, number, t, time
from pos_desktop.operations.find_receipt import How
from pos_desktop.operations.refund import Original
from pos_desktop.ports import SaleDetail

_WAYS = {
    How.QR: "qr-code",
    How.NUMBER: "hash",
    How.SUM: "calendar",
    How.CARD: "credit-card",
    How.CUSTOMER: "user-round",
}
_MOST_LETTERS = 20
_ROWS = ("total", "paid", "cashier", "shift", "document", "storage", "returned", "left")


class FindCard(Card):
    """wanted(how, text): find it. chosen(sale_id), customer_chosen(customer_id): one of several."""

    wanted = Signal(str, str)
    chosen = Signal(str)
    customer_chosen = Signal(str)

    def __init__(self, zone: tzinfo | None) -> None:
        super().__init__(padding=16, spacing=12)
        self._zone = zone
        self._how = How.QR
        self._ways: dict[How, KeyedButton] = {}
        self.field = SearchField(key="F2", icon="scan-barcode")
        self._found = Badge("", "ok")
        self._signed = Badge("", "ok")
        self._title = Label("", theme.TITLE, theme.SEMIBOLD)
        self._when = Label("", theme.BODY, theme.REGULAR, "muted", wrap=True)
        self._rows = {name: ValueRow(line=True) for name in _ROWS}
        self._outside = Label("", theme.SMALL, theme.REGULAR, "warning", wrap=True)
        self.offers = Offers()
        self._offered = self.chosen
        self._empty = _Empty()
        self._build()
        self.field.submitted.connect(lambda text: self.wanted.emit(self._how.value, text))
        self.show_nothing()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, (how, icon) in enumerate(_WAYS.items()):
            button = KeyedButton(icon=icon, arrange="row")
            button.setCheckable(True)
            button.set_padding(8)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _on=False, h=how: self.use(h))
            self._ways[how] = button
            last = place == len(_WAYS) - 1
            grid.addWidget(button, place // 2, place % 2, 1, 2 if last else 1)
        badges = QHBoxLayout()
        badges.setSpacing(8)
        badges.addWidget(self._found)
        badges.addWidget(self._signed)
        badges.addStretch(1)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        for row in self._rows.values():
            rows.addWidget(row)
        self.offers.chosen.connect(self._chosen)
        body = self.body()
        body.addLayout(grid)
        body.addWidget(self.field)
        body.addLayout(badges)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._title)
        head.addWidget(self._when)
        body.addLayout(head)
        body.addLayout(rows)
        body.addWidget(self._outside)
        body.addWidget(self.offers, 1)
        body.addWidget(self._empty, 1)
        body.addStretch(0)

    # ------------------------------------------------------------------ what is asked

    @property
    def how(self) -> How:
        """The way in which it is looked for."""
        return self._how

    def use(self, how: How) -> None:
        """Look for the receipt in that way from now on."""
        self._how = how
        for of, button in self._ways.items():
            button.setChecked(of is how)
        self.field.set_placeholder(t(f"refund.hint.{how.value}"))
        self.field.clear()
        self.field.edit().setFocus()

    def set_compact(self, compact: bool) -> None:
        """Words without signs where the column is narrow."""
        for how, icon in _WAYS.items():
            self._ways[how].set_icon("" if compact else icon)

    def show_code(self, text: str) -> None:
        """What was scanned, without a tap."""
        self.use(How.QR)
        self.field.set_text(text)

    # ------------------------------------------------------------------ what was found

    def show_nothing(self) -> None:
        self._show_parts(original=False)
        self._empty.show()

    def show_found(self, opened: Opened) -> None:
        """Not one receipt: some of them, or people whose receipts they may be."""
        if opened.customers:
            self.show_customers(opened.customers)
        else:
            self.show_others(opened.others)

    def show_others(self, found: tuple[SaleDetail, ...]) -> None:
        """Several fit: the cashier chooses."""
        self._offer(
            t("refund.several", count=len(found)),
            self.chosen,
            [
                (
                    detail.fact.sale_id,
                    f"№ {number(detail.fact.number)} · {money(detail.fact.total_minor)}",
                    self._moment(detail),
                )
                for detail in found
            ],
        )

    def show_customers(self, found: tuple[CustomerRow, ...]) -> None:
        """Several are called that: the cashier chooses."""
        self._offer(
            t("refund.customers", count=len(found)),
            self.customer_chosen,
            [
                (
                    row.customer.customer_id,
                    customer_name(row.customer),
                    customer_sub(row.customer, row.points_minor, row.debt_minor),
                )
                for row in found
            ],
        )

    def _offer(
        self, title: str, chosen: SignalInstance, offers: list[tuple[str, str, str]]
    ) -> None:
        self._show_parts(original=False)
        self._title.setText(title)
        self._title.show()
        self._offered = chosen
        self.offers.offer(offers)

    def show_original(self, original: Original, *, signed: bool) -> None:
        fact, fiscal = original.fact, original.detail.fiscal
        self._show_parts(original=True)
        self._signed.setVisible(signed)
        self._title.setText(t("refund.receipt", number=number(fact.number)))
        when = self._moment(original.detail)
        self._when.setText(when if not original.is_late else f"{when} · {_late(original)}")
        self._when.set_tone("warning" if original.is_late else "muted")
        values = {
            "total": money(fact.total_minor),
            "paid": tenders_text(fact.tenders),
            "cashier": fact.staff_name,
            "shift": f"{number(fact.shift_number)} · {number(fact.number)}",
            "document": _document_text(original),
            "storage": fiscal.fn if fiscal else "",
            "returned": money(original.returned_minor) if original.returned else "",
            "left": money(fact.total_minor - original.returned_minor),
        }
        for name, value in values.items():
            self._rows[name].set_value(value, "warning" if name == "returned" else "ink")
            self._rows[name].setVisible(bool(value))
        told = dict.fromkeys(taken_elsewhere(part) for part in original.outside)
        self._outside.setText(" ".join(told))
        self._outside.setVisible(bool(told))

    def _chosen(self, name: str) -> None:
        self._offered.emit(name)

    def retranslate(self) -> None:
        for how, button in self._ways.items():
            button.setText(t(f"refund.by.{how.value}"))
        for name, row in self._rows.items():
            row.set_name(t(f"refund.row.{name}"))
        self.field.set_placeholder(t(f"refund.hint.{self._how.value}"))
        self._found.set_state("ok", t("refund.found"))
        self._signed.set_state("ok", t("refund.signed"))
        self._empty.say()

    def _moment(self, detail: SaleDetail) -> str:
        local = datetime.fromtimestamp(detail.row.occurred_at_us / 1_000_000, self._zone)
        return f"{date(local.date())}, {time(local)}"

    def _show_parts(self, *, original: bool) -> None:
        for widget in (self._found, self._title, self._when, *self._rows.values()):
            widget.setVisible(original)
        self._signed.setVisible(False)
        self._outside.setVisible(False)
        self.offers.offer(())
        self._empty.setVisible(False)


class _Empty(QWidget):
    """How to begin, while there is no receipt."""

    def __init__(self) -> None:
        super().__init__()
        centre = Qt.AlignmentFlag.AlignHCenter
        self._title = Label("", theme.BODY, theme.SEMIBOLD, wrap=True, align=centre)
        self._detail = Label("", theme.SMALL, theme.REGULAR, "muted", wrap=True, align=centre)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 24, 0, 24)
        rows.addStretch(1)
        rows.addWidget(IconLabel("scan-qr-code", 32, "muted", boxed=72), 0, centre)
        rows.addWidget(self._title)
        rows.addWidget(self._detail)
        rows.addStretch(1)

    def say(self) -> None:
        self._title.setText(t("refund.empty.title"))
        self._detail.setText(t("refund.empty.detail"))


def tenders_text(tenders: tuple[PaidTender, ...]) -> str:
    """ "карта · МИР •• 4417, наличные"; without the references where they have no room. A bank's
    order is no word for a person."""
    whole = _listed(tenders, with_reference=True)
    return whole if len(whole) <= _MOST_LETTERS else _listed(tenders, with_reference=False)


def _listed(tenders: tuple[PaidTender, ...], *, with_reference: bool) -> str:
    words: list[str] = []
    for tender in tenders:
        named = (with_reference or len(tenders) == 1) and tender.kind != TenderKind.QR
        reference = tender.reference if named else ""
        word = " ".join(part for part in (t(f"refund.tender.{tender.kind}"), reference) if part)
        if word not in words:
            words.append(word)
    return ", ".join(words)


def _document_text(original: Original) -> str:
    """Number and sign of the fiscal document; "" where nothing was to be registered."""
    fiscal = original.detail.fiscal
    if fiscal is not None:
        return f"{fiscal.fd} · {fiscal.fp}"
    return t("refund.not_registered") if original.fact.fiscal_key else ""


def _late(original: Original) -> str:
    return t("refund.late", days=original.days)
