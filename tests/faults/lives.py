"""From one life of a register to the next: is what it took up what the screen had shown, and
draining until nothing is open.
"""

from __future__ import annotations

import time
from typing import Any

from tests.faults.audit import read_book
from tests.faults.errand import Errand, read_diary
from tests.faults.fork_server import LOG, Registers
from tests.faults.outside import Outside

DRAIN_SECONDS = 120.0
MOST_ROUNDS = 6


class NotDrainedError(Exception):
    """The register could not finish its work."""


def drain(outside: Outside, registers: Registers, seconds: float = DRAIN_SECONDS) -> int:
    """Let the register work until everything is delivered; how many receipts were asked about.

    The question "did it come out?" is answered as a person does: by a look at the paper.
    """
    asked = 0
    answers: dict[str, bool] = {}
    for _ in range(MOST_ROUNDS):
        errand = Errand(
            data=str(outside.register), drain=True, hurry=True, answers=answers,
            deadline_seconds=seconds,
        )  # fmt: skip
        pid = registers.run(errand)
        ended = registers.wait(pid, seconds + 30.0)
        if ended is None:
            registers.kill(pid)
        if ended != 0:
            raise NotDrainedError(f"draining ended with {ended}: {_last_words(outside)}")
        if not outside.printing:
            return asked
        whole = outside.whole_receipts()
        jobs = read_book(outside).jobs
        answers = {
            sale_id: whole[number] > 0
            for number, (sale_id, state) in jobs.items()
            if state == "unknown"
        }
        if not answers:
            return asked
        asked += len(answers)
    raise NotDrainedError(f"still asked about {answers}")


def wait_until_ready(outside: Outside, lives: int, seconds: float = 30.0) -> None:
    """Wait until a register has begun one life more than `lives`, or for so long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        diary = read_diary(outside.register)
        if sum(line["what"] == "ready" for line in diary) > lives:
            return
        time.sleep(0.01)
    raise TimeoutError(f"the register did not begin: {_last_words(outside)}")


def _last_words(outside: Outside) -> str:
    log = outside.register / LOG
    return log.read_text(encoding="utf-8", errors="replace")[-2000:] if log.exists() else ""


def restore_problems(outside: Outside) -> list[str]:
    """Compare what each life took up with what the one before it had shown."""
    sold = {sale.sale_id for sale in read_book(outside).sales}
    problems: list[str] = []
    before: dict[str, Any] | None = None
    asked = ""
    for line in read_diary(outside.register):
        match line["what"]:
            case "asked":
                asked = line["action"]
            case "refused":
                asked = ""
            case "shown":
                before, asked = line, ""
            case "restored":
                if before is not None and not follows(before, line, asked, sold):
                    problems.append(f"restored {line} after {asked or 'nothing'} on {before}")
                before, asked = line, ""
    return problems


def follows(before: dict[str, Any], after: dict[str, Any], asked: str, sold: set[str]) -> bool:
    """Whether `after` is what was shown, or the outcome of the one action that was under way."""
    keys = ("sale", "lines", "parked", "tendered")
    if all(before[key] == after[key] for key in keys):
        return True
    if not asked:
        return False
    if asked == "pay":
        return not after["sale"] and before["sale"] in sold
    if asked == "park":
        return not after["sale"] and after["parked"] == before["parked"] + 1
    if asked == "recall":
        return abs(after["parked"] - before["parked"]) <= 1
    if asked == "void":
        return not after["sale"]
    if asked == "tender":
        return bool(after["lines"] == before["lines"] and after["tendered"])
    return _one_line_differs(before["lines"], after["lines"])


def _one_line_differs(before: list[list[Any]], after: list[list[Any]]) -> bool:
    left = {line[0]: line for line in before}
    right = {line[0]: line for line in after}
    different = [key for key in left.keys() | right.keys() if left.get(key) != right.get(key)]
    return len(different) <= 1
