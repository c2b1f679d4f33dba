"""Bad input made from good: seeded, so that any of it can be had again."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import pairwise

_LONGEST_NOISE = 80
_LONG_RUN = 600

Make = Callable[[random.Random, Sequence[bytes]], bytes]


def _noise(chance: random.Random, _frames: Sequence[bytes]) -> bytes:
    return chance.randbytes(chance.randrange(_LONGEST_NOISE))


def _run(chance: random.Random, frames: Sequence[bytes]) -> bytes:
    """The same byte for a long time, as from a line at the wrong speed."""
    byte = chance.choice(chance.choice(frames)[:1] + b"\x00\xff\x02\x55")
    return bytes([byte]) * chance.randrange(1, _LONG_RUN)


def _bits(chance: random.Random, frames: Sequence[bytes]) -> bytes:
    data = bytearray(chance.choice(frames))
    for _ in range(chance.randint(1, 4)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def _edited(chance: random.Random, frames: Sequence[bytes]) -> bytes:
    """Bytes lost, doubled, exchanged or come from nowhere."""
    data = bytearray(chance.choice(frames))
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        act = chance.randrange(4)
        if act == 0:
            data[at:at] = chance.randbytes(chance.randint(1, 3))
        elif act == 1:
            del data[at : at + chance.randint(1, 4)]
        elif act == 2:
            data[at : at + 1] = chance.randbytes(1)
        else:
            data[at:at] = data[max(0, at - 3) : at]
    return bytes(data)


def _cut(chance: random.Random, frames: Sequence[bytes]) -> bytes:
    """The beginning of one and the end of another."""
    first, second = chance.choice(frames), chance.choice(frames)
    return first[: chance.randrange(len(first) + 1)] + second[chance.randrange(len(second) + 1) :]


def _among_noise(chance: random.Random, frames: Sequence[bytes]) -> bytes:
    parts = [chance.choice(frames) for _ in range(chance.randint(1, 4))]
    return b"".join(_noise(chance, frames)[:12] + part for part in parts)


MAKERS: tuple[Make, ...] = (_noise, _bits, _bits, _edited, _edited, _cut, _among_noise)
"""A long run is slow, and a rare one is enough."""
_RUN_EVERY = 50


def bad_input(chance: random.Random, frames: Sequence[bytes]) -> bytes:
    make = _run if chance.randrange(_RUN_EVERY) == 0 else chance.choice(MAKERS)
    return make(chance, frames)


def one_byte_changed(chance: random.Random, frames: Sequence[bytes]) -> bytes:
    data = bytearray(chance.choice(frames))
    data[chance.randrange(len(data))] ^= chance.randint(1, 255)
    return bytes(data)


def pieces(chance: random.Random, data: bytes) -> list[bytes]:
    """The data in pieces, as a wire delivers it."""
    cuts = sorted(chance.randrange(len(data) + 1) for _ in range(chance.randrange(4)))
    edges = [0, *cuts, len(data)]
    return [data[a:b] for a, b in pairwise(edges)]
