"""Why something is done: chips for the usual reasons, a line of text for the rest."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.line_edit import LineEdit

_GAP = 8
_LONGEST = 200


class ChipFlow(QWidget):
    """Chips of which one or none is chosen; those that find no room stand in the next row.

    keeps: one must be chosen, so a second tap on it changes nothing.
    """

    chosen = Signal(str)

    def __init__(self, *, keeps: bool = False) -> None:
        super().__init__()
        self._keeps = keeps
        self._buttons: dict[str, KeyedButton] = {}
        self._current = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_chips(self, chips: list[tuple[str, str]]) -> None:
        """Show (id, text); the chosen one stays chosen where it is still there."""
        if list(self._buttons) != [chip_id for chip_id, _ in chips]:
            for button in self._buttons.values():
                button.deleteLater()
            self._buttons = {chip_id: self._new(chip_id) for chip_id, _ in chips}
        for chip_id, text in chips:
            self._buttons[chip_id].setText(text)
        if self._current not in self._buttons:
            self._current = ""
        self.updateGeometry()
        self._place()

    def current(self) -> str:
        """The id of the chosen chip, "" for none."""
        return self._current

    def set_current(self, chip_id: str) -> None:
        """Choose without a signal; "" takes the choice back."""
        self._current = chip_id
        for of, button in self._buttons.items():
            button.setChecked(of == chip_id)

    def button(self, chip_id: str) -> KeyedButton:
        return self._buttons[chip_id]

    def sizeHint(self) -> QSize:
        wide = sum(b.sizeHint().width() + _GAP for b in self._buttons.values()) - _GAP
        return QSize(max(0, wide), self.rows_height(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, theme.TOUCH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _new(self, chip_id: str) -> KeyedButton:
        button = KeyedButton(arrange="row", parent=self)
        button.setCheckable(True)
        button.clicked.connect(lambda _on=False, i=chip_id: self._tapped(i))
        button.show()
        return button

    def _tapped(self, chip_id: str) -> None:
        """A second tap on the chosen chip takes the choice back where none may be chosen."""
        taken_back = self._current == chip_id and not self._keeps
        self.set_current("" if taken_back else chip_id)
        self.chosen.emit(self._current)

    def _spots(self, width: int) -> list[tuple[int, int, int]]:
        """x, y and width of every chip in a row of that width."""
        spots: list[tuple[int, int, int]] = []
        x = y = 0
        for button in self._buttons.values():
            wide = min(button.sizeHint().width(), max(width, theme.TOUCH))
            if x and x + wide > width:
                x, y = 0, y + theme.TOUCH + _GAP
            spots.append((x, y, wide))
            x += wide + _GAP
        return spots

    def rows_height(self, width: int) -> int:
        """How high all chips are in a row, or rows, of that width."""
        return max((y for _, y, _ in self._spots(width)), default=0) + theme.TOUCH

    def _place(self) -> None:
        for button, (x, y, wide) in zip(
            self._buttons.values(), self._spots(self.width()), strict=True
        ):
            button.setGeometry(x, y, wide, theme.TOUCH)
            button.setChecked(self._buttons.get(self._current) is button)
        high = self.rows_height(self.width())
        if self.height() != high:
            self.setFixedHeight(high)


class ReasonPicker(QWidget):
    """Chips and a field below them; `changed` after either. Enter in the field: `submitted`."""

    changed = Signal()
    submitted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.chips = ChipFlow()
        self.edit = LineEdit()
        self.edit.setFixedHeight(theme.TOUCH)
        self.edit.setFont(theme.font(theme.BODY, tabular=False))
        self.edit.setMaxLength(_LONGEST)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(_GAP)
        rows.addWidget(self.chips)
        rows.addWidget(self.edit)
        self.chips.chosen.connect(lambda _chip: self.changed.emit())
        self.edit.textChanged.connect(lambda _text: self.changed.emit())
        self.edit.returnPressed.connect(self.submitted)

    def set_texts(self, chips: list[tuple[str, str]], placeholder: str) -> None:
        """Show the reasons as (id, text) and name the field."""
        self.chips.set_chips(chips)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(placeholder)

    def reason(self) -> str:
        """The id of the chosen chip, "" for none."""
        return self.chips.current()

    def note(self) -> str:
        """What was typed, without spaces around it."""
        return self.edit.text().strip()

    def words(self) -> str:
        """Chip and text in one line, as a person reads it."""
        chip = self.chips.current()
        named = self.chips.button(chip).label() if chip else ""
        return ": ".join(part for part in (named, self.note()) if part)

    def clear(self) -> None:
        self.chips.set_current("")
        self.edit.clear()
