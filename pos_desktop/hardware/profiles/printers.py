"""Receipt, kitchen and label printers, with the drawer behind them."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from pos_desktop.hardware.profiles.common import Byte, Profile, Section, TransportSettings


class PrinterSettings(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """dots: printable width. columns_a/b: characters a row in font A and B. feed_before_cut: rows
    from the print head to the knife. status: how it answers questions about paper and cover.
    confirm: how it says that a job is on paper; confirm_ms: after how long without that and without
    a known hindrance the outcome is unknown. codepage_number: n of ESC t n. codepages: the other
    pages the maker documents. substitute: characters to replace before the built-in rules.
    """

    dots: Annotated[int, Meta(ge=128, le=1024)]
    columns_a: Annotated[int, Meta(ge=16, le=96)]
    columns_b: Annotated[int, Meta(ge=16, le=96)]
    codepage: str
    codepage_number: Byte
    dpi: Annotated[int, Meta(ge=100, le=600)] = 203
    font: Literal["a", "b"] = "a"
    cutter: Literal["none", "partial", "full"] = "partial"
    feed_before_cut: Annotated[int, Meta(ge=0, le=15)] = 4
    status: Literal["escpos", "none"] = "escpos"
    confirm: Literal["gs_r", "none"] = "gs_r"
    confirm_ms: Annotated[int, Meta(ge=100, le=120_000)] = 15_000
    kanji_off: bool = True
    codepages: dict[str, Byte] = field(default_factory=dict)
    qr: Literal["native", "raster"] = "native"
    image: Literal["gs_v_0", "none"] = "gs_v_0"
    image_rows: Annotated[int, Meta(ge=24, le=960)] = 255
    realtime_pulse: bool = False
    substitute: dict[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> int:
        return self.columns_a if self.font == "a" else self.columns_b


class DrawerSettings(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """pin: 0 is connector pin 2, 1 is pin 5."""

    pin: Literal[0, 1] = 0
    on_ms: Annotated[int, Meta(ge=2, le=510)] = 50
    off_ms: Annotated[int, Meta(ge=2, le=510)] = 500


class PrinterProfile(Profile, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: Literal["printer"]
    transport: TransportSettings
    printer: PrinterSettings
    drawer: DrawerSettings = DrawerSettings()

    def encodings(self) -> tuple[tuple[str, str], ...]:
        return (("printer.codepage", self.printer.codepage),)
