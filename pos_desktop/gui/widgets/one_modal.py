"""The panel of a page or flow that shows one at a time."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from pos_desktop.gui.widgets.modal import Modal


class OneModal:
    """Opens panels over `host`; a new one takes the place of the one before.

    A content with a signal `cancelled` closes its panel by it, unless the panel is not `closable`.
    """

    def __init__(self, host: QWidget) -> None:
        self._host = host
        self._modal: Modal | None = None

    @property
    def content(self) -> QWidget | None:
        """What is in the open panel."""
        return self._modal.content() if self._modal is not None else None

    def show(
        self,
        content: QWidget,
        *,
        size: QSize | None = None,
        closable: bool = True,
        close_outside: bool = False,
    ) -> Modal:
        """Open a panel with `content`; the panel, for who must know when it is closed."""
        self.close()
        modal = Modal(
            self._host, content, size=size, closable=closable, close_outside=close_outside
        )
        cancelled = getattr(content, "cancelled", None)
        if cancelled is not None and closable:
            cancelled.connect(modal.close_modal)
        modal.closed.connect(lambda: self._closed(modal))
        self._modal = modal
        modal.open()
        return modal

    def close(self) -> None:
        if self._modal is not None:
            self._modal.close_modal()

    def _closed(self, modal: Modal) -> None:
        # The signal of a panel whose place another one has taken says nothing of that one.
        if modal is self._modal:
            self._modal = None
