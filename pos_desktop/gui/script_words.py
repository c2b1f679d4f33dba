"""The language of a written selling session: one step a line, read whole before any is done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from pos_desktop.domain.errors import PosError, RefusalError
from pos_desktop.domain.money import parse_amount_minor

GROUP_SEPARATOR = "\x1d"
MOST_SECONDS = 86_400.0


@dataclass(frozen=True, slots=True)
class Step:
    """line: counted from 1. verb: the first word, for pay, expect and wait the first two ("pay
    cash"). argument: the rest as written; amount_minor, count, seconds: the rest as understood."""

    line: int
    text: str
    verb: str
    argument: str = ""
    amount_minor: int = 0
    count: int = 0
    seconds: float = 0.0


def key_of(name: str) -> QKeyCombination:
    """The key of "Shift+F8", "Enter", "*"; ValueError where there is none of that name."""
    sequence = QKeySequence.fromString(name)
    if sequence.count() == 1:
        combination: QKeyCombination = sequence[0]  # type: ignore[index]
        if combination.key() not in (Qt.Key.Key_unknown, 0):
            return combination
    raise ValueError(name)


def _text(step: Step) -> Step:
    if not step.argument:
        raise ValueError(step.text)
    return step


def _code(step: Step) -> Step:
    """A group separator, which no keyboard has, is written <GS>."""
    code = _text(step).argument.replace("<GS>", GROUP_SEPARATOR)
    return Step(step.line, step.text, step.verb, code)


def _key(step: Step) -> Step:
    key_of(_text(step).argument)
    return step


def _amount(step: Step) -> Step:
    amount_minor = parse_amount_minor(_text(step).argument)
    return Step(step.line, step.text, step.verb, step.argument, amount_minor=amount_minor)


def _amount_or_all(step: Step) -> Step:
    return _amount(step) if step.argument else step


def _count(step: Step) -> Step:
    return Step(step.line, step.text, step.verb, step.argument, count=_whole(step.argument))


def _seconds(step: Step) -> Step:
    seconds = float(step.argument)
    if not 0 <= seconds <= MOST_SECONDS:
        raise ValueError(step.text)
    return Step(step.line, step.text, step.verb, step.argument, seconds=seconds)


def _name(step: Step) -> Step:
    if not re.fullmatch(r"[\w-][\w.-]*", step.argument):
        raise ValueError(step.text)
    return step


def _person(step: Step) -> Step:
    name, _, pin = step.argument.rpartition(" ")
    if not name or not pin.isascii() or not pin.isdigit():
        raise ValueError(step.text)
    return step


def _nothing(step: Step) -> Step:
    if step.argument:
        raise ValueError(step.text)
    return step


def _one_of(*words: str) -> Callable[[Step], Step]:
    def read(step: Step) -> Step:
        if step.argument not in words:
            raise ValueError(step.text)
        return step

    return read


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValueError(text)
    return int(text)


# Each step as it is written in help and errors, and how its rest is read.
STEPS: dict[str, tuple[str, Callable[[Step], Step]]] = {
    "scan": ("scan CODE", _code),
    "type": ("type TEXT", _text),
    "key": ("key F12", _key),
    "tap": ("tap NAME", _text),
    "weigh": ("weigh GRAMS", _count),
    "pay cash": ("pay cash [1000.00]", _amount_or_all),
    "pay card": ("pay card [500.00]", _amount_or_all),
    "park": ("park", _nothing),
    "recall": ("recall N", _count),
    "network": ("network on|off", _one_of("on", "off")),
    "printer": ("printer ok|paper-out|offline", _one_of("ok", "paper-out", "offline")),
    "operator": ("operator up|down|slow", _one_of("up", "down", "slow")),
    "cloud": ("cloud up|down|slow", _one_of("up", "down", "slow")),
    "sleep": ("sleep SECONDS", _seconds),
    "expect total": ("expect total 123.45", _amount),
    "expect change": ("expect change 1.00", _amount),
    "expect lines": ("expect lines 3", _count),
    "expect text": ("expect text SOMETHING", _text),
    "wait printed": ("wait printed", _nothing),
    "wait fiscalised": ("wait fiscalised", _nothing),
    "wait synced": ("wait synced", _nothing),
    "screenshot": ("screenshot NAME", _name),
    "signin": ("signin STAFF_NAME PIN", _person),
}
_TWO_WORDS = {verb.partition(" ")[0] for verb in STEPS if " " in verb}


def read_script(lines: Iterable[str]) -> list[Step]:
    """The steps of a session; empty lines and lines that begin with # are passed over.

    RefusalError: "script.unknown_step" (line, text, allowed) or "script.bad_step" (line, text,
    form).
    """
    steps = []
    for number, raw in enumerate(lines, 1):
        text = raw.strip().removeprefix("\ufeff").strip()
        if text and not text.startswith("#"):
            steps.append(_read(number, text))
    return steps


def _read(line: int, text: str) -> Step:
    verb, _, rest = text.partition(" ")
    if verb in _TWO_WORDS:
        second, _, rest = rest.strip().partition(" ")
        verb = f"{verb} {second}"
    if verb not in STEPS:
        allowed = ", ".join(form for form, _ in STEPS.values())
        raise RefusalError("script.unknown_step", line=line, text=text, allowed=allowed)
    form, read = STEPS[verb]
    try:
        return read(Step(line, text, verb, rest.strip()))
    except (ValueError, PosError):
        raise RefusalError("script.bad_step", line=line, text=text, form=form) from None
