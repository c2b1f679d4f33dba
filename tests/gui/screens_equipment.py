"""How to get to the equipment page and its dialogs, with devices that are simulated or missing."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from PIL import Image, ImageDraw

from pos_desktop.domain.scanner_check import TEST_GS1
from pos_desktop.gui.dialogs.drawer_setup import DrawerDialog
from pos_desktop.gui.dialogs.find_devices import FindDialog
from pos_desktop.gui.dialogs.sbp_setup import SbpDialog
from pos_desktop.gui.screens.device_form import Tried
from pos_desktop.hardware.transports.permissions import INSTALL_RULES
from pos_desktop.i18n import t
from pos_desktop.ports import DeviceChanged, DeviceState, Health, WeightRead, WeightStatus
from pos_desktop.ports.equipment import (
    CarriedPaper,
    DutiesChoice,
    FoundDevice,
    PaperChoice,
    SbpChoice,
    SbpSetUp,
    SearchResult,
    SearchStep,
    SearchTrouble,
)
from pos_desktop.settings import Device, Display, Replies, Sbp, Terminal
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator
from pos_desktop.simulators.scales.simulator import ScaleSimulator
from tests.gui.open_shop import OpenShop
from tests.gui.sbp_screens import STATIC

FOUND = (
    FoundDevice("printer", "usb:0483:070b", "Xprinter XP-N160II", "XP-N160II",
                "USB 0483:070b", True),
    FoundDevice("scale", "serial:0403:6001:A50285BI", "Масса-К МК-15.2", "massa-mk",
                "COM3, 57600 8N1", True, "COM3"),
    FoundDevice("scanner", "serial:1a86:7523", "USB-SERIAL CH340", "",
                "COM4, USB 1a86:7523", port="COM4"),
    FoundDevice("printer", "tcp://192.168.1.40:9100", "Epson TM-T20III", "TM-T20III",
                "192.168.1.40:9100", True),
)  # fmt: skip
TROUBLE = SearchTrouble("spooler", "transport.not_found", {"needs": "cups-client"})


@cache
def paper() -> EscposPrinterSimulator:
    """One printer for all pictures of a run."""
    return EscposPrinterSimulator().start()


@cache
def plate() -> ScaleSimulator:
    return ScaleSimulator().start()


def equipment_empty(shop: OpenShop) -> None:
    shop.window.open_page("equipment")
    page = shop.window.beside.page("equipment")
    shop.wait(lambda: page.view is not None)


def set_up(shop: OpenShop, device: str, endpoint: str, profile: str = "") -> None:
    register = shop.opened.register
    before: Device = getattr(register.settings, device)
    register.set_up_device(device, replace(before, endpoint=endpoint, profile=profile))


def with_devices(shop: OpenShop, *, many: bool = False) -> object:
    """A printer and a scale that work; many: and others that do not."""
    set_up(shop, "printer", f"tcp://127.0.0.1:{paper().port}", "TM-T20III")
    set_up(shop, "scale", f"tcp://127.0.0.1:{plate().port}", "toledo-8217")
    register = shop.opened.register
    if many:
        set_up(shop, "label_printer", "file:/dev/usb/lp77", "zpl-203")
        set_up(shop, "scanner", "serial:/dev/ttyUSB77", "serial-generic")
        register.settings = replace(register.settings, display=Display("on"))
    shop.window.open_page("equipment")
    page = shop.window.beside.page("equipment")
    shop.wait(lambda: page.chosen == "printer" and page.page is not None)
    states = register.devices.states
    settled = (Health.ONLINE, Health.OFFLINE, Health.MISCONFIGURED)
    shop.wait(lambda: all(state.health in settled for state in states()))
    page.read()
    shop.wait(lambda: all(row.badge for row in page.shown))
    return page


def equipment(shop: OpenShop) -> None:
    page = with_devices(shop)
    page.acts.act("page")
    log = shop.opened.register.device_logs.of("printer")
    shop.wait(lambda: any(event.code == "printed" for event in log.events()))
    page.read()
    shop.wait(lambda: any(line.code == "printed" for line in page.view.log))


def equipment_many(shop: OpenShop) -> None:
    with_devices(shop, many=True)


def _chosen(device: str, then: Callable[[object], None] = lambda _page: None):
    def open_it(shop: OpenShop) -> None:
        page = with_devices(shop, many=True)
        page.choose(device)
        shop.wait(lambda: page.detail._device == device and page.view.device == device)
        answered: list[bool] = []
        page.acts.ask(lambda: True, answered.append)
        shop.wait(lambda: bool(answered))
        then(page)

    return open_it


def _weighed(page: object) -> None:
    page.beside.show_weight(WeightRead(WeightStatus.STABLE, 1255))


def _scanned(page: object) -> None:
    page.take_scan("0104600051000057215Xk)1aBcDeF\x1d93dGVz")


def _tested(page: object) -> None:
    page.take_scan(TEST_GS1.replace("\x1d", ""))


def _with_terminal(shop: OpenShop) -> None:
    register = shop.opened.register
    register.set_up_device("terminal", Terminal("tcp://127.0.0.1:9", "zvt", alone=True))
    _chosen("terminal")(shop)


def _telling(
    device: str, health: Health, reason: str, endpoint: str = "serial:COM3", **values: object
):
    """The page while a device tells that."""

    def open_it(shop: OpenShop) -> None:
        _chosen(device)(shop)
        page = shop.window.beside.page("equipment")
        room = shop.opened.shop.desks.equipment.room
        real = room.rows
        state = DeviceState(device, health, reason, values)
        now_us = shop.opened.register.clock.now_us()
        room.rows = lambda: [
            replace(row, state=state, since_us=now_us, endpoint=endpoint)
            if row.device == device
            else row
            for row in real()
        ]
        page.read()
        shop.wait(lambda: page._rows[device].state == state)

    return open_it


def equipment_kind(shop: OpenShop) -> None:
    with_devices(shop)
    shop.window.beside.page("equipment").add.click()


def equipment_setup(shop: OpenShop) -> None:
    with_devices(shop)
    shop.window.beside.page("equipment").acts._set_up_found(FOUND[0])


def _port(endpoint: str) -> Callable[[OpenShop], None]:
    """A scale that was found at a port, as its form shows it."""

    def open_it(shop: OpenShop) -> None:
        page = with_devices(shop)
        page.acts._set_up_found(replace(FOUND[1], endpoint=endpoint))

    return open_it


def equipment_setup_label(shop: OpenShop) -> None:
    """A test label went to the printer; nobody but the person knows what came out."""
    with_devices(shop).acts._set_up("label_printer")
    form = shop.window.beside.page("equipment").acts.dialog.form
    form.show_device(Device("tcp://127.0.0.1:9100", "tspl-203"))
    form._worked(Tried(t("first_run.label_printed")))


def equipment_setup_paper(shop: OpenShop, replies: Replies = "profile") -> None:
    """The test page came out: what reads right on it."""
    equipment_setup(shop)
    acts = shop.window.beside.page("equipment").acts
    dialog = acts.dialog
    dialog.form.replies = replies
    dialog.form.tried.emit(True)
    shop.wait(lambda: dialog.steps.step is not None)
    panel = dialog.parentWidget()
    shop.wait(lambda: panel.height() >= panel.sizeHint().height())


def equipment_logo(shop: OpenShop, picture: bytes = b"") -> None:
    """The picture on top of receipts: none yet, or one that was chosen."""
    with_devices(shop)
    acts = shop.window.beside.page("equipment").acts
    acts.act("logo")
    shop.wait(lambda: acts.dialog is not None)
    if picture:
        acts.dialog.show_picture(picture)


def equipment_logo_chosen(shop: OpenShop) -> None:
    drawn = Image.new("L", (420, 120), 255)
    ImageDraw.Draw(drawn).rounded_rectangle((30, 20, 390, 100), 30, outline=0, width=12)
    file = io.BytesIO()
    drawn.save(file, "PNG")
    equipment_logo(shop, file.getvalue())


def equipment_setup_silent(shop: OpenShop) -> None:
    """It came out of a printer that answers nothing."""
    equipment_setup_paper(shop, "none")


def _model_moved(kept: bool) -> Callable[[OpenShop], None]:
    """Another model of printer was chosen, whose code pages have other numbers."""

    def open_it(shop: OpenShop) -> None:
        page = with_devices(shop)
        page.acts._offer_page("printer", CarriedPaper(PaperChoice(), "cp1251", 23, True, kept))

    return open_it


def equipment_remove(shop: OpenShop) -> None:
    with_devices(shop)
    shop.window.beside.page("equipment").acts.remove()


def equipment_duties(shop: OpenShop) -> None:
    from pos_desktop.gui.dialogs.printer_duties import DutiesDialog

    page = with_devices(shop)
    categories = shop.opened.register.catalogue.categories()
    choice = DutiesChoice(kitchen=(categories[0].category_id,), spare="ask")
    page.acts._open(DutiesDialog(choice, categories))


def equipment_searching(shop: OpenShop) -> None:
    page = with_devices(shop)
    dialog = _find(page)
    dialog.running = True
    dialog.begin_looks()
    dialog._step(SearchStep("network", 12, 50))


def equipment_found(shop: OpenShop) -> FindDialog:
    dialog = _find(with_devices(shop))
    dialog._finished(SearchResult(FOUND, (TROUBLE,)))
    return dialog


def equipment_found_nothing(shop: OpenShop) -> None:
    _find(with_devices(shop))._finished(SearchResult(cancelled=True))


def drawer_form(shop: OpenShop) -> DrawerDialog:
    page = with_devices(shop)
    page.choose("drawer")
    page.acts.act("change")
    shop.wait(lambda: page.acts.dialog is not None)
    return page.acts.dialog


def drawer_walk(shop: OpenShop) -> None:
    dialog = drawer_form(shop)
    shop.wait(lambda: dialog.level is not None)
    dialog.walk_on()
    dialog.walk_on()
    dialog.on_ms.set_text("900")
    dialog.choice()


RAIFFEISEN = SbpChoice("raiffeisen", "MA0000000552", static_payload=STATIC)
TBANK = SbpChoice("tbank", terminal_key="1234567890DEMO")


def sbp_form(now: SbpSetUp) -> Callable[[OpenShop], SbpDialog]:
    def open_it(shop: OpenShop) -> SbpDialog:
        page = with_devices(shop)
        page.choose("sbp")
        page.acts._set_up_sbp(now)
        return page.acts.dialog

    return open_it


def sbp_tried(shop: OpenShop) -> None:
    dialog = sbp_form(SbpSetUp(RAIFFEISEN, has_secret=True))(shop)
    dialog._worked("raiffeisen")


def sbp_refused(shop: OpenShop) -> None:
    """A bank that does not take the key: nobody is asked, its state is said as the worker would."""
    page = with_devices(shop)
    register = shop.opened.register
    sbp = Sbp(provider="tbank", terminal_key="1234567890DEMO")
    register.settings = replace(register.settings, sbp=sbp)
    state = DeviceState("sbp", Health.MISCONFIGURED, "sbp.wrong_secret")
    register.sbp.states = lambda: [state]
    register._heard(DeviceChanged(state))
    page.choose("sbp")
    shop.wait(lambda: any(row.device == "sbp" and row.due for row in page.shown))


def _find(page: object) -> FindDialog:
    """The dialog with a search that never starts by itself."""
    dialog = FindDialog(lambda _wishes, _go_on: SearchResult(), page.acts.work)
    page.acts._open(dialog)
    return dialog


SCREENS = {
    "equipment_empty": equipment_empty,
    "equipment": equipment,
    "equipment_many": equipment_many,
    "equipment_scale": _chosen("scale", _weighed),
    "equipment_scanner": _chosen("scanner", _scanned),
    "equipment_scanner_codes": _chosen("scanner"),
    "equipment_scanner_tested": _chosen("scanner", _tested),
    "equipment_drawer": _chosen("drawer"),
    "equipment_terminal": _with_terminal,
    "equipment_moved": _telling(
        "scale", Health.ONLINE, "device.moved", found_at="COM5", before="COM3"
    ),
    "equipment_two_alike": _telling(
        "scale", Health.MISCONFIGURED, "scale.ambiguous", found=("COM3", "COM5")
    ),
    "equipment_unplugged": _telling(
        "scale", Health.OFFLINE, "scale.not_found", "serial:0403:6001:A50285BI"
    ),
    "equipment_no_access": _telling(
        "label_printer", Health.MISCONFIGURED, "printer.permission", fix=INSTALL_RULES
    ),
    "equipment_drawer_form": drawer_form,
    "equipment_drawer_walk": drawer_walk,
    "equipment_sbp": _chosen("sbp"),
    "equipment_sbp_refused": sbp_refused,
    "equipment_sbp_form": sbp_form(SbpSetUp(RAIFFEISEN, has_secret=True)),
    "equipment_sbp_plain": sbp_form(SbpSetUp(TBANK, plain=True)),
    "equipment_sbp_static": sbp_form(SbpSetUp(SbpChoice(static_payload=STATIC))),
    "equipment_sbp_tried": sbp_tried,
    "equipment_label_printer": _chosen("label_printer"),
    "equipment_customer_screen": _chosen("customer_screen"),
    "equipment_kind": equipment_kind,
    "equipment_setup": equipment_setup,
    "equipment_setup_port": _port(FOUND[1].endpoint),
    "equipment_setup_socket": _port("serial:/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0"),
    "equipment_setup_label": equipment_setup_label,
    "equipment_setup_paper": equipment_setup_paper,
    "equipment_setup_silent": equipment_setup_silent,
    "equipment_logo": equipment_logo,
    "equipment_logo_chosen": equipment_logo_chosen,
    "equipment_model_kept": _model_moved(True),
    "equipment_model_moved": _model_moved(False),
    "equipment_remove": equipment_remove,
    "equipment_duties": equipment_duties,
    "equipment_searching": equipment_searching,
    "equipment_found": equipment_found,
    "equipment_found_nothing": equipment_found_nothing,
}
