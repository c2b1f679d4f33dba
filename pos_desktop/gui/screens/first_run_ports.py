"""What the first run asks of the composition root, and what it hands back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pos_desktop.operations.import_catalogue import ImportPreview
from pos_desktop.operations.import_columns import Columns
from pos_desktop.operations.tabular_table import Table
from pos_desktop.ports.equipment import EquipmentTrials
from pos_desktop.settings import Operator, Register, Settings

Progress = Callable[[int, int], bool]
"""progress(done, of) -> go on."""

Goods = Literal["sample", "imported", "later"]


@dataclass(frozen=True, slots=True)
class Owner:
    """The first person who can sign in. pin: digits, never stored as they are."""

    name: str
    pin: str


@dataclass(frozen=True, slots=True)
class FirstRunPorts:
    """All but new_id and trials.models are called on a thread of the first run, may block up to
    their own deadline and may raise PosError; the words for its code are shown beside the button.

    new_id: of this register. trials: finding and trying devices. check_operator(operator,
    password): signs in there. pair(cloud url, code, register): gets the token and keeps it itself.
    keep_secret(name, secret): into the key store. preview(table, columns, tax system, progress)
    and apply: of operations.import_catalogue, into this register's catalogue.
    """

    new_id: Callable[[], str]
    trials: EquipmentTrials
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
