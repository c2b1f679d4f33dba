"""What the equipment page says about a device: badge, second line, place, what goes on without it.
Qt-free; a kind of device more is one line in LOOKS and its texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal, cast

from pos_desktop import i18n
from pos_desktop.gui.device_address import called, lasts
from pos_desktop.gui.drawer_words import (
    drawer_badge,
    drawer_hint,
    drawer_is_due,
    drawer_place,
    openings,
)
from pos_desktop.gui.messages import Level, Message, reason_text, text_for
from pos_desktop.gui.sbp_words import sbp_badge, sbp_hint, sbp_place
from pos_desktop.i18n import has_text, t, weight_kg
from pos_desktop.ports import DeviceState, Health
from pos_desktop.ports.equipment import EquipmentRow, LogLine, slot_of

Panel = Literal["paper", "weight", "scan", "none"]
BadgeState = Literal["ok", "wait", "fail", "info"]
_LONG_LETTERS = 120


@dataclass(frozen=True, slots=True)
class Look:
    """How one kind of device is shown. acts: what can be tried, the first by the strong button.
    panel: what is beside it. ready: text of its badge while it works. hint: a text in place of
    settings, for what is set up elsewhere.
    """

    icon: str
    acts: tuple[str, ...] = ("reconnect",)
    panel: Panel = "none"
    ready: str = "works"
    hint: str = ""
    last: str = ""


LOOKS: dict[str, Look] = {
    "printer": Look("printer", ("page", "drawer", "logo"), "paper", "ready", last="last_print"),
    "second_printer": Look("receipt", ("duties", "reconnect"), ready="ready", last="last_print"),
    "fiscal": Look("cpu", (), ready="works", hint="fiscal"),
    "scale": Look("scale", ("weigh", "zero"), "weight", "ready", last="last_weight"),
    "scanner": Look("scan-barcode", ("scan", "scan_page"), "scan", "reads", last="last_scan"),
    "drawer": Look("cash-drawer", ("drawer",), last="last_open"),
    "terminal": Look("card-terminal", ready="ready"),
    "sbp": Look("qr-code"),
    "label_printer": Look("tag", ("label", "reconnect"), ready="ready", last="last_print"),
    "customer_display": Look("hash", ready="shows"),
    "customer_screen": Look("monitor", (), ready="shows", hint="customer_screen"),
}  # fmt: skip
UNKNOWN = Look("plug")


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of the list in words. due: it needs somebody; advice: what to press or type then,
    beside the list."""

    device: str
    icon: str
    name: str
    place: str
    state: BadgeState
    badge: str
    second: str
    due: bool
    advice: str = ""
    absent: bool = False


def is_there(row: EquipmentRow) -> bool:
    """Whether it is set up; the drawer comes with its printer."""
    slot = slot_of(row.device)
    return bool(row.endpoint or slot.through or (slot.own_form and row.profile))


def acts_of(row: EquipmentRow) -> list[str]:
    """The buttons of a device: those that try it, then those that change it."""
    slot, here = slot_of(row.device), is_there(row)
    if slot.own_form and not here:
        return ["connect"]
    acts = [act for act in look_of(row.device).acts if here or act.startswith("scan")]
    if row.profile == "static":
        acts.remove("reconnect")  # there is nobody to ask
    if here and (slot.connections or slot.own_form):
        acts += ["change"] if slot.through else ["change", "remove"]
    return acts


def hint_of(row: EquipmentRow) -> str:
    """A text in place of settings, "" where there are some."""
    if row.device == "drawer":
        return drawer_hint(row)
    if row.device == "sbp":
        return sbp_hint(row)
    hint = look_of(row.device).hint
    if row.device == "scanner" and not row.endpoint:
        hint = "no_scanner"
    return t(f"equipment.detail.{hint}") if hint else ""


def nothing_text(device: str, health: Health | None = None) -> str:
    """What stands beside a device that shows nothing itself: what to press there."""
    if device == "sbp":
        return t("equipment.panel.nothing_bank")
    acts = look_of(device).acts
    act = next((name for name in ("drawer", "reconnect") if name in acts), "watched")
    if act == "reconnect" and health is Health.ONLINE:
        act = "ready"
    return t(f"equipment.panel.nothing_{act}")


def look_of(device: str) -> Look:
    return LOOKS.get(device, UNKNOWN)


def name_of(device: str) -> str:
    return t(f"equipment.device.{device}")


