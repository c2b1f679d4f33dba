"""The demo's outside world: virtual devices, network, operator and cloud that a person or a script
plays with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

PrinterMode = Literal["ok", "paper-out", "cover-open", "offline", "unplugged"]
RemoteMode = Literal["up", "down", "slow"]
Part = Literal[
    "printer", "label_printer", "scanner", "scale", "display", "terminal", "operator", "cloud",
    "bank",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScanItem:
    """One line of the scanner's list. kind: "goods" | "marked" | "misread" | "unknown"."""

    name: str
    code: str
    kind: str


@dataclass(frozen=True, slots=True)
class WorldState:
    """paper_percent: None where the printer is a real one. weight_grams and stable: what lies on
    the scale. code_minor: the sum of a payment code that the customer could pay with a phone now,
    0 = none. card_minor: the sum the card terminal asks a card for now, 0 = none. display: what the
    customer's display of two lines shows."""

    network: bool
    printer: PrinterMode
    operator: RemoteMode
    cloud: RemoteMode
    paper_percent: int | None
    weight_grams: int
    stable: bool
    registered: int
    duplicates: int
    code_minor: int = 0
    card_minor: int = 0
    display: tuple[str, str] = ("", "")


class World(Protocol):
    """Each switch is missing where a real part took the place of the virtual one: then has() says
    no.

    Methods return at once; on_change is called from any thread.
    """

    def has(self, part: Part) -> bool: ...
    def state(self) -> WorldState: ...
    def scan_items(self) -> list[ScanItem]: ...
    def scan(self, code: str) -> bool: ...
    def weigh(self, weight_grams: int, *, stable: bool = True) -> None: ...
    def set_printer(self, mode: PrinterMode) -> None: ...
    def new_roll(self) -> None: ...
    def set_network(self, on: bool) -> None: ...
    def set_operator(self, mode: RemoteMode) -> None: ...
    def set_cloud(self, mode: RemoteMode) -> None: ...
    def pay_code(self) -> None:
        """The customer pays the code that is shown."""
        ...

    def show_card(self) -> None:
        """The customer holds a card to the terminal."""
        ...

    def settled(self) -> bool:
        """Whether every switch that was thrown has taken effect."""
        ...

    def printed_count(self) -> int: ...

    def printed_png(self, number: int) -> bytes:
        """The picture of the receipt printed as number (from 0)."""
        ...

    def owner_url(self) -> str:
        """A link that opens the owner's page in a browser; "" while the cloud is not ready."""
        ...

    def listen(self, on_change: Callable[[], None]) -> None: ...
    def stop(self) -> None: ...
