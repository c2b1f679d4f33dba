"""Printing one page on a printer that is tried, and finding out what it tells meanwhile.

Many printers print all that they are sent and answer nothing, or say how they are and never that a
job is on paper. Asked in vain they would print no receipt, or have a person asked about each: what
a printer does not tell is found out while somebody sees that its page comes out.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from pos_desktop.domain.errors import DeviceError
from pos_desktop.hardware.printers.printer_link import PrinterLink
from pos_desktop.hardware.profiles import PrinterProfile
from pos_desktop.hardware.transports.protocol import Transport
from pos_desktop.settings import Replies

_SLICE_SECONDS = 0.1
_SLOWEST_LINE = 960
"""Bytes a second at 9600 baud: so long a page is on its way after the system has taken it."""


@dataclass(frozen=True, slots=True)
class ListenTimes:
    """In seconds. answer: for one question about its state. paper: for a page that has arrived,
    until it is said to be on paper."""

    answer: float = 0.6
    paper: float = 8.0


def print_and_listen(
    transport_factory: Callable[[], Transport],
    model: PrinterProfile,
    payload: bytes,
    given_up: threading.Event,
    times: ListenTimes | None = None,
) -> Replies:
    """Send the payload, and return what the printer told of what its model tells.

    given_up: ends the wait for an answer, as if there were none to be expected. Raises
    TransportError where the wire fails, DeviceError with what hinders the printer; then nothing of
    the page has been printed, or it waits in the printer.
    """
    times = times or ListenTimes()
    link = PrinterLink(transport_factory, model)
    try:
        link.open()
        tells = _tells(link, times) if link.answers else False
        link.write_job(payload)
        if not link.answers:
            return "profile"
        # One that slept, or was busy with its start, has had the time of a page by now.
        if not tells and not _tells(link, times):
            return "none"
        patience = times.paper + len(payload) / _SLOWEST_LINE
        if not link.confirms or _is_confirmed(link, patience, given_up):
            return "profile"
        _tells(link, times)
        return "profile" if given_up.is_set() else "status"
    finally:
        link.close()


def _tells(link: PrinterLink, times: ListenTimes) -> bool:
    """Whether it says how it is; DeviceError where that is not well."""
    found = link.ask_condition(times.answer)
    if found is not None and found.hindrance:
        raise DeviceError(found.hindrance)
    return found is not None


def _is_confirmed(link: PrinterLink, seconds: float, given_up: threading.Event) -> bool:
    until = time.monotonic() + seconds
    while not given_up.is_set() and time.monotonic() < until:
        if link.wait_confirmation(_SLICE_SECONDS) is not None:
            return True
    return False
