"""One question to a scale over an open wire, with all the steps that its protocol takes."""

from __future__ import annotations

import time

from pos_desktop.hardware.scales.readings import Answer, ScaleCodec, Send
from pos_desktop.hardware.transports.protocol import Transport

_READ_BYTES = 64
# Shtrih-M's first question takes the most: two commands with a handshake each, once repeated.
_MOST_STEPS = 16
_LONGEST_STEP_TIMES = 4


def ask(
    transport: Transport, codec: ScaleCodec, question: bytes, timeout_seconds: float
) -> Answer | None:
    """Ask and return the answer, None when none came in time.

    An empty question listens to a scale that speaks by itself and returns the newest of what it has
    said. timeout_seconds: how long nothing may come; on a slow line, or with noise on it, a step
    takes at most four times as long. Raises TransportError.
    """
    if not question:
        return _listen(transport, codec, timeout_seconds)
    until = time.monotonic() + timeout_seconds
    while transport.read(_READ_BYTES, 0) and time.monotonic() < until:
        continue  # what came unasked, or too late, belongs to an older question
    transport.write(question, timeout_seconds)
    return _answer(transport, codec, timeout_seconds)


def _answer(transport: Transport, codec: ScaleCodec, timeout_seconds: float) -> Answer | None:
    heard_at = time.monotonic()
    latest = heard_at + timeout_seconds * _LONGEST_STEP_TIMES
    steps_left = _MOST_STEPS
    while (left := min(heard_at + timeout_seconds, latest) - time.monotonic()) > 0:
        data = transport.read(_READ_BYTES, left)
        if data:
            heard_at = time.monotonic()
        answer: Answer | None = None
        for step in codec.feed(data):
            if not isinstance(step, Send):
                answer = answer or step
            elif steps_left > 0:
                steps_left -= 1
                transport.write(step.data, timeout_seconds)
                latest = time.monotonic() + timeout_seconds * _LONGEST_STEP_TIMES
        if answer is not None:
            return answer
    return None


def _listen(transport: Transport, codec: ScaleCodec, timeout_seconds: float) -> Answer | None:
    newest: Answer | None = None
    heard_at = time.monotonic()
    latest = heard_at + timeout_seconds * _LONGEST_STEP_TIMES
    while (left := min(heard_at + timeout_seconds, latest) - time.monotonic()) > 0:
        data = transport.read(_READ_BYTES, 0 if newest is not None else left)
        if data:
            heard_at = time.monotonic()
        for step in codec.feed(data):
            newest = newest if isinstance(step, Send) else step
        if newest is not None and not data:
            return newest
    return newest
