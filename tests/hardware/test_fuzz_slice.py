"""A few hundred bad inputs for every reader of a device's bytes; a million each:
`python -m tests.fuzz codecs --count 1000000`."""

from __future__ import annotations

import pytest

from tests.fuzz.run import fuzz, held
from tests.fuzz.targets import Made, Target, targets

SEED = 7
TARGETS = targets()


@pytest.mark.parametrize("name", TARGETS)
def test_bad_bytes_raise_nothing_hang_nothing_and_are_not_believed(name: str) -> None:
    figures = fuzz(TARGETS[name], 300, SEED)
    assert not figures.problems, figures.text()
    assert figures.inputs == 300


class _Credulous:
    """A reader with every fault: keeps all, believes all, and depends on how the bytes come."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[object]:
        self._buffer += data
        if b"\xff\xff" in data:
            raise ValueError("what is this")
        return [len(data)] if data else []


_Credulous.__module__ = "pos_desktop.hardware.credulous"


def test_the_harness_sees_each_kind_of_fault() -> None:
    def make() -> Made:
        reader = _Credulous()
        return Made(reader.feed, reader, lambda: b"")

    target = Target("credulous", make, (b"\x02123\xff\x03", b"\x024567\x03"), True, most_kept=100)
    words = " ".join(figure for seed in range(8) for figure in fuzz(target, 400, seed).problems)
    for fault in ("raised", "holds", "believed", "split"):
        assert fault in words
    assert held(make().part) == 0
