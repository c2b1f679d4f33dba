"""A device that stands alone: where it is, what a person can tell it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from pos_desktop.domain.errors import RefusalError
from pos_desktop.i18n import t
from pos_desktop.simulators.on_line import LINE_MODES, LineMode, ModeError

Say = Callable[[str], None]


class FormError(ValueError):
    """Words of a person that cannot be read."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the device is wanted. serial: on a pseudo-terminal instead of TCP. folder: where
    pictures of paper go."""

    host: str = "127.0.0.1"
    port: int = 0
    serial: bool = False
    folder: Path = field(default_factory=Path)


@dataclass(frozen=True, slots=True)
class Word:
    """form: how it is written, "weight GRAMS [MS]". act: does it; FormError for words it cannot
    read."""

    form: str
    act: Callable[[list[str]], None]


@dataclass(frozen=True, slots=True)
class Alone:
    """endpoint: as Settings read it. notes: what else the register must be told. words: by their
    first word. state: one line about now."""

    endpoint: str
    words: Mapping[str, Word]
    state: Callable[[], str]
    stop: Callable[[], None]
    notes: tuple[str, ...] = ()


Start = Callable[[Place, Say], Alone]


def number(text: str) -> int:
    """Whole, negative allowed."""
    try:
        return int(text)
    except ValueError:
        raise FormError(text) from None


def one_of(given: list[str], allowed: tuple[str, ...]) -> str:
    """The only word given, which must be one of those."""
    if len(given) != 1 or given[0] not in allowed:
        raise FormError(" ".join(given))
    return given[0]


class Served(Protocol):
    """A simulator that can be put on TCP or on a pseudo-terminal."""

    host: str
    port: int

    def start(self) -> object: ...
    def serve_pty(self) -> str: ...


class Faulty(Protocol):
    """A simulator whose line can fail; see `on_line.OnLine`."""

    name: str

    @property
    def mode(self) -> LineMode: ...

    def set_mode(self, mode: LineMode) -> None: ...


def serve(device: Served, place: Place, profile: str = "") -> str:
    """Put the device on its line; the endpoint for the register."""
    tail = f",{profile}" if profile else ""
    if place.serial:
        return f"serial:{device.serve_pty()}{tail}"
    device.start()
    return f"tcp://{device.host}:{device.port}{tail}"


def tcp_only(name: str, place: Place) -> None:
    """RefusalError for a service that has no serial line."""
    if place.serial:
        raise RefusalError("simulate.no_serial", device=name)


def line_words(device: Faulty) -> dict[str, Word]:
    """What can be done to the line of any device."""

    def fault(given: list[str]) -> None:
        mode = one_of(given, LINE_MODES)
        try:
            device.set_mode(next(known for known in LINE_MODES if known == mode))
        except ModeError:
            raise RefusalError("simulate.no_checksum", device=device.name) from None

    def plug(given: list[str]) -> None:
        device.set_mode("unplugged" if one_of(given, ("out", "in")) == "out" else "ok")

    return {
        "fault": Word(f"fault {'|'.join(LINE_MODES)}", fault),
        "plug": Word("plug out|in", plug),
    }


def line_text(mode: str) -> str:
    """How the line is, in words."""
    return t("simulate.line_ok") if mode == "ok" else t("simulate.line_fault", mode=mode)
