"""Finding out which scale is plugged in: every protocol is asked at every setting of the line.

    found = find_scale(open_with, scale_profiles(), report=..., cancelled=...)

No question asked here changes anything on a scale: only weights are asked for. Scales that speak by
themselves are listened to first; then, line after line, a protocol that has a checksum is asked
before one that has none. An answer that noise could be must come twice, and one that nothing frames
must be all that comes.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pos_desktop.hardware.profiles import ScaleProfile, SerialLine, profile_ids, scale_profile
from pos_desktop.hardware.scales.dialog import ask
from pos_desktop.hardware.scales.digit_scales import MERCURY_BYTES
from pos_desktop.hardware.scales.massa_j import ANSWER_BYTES as MASSA_J_BYTES
from pos_desktop.hardware.scales.protocols import SCALES, codec_for
from pos_desktop.hardware.scales.readings import (
    Answer,
    ScaleCodec,
    ScaleFault,
    ScaleReading,
    ScaleStatus,
    Send,
)
from pos_desktop.hardware.transports.protocol import Transport, TransportError

OpenWith = Callable[[SerialLine | None], Transport]
"""Return the transport of the place that is searched, not yet opened: a serial port with these
parameters, or for None a network address."""

SEARCH_SECONDS = 60.0
# One that speaks by itself does so several times a second: it is listened to for two answers.
_LISTENED_TIMES = 2
_TIMES_ASKED = 2
_CHECKED = frozenset({"massa_100", "massa_1c", "shtrih_pos2", "cas", "dibal", "digi"})
_NOT_THERE = ("not_found", "permission", "busy")
# Weights of both are alike; what else they can be told cannot be found out without telling them.
ALIKE = {"cas_m": "cas"}
# Nothing marks where these answers begin or end: how many bytes there are. A line at a wrong speed
# is full of bytes that could be theirs, zeros most of all.
_BARE = {"massa_j": MASSA_J_BYTES, "mercury": MERCURY_BYTES}
_UNASKED = frozenset({"cas_line"})
# Single bytes of what others are asked would clear its tare and set its price.
_ASKED_FIRST = frozenset({"mercury"})
_HUSH_SHARE = 3
_READ_BYTES = 64
# These say a weight only when it is a new one: nothing is found by waiting for it.
NEVER_SEARCHED = frozenset({"massa_push", "adam_azextra"})


@dataclass(frozen=True, slots=True)
class ProbeStep:
    """What is tried now. number, of: counted from 1. line: None on a network."""

    number: int
    of: int
    protocol: str
    line: SerialLine | None


@dataclass(frozen=True, slots=True)
class FoundScale:
    """The scale that answered. profiles: all that speak so, the likeliest first. line: the setting
    it answered at, None on a network. weight_grams: None while it says no stable weight; then
    status or fault say why.
    """

    profiles: tuple[ScaleProfile, ...]
    line: SerialLine | None
    weight_grams: int | None
    status: ScaleStatus | None = None
    fault: ScaleFault | None = None

    @property
    def profile(self) -> ScaleProfile:
        return self.profiles[0]

    @property
    def line_text(self) -> str:
        """What an endpoint needs to say of the line: "" where the profile has it so."""
        if self.line is None or self.line == self.profile.transport.serial:
            return ""
        return str(self.line)


@dataclass(frozen=True, slots=True)
class _Attempt:
    protocol: str
    line: SerialLine | None
    profiles: tuple[ScaleProfile, ...]


def scale_profiles() -> list[ScaleProfile]:
    """Return every scale profile that is shipped."""
    return [scale_profile(profile_id) for profile_id in profile_ids("scales")]


def find_scale(
    open_with: OpenWith,
    profiles: Iterable[ScaleProfile],
    *,
    on_network: bool = False,
    report: Callable[[ProbeStep], None] = lambda _: None,
    cancelled: threading.Event | None = None,
    seconds: float = SEARCH_SECONDS,
) -> FoundScale | None:
    """Return the scale that answered; None when none did, the time ran out or it was cancelled.

    on_network: the place is an address, which has no line to set. Call it off the window's thread:
    it takes up to `seconds`, and ends within a second once `cancelled` is set. Raises
    TransportError when the place itself cannot be opened.
    """
    stop = cancelled or threading.Event()
    until = time.monotonic() + seconds
    attempts = _attempts(list(profiles), on_network=on_network)
    was_open = False
    refusal: TransportError | None = None
    for number, attempt in enumerate(attempts, 1):
        if stop.is_set() or time.monotonic() >= until:
            break
        report(ProbeStep(number, len(attempts), attempt.protocol, attempt.line))
        transport = open_with(attempt.line)
        try:
            transport.open()
        except TransportError as error:
            if error.cause in _NOT_THERE or (on_network and not was_open):
                raise
            refusal = error  # this setting of the line only: the port knows no such rate or parity
            continue
        was_open = True
        answer = _tried(transport, attempt, stop)
        if answer is not None:
            return _found(attempt, answer)
    if refusal is not None and not was_open:
        raise refusal
    return None


def _attempts(profiles: Sequence[ScaleProfile], *, on_network: bool) -> list[_Attempt]:
    """Return what to try: those that speak by themselves, since each question on such a line takes
    long; then line after line, the usual ones first, and on each the protocols whose answer is
    surest first.
    """
    order = list(SCALES)
    speaking: dict[tuple[str, str], list[ScaleProfile]] = {}
    lines: dict[str, SerialLine | None] = {}
    ranks: dict[str, int] = {}
    kind = "tcp" if on_network else "serial"
    # Of models that speak alike, one that was seen to speak so is the likelier.
    known = sorted(profiles, key=lambda one: (one.verified == "none", one.id))
    for profile in sorted(known, key=lambda one: order.index(one.scale.protocol)):
        if kind not in profile.transport.kinds or profile.scale.protocol in NEVER_SEARCHED:
            continue
        own = (profile.transport.serial, *profile.transport.also)
        for place, line in enumerate((None,) if on_network else own):
            lines.setdefault(str(line), line)
            # The line of a profile comes before what its model may be set to otherwise.
            ranks[str(line)] = min(ranks.get(str(line), place), place)
            protocol = ALIKE.get(profile.scale.protocol, profile.scale.protocol)
            speaking.setdefault((str(line), protocol), []).append(profile)
    by_line = sorted(lines, key=lambda line: ranks[line])
    attempts = [
        _Attempt(protocol, lines[line], tuple(speaking[line, protocol]))
        for line in by_line
        for protocol in sorted(
            order, key=lambda one: (one not in _ASKED_FIRST, one not in _CHECKED)
        )
        if (line, protocol) in speaking
    ]
    return sorted(attempts, key=lambda attempt: attempt.protocol not in _UNASKED)


def _tried(transport: Transport, attempt: _Attempt, stop: threading.Event) -> Answer | None:
    """Return what the scale said in this protocol, None when it did not; the wire is closed."""
    profile = attempt.profiles[0]
    codec = codec_for(profile)
    seconds = profile.scale.answer_ms / 1000
    try:
        if attempt.protocol in _BARE and _speaks_unasked(transport, seconds / _HUSH_SHARE):
            return None
        answer: Answer | None = None
        wanted = 1 if attempt.protocol in _CHECKED else 2
        left = _TIMES_ASKED + wanted - 1
        while left >= wanted and not stop.is_set():
            left -= 1
            said = _asked_once(transport, codec, attempt.protocol, seconds)
            if _is_of_a_scale(said):
                answer, wanted = said, wanted - 1
            if wanted == 0:
                return answer
            if said is None and answer is None and attempt.protocol in _UNASKED:
                return None
    except TransportError as error:
        # A place that is gone is not searched on; one that hung up because it did not understand is
        # another matter.
        if error.cause in _NOT_THERE:
            raise
    finally:
        transport.close()
    return None


def _asked_once(
    transport: Transport, codec: ScaleCodec, protocol: str, seconds: float
) -> Answer | None:
    if protocol in _UNASKED:
        return ask(transport, codec, b"", seconds * _LISTENED_TIMES)
    if protocol in _BARE:
        return _asked_bare(transport, codec, _BARE[protocol], seconds)
    return ask(transport, codec, codec.poll(), seconds)


def _speaks_unasked(transport: Transport, seconds: float) -> bool:
    """Once may be a late answer to another question."""
    return all(transport.read(_READ_BYTES, seconds) for _ in range(2))


def _asked_bare(
    transport: Transport, codec: ScaleCodec, size: int, seconds: float
) -> Answer | None:
    """Return the answer when it was all that came, and not only zeros."""
    transport.write(codec.poll(), seconds)
    came = b""
    while len(came) <= size and (more := transport.read(size + 1, seconds)):
        came += more
    if len(came) != size or not any(came):
        return None
    said = codec.feed(came)
    return said[0] if said and not isinstance(said[0], Send) else None


def _is_of_a_scale(said: Answer | None) -> bool:
    """Whether this is what a scale of the protocol says: one that knows no such question speaks
    another.
    """
    if isinstance(said, ScaleFault):
        return said.reason != "scale.protocol"
    return isinstance(said, ScaleReading | ScaleStatus)


def _found(attempt: _Attempt, answer: Answer) -> FoundScale:
    return FoundScale(
        attempt.profiles,
        attempt.line,
        answer.weight_grams if isinstance(answer, ScaleReading) else None,
        answer if isinstance(answer, ScaleStatus) else None,
        answer if isinstance(answer, ScaleFault) else None,
    )
