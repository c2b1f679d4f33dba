"""Finding out which scale is plugged in, against scales that speak one protocol at one setting."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import msgspec
import pytest

from pos_desktop.app.device_trials import PROBE_SECONDS
from pos_desktop.hardware.profiles import ScaleProfile, SerialLine, scale_profile
from pos_desktop.hardware.scales.massa_frames import frame as massa_frame
from pos_desktop.hardware.scales.probe import (
    FoundScale,
    ProbeStep,
    find_scale,
    scale_profiles,
)
from pos_desktop.hardware.scales.readings import ScaleFault, ScaleStatus
from pos_desktop.hardware.scales.shtrih_pos2 import frame as shtrih_frame
from pos_desktop.hardware.transports.protocol import TransportError
from tests.hardware.codecs import SHTRIH_CHANNEL
from tests.hardware.memory_transport import MemoryTransport

Answer = Callable[[bytes], bytes]


def quick(profiles: list[ScaleProfile]) -> list[ScaleProfile]:
    return [
        msgspec.structs.replace(profile, scale=msgspec.structs.replace(profile.scale, answer_ms=8))
        for profile in profiles
    ]


ALL = quick(scale_profiles())


class Port:
    """A serial port with a scale on it that understands one setting; others make noise."""

    def __init__(self, line: str, answer: Answer) -> None:
        self.line = line
        self.answer = answer
        self.opened: list[str] = []
        self.asked: list[bytes] = []

    def open_with(self, line: SerialLine | None) -> MemoryTransport:
        self.opened.append(str(line))

        def said(data: bytes) -> bytes:
            self.asked.append(data)
            if line is not None and str(line) != self.line:
                return b"\xfe\x81\x00"
            return self.answer(data)

        return MemoryTransport(said)


def massa(data: bytes) -> bytes:
    return massa_frame(b"\x24\xe7\x04\0\0\1\1\0\0") if data == massa_frame(b"\x23") else b""


def massa_1c(data: bytes) -> bytes:
    return massa_frame(b"\x10\xe7\x04\0\0\1\1") if data == massa_frame(b"\xa0") else b""


def massa_j(data: bytes) -> bytes:
    return bytes.fromhex("80 00 E7 04 00") if data == b"J" else b""


def shtrih(data: bytes) -> bytes:
    if data == b"\x05":
        return b"\x15"
    if data[2:3] == b"\xe8":
        return b"\x06" + SHTRIH_CHANNEL
    if data[2:3] == b"\x3a":
        return b"\x06" + shtrih_frame(0x3A, bytes.fromhex("00 15 00 E7 04 00 00 00 00 00"))
    return b""


def cas(data: bytes) -> bytes:
    if data == b"\x05":
        return b"\x06"
    frame = bytes.fromhex("01 02 53 20 30 31 2E 32 35 35 6B 67 62 03 04")
    return frame if data == b"\x11" else b""


def toledo(data: bytes) -> bytes:
    return b"\x0201.255\r" if data == b"W" else b"\x02?\x40\r"


def sics(data: bytes) -> bytes:
    return b"S S      1.255 kg\r\n" if data == b"SI\r\n" else b"ES\r\n"


def found(port: Port, profiles: list[ScaleProfile] = ALL) -> FoundScale:
    result = find_scale(port.open_with, profiles)
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("line", "answer", "profile"),
    [
        ("57600-8N1", massa, "massa-tb"),
        ("19200-8E1", massa, "massa-tb"),
        ("9600-8N1", massa_1c, "massa-1c"),
        ("4800-8E1", massa_j, "massa-mk"),
        ("9600-8N1", shtrih, "shtrih-slim"),
        ("9600-8N1", cas, "cas-ad"),
        ("9600-7E1", toledo, "toledo-8217"),
        ("9600-8N1", sics, "mt-sics"),
    ],
)
def test_a_scale_is_found_with_its_setting_and_its_weight(
    line: str, answer: Answer, profile: str
) -> None:
    result = found(Port(line, answer))
    assert (result.profile.id, str(result.line)) == (profile, line)
    assert result.weight_grams == 1255


def test_only_a_setting_that_the_profile_has_not_is_told_to_the_endpoint() -> None:
    assert found(Port("57600-8N1", massa)).line_text == ""
    assert found(Port("19200-8E1", massa)).line_text == "19200-8E1"


def test_all_profiles_that_speak_so_are_named_the_likeliest_first() -> None:
    ids = [profile.id for profile in found(Port("9600-8N1", cas)).profiles]
    assert ids == ["cas-ad", "ohaus-aviator", "mertech-cas"]


def test_nothing_that_changes_a_scale_is_ever_sent() -> None:
    port = Port("300-7O2", lambda _: b"")
    assert find_scale(port.open_with, ALL) is None
    harmless = {b"", b"\x05", b"J", b"\x03", b"W", b"W\r", b"\nW\r", b"SI\r\n", b"Q\r\n"}
    harmless |= {b"N\r\n", b"98000001\r\n", b"\x02W\x03"}
    harmless |= {massa_frame(b"\x23"), massa_frame(b"\xa0")}
    # What follows a handshake that noise has shaken is a question for the weight, too.
    harmless |= {b"\x11", shtrih_frame(0x3A, b"0030"), shtrih_frame(0xE8, b"\0"), b"\x06"}
    assert set(port.asked) <= harmless


def test_a_scale_that_swings_or_weighs_in_pounds_is_found_all_the_same() -> None:
    moving = found(Port("9600-7E1", lambda data: b"\x02?\x01\r" if data == b"W" else b""))
    assert (moving.weight_grams, moving.status) == (None, ScaleStatus(moving=True))
    pounds = found(Port("9600-7E1", lambda data: b"\x0202.76\r" if data == b"W" else b""))
    assert pounds.fault == ScaleFault("scale.unit", {"unit": "lb"})


def test_a_scale_that_knows_the_frame_and_not_the_question_is_asked_another() -> None:
    def only_1c(data: bytes) -> bytes:
        return massa_frame(b"\x28\x07") if data == massa_frame(b"\x23") else massa_1c(data)

    assert found(Port("57600-8N1", only_1c)).profile.id == "massa-1c"


def test_what_noise_could_say_once_is_not_believed() -> None:
    said = [bytes.fromhex("80 00 E7 04 00")]
    port = Port("4800-8E1", lambda data: said.pop() if data == b"J" and said else b"")
    assert find_scale(port.open_with, quick([scale_profile("massa-mk")])) is None


def test_the_steps_are_told_and_counted() -> None:
    steps: list[ProbeStep] = []
    profiles = quick([scale_profile("massa-tb"), scale_profile("cas-ad")])
    port = Port("4800-8N1", cas)
    assert find_scale(port.open_with, profiles, report=steps.append) is not None
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    assert {step.of for step in steps} == {8}
    assert [(step.protocol, str(step.line)) for step in steps[:3]] == [
        ("massa_100", "57600-8N1"),
        ("massa_100", "9600-8N1"),
        ("cas", "9600-8N1"),
    ]


def test_a_search_ends_when_it_is_called_off() -> None:
    cancelled = threading.Event()
    seen: list[ProbeStep] = []

    def report(step: ProbeStep) -> None:
        seen.append(step)
        if step.number == 3:
            cancelled.set()

    port = Port("300-7O2", lambda _: b"")
    started = time.monotonic()
    assert find_scale(port.open_with, ALL, report=report, cancelled=cancelled) is None
    assert len(seen) == 3
    assert time.monotonic() - started < 1.0


def test_a_search_ends_in_its_time() -> None:
    started = time.monotonic()
    assert find_scale(Port("300-7O2", lambda _: b"").open_with, ALL, seconds=0.3) is None
    assert time.monotonic() - started < 1.5


def test_the_wizard_has_the_time_to_try_everything_on_a_silent_port() -> None:
    """A quarter of its time is left for a port that makes noise at some setting."""
    answer_ms = {p.scale.protocol: p.scale.answer_ms for p in reversed(scale_profiles())}
    waited_ms = 0
    asked = ""

    def report(step: ProbeStep) -> None:
        nonlocal asked, waited_ms
        asked = step.protocol
        waited_ms += 2 * answer_ms[asked] if asked == "cas_line" else 0

    def silent(_question: bytes) -> bytes:
        nonlocal waited_ms
        waited_ms += answer_ms[asked]
        return b""

    assert find_scale(lambda _: MemoryTransport(silent), ALL, report=report) is None
    assert waited_ms / 1000 < 0.75 * PROBE_SECONDS


def test_on_a_network_no_setting_is_tried() -> None:
    port = Port("none", lambda _: b"")
    port.open_with = lambda line: MemoryTransport(massa) if line is None else pytest.fail()
    result = find_scale(port.open_with, ALL, on_network=True)
    assert result is not None
    assert (result.profile.id, result.line, result.line_text) == ("massa-tb", None, "")


def test_a_port_that_is_taken_is_said_at_once() -> None:
    def busy(_line: SerialLine | None) -> MemoryTransport:
        wire = MemoryTransport()
        wire.open_fails = TransportError("busy", path="COM3")
        return wire

    with pytest.raises(TransportError) as caught:
        find_scale(busy, ALL)
    assert caught.value.cause == "busy"


def test_a_setting_that_the_port_does_not_know_is_passed_over() -> None:
    port = Port("9600-8N1", cas)

    def open_with(line: SerialLine | None) -> MemoryTransport:
        wire = port.open_with(line)
        if str(line) == "57600-8N1":
            wire.open_fails = TransportError("unreachable", reason="Invalid argument")
        return wire

    result = find_scale(open_with, quick([scale_profile("massa-tb"), scale_profile("cas-ad")]))
    assert result is not None
    assert result.profile.id == "cas-ad"


@pytest.mark.parametrize("on_network", [False, True])
def test_a_place_that_never_opens_is_told(on_network: bool) -> None:
    def open_with(_line: SerialLine | None) -> MemoryTransport:
        wire = MemoryTransport()
        wire.open_fails = TransportError("unreachable")
        return wire

    with pytest.raises(TransportError):
        find_scale(open_with, ALL, on_network=on_network)


def test_a_place_that_hangs_up_is_asked_in_the_next_protocol() -> None:
    def hanging(_line: SerialLine | None) -> MemoryTransport:
        wire = MemoryTransport(toledo)
        if not seen:
            wire.fail_after = 0
        seen.append(wire)
        return wire

    seen: list[MemoryTransport] = []
    profiles = quick([scale_profile("massa-tb"), scale_profile("toledo-8217")])
    result = find_scale(hanging, profiles, on_network=True)
    assert result is not None
    assert result.profile.id == "toledo-8217"
