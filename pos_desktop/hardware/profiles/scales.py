"""Scales that are asked for a weight."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from pos_desktop.hardware.profiles.common import Positive, Profile, Section, TransportSettings

Password = Annotated[str, Meta(pattern="^[0-9]{4}$", examples=["0030"])]

FACTORY_PASSWORD = "0030"  # noqa: S105 - in the maker's papers, no secret


class ScaleSettings(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """poll_ms: between two questions while somebody weighs, idle_poll_ms: otherwise. stable_reads:
    equal stable answers in a row that make a weight. quiet: it says a weight once, when that is
    new, so that silence is no fault. password: where the protocol wants one.
    """

    protocol: str
    poll_ms: Annotated[int, Meta(ge=50, le=5000)] = 250
    idle_poll_ms: Annotated[int, Meta(ge=250, le=60_000)] = 1000
    answer_ms: Annotated[int, Meta(ge=50, le=2000)] = 300
    max_grams: Positive = 15_000
    stable_reads: Annotated[int, Meta(ge=1, le=10)] = 2
    quiet: bool = False
    password: Password = FACTORY_PASSWORD


class ScaleProfile(Profile, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: Literal["scale"]
    transport: TransportSettings
    scale: ScaleSettings
