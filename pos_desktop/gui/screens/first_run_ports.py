"""What the first run asks of the composition root, and what it hands back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pos_desktop.operations.import_catalogue import ImportPreview
from pos_desktop.operations.import_columns import Columns
from pos_desktop.operations.tabular_table import Table
from pos_desktop.settings import Device, Operator, Register, Settings

Progress = Callable[[int, int], bool]
"""progress(done, of) -> go on."""

DeviceKind = Literal["printer", "scale", "scanner"]
Goods = Literal["sample", "imported", "later"]


@dataclass(frozen=True, slots=True)
class ProfileChoice:
    """A device model one may choose: its id as settings store it, its name as people know it."""

    profile_id: str
    name: str


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """Something that is plugged in. endpoint: "serial:/dev/ttyUSB0", "usb:04b8:0e28"; profile:
    the id that fits it, "" where nothing is known."""

    kind: DeviceKind
    endpoint: str
    name: str
    profile: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """The first person who can sign in. pin: digits, never stored as they are."""

    name: str
    pin: str


@dataclass(frozen=True, slots=True)
class FirstRunPorts:
    """All but new_id and profiles are called on a thread of the first run, may block up to their
    own deadline and may raise PosError; the words for its code are shown beside the button.

    new_id: of this register. profiles: by device kind, the first is offered. find_devices: what is
    plugged in now. print_test_page: returns when the page was handed over. read_weight: grams on
    the scale. read_scan: waits for one scan. check_operator(operator, password): signs in there.
    pair(cloud url, code, register): gets the token and keeps it itself. keep_secret(name, secret):
    into the key store. preview(table, columns, tax system, progress) and apply: of
    operations.import_catalogue, into this register's catalogue.
    """

    new_id: Callable[[], str]
    profiles: Callable[[DeviceKind], list[ProfileChoice]]
    find_devices: Callable[[], list[FoundDevice]]
    print_test_page: Callable[[Device], None]
    read_weight: Callable[[Device], int]
    read_scan: Callable[[Device], str]
    check_operator: Callable[[Operator, str], None]
    pair: Callable[[str, str, Register], None]
    keep_secret: Callable[[str, str], None]
    preview: Callable[[Table, Columns, str, Progress], ImportPreview]
    apply: Callable[[ImportPreview, Progress], int]


@dataclass(frozen=True, slots=True)
class FirstRunResult:
    """settings: complete, with a register_id, to be saved by the composition root. owner: None
    where the step was skipped. goods: "sample" asks for the sample shop with its people;
    "imported" is in the catalogue already."""

    settings: Settings
    owner: Owner | None
    goods: Goods
