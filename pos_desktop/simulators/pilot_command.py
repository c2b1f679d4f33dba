"""A program that takes card payments the way two makers' command-line tools do: run once for each
operation, it leaves files and an exit code.

"upos": `PROGRAM 1 <kopecks>` pays, 3 refunds, 8 takes back, 7 compares totals; files `p` (the slip)
and `e` (result lines) in its folder, both CP866; exit code 0 = done, 2000 = cancelled. "arcus2":
`PROGRAM /o1 /a<kopecks> /c643`, /o3 refunds, /o2 takes the last one back, /o10 compares totals;
cheq.out and rc.out, CP1251; "000" in rc.out = done.

It is run as `python -m pos_desktop.simulators.pilot_command FLAVOUR FOLDER ARGUMENTS...`. What the
bank knows and how the customer behaves is in FOLDER/bank.json; see `Bank`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

Mode = Literal[
    "ok", "decline", "cancel", "hang", "slow", "dies_before", "dies_after", "writes_nothing",
    "garbage",
]  # fmt: skip
"""dies_before, dies_after: killed before the money moved, or after it and before any file was
written; writes_nothing: takes the money and says done by its code alone; hang: waits for ever."""

CANCELLED = {"upos": 2000, "arcus2": 0}
DECLINED = {"upos": 4119, "arcus2": 0}
ENCODINGS = {"upos": "cp866", "arcus2": "cp1251"}
ACTS = {"1": "pay", "3": "refund", "8": "reverse", "7": "reconcile"}
ARCUS_ACTS = {"/o1": "pay", "/o3": "refund", "/o2": "reverse", "/o10": "reconcile"}


@dataclass
class Bank:
    """What outlives a run. moves: [act, kopecks] as they were carried out. slow_seconds: how long
    the customer looks for the card; a file FOLDER/card shortens it. terminal: number of the one
    that is plugged in."""

    mode: str = "ok"
    slow_seconds: float = 0.0
    moves: list[list[object]] = field(default_factory=list)
    runs: int = 0
    terminal: str = "10299999"

    @classmethod
    def read(cls, folder: Path) -> Bank:
        path = folder / "bank.json"
        return cls(**json.loads(path.read_text())) if path.exists() else cls()

    def write(self, folder: Path) -> None:
        new = folder / "bank.json.new"
        new.write_text(json.dumps(asdict(self)))
        new.replace(folder / "bank.json")

    @property
    def charges(self) -> int:
        """How often a card was charged."""
        return sum(act == "pay" for act, _ in self.moves)

    @property
    def taken_minor(self) -> int:
        """What the cardholders paid, less what went back."""
        signs = {"pay": 1, "refund": -1, "reverse": -1, "reconcile": 0}
        return sum(signs[str(act)] * int(str(kopecks)) for act, kopecks in self.moves)


def set_mode(folder: Path, mode: Mode, slow_seconds: float = 0.0) -> None:
    """Change how the next run goes."""
    bank = Bank.read(folder)
    bank.mode, bank.slow_seconds = mode, slow_seconds
    bank.write(folder)


def main(arguments: list[str]) -> int:
    """One operation, as the maker's program does it."""
    flavour, folder = arguments[0], Path(arguments[1])
    act, kopecks = _understood(flavour, arguments[2:])
    bank = Bank.read(folder)
    bank.runs += 1
    bank.write(folder)
    _wait_for_card(folder, bank.slow_seconds)
    if bank.mode == "hang":
        time.sleep(3600)
    if bank.mode == "dies_before":
        _die()
    if bank.mode in ("decline", "cancel"):
        return _refuse(flavour, folder, bank.mode)
    bank.moves.append([act, kopecks])
    bank.write(folder)
    if bank.mode == "dies_after":
        _die()
    if bank.mode == "garbage":
        for name in ("e", "p", "rc.out", "cheq.out"):
            (folder / name).write_bytes(bytes(range(128, 256)) * 3)
        return 0
    if bank.mode != "writes_nothing":
        _approve(flavour, folder, act, kopecks, bank)
    return 0


def _wait_for_card(folder: Path, seconds: float) -> None:
    """Until the customer's card is there (FOLDER/card), or so long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and not (folder / "card").exists():
        time.sleep(0.02)


def _understood(flavour: str, given: list[str]) -> tuple[str, int]:
    if flavour == "upos":
        return ACTS[given[0]], int(given[1]) if len(given) > 1 else 0
    amounts = [one for one in given if one.startswith("/a")]
    return ARCUS_ACTS[given[0]], int(amounts[0][2:]) if amounts else 0


def _approve(flavour: str, folder: Path, act: str, kopecks: int, bank: Bank) -> None:
    number = len(bank.moves)
    rrn = f"{612_300_000_000 + number}"
    names = {
        "pay": "ОПЛАТА",
        "refund": "ВОЗВРАТ",
        "reverse": "ОТМЕНА",
        "reconcile": "СВЕРКА ИТОГОВ",
    }
    slip = [names[act], f"Терминал: {bank.terminal}"]
    if act == "reconcile":
        slip.append("Итоги совпали")
    else:
        slip += [
            "Карта: ************4771",
            f"Сумма: {kopecks // 100}.{kopecks % 100:02d} RUB",
            f"RRN: {rrn}",
            "ОДОБРЕНО",
        ]
    encoding = ENCODINGS[flavour]
    if flavour == "upos":
        result = ["0,ОДОБРЕНО", "************4771", "12/27", "123456", f"{number:04d}", "MIR"]
        result += ["0", bank.terminal, "20261126120000", rrn]
        _write(folder / "p", "\r\n".join(slip), encoding)
        _write(folder / "e", "\r\n".join(result), encoding)
    else:
        _write(folder / "cheq.out", "\r\n".join(slip), encoding)
        _write(folder / "rc.out", "000", encoding)


def _refuse(flavour: str, folder: Path, mode: str) -> int:
    cancelled = mode == "cancel"
    text = "ОПЕРАЦИЯ ПРЕРВАНА" if cancelled else "НЕДОСТАТОЧНО СРЕДСТВ"
    code = (CANCELLED if cancelled else DECLINED)[flavour]
    encoding = ENCODINGS[flavour]
    if flavour == "upos":
        _write(folder / "e", f"{code},{text}", encoding)
    else:
        _write(folder / "cheq.out", text, encoding)
        _write(folder / "rc.out", "B02" if cancelled else "116", encoding)
    return code


def _write(path: Path, text: str, encoding: str) -> None:
    path.write_bytes(text.encode(encoding))


def _die() -> None:
    if os.name == "posix":
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(137)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
