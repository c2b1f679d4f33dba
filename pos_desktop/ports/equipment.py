"""The devices of a register as a person sets them up: which there may be, what was found, how each
is, and what was said to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from pos_desktop.domain.staff import StaffMember
from pos_desktop.ports.devices import DeviceState
from pos_desktop.settings import Replies

Trial = Literal["page", "label", "weight", "scan", "text", "state", "none"]
"""How a device shows that it works: a printed page or label, a weight, a scan, a text on its glass,
an answer to a greeting; "none" = there is nothing to try."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One kind of device that a register can have.

    device: its name in the settings and in DeviceState. profiles: folder of hardware_profiles, "" =
    it has no models. connections: kinds of endpoints, the likeliest first; none = it is set up
    elsewhere, or goes with another device. through: that device. own_form: it is set up by a form
    of its own.
    """

    device: str
    profiles: str = ""
    connections: tuple[str, ...] = ()
    trial: Trial = "none"
    through: str = ""
    own_form: bool = False


_PRINTERS = ("usb", "tcp", "serial", "spool", "file")
SLOTS: tuple[Slot, ...] = (
    Slot("printer", "printers", _PRINTERS, "page"),
    Slot("fiscal"),
    Slot("scale", "scales", ("serial", "tcp"), "weight"),
    Slot("scanner", "scanners", ("serial", "hid", "tcp"), "scan"),
    Slot("drawer", through="printer", own_form=True),
    Slot("terminal", "terminals", ("tcp", "command"), "state"),
    Slot("sbp", own_form=True),
    Slot("label_printer", "printers", _PRINTERS, "label"),
    Slot("second_printer", "printers", _PRINTERS, "page"),
    Slot("customer_display", "displays", ("serial", "tcp", "file"), "text"),
    Slot("customer_screen"),
)
"""In the order of the list; a kind more is one line here, an icon and texts."""


def slot_of(device: str) -> Slot:
    """The slot of that name; StopIteration for none."""
    return next(slot for slot in SLOTS if slot.device == device)


DEFAULT_TCP_PORT = 9100
"""Where network printers listen."""


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A model one may choose: its id as settings store it, its name as people know it. kinds: of
    the endpoints it is reached by, "none" for a keyboard scanner; () = any. tcp_port: where it
    listens unless somebody set it otherwise.
    """

    profile_id: str
    name: str
    kinds: tuple[str, ...] = ()
    tcp_port: int = DEFAULT_TCP_PORT

    def is_reached_by(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """Something that is there. device: of SLOTS. endpoint: "serial:0403:6001:A1", "usb:04b8:0e28";
    profile: the id that fits it, "" where nothing is known. by: how it is recognised, in short
    ("USB 04b8:0e28", "192.168.1.40:9100"). sure: it can be nothing else; a serial port may be a
    scale or a scanner. port: the name of its serial port now, "COM3".
    """

    device: str
    endpoint: str
    name: str
    profile: str = ""
    by: str = ""
    sure: bool = False
    port: str = ""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is to be searched. addresses: as typed, "" = none. scales: ask serial ports whether a
    scale is behind them, which takes seconds a port. busy: endpoints that devices of this register
    hold. known: the endpoint that each device of it is set up with, there or not.
    """

    addresses: str = ""
    scales: bool = True
    busy: frozenset[str] = frozenset()
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchStep:
    """Where a search is. source: "usb", "serial", "spooler", "network", "scales"."""

    source: str
    done: int = 0
    of: int = 1


@dataclass(frozen=True, slots=True)
class SearchTrouble:
    """A source that could not be looked at: code and values of a message."""

    source: str
    code: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """found: without doubles. cancelled: a person stopped it; what was found until then is here."""

    found: tuple[FoundDevice, ...] = ()
    troubles: tuple[SearchTrouble, ...] = ()
    cancelled: bool = False


GoOn = Callable[[SearchStep], bool]
"""Told where the search is; False ends it."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """An event of a device. code: of the texts `equipment.log.<code>`."""

    at_us: int
    code: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EquipmentRow:
    """One device as it is set up and how it is.

    endpoint, profile: as settings store them. model: as people know it. state: None where nothing
    is set up. last_us: of the last thing it did (a scan, a receipt, a weight), 0 = nothing yet;
    values: what else is known, for the second line.
    """

    device: str
    endpoint: str = ""
    profile: str = ""
    model: str = ""
    state: DeviceState | None = None
    since_us: int = 0
    last_us: int = 0
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PrintingChoice:
    """What the test page settled and how receipts are to be; as settings.Printing."""

    codepage: str = ""
    codepage_number: int = -1
    columns: int = 0
    cut: bool = True
    logo: bool = True


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """Code page and width of a printer of receipts where they differ from its model: "", -1 and 0
    are the model's; and what it was found to tell."""

    codepage: str = ""
    codepage_number: int = -1
    columns: int = 0
    replies: Replies = "profile"


@dataclass(frozen=True, slots=True)
class LogoSetUp:
    """The shop's picture on top of its receipts. picture: the file, b"" = none. stored: the printer
    keeps it and a receipt only names it; can_store: it has a memory for one."""

    picture: bytes = b""
    stored: bool = False
    can_store: bool = False


@dataclass(frozen=True, slots=True)
class CarriedPaper:
    """The paper of a printer said for another model. choice: to be set up. codepage, number: what
    is printed with then; moved: that is not what was printed with before; kept: it has the same
    letters, under another number. forgot: what the printer tells has to be found out anew."""

    choice: PaperChoice
    codepage: str = ""
    number: int = -1
    moved: bool = False
    kept: bool = False
    forgot: bool = False


@dataclass(frozen=True, slots=True)
class DrawerChoice:
    """How the drawer is wired and when it opens; as settings.Printing has it. printer: "printer" or
    "second_printer". pin, sensor: "profile" = as its printer's model has it; the lengths: 0."""

    on_cash: bool = True
    printer: str = "printer"
    pin: str = "profile"
    on_ms: int = 0
    off_ms: int = 0
    sensor: str = "profile"


@dataclass(frozen=True, slots=True)
class DrawerWiring:
    """choice: as it is set up. models: for each printer that there is, what its model says of a
    drawer."""

    choice: DrawerChoice = DrawerChoice()
    models: dict[str, DrawerChoice] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SbpChoice:
    """Whose QR codes customers pay by; as settings.Sbp has it. provider "" and a static_payload =
    the shop's own printed code only; neither = not set up."""

    provider: str = ""
    merchant_id: str = ""
    account: str = ""
    terminal_key: str = ""
    static_payload: str = ""

    @property
    def kind(self) -> str:
        """The bank, "static" for the printed code alone, "" = not set up."""
        return self.provider or ("static" if self.static_payload else "")


@dataclass(frozen=True, slots=True)
class SbpSetUp:
    """has_secret: the bank's key is kept. plain: keys lie readable in a file on this machine."""

    choice: SbpChoice = SbpChoice()
    has_secret: bool = False
    plain: bool = False


@dataclass(frozen=True, slots=True)
class DutiesChoice:
    """What the second printer is for; as settings.SecondPrinter has it."""

    copies: bool = False
    kitchen: tuple[str, ...] = ()
    kitchen_when: str = "paid"
    spare: str = "off"


@dataclass(frozen=True, slots=True)
class PageRow:
    """One candidate of the test page. reads: what this printer, as its profile says, prints for it:
    legible only where the number is that of its page."""

    number: int
    codepage: str
    reads: str


@dataclass(frozen=True, slots=True)
class PaperPage:
    """png: the paper as it should look. columns: of a row; widths: (paper in mm, columns) to choose
    from, the narrow one first. rows: the candidates; chosen: (number, codepage) in use."""

    png: bytes
    columns: int
    widths: tuple[tuple[int, int], ...]
    rows: tuple[PageRow, ...]
    chosen: tuple[int, str]


class EquipmentTrials(Protocol):
    """Finding and trying devices. Every method may block up to its own deadline; none is for the
    window's thread. DeviceError says what was wrong.
    """

    def models(self, device: str) -> list[ModelChoice]: ...
    def search(self, wishes: Wishes, go_on: GoOn) -> SearchResult: ...
    def cancel(self) -> None:
        """End the trial that waits for a device, if any; it finds nothing. For any thread."""
        ...

    def print_page(self, device: str, endpoint: str, profile: str) -> Replies:
        """Print the test page of one of the receipt printers; returns what the printer told
        meanwhile, once it is on paper or was handed over."""
        ...

    def print_label(self, endpoint: str, profile: str) -> Replies:
        """Print one label; returns what the printer told meanwhile."""
        ...

    def paper(self, profile: str) -> PaperPage:
        """What that page settles for a printer of this model; ProfileError."""
        ...

    def read_weight(self, endpoint: str, profile: str) -> int:
        """Grams on the plate, once they are stable."""
        ...

    def read_scan(self, endpoint: str, profile: str) -> str:
        """The next code, group separators kept."""
        ...

    def show_text(self, endpoint: str, profile: str, lines: tuple[str, str]) -> None:
        """Show two lines on a customer display for a moment."""
        ...

    def greet(self, endpoint: str, profile: str) -> None:
        """Register at a card terminal; no money moves."""
        ...


class EquipmentRoom(EquipmentTrials, Protocol):
    """The devices of an open register. Reads return at once; what changes something is for the
    lane and returns at once, too: the old device lets go of its port first, behind the scenes.
    """

    def rows(self) -> list[EquipmentRow]:
        """Every device that is set up, in the order of SLOTS."""
        ...

    def log(self, device: str) -> list[LogLine]:
        """What happened with it, the newest first."""
        ...

    def log_text(self, device: str, say: Callable[[LogLine], str]) -> str:
        """The whole log with the bytes of both directions; say: an event in words."""
        ...

    def log_is_filed(self, device: str) -> bool: ...
    def file_log(self, device: str, *, wanted: bool) -> None:
        """Also write the log to the disk from now on, or no more."""
        ...

    def set_up(
        self, device: str, endpoint: str, profile: str, paper: PaperChoice | None = None
    ) -> None:
        """Use another place or model from now on, "" = none. paper: of a printer, None = as it is.
        SettingsError or ProfileError, and nothing has changed."""
        ...

    def set_alone(self, *, alone: bool) -> None:
        """Whether no other till uses the card terminal; raises as `set_up` does."""
        ...

    def printing(self) -> PrintingChoice: ...
    def set_printing(self, choice: PrintingChoice) -> None:
        """How the receipt printer differs from its profile, from the next receipt on."""
        ...

    def logo(self) -> LogoSetUp: ...
    def set_logo(self, picture: bytes | None, *, stored: bool, staff: StaffMember) -> None:
        """The picture of receipts from the next one on; None = the one that is there. stored: put
        it into the printer's memory, too. RefusalError("logo.not_a_picture" | "logo.not_kept"), and
        raises as set_up does."""
        ...

    def paper_of(self, device: str) -> PaperChoice:
        """Of the receipt printer or the second one, as it is set up."""
        ...

    def carried(self, device: str, profile: str) -> CarriedPaper:
        """What becomes of the paper of that printer when it is set up as another model: models
        number their code pages each in its own way. ProfileError."""
        ...

    def duties(self) -> DutiesChoice: ...
    def set_duties(self, choice: DutiesChoice) -> None:
        """What the second printer is for, from the next sale on; raises as set_up does."""
        ...

    def drawer(self) -> DrawerWiring: ...
    def check_drawer(self, choice: DrawerChoice) -> None:
        """SettingsError("settings.bad_value") names what no printer can do."""
        ...

    def set_drawer(self, choice: DrawerChoice) -> None:
        """How the drawer is wired, from now on; raises as set_up does."""
        ...

    def try_drawer(self, choice: DrawerChoice) -> None:
        """Open it now, wired like that; DeviceError("printer.not_set_up") where its printer is
        not there. Returns at once."""
        ...

    def watch_drawer(self, printer: str, *, wanted: bool) -> None:
        """Ask for the level of the sensor behind this printer while somebody looks."""
        ...

    def drawer_level(self, printer: str) -> bool | None:
        """High = True; None = the printer does not tell."""
        ...

    def sbp(self) -> SbpSetUp:
        """May block for a moment: the key store is asked."""
        ...

    def check_sbp(self, choice: SbpChoice) -> None:
        """SettingsError("settings.bad_value") names the field the bank would not take."""
        ...

    def set_sbp(self, choice: SbpChoice, secret: str) -> None:
        """Whose codes are shown, from the next payment on. secret: "" = the one that is kept.
        SettingsError, and nothing has changed."""
        ...

    def try_sbp(self, choice: SbpChoice, secret: str) -> None:
        """Ask the bank whether it knows shop and key; no code is made, no money moves. Blocks up to
        its deadline, for no thread of the window. secret: "" = the one that is kept. SettingsError,
        RemoteError."""
        ...

    def page(self) -> PaperPage | None:
        """What the test page of the receipt printer looks like; None without a printer."""
        ...

    def queue_label(self) -> None:
        """A test label through the queue, as labels go; DeviceError("printer.not_set_up")."""
        ...

    def weigh(self, *, wanted: bool) -> None:
        """Post WeightRead events while somebody looks."""
        ...

    def zero(self) -> None: ...
    def reconnect(self) -> None: ...
