"""Receipt, kitchen and label printers, with the drawer behind them."""

from __future__ import annotations

from typing import Annotated, Literal, Protocol

from msgspec import Meta, field
from msgspec.structs import replace

from pos_desktop.hardware.profiles.common import (
    Byte,
    Profile,
    ProfileError,
    Section,
    TransportSettings,
)


class PrinterSettings(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """dots: printable width. columns_a/b: characters a row in font A and B. feed_before_cut: rows
    from the print head to the knife. language: of its commands, "star" = Star Line Mode. status:
    how it answers questions about paper and cover; asb: whether it also tells changes by itself.
    confirm: how it says that a job is on paper; confirm_ms: after how long without that and without
    a known hindrance the outcome is unknown. codepage_number: n of ESC t n. codepages: the other
    pages the maker documents. substitute: characters to replace before the built-in rules.
    """

    dots: Annotated[int, Meta(ge=128, le=2048)]
    columns_a: Annotated[int, Meta(ge=16, le=96)]
    columns_b: Annotated[int, Meta(ge=16, le=96)]
    codepage: str
    codepage_number: Byte
    dpi: Annotated[int, Meta(ge=60, le=600)] = 203
    paper_mm: Annotated[int, Meta(ge=40, le=120)] = 80
    language: Literal["escpos", "star"] = "escpos"
    font: Literal["a", "b"] = "a"
    cutter: Literal["none", "partial", "full"] = "partial"
    feed_before_cut: Annotated[int, Meta(ge=0, le=15)] = 4
    status: Literal["escpos", "star", "tspl", "none"] = "escpos"
    asb: bool = False
    confirm: Literal["gs_r", "none"] = "gs_r"
    confirm_ms: Annotated[int, Meta(ge=100, le=120_000)] = 15_000
    kanji_off: bool = True
    codepages: dict[str, Byte] = field(default_factory=dict)
    qr: Literal["native", "raster"] = "native"
    image: Literal["gs_v_0", "none"] = "gs_v_0"
    image_rows: Annotated[int, Meta(ge=24, le=960)] = 255
    stored_logo: bool = False
    realtime_pulse: bool = False
    substitute: dict[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> int:
        return self.columns_a if self.font == "a" else self.columns_b


class DrawerSettings(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """pin: 0 is connector pin 2, 1 is pin 5. sensor_open_level: of the sensor pin while the drawer
    is open, which depends on the drawer; "none" = it has no sensor. on_cash: whether a receipt paid
    in cash opens it.
    """

    pin: Literal[0, 1] = 0
    on_ms: Annotated[int, Meta(ge=2, le=510)] = 50
    off_ms: Annotated[int, Meta(ge=2, le=510)] = 500
    sensor_open_level: Literal["high", "low", "none"] = "none"
    on_cash: bool = True


class LabelSettings(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of a printer of labels. language: a key of hardware.labels.LABEL_LANGUAGES. text: "font" = a
    font of the printer, "picture" = drawn here, for printers without Cyrillic letters. gap_mm:
    between two labels.
    """

    language: Literal["zpl", "tspl"] = "zpl"
    text: Literal["font", "picture"] = "font"
    gap_mm: Annotated[int, Meta(ge=0, le=20)] = 2


class PrinterProfile(Profile, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: Literal["printer"]
    transport: TransportSettings
    printer: PrinterSettings
    drawer: DrawerSettings = DrawerSettings()
    label: LabelSettings | None = None

    @property
    def label_only(self) -> bool:
        """Whether it prints labels and understands no receipt."""
        return self.label is not None

    def encodings(self) -> tuple[tuple[str, str], ...]:
        pages = (self.printer.codepage, *self.printer.codepages)
        keys = ("printer.codepage", *(f"printer.codepages.{name}" for name in pages[1:]))
        return tuple(zip(keys, pages, strict=True))


class Paper(Protocol):
    """What a shop says of its printer; settings.Printing and settings.SecondPrinter are such."""

    @property
    def codepage(self) -> str: ...
    @property
    def codepage_number(self) -> int: ...
    @property
    def columns(self) -> int: ...
    @property
    def replies(self) -> str: ...
    @property
    def cut(self) -> bool: ...


def adjusted(profile: PrinterProfile, paper: Paper) -> PrinterProfile:
    """The profile as the shop's test page settled it; ProfileError for an unknown encoding."""
    printer = profile.printer
    changes: dict[str, object] = {}
    if paper.codepage:
        try:
            "a".encode(paper.codepage)
        except LookupError as error:
            raise ProfileError("printer.codepage", codepage=paper.codepage) from error
        changes["codepage"] = paper.codepage
    if paper.codepage_number >= 0:
        changes["codepage_number"] = paper.codepage_number
    if paper.columns and paper.columns != printer.columns:
        changes["columns_a"] = changes["columns_b"] = paper.columns
        changes["dots"] = printer.dots * paper.columns // printer.columns
    if not paper.cut:
        changes["cutter"] = "none"
    if changes:
        profile = replace(profile, printer=replace(printer, **changes))
    return telling(profile, paper.replies)


def telling(profile: PrinterProfile, replies: str) -> PrinterProfile:
    """The profile of a printer that tells no more than the shop's own does, see
    settings.Replies."""
    if replies == "profile":
        return profile
    changes: dict[str, object] = {"confirm": "none"}
    if replies == "none":
        changes |= {"status": "none", "asb": False}
    return replace(profile, printer=replace(profile.printer, **changes))
