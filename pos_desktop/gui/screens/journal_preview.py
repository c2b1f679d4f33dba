"""The right side of the journal: the receipt as paper, what is asked about it, what can be done."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.domain.fiscal import MISMATCH, UNCLEAR, FiscalState
from pos_desktop.domain.printing import PrintState
from pos_desktop.domain.refund import RETURNABLE
from pos_desktop.gui import theme
from pos_desktop.gui.messages import reason_text, text_for
from pos_desktop.gui.screens.journal_words import moment, total_minor
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card, Line
from pos_desktop.gui.widgets.labels import ElidedLabel, IconLabel, Label, Tone
from pos_desktop.gui.widgets.paper_view import PaperView
from pos_desktop.i18n import number, t
from pos_desktop.ports import SaleRow


class Decision(Card):
    """A question or a reason with its buttons below: first_pressed, second_pressed."""

    first_pressed = Signal()
    second_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(padding=12, spacing=8)
        self._icon = IconLabel("triangle-alert", 20, "warning")
        self._title = Label("", theme.BODY, theme.SEMIBOLD, wrap=True)
        self._detail = Label("", theme.SMALL, theme.REGULAR, "ink_soft", wrap=True)
        self.first = KeyedButton(kind="accent", arrange="row")
        self.second = KeyedButton(arrange="row")
        self.first.clicked.connect(self.first_pressed)
        self.second.clicked.connect(self.second_pressed)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._detail)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(texts, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.first, self.second):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.set_padding(8)
            buttons.addWidget(button, 1)
        self.body().addLayout(head)
        self.body().addLayout(buttons)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def ask(
        self, title: str, detail: str, *, danger: bool, first: str = "", second: str = ""
    ) -> None:
        """Show it; an empty name hides a button."""
        tone: Tone = "danger_text" if danger else "warning"
        fill = ("danger_soft", "danger_line") if danger else ("warning_soft", "warning_line")
        self.set_tokens(*fill)
        self._icon.set_icon("circle-alert" if danger else "triangle-alert")
        self._icon.set_tone(tone)
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        for button, text in ((self.first, first), (self.second, second)):
            button.setText(text)
            button.setVisible(bool(text))
        self.setAccessibleName(f"{title} {detail}".strip())
        self.show()


class ReceiptPreview(QWidget):
    """copy_wanted, gift_wanted, pdf_wanted, came_out(bool), print_again_wanted,
    send_again_wanted(looked up at the operator): of the sale that is shown."""

    copy_wanted = Signal()
    gift_wanted = Signal()
    send_wanted = Signal()
    pdf_wanted = Signal()
    refund_wanted = Signal()
    came_out = Signal(bool)
    print_again_wanted = Signal()
    send_again_wanted = Signal(bool)

    def __init__(self, zone: tzinfo | None, *, has_printer: bool) -> None:
        super().__init__()
        self._zone = zone
        self._has_printer = has_printer
        self._row: SaleRow | None = None
        self._title = ElidedLabel("", theme.LARGE, theme.SEMIBOLD)
        self._entry = ElidedLabel("", theme.SMALL, theme.REGULAR, "muted")
        self._sum = Label("", theme.TITLE, theme.SEMIBOLD, align=Qt.AlignmentFlag.AlignRight)
        self.paper = PaperView(margin=24, top=12)
        self._reasons = Label("", theme.SMALL, theme.REGULAR, "warning_text", wrap=True)
        self._reasons.setContentsMargins(16, 8, 16, 8)
        self._reasons.hide()
        self._age = Label("", theme.SMALL, theme.REGULAR, "ink_soft", wrap=True)
        self._age.setContentsMargins(16, 8, 16, 8)
        self._age.hide()
        self._no_printer = Label("", theme.SMALL, theme.REGULAR, "muted", wrap=True)
        self._no_printer.setContentsMargins(16, 12, 16, 0)
        self._no_printer.hide()
        self.print_question = Decision()
        self.fiscal_question = Decision()
        self.copy = KeyedButton(icon="printer", kind="dark", arrange="row")
        self.pdf = KeyedButton(icon="file-text", arrange="row")
        self.gift = KeyedButton(icon="gift", arrange="row")
        self.send = KeyedButton(icon="mail", arrange="row")
        self.refund = KeyedButton(icon="undo-2", arrange="row")
        self._build()
        self.copy.clicked.connect(self.copy_wanted)
        self.pdf.clicked.connect(self.pdf_wanted)
        self.refund.clicked.connect(self.refund_wanted)
        self.send.clicked.connect(self.send_wanted)
        self.gift.clicked.connect(self.gift_wanted)
        self.print_question.first_pressed.connect(self._answer_about_print)
        self.print_question.second_pressed.connect(lambda: self.came_out.emit(False))
        self.fiscal_question.first_pressed.connect(self._send_again)

    def _build(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._entry)
        head = QHBoxLayout()
        head.setContentsMargins(16, 11, 16, 11)
        head.addLayout(texts, 1)
        head.addWidget(self._sum)
        asked = QVBoxLayout()
        asked.setContentsMargins(12, 0, 12, 0)
        asked.setSpacing(8)
        asked.addWidget(self.print_question)
        asked.addWidget(self.fiscal_question)
        buttons = QGridLayout()
        buttons.setContentsMargins(16, 12, 16, 12)
        buttons.setSpacing(8)
        for place, button in enumerate((self.copy, self.send, self.pdf, self.refund)):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button, place // 2, place % 2)
        buttons.addWidget(self.gift, 2, 0, 1, 2)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 1, 1, 1)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addWidget(Line("card_line"))
        rows.addLayout(asked)
        rows.addWidget(self.paper, 1)
        rows.addWidget(self._reasons)
        rows.addWidget(self._age)
        rows.addWidget(Line("card_line"))
        rows.addWidget(self._no_printer)
        rows.addLayout(buttons)
        self._asked = asked

    def show_sale(self, row: SaleRow | None) -> None:
        """Head, questions and buttons of a sale; its paper follows by show_paper()."""
        if row is None or self._row is None or row.sale_id != self._row.sale_id:
            self.paper.clear()
            self._reasons.hide()
            self._age.hide()
        self._row = row
        self.copy.setEnabled(row is not None and self._has_printer)
        self.pdf.setEnabled(row is not None)
        self.refund.setEnabled(row is not None and row.operation in RETURNABLE)
        sold = row is not None and row.operation == "sell"
        self.gift.setEnabled(sold and self._has_printer)
        self.send.setEnabled(row is not None)
        self._no_printer.setVisible(row is not None and not self._has_printer)
        self.print_question.hide()
        self.fiscal_question.hide()
        if row is None:
            for label in (self._title, self._entry):
                label.setText("")
            self._sum.setText("")
        else:
            shown = number(row.number)
            at = moment(row.occurred_at_us, self._zone)
            self._title.setText(t("journal.receipt", number=shown))
            self._entry.setText(t("journal.entry", seq=number(row.seq), at=at))
            self._sum.setText(money(total_minor(row)))
            self._ask_about_print(row, shown)
            self._ask_about_document(row)
        asked = not (self.print_question.isHidden() and self.fiscal_question.isHidden())
        self._asked.setContentsMargins(12, 12 if asked else 0, 12, 12 if asked else 0)

    def show_paper(
        self, sale_id: str, image: QImage, reasons: tuple[str, ...] = (), age: str = ""
    ) -> None:
        """The picture of the receipt, why prices are others than the catalogue's, and who has
        looked at the buyer's age; what comes too late is dropped."""
        if self._row is not None and self._row.sale_id == sale_id:
            self.paper.show_images([image])
            self._reasons.setText("\n".join(reasons))
            self._reasons.setVisible(bool(reasons))
            self._age.setText(age)
            self._age.setVisible(bool(age))

    def set_compact(self, compact: bool) -> None:
        """Leave more room to the number than to the sum, and to words than to signs."""
        self._sum.set_face(theme.LARGE if compact else theme.TITLE, theme.SEMIBOLD)
        icons = {self.copy: "printer", self.send: "mail", self.pdf: "file-text", self.gift: "gift"}
        for button, icon in icons.items():
            button.set_icon("" if compact else icon)
            button.set_padding(6 if compact else 16)

    def focus_first(self) -> None:
        """Put the keyboard on what is most likely wanted."""
        offers = (self.print_question.first, self.fiscal_question.first, self.copy, self.pdf)
        for button in offers:
            if button.isVisible() and button.isEnabled():
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def _ask_about_print(self, row: SaleRow, shown: str) -> None:
        if row.print_state is PrintState.UNKNOWN:
            self.print_question.ask(
                t("journal.came_out", number=shown),
                t("journal.came_out_detail"),
                danger=False,
                first=t("journal.printed"),
                second=t("journal.print_again"),
            )
        elif row.print_state in (PrintState.HELD, PrintState.FAILED):
            failed = row.print_state is PrintState.FAILED
            self.print_question.ask(
                t(f"journal.print_{row.print_state.value}"),
                reason_text(row.print_reason),
                danger=failed,
                first=t("journal.print_failed_again") if failed else "",
            )

    def _answer_about_print(self) -> None:
        """The first button: "it is printed" where that is asked, else "print again"."""
        if self._row is not None and self._row.print_state is PrintState.FAILED:
            self.print_again_wanted.emit()
        else:
            self.came_out.emit(True)

    def _ask_about_document(self, row: SaleRow) -> None:
        code, _, told = row.fiscal_reason.partition(": ")
        if row.fiscal_state is FiscalState.REJECTED and code in (UNCLEAR, MISMATCH):
            words = text_for(code, {})
            self.fiscal_question.ask(
                words.title,
                f"{words.detail} {told}".strip(),
                danger=True,
                first=t("journal.send_not_there") if code == UNCLEAR else "",
            )
        elif row.fiscal_state is FiscalState.REJECTED:
            self.fiscal_question.ask(
                t("journal.refused"),
                reason_text(row.fiscal_reason),
                danger=True,
                first=t("journal.send_again"),
            )

    def _send_again(self) -> None:
        row = self._row
        self.send_again_wanted.emit(row is not None and row.fiscal_reason.startswith(UNCLEAR))

    def retranslate(self) -> None:
        self.copy.setText(t("journal.copy"))
        self.pdf.setText(t("journal.pdf"))
        self.refund.setText(t("journal.refund_sale"))
        self.gift.setText(t("journal.gift"))
        self.send.setText(t("journal.send"))
        self._no_printer.setText(t("journal.no_printer"))
        self.paper.setAccessibleName(t("journal.paper"))
        self.show_sale(self._row)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        paint.rounded(painter, rect, theme.RADIUS, now.card, now.card_line)
