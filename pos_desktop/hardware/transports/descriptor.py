"""Bytes through a non-blocking file descriptor of POSIX, each wait with a deadline.

For serial ports and device files alike: it counts exactly what the system took, and a wait sets no
port parameter, which pyserial's own timeouts do at each call.
"""

from __future__ import annotations

import os
import select
import threading
import time

from pos_desktop.hardware.transports.protocol import (
    CHUNK_BYTES,
    SLICE_SECONDS,
    TransportError,
)


def write_all(handle: int, data: bytes, deadline_seconds: float, cancelled: threading.Event) -> int:
    """Write all of data as Transport.write does."""
    sent = 0
    until = time.monotonic() + deadline_seconds
    while sent < len(data):
        if cancelled.is_set():
            raise TransportError("cancelled", may_have_left=sent)
        try:
            sent += os.write(handle, data[sent : sent + CHUNK_BYTES])
        except BlockingIOError:
            left = until - time.monotonic()
            if left <= 0:
                raise TransportError("timeout", may_have_left=sent) from None
            select.select([], [handle], [], min(left, SLICE_SECONDS))
            continue
        except OSError as error:
            raise TransportError("lost", may_have_left=sent, reason=str(error)) from error
        until = time.monotonic() + deadline_seconds
    return sent


def read_some(
    handle: int,
    size: int,
    timeout_seconds: float,
    cancelled: threading.Event,
    *,
    empty_is_lost: bool,
) -> bytes:
    """Read as Transport.read does. empty_is_lost: ready without data means pulled out (a serial
    port); otherwise "nothing yet" (usblp).
    """
    until = time.monotonic() + timeout_seconds
    while True:
        if cancelled.is_set():
            raise TransportError("cancelled")
        left = max(0.0, until - time.monotonic())
        try:
            if select.select([handle], [], [], min(left, SLICE_SECONDS))[0]:
                data = os.read(handle, size)
                if data:
                    return data
                if empty_is_lost:
                    raise TransportError("lost", reason="no data from a port that is ready")
                cancelled.wait(min(left, SLICE_SECONDS))
        except BlockingIOError:
            continue
        except OSError as error:
            raise TransportError("lost", reason=str(error)) from error
        if left <= 0:
            return b""
