"""What the window is given when the register is ready."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from pos_desktop.domain.catalogue import Category, Product
from pos_desktop.domain.country import CountryPack
from pos_desktop.gui.bridge import Bridge
from pos_desktop.gui.code_board import CodeBoard
from pos_desktop.gui.desks import Desks
from pos_desktop.gui.roster import Roster
from pos_desktop.gui.side_work import Work
from pos_desktop.gui.till import Till
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Catalogue, QueueStatus, Scale, ShopDevices

if TYPE_CHECKING:
    from pos_desktop.gui.goods_ports import GoodsPorts
    from pos_desktop.settings import Drawer, Selling


@dataclass(frozen=True, slots=True)
class Queues:
    """How much waits for the fiscal operator, the cloud and the printer."""

    fiscal: QueueStatus
    cloud: QueueStatus
    printing: QueueStatus


@dataclass(frozen=True, slots=True)
class Shop:
    """One open register. roster: who works here. has_*: which parts are set up at all.
    devices: may change while the shop is open.
    check_links: ask printer, operator and cloud now. selling: ready words for notes and reasons.
    open_imports: what goods from a file need; its thread starts with the first call. codes: what a
    customer is to follow; customer_screen: "off" | "on"; photos: folder of the shop's own pictures
    for it. sounds: whether scans are heard.
    side_work: for what takes seconds and touches no book: trying devices, searching them.
    want_pages: somebody may soon come to these pages; returns at once."""

    till: Till
    desks: Desks
    bridge: Bridge
    place: Workplace
    country: CountryPack
    zone: tzinfo | None
    catalogue: Catalogue
    categories: list[Category]
    favourites: list[Product]
    roster: Roster
    place_name: str
    register_name: str
    address: str
    devices: ShopDevices
    has_operator: bool
    has_cloud: bool
    idle_lock_minutes: int
    queues: Callable[[], Queues]
    check_links: Callable[[], None]
    selling: Selling
    drawer: Drawer
    open_imports: Callable[[], GoodsPorts]
    codes: CodeBoard
    customer_screen: str
    photos: Path
    sounds: bool
    start_training: Callable[[str], None]
    side_work: Work
    want_pages: Callable[[Iterable[str]], None]

    @property
    def scale(self) -> Scale | None:
        return self.devices.scale

    @property
    def scale_name(self) -> str:
        return self.devices.scale_name

    @property
    def has_printer(self) -> bool:
        return self.devices.is_set_up("printer")
