"""From an endpoint and a profile to the driver of a card terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from pos_desktop.hardware.profiles import TerminalProfile
from pos_desktop.hardware.terminals.external_command import ExternalCommandTerminal
from pos_desktop.hardware.terminals.memory import TerminalMemory
from pos_desktop.hardware.terminals.zvt_terminal import ZvtTerminal
from pos_desktop.hardware.transports.protocol import Transport
from pos_desktop.ports import Post
from pos_desktop.settings import Endpoint, SettingsError

Terminal = ExternalCommandTerminal | ZvtTerminal


@dataclass(frozen=True, slots=True)
class TerminalPlace:
    """memory_file: where the driver notes what it began. currency: ISO 4217. transport: a fresh one
    for each connection. alone: no other till uses the terminal."""

    endpoint: Endpoint
    profile: TerminalProfile
    memory_file: Path
    currency: str
    transport: Callable[[], Transport]
    alone: bool = False


def _memory(place: TerminalPlace) -> TerminalMemory:
    """Each protocol notes marks of its own, which mean nothing to another."""
    file = place.memory_file
    protocol = place.profile.terminal.protocol
    return TerminalMemory(file.with_stem(f"{file.stem}-{protocol}"), _address(place))


def _address(place: TerminalPlace) -> str:
    """As the settings name it, "tcp://10.0.0.5:20007,zvt": the same when they are put back, be a
    host or a folder spelled otherwise. A terminal is known by it until it tells its number."""
    at = place.endpoint
    address = {"tcp": at.address.lower(), "command": str(Path(at.address))}.get(at.kind, at.address)
    return str(replace(at, address=address, profile=place.profile.id, line=""))


def _external_command(place: TerminalPlace, post: Post) -> Terminal:
    folder = Path(place.endpoint.address)
    return ExternalCommandTerminal(
        folder, place.profile, _memory(place), post, currency=place.currency
    )


def _zvt(place: TerminalPlace, post: Post) -> Terminal:
    return ZvtTerminal(
        place.transport,
        place.profile,
        _memory(place),
        post,
        currency=place.currency,
        alone=place.alone,
    )


TERMINALS: dict[str, tuple[str, Callable[[TerminalPlace, Post], Terminal]]] = {
    "external_command": ("command", _external_command),
    "zvt": ("tcp", _zvt),
}
"""Protocol -> the kind of endpoint it is reached by, and what makes its driver."""


def terminal_at(place: TerminalPlace, post: Post) -> Terminal:
    """The driver, not started; SettingsError where the endpoint is of another kind than the
    profile's protocol wants."""
    kind, make = TERMINALS[place.profile.terminal.protocol]
    if place.endpoint.kind != kind:
        raise SettingsError("endpoint.kind", given=str(place.endpoint), allowed=kind)
    return make(place, post)
