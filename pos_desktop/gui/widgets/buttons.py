"""The button of the register: text, an optional second line, an icon and the key that does the
same.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_desktop.gui import icons, theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.looks import FILLED, Kind, Look, face_of, look_of
from pos_desktop.gui.widgets.paint import Face
from pos_desktop.gui.widgets.pressable import Pressable

Arrange = Literal["auto", "row", "stack"]

_GAP = 8
_ICON_PX = 18


class KeyedButton(Pressable):
    """A touch button at least 48 pixels high with the key that does the same printed on it.

    text, sub: first and second line. key: the name on the key cap ("F12"), only shown, the screen
    binds it.
    icon: name of an outline of `icons`. kind: look, see `looks.Kind`. arrange: "stack" puts sub and
    key below the text, "row" puts icon, text and key beside each other, "auto" stacks where the
    height allows it.
    name: accessible name where it differs from the text, needed when there is no text.
    A checkable button shows the chosen state when it is checked.
    """

    def __init__(
        self,
        text: str = "",
        *,
        sub: str = "",
        key: str = "",
        icon: str = "",
        kind: Kind = "plain",
        arrange: Arrange = "auto",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label = ""
        self._sub = sub
        self._key = key
        self._icon = icon
        self._kind: Kind = kind
        self._arrange: Arrange = arrange
        self._face = Face(*face_of(kind))
        self._align_left = kind == "nav"
        self._radius: float = theme.RADIUS
        self._padding = 16
        self._icon_px = _ICON_PX
        self.setMinimumHeight(theme.TOUCH)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setText(text)
        if name:
            self.setAccessibleName(name)
        self._describe()

    # Content; each is drawn anew only where it is another, since snapshots say all of it again.

    def setText(self, text: str) -> None:
        """Set the first line; an ampersand is shown as it is."""
        if text == self._label:
            return
        self._label = text
        super().setText(text.replace("&", "&&"))
        self._content_changed()

    def label(self) -> str:
        """Return the first line as it was given."""
        return self._label

    def set_sub(self, sub: str) -> None:
        """Set the second line."""
        if sub != self._sub:
            self._sub = sub
            self._describe()
            self._content_changed()

    def set_key(self, key: str) -> None:
        """Set the name on the key cap, empty for none."""
        if key != self._key:
            self._key = key
            self._describe()
            self._content_changed()

    def key(self) -> str:
        """Return the name on the key cap."""
        return self._key

    def set_icon(self, icon: str, px: int = _ICON_PX) -> None:
        """Set the icon by its name in `icons`, empty for none."""
        if (icon, px) != (self._icon, self._icon_px):
            self._icon = icon
            self._icon_px = px
            self._content_changed()

    def set_kind(self, kind: Kind) -> None:
        """Change the look; size and weight of the text follow the kind."""
        self._kind = kind
        self._face = Face(*face_of(kind))
        self._align_left = kind == "nav"
        self._content_changed()

    def set_arrange(self, arrange: Arrange) -> None:
        """Choose between lines below each other and things beside each other."""
        if arrange != self._arrange:
            self._arrange = arrange
            self._content_changed()

    def set_face(self, px: int, weight: QFont.Weight) -> None:
        """Set size and weight of the first line where the kind's own do not fit."""
        self._face = Face(px, weight)
        self._content_changed()

    def set_radius(self, radius: float) -> None:
        """Set the corner radius; pills take half their height."""
        self._radius = radius
        self.redraw()

    def set_padding(self, padding: int) -> None:
        """Set the room left and right of the content."""
        if padding != self._padding:
            self._padding = padding
            self._content_changed()

    def set_align_left(self, left: bool) -> None:
        """Put the content at the left instead of in the middle."""
        self._align_left = left
        self.redraw()

    def _content_changed(self) -> None:
        self.updateGeometry()
        self.redraw()

    def _describe(self) -> None:
        self.setAccessibleDescription(", ".join(part for part in (self._sub, self._key) if part))

    # Size

    def _row_width(self) -> float:
        parts = [
            self._icon_px if self._icon else 0.0,
            paint.width(self._face, self._label) if self._label else 0.0,
            paint.keycap_width(self._key),
        ]
        shown = [part for part in parts if part]
        return sum(shown) + _GAP * max(0, len(shown) - 1)

    def _stack_height(self) -> float:
        lines = round(self._face.px * 1.3)
        if self._sub:
            lines += 18
        if self._key:
            lines += paint.KEYCAP_HEIGHT + (0 if self._sub else 4)
        return lines

    def _stacked(self) -> bool:
        if self._arrange != "auto":
            return self._arrange == "stack"
        return bool(self._sub) or (bool(self._key) and self.height() >= self._stack_height() + 12)

    def sizeHint(self) -> QSize:
        if self._arrange == "stack" or self._sub:
            first = paint.width(self._face, self._label)
            if self._icon:
                first += self._icon_px + _GAP
            wide = max(first, paint.width(paint.SMALL, self._sub), paint.keycap_width(self._key))
            return QSize(
                round(wide) + 2 * self._padding, max(theme.TOUCH, round(self._stack_height()) + 16)
            )
        return QSize(max(theme.TOUCH, round(self._row_width()) + 2 * self._padding), theme.TOUCH)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.TOUCH, theme.TOUCH)

    # Painting

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        look = look_of(self._kind, chosen=self.isChecked(), enabled=self.isEnabled())
        self._paint_box(painter, rect, look)
        if self._stacked() and self._align_left:
            self._paint_left_stack(painter, rect, look)
        elif self._stacked():
            self._paint_stack(painter, rect, look)
        else:
            self._paint_row(painter, rect, look)
        if self.ringed():
            now = theme.current()
            dark = self._kind.startswith("panel")
            paint.ring(
                painter,
                rect,
                self._radius,
                now.panel_accent if dark else now.focus,
                now.panel if dark else now.card,
            )

    def _paint_box(self, painter: QPainter, rect: QRectF, look: Look) -> None:
        fill = look.fill
        if self.isDown():
            towards, share = (look.cap, 0.75) if self._kind in FILLED else (look.text, 0.14)
            fill = paint.mixed(fill or theme.current().ground, towards, share)
        elif self.underMouse() and self.isEnabled():
            fill = paint.mixed(fill or theme.current().ground, look.text, 0.04)
        if fill is not None or look.border is not None:
            paint.rounded(painter, rect, self._radius, fill, look.border, look.edge_px)

    def _paint_stack(self, painter: QPainter, rect: QRectF, look: Look) -> None:
        room = int(rect.width()) - 12
        icon_px = self._icon_px + _GAP if self._icon else 0
        face, rows = paint.told(self._face, self._label, room - icon_px, 1 if self._icon else 2)
        line_px = round(face.px * 1.3)
        cap_px = 18.0 if self._sub and self._key else float(paint.KEYCAP_HEIGHT)
        gap = 4.0 if self._key and not self._sub else 0.0
        small, subs = paint.told(paint.SMALL, self._sub, room) if self._sub else (face, ())
        sub_px = 18 if len(subs) == 1 else 13
        total = line_px * len(rows) + sub_px * len(subs)
        # Two rows of a long name are worth more than the name of the key.
        long = len(rows) > 1 or len(subs) > 1
        capped = bool(self._key) and (not long or total + cap_px <= rect.height() - 4)
        gap = 0.0 if long else gap
        total += round(gap + cap_px) if capped else 0
        y = (rect.height() - total) / 2
        for row in rows:
            x = (rect.width() - icon_px - paint.width(face, row)) / 2
            if self._icon:
                top = y + (line_px - self._icon_px) / 2
                icons.paint(painter, self._icon, look.text, QPointF(x, top), self._icon_px)
            line = QRectF(x + icon_px, y, paint.width(face, row) + 1, line_px)
            paint.text(painter, line, paint.LEFT, face, look.text, row)
            y += line_px
        if self._sub:
            for row in subs:
                sub_line = QRectF(0, y, rect.width(), sub_px)
                paint.text(painter, sub_line, paint.CENTRE, small, look.sub, row)
                y += sub_px
        if capped:
            wide = paint.keycap_width(self._key)
            cap = QRectF(round((rect.width() - wide) / 2), round(y + gap), wide, cap_px)
            paint.keycap(painter, cap, self._key, look.cap, look.cap_text)

    def _paint_left_stack(self, painter: QPainter, rect: QRectF, look: Look) -> None:
        """Two lines at the left, the key at the right: a row of a list."""
        line_px = round(self._face.px * 1.3)
        y = (rect.height() - line_px - (20 if self._sub else 0)) / 2
        cap_wide = paint.keycap_width(self._key)
        room = int(rect.width() - 2 * self._padding - (cap_wide + _GAP if cap_wide else 0))
        face, (label,) = paint.told(self._face, self._label, room, 1)
        line = QRectF(self._padding, y, room + 4, line_px)
        paint.text(painter, line, paint.LEFT, face, look.text, label)
        if self._sub:
            small, (sub,) = paint.told(paint.SMALL, self._sub, room, 1)
            sub_line = QRectF(self._padding, y + line_px + 2, room + 4, 18)
            paint.text(painter, sub_line, paint.LEFT, small, look.sub, sub)
        if cap_wide:
            x = round(rect.width() - self._padding - cap_wide)
            cap = QRectF(x, round((rect.height() - 22) / 2), cap_wide, 22)
            paint.keycap(painter, cap, self._key, look.cap, look.cap_text)

    def _paint_row(self, painter: QPainter, rect: QRectF, look: Look) -> None:
        icon_px = self._icon_px + (_GAP if self._label or self._key else 0) if self._icon else 0
        cap_wide = paint.keycap_width(self._key)
        cap_room = cap_wide + (_GAP if self._label else 0) if cap_wide else 0
        sides = 12 if cap_wide else 4
        room = int(rect.width() - icon_px) - (self._padding + 4 if self._align_left else sides)
        least = paint.fitting(self._face, self._label, int(room - cap_room), paint.LEAST_PX)
        if cap_wide and paint.width(least, self._label) > room - cap_room:
            # A name that can be read is worth more than the name of the key.
            cap_wide = cap_room = 0
        face, rows = paint.told(self._face, self._label, int(room - cap_room), 2)
        text_px = max(paint.width(face, row) for row in rows)
        content = icon_px + text_px + cap_room
        x = float(self._padding) if self._align_left else (rect.width() - content) / 2
        if self._icon:
            top = (rect.height() - self._icon_px) / 2
            icons.paint(painter, self._icon, look.text, QPointF(x, top), self._icon_px)
            x += icon_px
        line_px = rect.height() if len(rows) == 1 else round(face.px * 1.3)
        y = (rect.height() - line_px * len(rows)) / 2
        for row in rows:
            line = QRectF(x, y, text_px + 1, line_px)
            paint.text(painter, line, paint.LEFT, face, look.text, row)
            y += line_px
        if cap_wide:
            left = round(x + text_px + (_GAP if self._label else 0))
            cap = QRectF(left, round((rect.height() - 22) / 2), cap_wide, 22)
            paint.keycap(painter, cap, self._key, look.cap, look.cap_text)


class IconButton(KeyedButton):
    """A square button with an icon only; `name` is what a screen reader says."""

    def __init__(
        self,
        icon: str,
        name: str,
        *,
        kind: Kind = "plain",
        icon_px: int = 20,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", icon=icon, kind=kind, arrange="row", name=name, parent=parent)
        self.set_icon(icon, icon_px)
        self.setToolTip(name)
        self.setFixedSize(theme.TOUCH, theme.TOUCH)

    def set_name(self, name: str) -> None:
        """Set the accessible name and the tool tip."""
        self.setAccessibleName(name)
        self.setToolTip(name)
