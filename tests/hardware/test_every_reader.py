"""What every reader of a device's bytes keeps: however the stream is cut it says the same, noise
before a frame is skipped, and a changed bit is not believed where there is a checksum."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from itertools import pairwise
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pos_desktop.hardware
from pos_desktop.hardware.displays.codecs import DISPLAYS
from pos_desktop.hardware.profiles import (
    PrinterSettings,
    ScannerSettings,
    profile_ids,
    terminal_profile,
)
from pos_desktop.hardware.scales.framing import FrameStream
from pos_desktop.hardware.scales.protocols import SCALES
from tests.fuzz.targets import Target, targets

TARGETS = targets()
STREAMS = [name for name, target in TARGETS.items() if not target.whole]
SEALED = [name for name, target in TARGETS.items() if target.sealed]
LONGEST_NOISE = 30

# Each way a device can be set to speak, as its profile says it, and who reads that.
READ_BY = {
    "printer.status": {
        "escpos": "printer.status", "star": "printer.star_status", "tspl": "printer.tspl_status",
        "none": "",
    },
    "scanner.mode": {
        "serial": "scanner.line_cr", "hid_pos": "scanner.hid_pos", "wedge": "scanner.wedge",
    },
}  # fmt: skip
# Every other reader is made of it.
PARTS = {FrameStream}


def fed_classes() -> set[type]:
    """Every class of the drivers that bytes are fed to."""
    found = set()
    for module in pkgutil.walk_packages(pos_desktop.hardware.__path__, "pos_desktop.hardware."):
        for _, one in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            is_here = one.__module__ == module.name and callable(getattr(one, "feed", None))
            if is_here and not getattr(one, "_is_protocol", False):
                found.add(one)
    return found


def values_of(section: type, key: str) -> set[str]:
    return set(get_args(get_type_hints(section)[key]))


def test_every_class_that_is_fed_bytes_is_led_by_these_properties() -> None:
    """A reader more: a Target in tests/fuzz/targets.py."""
    led = {base for target in TARGETS.values() for base in type(target.make().part).__mro__}
    assert fed_classes() - PARTS <= led
    assert fed_classes() >= PARTS


def test_everything_that_a_profile_can_name_has_a_reader_here() -> None:
    """A protocol more: a Target, and here its name where that is another."""
    assert {f"scale.{protocol}" for protocol in SCALES} == of_kind("scale")
    assert {f"display.{protocol}" for protocol in DISPLAYS} == of_kind("display")
    programs = {i for i in profile_ids("terminals") if terminal_profile(i).command is not None}
    assert {f"terminal.{name}" for name in programs} | {"terminal.zvt"} <= of_kind("terminal")
    assert READ_BY["printer.status"].keys() == values_of(PrinterSettings, "status")
    assert READ_BY["scanner.mode"].keys() == values_of(ScannerSettings, "mode")
    named = {name for readers in READ_BY.values() for name in readers.values()} - {""}
    assert named <= TARGETS.keys()


def of_kind(kind: str) -> set[str]:
    return {name for name in TARGETS if name.startswith(f"{kind}.")}


def read(target: Target, chunks: list[bytes]) -> tuple[list[object], object]:
    """What a fresh reader says to these pieces, and what it shows at their end."""
    made = target.make()
    said = [answer for chunk in chunks for answer in made.feed(chunk)]
    return said, made.state()


def cut(stream: bytes, places: list[int]) -> list[bytes]:
    edges = [0, *sorted(min(place, len(stream)) for place in places), len(stream)]
    return [stream[a:b] for a, b in pairwise(edges)]


@pytest.mark.parametrize("name", STREAMS)
@given(data=st.data(), places=st.lists(st.integers(0, 150), max_size=8))
def test_any_split_of_the_stream_says_the_same(
    name: str, data: st.DataObject, places: list[int]
) -> None:
    target = TARGETS[name]
    parts = st.one_of(st.sampled_from(target.frames), st.binary(max_size=12))
    stream = b"".join(data.draw(st.lists(parts, max_size=5)))
    assert read(target, cut(stream, places)) == read(target, [stream])


@pytest.mark.parametrize("name", STREAMS)
@given(data=st.data(), raw=st.binary(min_size=1, max_size=LONGEST_NOISE))
def test_noise_before_a_frame_is_skipped(name: str, data: st.DataObject, raw: bytes) -> None:
    target = TARGETS[name]
    frame = data.draw(st.sampled_from(target.frames))
    said, shown = read(target, [target.noise(raw) + frame])
    expected, state = read(target, [frame])
    # A scanner ends noise as if it were a code, and it is one more.
    assert said[-len(expected) or len(said) :] == expected
    assert len(said) <= len(expected) + name.startswith("scanner.line")
    assert shown == state


@pytest.mark.parametrize("name", STREAMS)
def test_there_is_noise_to_be_skipped(name: str) -> None:
    """The property above says nothing where the noise is always empty."""
    assert TARGETS[name].noise(bytes(range(256)))


@pytest.mark.parametrize("name", SEALED)
@given(data=st.data())
def test_a_changed_bit_is_never_believed(name: str, data: st.DataObject) -> None:
    target = TARGETS[name]
    frame = bytearray(data.draw(st.sampled_from(target.frames)))
    right, _ = read(target, [bytes(frame)])
    place = data.draw(st.integers(0, len(frame) * 8 - 1))
    frame[place // 8] ^= 1 << place % 8
    believed = right if bytes(frame) in target.also_right else []
    assert read(target, [bytes(frame)])[0] == believed
