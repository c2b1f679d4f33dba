"""What the screens of the stock ask of a person, as they see it; gui/stock_questions.py asks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.stock import DraftLine, StockDraft
from pos_desktop.operations.import_delivery import DeliveryPreview
from pos_desktop.operations.save_product import CardText


class Questions(Protocol):
    """One decision at a time over the window. code_known(code): a code that was unknown is a
    product's now."""

    code_known: SignalInstance

    def ask_quantity(
        self, line: DraftLine, counting: bool, then: Callable[[int], None]
    ) -> None: ...
    def ask_weight(self, product: Product, then: Callable[[int], None]) -> None: ...
    def ask_sum(self, name: str, amount_minor: int, then: Callable[[int], None]) -> None: ...
    def ask_words(self, title: str, current: str, then: Callable[[str], None]) -> None: ...
    def ask_sure(self, text: str, then: Callable[[], None]) -> None: ...
    def ask_begin_count(self, then: Callable[[str, str, bool], None]) -> None: ...
    def ask_finish(self, whole: StockDraft, then: Callable[[str, bool, bool], None]) -> None: ...
    def close(self) -> None: ...
    def ask_card(self, product: Product, then: Callable[[CardText], None]) -> None: ...
    def ask_since(self, then: Callable[[int], None]) -> None: ...
    def show_paper(
        self,
        title: str,
        image: QImage,
        print_copy: Callable[[], None],
        print_labels: Callable[[], None] | None,
    ) -> None: ...
    def ask_unknown(self, code: str) -> None: ...
    def ask_file(self, parent: QWidget) -> str: ...
    def read(self, path: Path) -> bytes: ...
    def show_delivery(self, preview: DeliveryPreview, then: Callable[[], None]) -> None: ...


AskWith = Callable[[QWidget], Questions]
"""Makes the questions of one screen, over its window."""
