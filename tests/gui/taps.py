"""A cashier's hands that are counted: taps on the screen and keys of the keyboard, since the last
scan. The scanner and the scale count nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication

from pos_desktop.gui import script_hands
from tests.gui.open_shop import OpenShop


@dataclass(frozen=True, slots=True)
class Story:
    """name: what the customer wants. most: taps and keys it takes after the last scan. play: does
    it; ends when it is done and seen."""

    name: str
    most: int
    play: Callable[[Hands], None]


class Hands:
    """tap, key and text wait until what they press is there and the register has answered."""

    def __init__(self, shop: OpenShop) -> None:
        self.shop = shop
        self.count = 0

    def scan(self, *codes: str) -> None:
        """The scanner's part: what was counted before belongs to another step."""
        self.shop.scan(*codes)
        self.count = 0

    def begin(self) -> None:
        """What comes now is counted."""
        self.count = 0

    def tap(self, name: str) -> None:
        """One finger on the one thing of that name ("Карта")."""
        self.shop.wait(lambda: len(self._found(name)) == 1)
        covered = script_hands.press(self._found(name)[0])
        assert not covered, f"{name!r} lies under {covered!r}"
        self.count += 1
        self.settle()

    def key(self, *names: str) -> None:
        """Keys of the keyboard, "F12", "Enter"."""
        for name in names:
            script_hands.press_key(self.shop.window, name)
            self.count += 1
            self.settle()

    def text(self, text: str) -> None:
        """Each letter is a key."""
        script_hands.type_text(self.shop.window, text)
        self.count += len(text)
        self.settle()

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for what the story wants to see."""
        self.shop.wait(holds)

    def settle(self) -> None:
        """Until everything asked for is done and drawn."""
        answered: list[bool] = []
        self.shop.till.ask(lambda: None, lambda _answer: answered.append(True))
        self.shop.wait(lambda: bool(answered))
        QApplication.processEvents()

    @property
    def shown(self):
        return self.shop.shown

    def paid(self) -> bool:
        return self.shown.just_completed or (
            self.shown.priced is None and self.shown.last is not None
        )

    def _found(self, name: str) -> list:
        return script_hands.find(self.shop.window, name)
