"""Customer displays of two lines of characters."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from pos_desktop.hardware.profiles.common import HexBytes, Profile, Section, TransportSettings


class DisplaySettings(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """protocol: its commands, a key of displays.codecs.DISPLAYS. columns, rows: of characters.
    select_page: bytes in hexadecimal that choose the page `codepage` after each start, "" where a
    switch on the device does. brightness: 1 to 4, 0 = as the device is set. refresh_ms: how often
    the same lines are written again, so that a display without power for a moment shows them.
    substitute: characters to replace before the built-in rules.
    """

    protocol: Literal["cd5220", "escpos"]
    codepage: str = "cp866"
    select_page: HexBytes = ""
    rows: Literal[1, 2] = 2
    columns: Annotated[int, Meta(ge=8, le=40)] = 20
    brightness: Annotated[int, Meta(ge=0, le=4)] = 0
    refresh_ms: Annotated[int, Meta(ge=500, le=600_000)] = 15_000
    substitute: dict[str, str] = field(default_factory=dict)


class DisplayProfile(Profile, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: Literal["display"]
    transport: TransportSettings
    display: DisplaySettings

    def encodings(self) -> tuple[tuple[str, str], ...]:
        return (("display.codepage", self.display.codepage),)
