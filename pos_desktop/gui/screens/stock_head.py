"""The right side of a stock document: what is said above its lines, its sum, and its end."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop import i18n
from pos_desktop.domain.stock import WRITE_OFF_REASONS, DocumentKind, StockDraft, count_sums
from pos_desktop.gui import theme
from pos_desktop.gui.screens.stock_parts import Field
from pos_desktop.gui.screens.stock_words import stamp
from pos_desktop.gui.session import Shop
from pos_desktop.gui.texts import iso_date, money, written_date
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card, ValueRow
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.i18n import t
from pos_desktop.operations.write_stock_document import Head

_FIELDS: dict[DocumentKind, tuple[str, ...]] = {
    DocumentKind.RECEIPT: ("who", "inn", "paper_number", "paper_date"),
    DocumentKind.WRITE_OFF: ("note",),
    DocumentKind.TRANSFER: ("who", "paper_number", "note"),
    DocumentKind.COUNT: (),
}
_CHOICES: dict[DocumentKind, tuple[str, ...]] = {
    DocumentKind.WRITE_OFF: WRITE_OFF_REASONS,
    DocumentKind.TRANSFER: ("out", "in"),
}


class _Choices(QWidget):
    """Buttons of which one holds. chosen(code)."""

    chosen = Signal(str)

    def __init__(self, codes: tuple[str, ...], prefix: str) -> None:
        super().__init__()
        self._prefix = prefix
        self._buttons: dict[str, KeyedButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for place, code in enumerate(codes):
            button = KeyedButton(arrange="row")
            button.setCheckable(True)
            button.set_padding(8)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, c=code: self.chosen.emit(c))
            self._buttons[code] = button
            grid.addWidget(button, place // 2, place % 2)

    def show_chosen(self, code: str) -> None:
        for name, button in self._buttons.items():
            button.setChecked(name == code)

    def retranslate(self) -> None:
        for name, button in self._buttons.items():
            button.setText(t(f"{self._prefix}.{name}"))


class DocumentHead(Card):
    """changed(Head): something was filled in. finish_wanted, give_up_wanted: the two ends."""

    changed = Signal(object)
    finish_wanted = Signal()
    give_up_wanted = Signal()
    file_wanted = Signal()

    def __init__(self, shop: Shop, kind: DocumentKind) -> None:
        super().__init__(spacing=8)
        self._shop = shop
        self._kind = kind
        self._draft: StockDraft | None = None
        self._title = Label("", theme.LARGE, theme.SEMIBOLD)
        self._began = Label("", theme.SMALL, theme.REGULAR, "muted", wrap=True)
        self.fields = {key: Field(self._field_name(key)) for key in _FIELDS[kind]}
        codes = _CHOICES.get(kind, ())
        prefix = "stock.reason" if kind is DocumentKind.WRITE_OFF else "stock.direction"
        self.choices = _Choices(codes, prefix) if codes else None
        self._rows = [ValueRow(line=True) for _ in range(3)]
        self.from_file = KeyedButton(icon="upload", key="F9", arrange="row")
        if kind is not DocumentKind.RECEIPT:
            self.from_file.hide()
        self.finish = KeyedButton(key="F12", kind="pay", arrange="row")
        self.finish.setFixedHeight(64)
        self.give_up = KeyedButton(icon="trash-2", kind="soft", arrange="row")
        self._build()

    def _field_name(self, key: str) -> str:
        if key == "who":
            return "supplier" if self._kind is DocumentKind.RECEIPT else "other_place"
        return key

    def _build(self) -> None:
        rows: QVBoxLayout = self.body()
        rows.addWidget(self._title)
        rows.addWidget(self._began)
        if self.choices is not None:
            rows.addWidget(self.choices)
            self.choices.chosen.connect(self._choose)
        beside = QHBoxLayout()
        beside.setSpacing(8)
        for key, field in self.fields.items():
            # Number and date of one paper stand on one line.
            if key in ("paper_number", "paper_date") and "paper_date" in self.fields:
                beside.addWidget(field, 1)
            else:
                rows.addWidget(field)
            field.left.connect(self._tell)
        rows.addLayout(beside)
        rows.addStretch(1)
        for row in self._rows:
            rows.addWidget(row)
        rows.addWidget(self.from_file)
        rows.addWidget(self.give_up)
        rows.addWidget(self.finish)
        self.finish.clicked.connect(self.finish_wanted)
        self.give_up.clicked.connect(self.give_up_wanted)
        self.from_file.clicked.connect(self.file_wanted)

    def show_draft(self, draft: StockDraft) -> None:
        fresh = self._draft is None or self._draft.draft_id != draft.draft_id
        self._draft = draft
        for key, field in self.fields.items():
            if fresh or not field.edit.hasFocus():
                text = getattr(draft, key)
                field.show_text(written_date(text) if key == "paper_date" else text)
        if self.choices is not None:
            is_reason = self._kind is DocumentKind.WRITE_OFF
            self.choices.show_chosen(draft.reason if is_reason else draft.direction)
        self.finish.setEnabled(bool(draft.lines))
        self.retranslate()

    def head(self) -> Head:
        """What stands in the fields now."""
        draft = self._draft
        assert draft is not None
        texts = {key: field.text() for key, field in self.fields.items()}
        return Head(
            who=texts.get("who", draft.who),
            inn=texts.get("inn", draft.inn),
            paper_number=texts.get("paper_number", draft.paper_number),
            paper_date=iso_date(texts.get("paper_date", draft.paper_date)),
            direction=draft.direction,
            reason=draft.reason,
            note=texts.get("note", draft.note),
        )

    def _choose(self, code: str) -> None:
        if self._draft is None:
            return
        head = self.head()
        is_reason = self._kind is DocumentKind.WRITE_OFF
        self.changed.emit(
            Head(
                head.who, head.inn, head.paper_number, head.paper_date,
                head.direction if is_reason else code, code if is_reason else head.reason,
                head.note,
            )
        )  # fmt: skip

    def _tell(self) -> None:
        if self._draft is not None:
            self.changed.emit(self.head())

    def retranslate(self) -> None:
        kind = self._kind
        self._title.setText(t(f"stock.paper.{kind.value}"))
        self.from_file.setText(t("stock.from_file"))
        self.give_up.setText(t("stock.give_up"))
        self.finish.setText(t(f"stock.finish.{kind.value}"))
        for field in self.fields.values():
            field.retranslate()
        if self.choices is not None:
            self.choices.retranslate()
        if self._draft is not None:
            self._say(self._draft)

    def _say(self, draft: StockDraft) -> None:
        when = stamp(draft.opened_at_us, self._shop.zone)
        self._began.setText(t("stock.began_by", name=draft.staff_name, when=when))
        first, second, third = self._rows
        first.set_name(t("stock.lines"))
        first.set_value(i18n.number(len(draft.lines)))
        if self._kind is not DocumentKind.COUNT:
            second.set_name(t("stock.sum"))
            known = any(line.cost_minor for line in draft.lines)
            second.set_value(money(draft.cost_minor) if known else "—")
            third.hide()
            return
        scope = draft.scope_name or t("stock.whole_shop")
        self._title.setText(scope)
        sums = count_sums(draft.lines)
        hidden = "•••" if draft.blind else ""
        second.set_name(t("stock.surplus"))
        second.set_value(
            hidden or money(sums.surplus_minor), "pay_text" if sums.surplus_minor else "ink"
        )
        third.set_name(t("stock.shortage"))
        third.set_value(
            hidden or money(sums.shortage_minor), "danger_text" if sums.shortage_minor else "ink"
        )
        if draft.unknown:
            codes = ", ".join(unknown.code for unknown in draft.unknown[:5])
            self._began.setText(t("stock.unknown_codes", count=len(draft.unknown), codes=codes))
