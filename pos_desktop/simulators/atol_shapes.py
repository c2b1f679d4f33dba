"""Small pieces from which the shape of a JSON body is described, field by field.

A check takes a decoded JSON value and its path and yields a `Fault` for each thing wrong with it.
JSON numbers arrive as int or Decimal, never as float: binary floats give false alarms on "at most
two decimal places".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken field.

    path: the place in the body, "receipt.items[0].price".
    message: what is wrong, in the language of the service (Russian).
    """

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


Check = Callable[[object, str], Iterator[Fault]]


def text(
    max_length: int, *, min_length: int = 0, pattern: str | None = None, hint: str = ""
) -> Check:
    """A string of min_length to max_length characters that matches the whole pattern, if given."""
    compiled = re.compile(pattern) if pattern is not None else None

    def check(value: object, path: str) -> Iterator[Fault]:
        if not isinstance(value, str):
            yield Fault(path, "ожидается строка")
        elif len(value) > max_length:
            yield Fault(path, f"длина {len(value)} больше {max_length}")
        elif len(value) < min_length:
            yield Fault(path, f"длина {len(value)} меньше {min_length}")
        elif compiled is not None and compiled.fullmatch(value) is None:
            yield Fault(path, hint or f"не подходит под шаблон {compiled.pattern}")

    return check


def decimal(places: int, maximum: str) -> Check:
    """A JSON number from 0 to maximum with at most `places` digits after the point."""
    limit = Decimal(maximum)

    def check(value: object, path: str) -> Iterator[Fault]:
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            yield Fault(path, "ожидается число")
            return
        number = Decimal(value)
        exponent = number.normalize().as_tuple().exponent
        if not number.is_finite() or not isinstance(exponent, int):
            yield Fault(path, "ожидается конечное число")
        elif number < 0:
            yield Fault(path, "число меньше 0")
        elif number > limit:
            yield Fault(path, f"число больше {maximum}")
        elif -exponent > places:
            yield Fault(path, f"больше {places} знаков после запятой")

    return check


def whole(allowed: range | frozenset[int]) -> Check:
    """A JSON integer out of the given ones."""

    def check(value: object, path: str) -> Iterator[Fault]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield Fault(path, "ожидается целое число")
        elif value not in allowed:
            yield Fault(path, f"значение {value} не входит в перечень допустимых")

    return check


def one_of(*allowed: str) -> Check:
    """A string out of the given ones."""

    def check(value: object, path: str) -> Iterator[Fault]:
        if not isinstance(value, str):
            yield Fault(path, "ожидается строка")
        elif value not in allowed:
            yield Fault(path, f"значение {value!r} не входит в перечень: {', '.join(allowed)}")

    return check


def flag(value: object, path: str) -> Iterator[Fault]:
    """A JSON true or false."""
    if not isinstance(value, bool):
        yield Fault(path, "ожидается true или false")


def moment(written: str, parsed: str) -> Check:
    """A date or time of exactly the written form, as "dd.mm.yyyy", that the calendar has."""
    pattern = re.compile(re.sub("[dmyHMS]", "[0-9]", re.escape(written)))

    def check(value: object, path: str) -> Iterator[Fault]:
        if not isinstance(value, str):
            yield Fault(path, "ожидается строка")
        elif pattern.fullmatch(value) is None:
            yield Fault(path, f"ожидается вид {written}")
        else:
            try:
                datetime.strptime(value, parsed)
            except ValueError:
                yield Fault(path, "такого времени нет в календаре")

    return check


def listing(each: Check, smallest: int, largest: int) -> Check:
    """A JSON array of smallest to largest entries, each passing the check."""

    def check(value: object, path: str) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield Fault(path, "ожидается массив")
        elif not smallest <= len(value) <= largest:
            yield Fault(path, f"элементов {len(value)}, допустимо от {smallest} до {largest}")
        else:
            for index, entry in enumerate(value):
                yield from each(entry, f"{path}[{index}]")

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """A JSON object with all required fields and no field that is not named here."""
    known = {**required, **(optional or {})}

    def check(value: object, path: str) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield Fault(path or "#", "ожидается объект")
            return
        prefix = f"{path}." if path else ""
        for name in required:
            if name not in value:
                yield Fault(f"{prefix}{name}", "обязательное поле отсутствует")
        for name, entry in value.items():
            if name in known:
                yield from known[name](entry, f"{prefix}{name}")
            else:
                yield Fault(f"{prefix}{name}", "неизвестное поле")

    return check


def exactly_one(fields: Mapping[str, Check]) -> Check:
    """A JSON object with one of the fields and nothing else."""

    def check(value: object, path: str) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield Fault(path, "ожидается объект")
            return
        if len(value) != 1:
            yield Fault(path, f"ожидается ровно одно поле, передано {len(value)}")
        for name, entry in value.items():
            if name in fields:
                yield from fields[name](entry, f"{path}.{name}")
            else:
                yield Fault(f"{path}.{name}", "неизвестное поле")

    return check
