"""What happens behind the first picture: the register is assembled and handed to the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject

from pos_desktop.app.assembly import OpenRegister, Wishes, warm_up
from pos_desktop.app.desks import build_desks
from pos_desktop.app.preloading import Preloading
from pos_desktop.app.train import training_starter
from pos_desktop.gui.bridge import Bridge
from pos_desktop.gui.code_board import CodeBoard
from pos_desktop.gui.desk import Desk
from pos_desktop.gui.desks import Desks
from pos_desktop.gui.report_reading import ReportWork
from pos_desktop.gui.roster import Roster
from pos_desktop.gui.session import Queues, Shop
from pos_desktop.gui.side_work import LazyWork
from pos_desktop.gui.till import Till
from pos_desktop.settings import DataDir, Settings

if TYPE_CHECKING:
    from pos_desktop.app.importing import GoodsImports
    from pos_desktop.gui.goods_ports import GoodsPorts


Told = TypeVar("Told", bound=QObject)


class Options(Protocol):
    @property
    def pairing_code(self) -> str: ...
    @property
    def sample(self) -> bool: ...


class Importing:
    """The part for goods from a file: built when somebody wants it, ended with the register."""

    def __init__(self, register: OpenRegister, bridge: Bridge) -> None:
        self._register = register
        self._bridge = bridge
        self._open: GoodsImports | None = None

    def ports(self) -> GoodsPorts:
        if self._open is None:
            from pos_desktop.app.importing import GoodsImports

            self._open = GoodsImports(self._register, self._bridge)
        return self._open.ports()

    def stop(self) -> None:
        if self._open is not None:
            self._open.stop()


@dataclass(frozen=True, slots=True)
class Opened:
    """A register that is ready, and how to end it. warm_up: what may be slow the first time."""

    register: OpenRegister
    till: Till
    shop: Shop
    warm_up: Callable[[], None]
    importing: Importing
    report_work: ReportWork
    preloading: Preloading

    def close(self) -> None:
        if "equipment" in vars(self.shop.desks):  # built only when somebody came to the page
            self.shop.desks.equipment.room.cancel()
        self.preloading.stop()
        self.shop.side_work.stop()
        self.report_work.stop()
        self.importing.stop()
        self.till.stop()
        self.register.stop()
        # What listens to them holds them, unseen by the collector: they go when they are told to.
        for told in (self.till, self.shop.roster, self.shop.codes):
            told.deleteLater()


def open_all(settings: Settings, data_dir: DataDir, bridge: Bridge, options: Options) -> Opened:
    """Build the register. Raises PosError; then nothing is left running."""
    register = OpenRegister(
        settings, data_dir, bridge.post, Wishes(options.pairing_code, options.sample)
    )
    import_screens()
    desk = Desk(register.place, register.staff, register.wake)
    till = Till(desk, bridge)
    # Signals of the till belong to the window's thread, which is not the one that builds it.
    till.moveToThread(bridge.thread())
    importing = Importing(register, bridge)
    report_work = ReportWork(bridge)
    preloading = Preloading()
    desks = build_desks(desk, register, report_work)
    shop = _shop(register, till, bridge, importing, desks, preloading)
    till.start()
    return Opened(register, till, shop, warm_up(register), importing, report_work, preloading)


def import_screens() -> None:
    """Load the modules of the selling screens here, so that the window's thread need not wait."""
    for name in (
        "choices",
        "customers",
        "copies",
        "customer.side",
        "decisions",
        "menu_bar",
        "people",
        "second_word",
        "status",
        "weighing",
        "pages",
        "payment_choices",
        "screens.payment",
        "screens.sale",
        "sounds",
        "widgets.onscreen_keyboard",
        "widgets.toast",
    ):
        import_module(f"pos_desktop.gui.{name}")


def _on_window_thread(told: Told, bridge: Bridge) -> Told:
    told.moveToThread(bridge.thread())
    return told


def _shop(
    register: OpenRegister,
    till: Till,
    bridge: Bridge,
    importing: Importing,
    desks: Desks,
    preloading: Preloading,
) -> Shop:
    settings, ledger = register.settings, register.journal.ledger
    organisation = settings.organisation
    return Shop(
        till=till,
        desks=desks,
        bridge=bridge,
        place=register.place,
        country=register.country,
        zone=register.zone,
        catalogue=register.catalogue,
        categories=register.catalogue.categories(),
        favourites=register.catalogue.favourites(),
        roster=_on_window_thread(Roster(register.staff.records()), bridge),
        place_name=organisation.place or organisation.name,
        register_name=register.place.style.register_name,
        address=organisation.address,
        devices=register.devices,
        has_operator=register.fiscal is not None or bool(ledger.fiscal_queue().waiting),
        has_cloud=register.sync is not None,
        idle_lock_minutes=settings.idle_lock_minutes,
        queues=lambda: Queues(ledger.fiscal_queue(), ledger.cloud_queue(), ledger.print_queue()),
        check_links=register.check_links,
        selling=settings.selling,
        drawer=settings.drawer,
        open_imports=importing.ports,
        codes=_on_window_thread(CodeBoard(), bridge),
        customer_screen=settings.display.screen,
        photos=register.data_dir.folder("display"),
        sounds=settings.sounds == "on",
        start_training=training_starter(register.data_dir),
        side_work=LazyWork("equipment", bridge),
        want_pages=preloading.want,
    )