def shown(row: EquipmentRow, zone: tzinfo | None) -> Shown:
    state, badge = _badge(row)
    due = state in ("wait", "fail")
    if row.device == "drawer":
        due = drawer_is_due(row)
    return Shown(
        row.device,
        look_of(row.device).icon,
        name_of(row.device),
        place_of(row),
        state,
        badge,
        _second(row, zone, due=due),
        due,
        _advice(row) if due else _told(row),
        absent=slot_of(row.device).own_form and not is_there(row),
    )


def place_of(row: EquipmentRow) -> str:
    """The model, where it is and its number: "Xprinter XP-N160II · USB"."""
    if row.device == "drawer":
        return drawer_place(row)
    if row.device == "customer_screen":
        return t("equipment.place.screen")
    if row.device == "sbp":
        return sbp_place(row)
    if row.device == "scanner" and not row.endpoint:
        return t("equipment.place.wedge")
    place = port_of(row) or where(row.endpoint)
    told = row.values.get("number", "")
    number = t("terminal.peer_number", number=told) if told else ""
    return " · ".join(part for part in (row.model, place, number) if part)


def port_of(row: EquipmentRow) -> str:
    """The name under which the device was found, "" where the settings tell it."""
    port = row.state.values.get("found_at", "") if row.state is not None else ""
    return str(port).removeprefix("/dev/")


def found_at(row: EquipmentRow) -> str:
    """The name that the port of a device has now, which the settings do not tell."""
    values = row.state.values if row.state is not None else {}
    return str(values.get("found_at", "")) if lasts(row.endpoint) else ""


def _port_before(row: EquipmentRow) -> str:
    """The name under which it was before it moved, "" where it did not."""
    port = row.state.values.get("before", "") if row.state is not None else ""
    return str(port).removeprefix("/dev/")


def where(endpoint: str) -> str:
    """An endpoint as people say it: "192.168.1.40:9100", "COM3", "USB"."""
    kind, colon, address = endpoint.partition(":")
    if not colon or kind not in ("tcp", "serial", "usb", "hid", "file", "spool", "command"):
        return endpoint
    if kind in ("usb", "hid"):
        return t(f"equipment.place.{kind}")
    if lasts(endpoint):
        return called(endpoint)
    if kind == "spool":
        return t("equipment.place.spool", name=address)
    if kind == "file" and address.startswith("/dev/usb/"):
        return f"USB, {address.removeprefix('/dev/usb/')}"
    return address.removeprefix("//").removeprefix("/dev/")


def clock(at_us: int, zone: tzinfo | None, *, seconds: bool = False) -> str:
    """The time of today, the date with it for any other day."""
    moment = datetime.fromtimestamp(at_us / 1_000_000, zone)
    if moment.date() == datetime.now(zone).date():
        return i18n.time(moment, seconds=seconds)
    return i18n.datetime(moment)


def reason_key(reason: str) -> str:
    """ "printer.paper_out" -> "paper_out"."""
    return reason.rpartition(".")[2]


def _badge(row: EquipmentRow) -> tuple[BadgeState, str]:
    look = look_of(row.device)
    if row.device == "fiscal":
        waiting = row.values.get("waiting", 0)
        if isinstance(waiting, int) and waiting:
            return "wait", t("equipment.badge.fiscal_waiting", count=waiting)
        return "ok", t(f"equipment.badge.{look.ready}")
    if row.device == "scanner" and not row.endpoint:
        return ("ok", _say("reads")) if row.last_us else ("info", _say("waits_scan"))
    if row.device == "customer_screen":
        return "ok", _say(look.ready)
    if row.device == "drawer":
        state, words = drawer_badge(row)
        return cast("BadgeState", state), words
    if row.device == "sbp" and (said := sbp_badge(row)) is not None:
        return cast("BadgeState", said[0]), said[1]
    if row.state is None:
        return "info", _say("not_started")
    health, reason = row.state.health, reason_key(row.state.reason)
    if health in (Health.CONNECTING, Health.DISABLED):
        return "info", _say("looking")
    if health is Health.ONLINE:
        grams = row.values.get("weight_grams")
        if row.device == "scale" and isinstance(grams, int):
            return "ok", weight_kg(grams)
        if row.values.get("idle"):
            return "info", _say("idle")
        return "ok", _say(_known("badge", row.device, look.ready))
    known = _known("badge", row.device, reason)
    if is_written_wrongly(row.state) or (health is Health.MISCONFIGURED and not known):
        return "fail", _say("wrong")
    mild = health is Health.DEGRADED or _is_supply(reason)
    return "wait" if mild else "fail", _say(known or "trouble")


def _known(area: str, device: str, reason: str) -> str:
    """The text for a reason: of this kind of device, else of any; "" where there is none."""
    own = f"{device}_{reason}"
    return next((key for key in (own, reason) if has_text(f"equipment.{area}.{key}")), "")


