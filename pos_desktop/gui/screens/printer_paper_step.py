"""The second step of setting a printer up: its test page is in the person's hand, and what can be
read on it settles code page and width."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.screens.equipment_detail import PageChoice
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.scrolling import scrolling
from pos_desktop.i18n import t
from pos_desktop.ports.equipment import PaperChoice, PaperPage
from pos_desktop.settings import Replies

_MOST_PX = 330


class PaperStep(QWidget):
    """Which line reads right, and how wide the paper is; begins with what the model has, or with
    what is set up now. replies: what the printer told while it printed."""

    def __init__(
        self, page: PaperPage, replies: Replies = "profile", now: PaperChoice | None = None
    ) -> None:
        super().__init__()
        self._page = page
        self._replies = replies
        now = now or PaperChoice()
        number, codepage = page.chosen
        self._number = now.codepage_number if now.codepage_number >= 0 else number
        self._codepage = now.codepage or codepage
        self._columns = now.columns or page.columns
        self.pages: list[PageChoice] = []
        self.widths: list[KeyedButton] = []
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        if replies != "profile":
            told = Label(
                t(f"equipment.replies.{replies}"), theme.SMALL, theme.REGULAR, "ink_soft", wrap=True
            )
            rows.addWidget(told)
        rows.addWidget(_question(t("equipment.wizard.paper_width")))
        rows.addLayout(self._width_buttons())
        rows.addWidget(_question(t("equipment.wizard.paper_line")))
        rows.addWidget(self._lines())
        self._show()

    def _width_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        for mm, columns in self._page.widths:
            button = KeyedButton(t("equipment.detail.width", mm=mm, columns=columns), arrange="row")
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _on=False, c=columns: self._choose_width(c))
            line.addWidget(button, 1)
            self.widths.append(button)
        return line

    def _lines(self) -> QWidget:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setSpacing(8)
        for row in self._page.rows:
            choice = PageChoice(row)
            choice.clicked.connect(lambda _on=False, r=row: self._choose_line(r.number, r.codepage))
            rows.addWidget(choice)
            self.pages.append(choice)
        rows.addStretch(1)
        area = scrolling(inside)
        area.setFixedHeight(min(_MOST_PX, inside.sizeHint().height()))
        return area

    def choice(self) -> PaperChoice:
        """What differs from the model."""
        other_line = (self._number, self._codepage) != self._page.chosen
        return PaperChoice(
            codepage=self._codepage if other_line else "",
            codepage_number=self._number if other_line else -1,
            columns=self._columns if self._columns != self._page.columns else 0,
            replies=self._replies,
        )

    def _choose_width(self, columns: int) -> None:
        self._columns = columns
        self._show()

    def _choose_line(self, number: int, codepage: str) -> None:
        self._number, self._codepage = number, codepage
        self._show()

    def _show(self) -> None:
        for button, (_mm, columns) in zip(self.widths, self._page.widths, strict=True):
            button.setChecked(columns == self._columns)
            button.set_icon("check" if columns == self._columns else "")
        for line in self.pages:
            line.setChecked((line.row.number, line.row.codepage) == (self._number, self._codepage))


def _question(text: str) -> Label:
    return Label(text, theme.BODY, theme.MEDIUM, wrap=True)
