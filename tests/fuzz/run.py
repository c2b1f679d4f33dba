"""Feeds one reader with bad input and watches what it says, how long it takes and what it keeps."""

from __future__ import annotations

import faulthandler
import random
import time
from collections import deque
from dataclasses import dataclass, field

from tests.fuzz.inputs import bad_input, one_byte_changed, pieces
from tests.fuzz.targets import Made, Target

HANG_SECONDS = 120.0
"""When so many batches have not ended by then the process dies and shows where it was."""
_WATCHED_BATCHES = 100
_BATCH = 200
"""Inputs that one reader gets before a fresh one takes its place."""
_RECOVERY_EVERY = 10
_MOST_PROBLEMS = 10
_DEPTH = 4


@dataclass
class Figures:
    """inputs: fed; fed_bytes: of them; said: answers; changed: frames with one changed byte, none
    of which was believed; recovered: right answers read after bad input; slowest_ms: one input;
    most_kept: bytes and items held at any time."""

    name: str
    inputs: int = 0
    fed_bytes: int = 0
    said: int = 0
    changed: int = 0
    recovered: int = 0
    slowest_ms: float = 0.0
    most_kept: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)

    def text(self) -> str:
        line = (
            f"{self.name:<24}{self.inputs:>10,}{self.fed_bytes:>13,}{self.said:>10,}"
            f"{self.changed:>9,}{self.recovered:>9,}{self.slowest_ms:>9.2f}{self.most_kept:>7,}"
            f"{self.seconds:>8.0f}  {'WRONG' if self.problems else 'good'}"
        )
        return "\n".join([line, *(f"    {problem}" for problem in self.problems)])


HEADINGS = (
    f"{'codec':<24}{'inputs':>10}{'bytes':>13}{'said':>10}{'changed':>9}{'read':>9}"
    f"{'slow ms':>9}{'kept':>7}{'s':>8}"
)


def fuzz(target: Target, count: int, seed: int) -> Figures:
    """Feed `count` inputs; the figures, with what went wrong."""
    figures = Figures(target.name)
    began = time.monotonic()
    batch = 0
    while figures.inputs < count and len(figures.problems) < _MOST_PROBLEMS:
        if batch % _WATCHED_BATCHES == 0:
            faulthandler.dump_traceback_later(HANG_SECONDS, exit=True)
        chance = random.Random(f"{seed}/{target.name}/{batch}")
        try:
            _feed_batch(target, min(_BATCH, count - figures.inputs), chance, figures)
        except Exception as error:  # noqa: BLE001 - that none escapes is what is tried here
            figures.problems.append(f"batch {batch}, input {figures.inputs}: raised {error!r}")
        batch += 1
    faulthandler.cancel_dump_traceback_later()
    figures.seconds = time.monotonic() - began
    return figures


def _feed_batch(target: Target, count: int, chance: random.Random, figures: Figures) -> None:
    made = target.make()
    for number in range(count):
        data = bad_input(chance, target.frames)
        figures.inputs += 1
        figures.fed_bytes += len(data)
        if chance.randrange(2) and (before := made.asked()):
            made.feed(before)
        begin = time.perf_counter()
        for piece in pieces(chance, data):
            figures.said += len(made.feed(piece))
        figures.slowest_ms = max(figures.slowest_ms, (time.perf_counter() - begin) * 1000)
        _look_at_memory(made, target, figures)
        if number % _RECOVERY_EVERY == 0:
            _ask_again(made, target, chance, figures)
            if not target.whole:
                _split(target, data, chance, figures)
            if target.sealed:
                _change_a_byte(target, chance, figures)


def _look_at_memory(made: Made, target: Target, figures: Figures) -> None:
    kept = held(made.part)
    figures.most_kept = max(figures.most_kept, kept)
    if kept > target.most_kept:
        figures.problems.append(f"holds {kept}, more than {target.most_kept}")


def _ask_again(made: Made, target: Target, chance: random.Random, figures: Figures) -> None:
    """After any noise the next question is answered."""
    before = made.asked()
    if before is None:
        return
    frame = chance.choice(target.frames)
    fresh = target.make().feed(frame)
    said = made.feed(before + frame)
    if said == fresh:
        figures.recovered += 1
    else:
        figures.problems.append(f"after noise {frame.hex(' ')} says {said}, not {fresh}")


def _split(target: Target, data: bytes, chance: random.Random, figures: Figures) -> None:
    """However the bytes come, they say the same."""
    reader, parts = target.make(), target.make()
    whole = [*reader.feed(data), reader.state()]
    said = [answer for piece in pieces(chance, data) for answer in parts.feed(piece)]
    said.append(parts.state())
    if said != whole:
        figures.problems.append(f"split, {data.hex(' ')} says {said}, whole {whole}")


def _change_a_byte(target: Target, chance: random.Random, figures: Figures) -> None:
    data = one_byte_changed(chance, target.frames)
    if data in target.also_right:
        return
    figures.changed += 1
    if said := target.make().feed(data):
        figures.problems.append(f"believed {data.hex(' ')}: {said}")


def held(part: object, depth: int = _DEPTH) -> int:
    """Bytes, letters and items that an object of ours holds."""
    if isinstance(part, (bytes, bytearray, str)):
        return len(part)
    if depth == 0 or part is None or isinstance(part, (int, float, type)):
        return 0
    if isinstance(part, (list, tuple, deque, set)):
        return len(part) + sum(held(item, depth - 1) for item in part)
    names = [*getattr(part, "__dict__", ()), *getattr(type(part), "__slots__", ())]
    mine = type(part).__module__.startswith("pos_desktop.hardware")
    return sum(held(getattr(part, name, None), depth - 1) for name in names) if mine else 0