def _is_supply(reason: str) -> bool:
    """What a hand mends at the machine: no fault of it."""
    return reason in ("paper_out", "paper_low", "cover_open", "ribbon_out")


def _say(key: str) -> str:
    return t(f"equipment.badge.{key}")


def is_written_wrongly(state: DeviceState) -> bool:
    """Whether what settings or a profile say of a device cannot be used: no plug mends that."""
    area = state.reason.partition(".")[0]
    return state.health is Health.MISCONFIGURED and area in ("endpoint", "profile")


def trouble_of(state: DeviceState, level: Level = "danger") -> Message:
    """What a device that does not work is told with above the screens."""
    message = text_for(state.reason, dict(state.values), level)
    if not is_written_wrongly(state):
        return message
    why = f"{message.title}: {message.detail}"
    if len(message.detail) > _LONG_LETTERS:  # the list of all models is on the equipment page
        named = state.values.get("id") or state.values.get("file", "")
        why = f"{message.title}: «{named}»."
    return text_for("device.wrong", {"device": name_of(state.device), "why": why}, level)


def _second(row: EquipmentRow, zone: tzinfo | None, *, due: bool) -> str:
    if row.device == "fiscal":
        oldest = row.values.get("oldest_us", 0)
        if isinstance(oldest, int) and oldest:
            return t("equipment.second.oldest", time=clock(oldest, zone))
        return ""
    if due and row.state is not None and row.device != "drawer":
        cause = "wrong" if is_written_wrongly(row.state) else reason_key(row.state.reason)
        known = _known("cause", row.device, cause)
        words = t(f"equipment.cause.{known or 'other'}")
        if row.since_us:
            return t("equipment.second.since", time=clock(row.since_us, zone), cause=words)
        return words
    if (before := _port_before(row)) and row.last_us <= row.since_us:
        return t("equipment.second.moved", before=before)
    if row.values.get("idle"):
        return t("equipment.second.idle")
    if row.device == "drawer" and (said := openings(row)):
        return said
    last = look_of(row.device).last
    if last and row.last_us:
        seconds = row.device == "scanner"
        return t(f"equipment.second.{last}", time=clock(row.last_us, zone, seconds=seconds))
    return ""


def _advice(row: EquipmentRow) -> str:
    """What the message of this trouble says: what was kept, what to press, what an administrator
    has to type."""
    state = row.state
    if state is None or not state.reason or row.device == "drawer":
        return ""
    code = state.reason
    if row.device in ("second_printer", "label_printer"):
        # No receipt waits for these; what their wire says is true of them as well.
        code = f"transport.{reason_key(code)}"
    if not has_text(f"messages.{code.replace('.', '_')}.title"):
        return ""
    return text_for(code, dict(state.values)).detail


def _told(row: EquipmentRow) -> str:
    """What a printer that works does not tell, and what follows from it."""
    replies = row.values.get("replies", "profile")
    return t(f"equipment.replies.{replies}") if replies != "profile" else ""


def summary(rows: list[Shown]) -> str:
    """ "8 devices · 2 need attention"."""
    rows = [row for row in rows if not row.absent]
    due = sum(row.due for row in rows)
    said = t("equipment.due", count=due) if due else t("equipment.nothing_due")
    return f"{t('equipment.count', count=len(rows))} · {said}" if rows else ""


def what_goes_on(rows: list[Shown]) -> str:
    """What a cashier can rely on while something does not work."""
    out = [row.device for row in rows if row.due]
    if "printer" in out and "drawer" in out:
        out.remove("drawer")  # it goes with the printer
    parts = [t(f"equipment.works.{name}") for name in out if has_text(f"equipment.works.{name}")]
    if not parts:
        return t("equipment.works.all") if rows else ""
    return t("equipment.works.go_on", parts="; ".join(dict.fromkeys(parts)))


def log_words(line: LogLine) -> str:
    """An event in words; one without words of its own is named."""
    values = dict(line.values)
    if "reason" in values:
        values["reason"] = reason_text(str(values["reason"]))
    if "tenths" in values:
        tenths = int(str(values.pop("tenths")))
        values["seconds"] = i18n.quantity(max(1, tenths) * 100, 1)
    if isinstance(values.get("bytes"), int):
        values["bytes"] = i18n.number(int(str(values["bytes"])))
    known = has_text(f"equipment.log.{line.code}")
    words = t(f"equipment.log.{line.code if known else 'other'}", **{"code": line.code} | values)
    return f"{words}. {t('messages.fix', command=values['fix'])}" if values.get("fix") else words
