"""Printers on addresses that a person names: who listens on port 9100, and what it calls itself.

Only the addresses that were named are asked, at most 256 at once of them and never a whole network
by guess: a shop's network holds other people's machines too.
"""

from __future__ import annotations

import ipaddress
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from pos_desktop.domain.errors import DeviceError
from pos_desktop.hardware.printers.escpos_requests import ASK_MODEL
from pos_desktop.hardware.transports.protocol import TransportError
from pos_desktop.hardware.transports.tcp import TcpTransport

MOST_ADDRESSES = 256
PRINTER_PORT = 9100
CONNECT_SECONDS = 0.7
ANSWER_SECONDS = 0.6
_THREADS = 16
_MODEL = re.compile(rb"_([\x20-\x7e]{1,40})\x00")
_RANGE = re.compile(r"(\d{1,3}\.\d{1,3}\.\d{1,3}\.)(\d{1,3})-(?:\1)?(\d{1,3})")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True)
class Answered:
    """Somebody listens there. model: as the printer says it, "" where it says nothing."""

    host: str
    port: int
    model: str


Knock = Callable[[str, int, threading.Event], Answered | None]


def addresses_of(text: str) -> list[tuple[str, int]]:
    """Read "192.168.1.10, 192.168.1.20-40 10.0.0.0/29 kitchen-printer:9101".

    Raises DeviceError("search.address", given) or ("search.too_many", count, most).
    """
    found: dict[tuple[str, int], None] = {}
    for word in re.split(r"[\s,;]+", text.strip()):
        if not word:
            continue
        host, port = _split_port(word)
        for one in _hosts(host, word):
            found[one, port] = None
            if len(found) > MOST_ADDRESSES:
                raise DeviceError("search.too_many", given=word, most=MOST_ADDRESSES)
    return list(found)


def _split_port(word: str) -> tuple[str, int]:
    host, colon, port = word.rpartition(":")
    if not colon:
        return word, PRINTER_PORT
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536):
        raise DeviceError("search.address", given=word)
    return host, int(port)


def _hosts(host: str, word: str) -> Iterator[str]:
    if match := _RANGE.fullmatch(host):
        first, last = int(match[2]), int(match[3])
        if not first <= last <= 255 or not _is_address(f"{match[1]}{last}"):
            raise DeviceError("search.address", given=word)
        yield from (f"{match[1]}{number}" for number in range(first, last + 1))
    elif "/" in host:
        try:
            network = ipaddress.ip_network(host, strict=False)
        except ValueError as error:
            raise DeviceError("search.address", given=word) from error
        if network.num_addresses > MOST_ADDRESSES:
            raise DeviceError("search.too_many", given=word, most=MOST_ADDRESSES)
        yield from (str(address) for address in network.hosts())
    elif _is_address(host) or (_HOST.fullmatch(host) and re.search("[A-Za-z]", host)):
        yield host
    else:
        raise DeviceError("search.address", given=word)


def _is_address(host: str) -> bool:
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True


def knock(host: str, port: int, stopped: threading.Event) -> Answered | None:
    """Ask one address; None where nobody listens."""
    if stopped.is_set():
        return None
    wire = TcpTransport(host, port, CONNECT_SECONDS)
    try:
        wire.open()
        return Answered(host, port, _model(wire))
    except TransportError:
        return None
    finally:
        wire.close()


def _model(wire: TcpTransport) -> str:
    """What the printer calls itself; one that does not answer is a printer all the same."""
    try:
        wire.write(ASK_MODEL, ANSWER_SECONDS)
        said = bytearray()
        for _ in range(4):
            said += wire.read(64, ANSWER_SECONDS / 2)
            if match := _MODEL.search(said):
                return match[1].decode("ascii").strip()
            if not said:
                break
    except TransportError:
        return ""
    return ""


def search_network(
    places: list[tuple[str, int]], go_on: Callable[[int], bool], knock: Knock = knock
) -> list[Answered]:
    """Ask all of them, sixteen at once; go_on: told how many are done, False ends the search."""
    stopped = threading.Event()
    answers: list[Answered] = []
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="find-printers") as pool:
        asked = [pool.submit(knock, host, port, stopped) for host, port in places]
        for done, future in enumerate(asked, 1):
            answer = future.result()
            if answer is not None:
                answers.append(answer)
            if not stopped.is_set() and not go_on(done):
                stopped.set()
                pool.shutdown(wait=False, cancel_futures=True)
                break
    return answers
