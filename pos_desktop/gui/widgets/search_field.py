"""A rounded text field with an icon before and a key cap behind the text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from pos_desktop.gui import icons, theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.line_edit import LineEdit


class SearchField(QWidget):
    """The search field of the sale screen; `text_changed` as one types, `submitted` by Enter,
    `cancelled` by Esc.

    The key cap names the key that puts the cursor here; while there is text, a cross in its place
    clears the field.
    """

    text_changed = Signal(str)
    submitted = Signal(str)
    cancelled = Signal()

    def __init__(
        self,
        placeholder: str = "",
        *,
        key: str = "",
        icon: str = "search",
        height: int = 52,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._icon = icon
        self._edit = LineEdit(parent=self, bare=True)
        self._edit.setFrame(False)
        self._edit.setFont(theme.font(theme.BODY))
        self._edit.installEventFilter(self)
        self._edit.textChanged.connect(self._text_changed)
        self._edit.returnPressed.connect(lambda: self.submitted.emit(self._edit.text()))
        line = QHBoxLayout(self)
        self._line = line
        line.setSpacing(0)
        line.addWidget(self._edit)
        self.setFocusProxy(self._edit)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.set_placeholder(placeholder)
        self.set_key(key)

    def edit(self) -> QLineEdit:
        """Return the line edit inside."""
        return self._edit

    def text(self) -> str:
        """Return what has been typed."""
        return self._edit.text()

    def set_text(self, text: str) -> None:
        """Replace what has been typed."""
        self._edit.setText(text)

    def clear(self) -> None:
        """Empty the field."""
        self._edit.clear()

    def set_placeholder(self, text: str) -> None:
        """Set the pale text of the empty field, also its accessible name."""
        self._edit.setPlaceholderText(text)
        self._edit.setAccessibleName(text)

    def set_key(self, key: str) -> None:
        """Set the name on the key cap, empty for none."""
        self._key = key
        right = 18 + (round(paint.keycap_width(key)) + 8 if key else 28)
        self._line.setContentsMargins(48 if self._icon else 16, 0, right, 0)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    def _text_changed(self, text: str) -> None:
        self.update()
        self.text_changed.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._edit:
            if kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                self.update()
            elif kind == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
                self.clear()
                self.cancelled.emit()
                return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.text() and event.position().x() > self.width() - theme.TOUCH:
            self.clear()
            self.cancelled.emit()
        else:
            self._edit.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        held = self._edit.hasFocus()
        border = now.focus if held else now.line
        paint.rounded(painter, rect, theme.RADIUS, now.card, border, 2 if held else 1)
        middle = rect.height() / 2
        if self._icon:
            icons.paint(painter, self._icon, now.muted, QPointF(18, middle - 10), 20)
        if self.text():
            at = QPointF(rect.width() - 36, middle - 9)
            icons.paint(painter, "x", now.ink_soft, at, 18)
        elif self._key:
            wide = paint.keycap_width(self._key)
            cap = QRectF(round(rect.width() - 17 - wide), middle - 10, wide, 20)
            paint.keycap(painter, cap, self._key, now.keycap, now.keycap_text)
