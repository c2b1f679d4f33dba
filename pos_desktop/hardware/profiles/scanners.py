"""Barcode scanners."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from pos_desktop.hardware.profiles.common import Profile, Section, TransportSettings


class ScannerSettings(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """suffix, prefix: characters the scanner puts around a code. encoding: tried in order. gs_key:
    "f8" where that key stands for a group separator from the second key of a code on; inside a
    long fast run it does so anyway, as Ctrl+] and Alt+029 do. restore_gs: a marking code
    that lost its separators gets them back where lengths leave no doubt.
    max_gap_ms and average_gap_ms tell a scanner's keys from a person's; hold_ms is how long keys
    are kept back to find out.
    """

    mode: Literal["serial", "wedge", "hid_pos"]
    suffix: str = "\r"
    prefix: str = ""
    idle_flush_ms: Annotated[int, Meta(ge=10, le=2000)] = 50
    max_gap_ms: Annotated[int, Meta(ge=5, le=500)] = 100
    average_gap_ms: Annotated[int, Meta(ge=2, le=200)] = 35
    hold_ms: Annotated[int, Meta(ge=10, le=500)] = 60
    min_length: Annotated[int, Meta(ge=1, le=40)] = 6
    encoding: tuple[str, ...] = ("utf-8", "cp1251")
    gs_key: Literal["none", "f8"] = "none"
    restore_gs: bool = False


class ScannerProfile(Profile, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: Literal["scanner"]
    scanner: ScannerSettings
    transport: TransportSettings = TransportSettings(kinds=())

    def encodings(self) -> tuple[tuple[str, str], ...]:
        return tuple(("scanner.encoding", name) for name in self.scanner.encoding)
