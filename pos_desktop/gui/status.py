"""How devices, operator and cloud are: pills of the top bar, the list at sign-in, the line of
attention."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.domain.printing import PrintState
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.attention import Attention
from pos_desktop.gui.equipment_words import is_written_wrongly, trouble_of
from pos_desktop.gui.messages import text_for
from pos_desktop.gui.models.signin import HealthRow
from pos_desktop.gui.people import People
from pos_desktop.gui.session import Queues, Shop
from pos_desktop.gui.widgets.pills import PillData, PillState
from pos_desktop.gui.widgets.topbar import TopBar
from pos_desktop.i18n import duration, number, t, weight_kg
from pos_desktop.ports import (
    DeviceChanged,
    DeviceState,
    DrawerMoved,
    Event,
    FiscalChanged,
    Health,
    PrintJobChanged,
    QueueStatus,
    SpareOffered,
    SyncChanged,
    WeightRead,
    WorkerFailed,
)

_STATES: dict[Health, PillState] = {
    Health.DISABLED: "off",
    Health.CONNECTING: "off",
    Health.ONLINE: "ok",
    Health.DEGRADED: "warn",
    Health.OFFLINE: "danger",
    Health.MISCONFIGURED: "danger",
}
_LABELS = "label_printer"
_SECOND = "second_printer"
_DISPLAY = "customer_display"
_TERMINAL = "terminal"
_BANK = "sbp"
_EMPTY = QueueStatus(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """How one device or service is: name and value for the list at sign-in, pill for the top
    bar."""

    part: str
    icon: str
    name: str
    value: str
    pill: str
    state: PillState


class StatusBoard:
    """Remembers the last word of every part and says it in three places."""

    def __init__(self, shop: Shop, bar: TopBar, people: People, attention: Attention) -> None:
        self._shop = shop
        self._bar = bar
        self._people = people
        self._attention = attention
        self._devices: dict[str, DeviceState] = {}
        self._weight: WeightRead | None = None
        self._fiscal_reason = ""
        self._fiscal_queue = _EMPTY
        self._online = True
        self._cloud_queue = _EMPTY
        self._asks_about_print = False
        self._drawer_is_open = False
        shop.till.changed.connect(lambda _shown: self._look_at_prints())
        shop.till.changed.connect(lambda _shown: self._notice_bank())
        shop.till.completed.connect(lambda _shown: self._sale_stored())
        attention.second_printer_wanted.connect(self._print_on_second)
        self.count()

    def _sale_stored(self) -> None:
        """The disk took a sale: what it refused before is over."""
        self._attention.forget("storage")
        self.count()

    def count(self) -> None:
        """Ask how much waits; the workers say it only when they try."""
        self._shop.till.ask(self._shop.queues, self._show_queues)

    def show_event(self, event: Event) -> None:
        """Take one event over and draw what it changes."""
        if isinstance(event, DeviceChanged):
            self._devices[event.state.device] = event.state
            self._notice_device(event.state)
        elif isinstance(event, FiscalChanged):
            self._fiscal_reason = event.reason
            self._fiscal_queue = event.queue
            self._notice_fiscal(event)
        elif isinstance(event, SyncChanged):
            self._online = event.online
            self._cloud_queue = event.queue
        elif isinstance(event, DrawerMoved):
            self._drawer_is_open = event.is_open
        elif isinstance(event, SpareOffered):
            self._notice_spare(event)
        elif isinstance(event, PrintJobChanged):
            self._notice_print(event)
        elif isinstance(event, WorkerFailed):
            message = text_for("worker.failed", {"worker": event.worker, "text": event.error})
            self._attention.show("worker", message)
        self.refresh()

    def show_weight(self, read: WeightRead) -> None:
        if self._weight is None or read.weight_grams != self._weight.weight_grams:
            self._weight = read
            self.refresh()

    def refresh(self) -> None:
        parts = self.parts()
        self._bar.set_pills([PillData(p.part, p.pill, p.state, p.icon) for p in parts])
        self._people.show_health([HealthRow(p.icon, p.name, p.value, p.state) for p in parts])

    def parts(self) -> list[Part]:
        """Every part that is set up, with its last word."""
        parts: list[Part] = []
        if self._shop.has_printer:
            ready = t("status.ready")
            parts.append(self._device("printer", t("status.printer"), ready, "printer"))
        if self._drawer_is_open:
            # Only a drawer with a sensor is ever known to be open.
            text = t("status.drawer_open")
            parts.append(Part("drawer", "cash-drawer", t("status.drawer"), text, text, "warn"))
        if self._shop.scale is not None or self._is_wrong("scale"):
            value = t("status.scale_ready")
            if self._weight is not None and self._weight.weight_grams is not None:
                value = weight_kg(self._weight.weight_grams)
            parts.append(self._device("scale", t("status.scale"), value, "scale"))
        if TenderKind.CARD in self._shop.place.terminals or _TERMINAL in self._devices:
            name = t("status.terminal")
            parts.append(self._device(_TERMINAL, name, t("status.ready"), "card-terminal"))
        if TenderKind.QR in self._shop.place.terminals:
            parts.append(self._bank())
        if self._shop.has_operator:
            parts.append(self._fiscal())
        if self._shop.has_cloud:
            parts.append(self._cloud())
        return parts

    def _is_wrong(self, device: str) -> bool:
        """Whether the settings name a device that cannot be used as they say."""
        state = self._devices.get(device)
        return state is not None and is_written_wrongly(state)

    def _device(self, device: str, name: str, value: str, icon: str) -> Part:
        state = self._devices.get(device)
        if state is None:
            return Part(device, icon, name, t("status.looking"), name, "off")
        kind = _STATES[state.health]
        if kind == "ok":
            pill = f"{name} {value}" if device == "scale" else name
            return Part(device, icon, name, value, pill, kind)
        if state.reason and kind != "off":
            words = trouble_of(state).title
            return Part(device, icon, name, words, words, kind)
        return Part(device, icon, name, t("status.looking"), name, kind)

    def _bank(self) -> Part:
        """Without the network no bank answers: no fault of anything at the till."""
        part = self._device(_BANK, t("status.sbp"), t("status.ready"), "qr-code")
        if part.state in ("ok", "off"):
            return part
        away = self._devices[_BANK].health is Health.OFFLINE
        return replace(part, pill=t("status.sbp_away"), state="warn" if away else "danger")

    def _fiscal(self) -> Part:
        queue, name = self._fiscal_queue, t("status.fiscal")
        if queue.parked:
            text = t("status.fiscal_refused", number=number(queue.parked))
            return Part("fiscal", "cpu", name, text, text, "danger")
        if queue.waiting and self._fiscal_reason:
            text = t("status.fiscal_waiting", number=number(queue.waiting))
            return Part("fiscal", "cpu", name, text, text, "warn")
        return Part("fiscal", "cpu", name, t("status.ready"), name, "ok")

    def _cloud(self) -> Part:
        waiting, name = self._cloud_queue.waiting, t("status.cloud")
        if self._online:
            return Part("cloud", "cloud", name, t("status.linked"), name, "ok")
        text = t("status.offline")
        if waiting:
            text = t("status.offline_waiting", number=number(waiting))
        return Part("cloud", "wifi-off", name, text, text, "warn")

    def _notice_device(self, state: DeviceState) -> None:
        if state.device == _BANK:
            self._notice_bank()
            return
        if state.health in (Health.OFFLINE, Health.MISCONFIGURED, Health.DEGRADED) and state.reason:
            mild = state.health is Health.DEGRADED or state.device == _DISPLAY
            level = "warning" if mild else "danger"
            message = trouble_of(state, level)  # type: ignore[arg-type]
            if state.device == _LABELS:
                # No sale waits for it, and its words speak of receipts.
                message = text_for("label.printer_trouble", {"text": message.title}, "warning")
            elif state.device == _SECOND:
                message = text_for("second_printer.trouble", {"text": message.title}, "warning")
            self._attention.show(state.device, message)
        else:
            self._attention.forget(state.device)

    def _notice_bank(self) -> None:
        """That payments by QR code do not work, before a customer wants one; while one is under
        way the payment screen says all of it."""
        state = self._devices.get(_BANK)
        bad = state is not None and state.health in (Health.OFFLINE, Health.MISCONFIGURED)
        if state is None or not bad or self._is_paying_by_code():
            self._attention.forget(_BANK)
            return
        values: dict[str, object] = {"text": text_for(state.reason, dict(state.values)).title}
        if state.health is Health.MISCONFIGURED:
            message = text_for("sbp.needs_owner", values)
            self._attention.show(_BANK, message, "equipment")
        elif self._shop.place.payments.static_qr:
            self._attention.show(_BANK, text_for("sbp.away_but_printed", values))
        else:
            self._attention.show(_BANK, text_for("sbp.away", values))

    def _is_paying_by_code(self) -> bool:
        shown = self._shop.till.current
        pending = shown.payment.pending if shown is not None and shown.payment else None
        return pending is not None and pending.by == _BANK

    def _notice_spare(self, event: SpareOffered) -> None:
        if not event.waiting:
            self._attention.forget("spare")
            return
        message = text_for("printer.spare_offered", {"waiting": event.waiting}, "danger")
        self._attention.show("spare", message, "second_printer")

    def _print_on_second(self) -> None:
        papers = self._shop.desks.papers
        self._shop.till.run(papers.print_on_second, lambda _moved: self._attention.forget("spare"))

    def _notice_print(self, event: PrintJobChanged) -> None:
        if event.device == _LABELS:
            if event.state in (PrintState.UNKNOWN, PrintState.FAILED):
                self._attention.show("labels", text_for("label.unsure", {}))
            else:
                self._attention.forget("labels")
            return
        if event.state is PrintState.CANCELLED and event.reason:
            self._attention.show("paper", text_for(event.reason, {}))
        elif event.device == _SECOND and not event.sale_id:
            self._notice_order(event)
        elif event.state in (PrintState.UNKNOWN, PrintState.FAILED):
            self._ask_about_print(True)
        else:
            self._look_at_prints()

    def _notice_order(self, event: PrintJobChanged) -> None:
        """An order for the kitchen: whether it is there, people see in the kitchen."""
        if event.state in (PrintState.UNKNOWN, PrintState.FAILED):
            self._attention.show("order", text_for("print.order_unsure", {}))
        elif event.state is PrintState.DONE:
            self._attention.forget("order")

    def _look_at_prints(self) -> None:
        """The question stays until the last receipt that it is about is settled."""
        if self._asks_about_print:
            self.count()

    def _ask_about_print(self, asks: bool) -> None:
        self._asks_about_print = asks
        if asks:
            self._attention.show("print", text_for("print.unknown", {}), "journal")
        else:
            self._attention.forget("print")

    def _notice_fiscal(self, event: FiscalChanged) -> None:
        if event.state is FiscalState.REJECTED:
            message = text_for("fiscal.refused", {"text": event.reason}, "danger")
            self._attention.show("fiscal", message, "journal")
            return
        if event.needs_person:
            message = text_for(event.reason, {}, "danger")
            self._attention.show("fiscal", message, "journal")
            return
        age = time.time() - event.queue.oldest_us / 1_000_000 if event.queue.oldest_us else 0
        country = self._shop.country
        if event.queue.waiting and age > country.warn_after_us / 1_000_000:
            late = age > country.alarm_after_us / 1_000_000
            values = {
                "waiting": event.queue.waiting,
                "age": duration(int(age)),
                "number": event.queue.oldest_number,
            }
            message = text_for("fiscal.old", values, "danger" if late else "warning")
            self._attention.show("fiscal", message, "journal")
        elif not event.queue.parked:
            self._attention.forget("fiscal")

    def _show_queues(self, queues: Queues) -> None:
        self._fiscal_queue = queues.fiscal
        self._cloud_queue = queues.cloud
        self._ask_about_print(queues.printing.parked > 0)
        self.refresh()
