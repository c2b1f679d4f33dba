"""What a register under test is asked to do, and what it says about it; plain data, as JSON lines.

The register writes to its diary with one write() a line, so a line is there or not, whatever kills
it: "asked" before an action is started, "shown" after the screen would show its outcome, "restored"
when it took up its work again. A sale counts as acknowledged by the "shown" line that carries it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec


class Errand(msgspec.Struct, kw_only=True, frozen=True):
    """data: folder of the register. seed: of everything it chooses. sales: how many to make.

    wait_for: a file that must appear before selling begins. pause_ms: longest pause between two
    actions. plain: two goods and exact cash each. month_days: days the sales are spread over,
    ending now; 0 = as it is. until_drained: then sell on until cloud and operator have everything
    older, with a rest of customer_ms after each customer. drain: then wait until all queues are
    empty; hurry: press "try now" meanwhile. answers: to "did it come out?", by sale. refunds: part
    of the sales of which goods come back right away.
    """

    data: str
    seed: str = "1"
    sales: int = 0
    drain: bool = False
    hurry: bool = False
    answers: dict[str, bool] = {}
    wait_for: str = ""
    pause_ms: int = 0
    month_days: int = 0
    plain: bool = False
    until_drained: bool = False
    customer_ms: int = 0
    refunds: float = 0.0
    deadline_seconds: float = 300.0


DIARY = "diary.jsonl"
REGISTER_ID = "0192d2f0-aaaa-7000-8000-0000000000f1"


class Diary:
    """The register's side: append only, one system call a line."""

    def __init__(self, folder: Path) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        self._handle = os.open(folder / DIARY, flags, 0o600)

    def say(self, what: str, **values: Any) -> None:
        os.write(self._handle, msgspec.json.encode({"what": what, **values}) + b"\n")


def read_diary(folder: Path) -> list[dict[str, Any]]:
    """Everything all lives of the register said, oldest first."""
    path = folder / DIARY
    lines = path.read_bytes().splitlines() if path.exists() else []
    return [msgspec.json.decode(line) for line in lines]
