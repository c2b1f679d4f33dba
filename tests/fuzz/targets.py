"""What is fuzzed: each reader of a device's bytes, with input that is right to begin from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pos_desktop.domain.barcode import CodeKind, understand
from pos_desktop.hardware.card_masking import CardMask, CodeMask
from pos_desktop.hardware.device_log import Mask
from pos_desktop.hardware.displays.codecs import DisplayPages
from pos_desktop.hardware.printers.escpos_status import StatusCodec
from pos_desktop.hardware.printers.star_status import StarStatusCodec
from pos_desktop.hardware.printers.tspl_status import TsplStatusCodec
from pos_desktop.hardware.profiles import (
    ScannerSettings,
    display_profile,
    profile_ids,
    terminal_profile,
)
from pos_desktop.hardware.scanners.hid_pos import REPORT_BYTES, HidPosCodec
from pos_desktop.hardware.scanners.line_codec import MAX_CODE_BYTES, LineCodec
from pos_desktop.hardware.scanners.wedge import WedgeDecoder
from pos_desktop.hardware.terminals.command_answer import Leavings, answer_of
from pos_desktop.hardware.terminals.zvt_answer import Talk
from pos_desktop.hardware.terminals.zvt_answer import answer_of as zvt_answer
from pos_desktop.hardware.terminals.zvt_codec import ZvtCodec
from pos_desktop.hardware.terminals.zvt_masking import ZvtMask
from pos_desktop.hardware.terminals.zvt_newest import Question, answer_of_question
from pos_desktop.ports import Modifiers, Stroke, TerminalAct, TerminalRequest
from pos_desktop.simulators.displays.simulator import DISPLAYS
from tests.hardware.codecs import CODECS, CodecCase, answers

Feed = Callable[[bytes], list[object]]


@dataclass(frozen=True)
class Made:
    """One reader at its beginning. part: what holds its memory. asked: it waits for an answer,
    what is fed then is said at once; None where nobody asks. state: what it shows instead of saying
    it."""

    feed: Feed
    part: object
    asked: Callable[[], bytes | None] = lambda: None
    state: Callable[[], object] = lambda: None


@dataclass(frozen=True)
class Target:
    """frames: right input. sealed: they carry a checksum, so that one changed byte is never
    believed. also_right: what such a change may make of a frame, and means the same. whole: why the
    input has borders of its own; "" where it is a stream, any split of which says the same. noise:
    makes bytes that begin no frame, which are skipped before one. most_kept: bytes and items a
    reader may hold.
    """

    name: str
    make: Callable[[], Made]
    frames: tuple[bytes, ...]
    sealed: bool = False
    whole: str = ""
    noise: Callable[[bytes], bytes] = lambda _: b""
    most_kept: int = 256
    also_right: frozenset[bytes] = frozenset()


def _scale(name: str, case: CodecCase) -> Target:
    def make() -> Made:
        codec = case.make()

        def asked() -> bytes | None:
            return case.handshake[-2:] if codec.poll() else None

        return Made(lambda data: list(answers(codec.feed(data))), codec, asked)

    return Target(
        f"scale.{name}", make, tuple(sorted(case.frames)), case.has_checksum,
        noise=case.noise, most_kept=case.longest + 64,
        also_right=frozenset(case.also_right()),
    )  # fmt: skip


def _printer_status() -> Made:
    codec = StatusCodec()
    return Made(lambda data: list(codec.feed(data)), codec)


def _star_status() -> Made:
    codec = StarStatusCodec()
    return Made(lambda data: list(codec.feed(data)), codec)


def _tspl_status() -> Made:
    codec = TsplStatusCodec()
    return Made(lambda data: list(codec.feed(data)), codec)


def _mask(made: Callable[[], Mask]) -> Callable[[], Made]:
    def make() -> Made:
        mask = made()

        def feed(data: bytes) -> list[object]:
            covered = mask.cover(data)
            if len(covered) != len(data):
                raise ValueError("a masked piece has another length")
            return [covered]

        return Made(feed, mask)

    return make


def _line_scanner(settings: ScannerSettings) -> Callable[[], Made]:
    """One without a suffix is flushed after each piece, as a pause of the line does it."""

    def make() -> Made:
        codec = LineCodec(settings)
        if settings.suffix:
            return Made(lambda data: list(codec.feed(data)), codec)
        return Made(lambda data: [*codec.feed(data), *codec.flush()], codec)

    return make


def _hid_scanner() -> Made:
    codec = HidPosCodec(ScannerSettings(mode="hid_pos", suffix=""))
    return Made(lambda data: list(codec.feed(data[:REPORT_BYTES])), codec)


def _keys_of(data: bytes) -> Iterable[Stroke]:
    """Two bytes a key: its place on the keyboard, then the pause before it and what is held."""
    at_ms = 0
    for place, how in zip(data[::2], data[1::2], strict=False):
        at_ms += how >> 2
        held = (Modifiers.NONE, Modifiers.SHIFT, Modifiers.CTRL, Modifiers.ALT)[how & 3]
        text = chr(place) if 32 <= place < 127 else ""
        yield Stroke(place, text, at_ms, held)


def _wedge() -> Made:
    decoder = WedgeDecoder(ScannerSettings(mode="wedge"), "x11")

    def feed(data: bytes) -> list[object]:
        said = [decoder.key(stroke) for stroke in _keys_of(data)]
        said.append(decoder.tick(10_000_000))
        return [decision.scan for decision in said if decision.scan]

    return Made(feed, decoder)


def _code_text() -> Made:
    return Made(lambda data: [understand(data.decode("latin-1"))], None)


def _retail_code() -> Made:
    """It says the goods of a code whose check digit is right."""

    def feed(data: bytes) -> list[object]:
        code = understand(data.decode("latin-1"))
        return [code] if code.kind in (CodeKind.EAN, CodeKind.WEIGHED, CodeKind.GS1) else []

    return Made(feed, None)


def _display(profile_id: str) -> Target:
    """What the display's own reader, a simulated one, makes of what the register writes to it."""
    settings = display_profile(profile_id).display
    pages = DisplayPages(settings)

    def make() -> Made:
        device = DISPLAYS[profile_id]()

        def feed(data: bytes) -> list[object]:
            device.feed(data)
            return []

        return Made(feed, device, state=lambda: device.screen.lines)

    texts = [("Молоко 3,2%", "89.90"), ("ИТОГО", "1 255.00"), ("", "")]
    return Target(
        f"display.{settings.protocol}", make,
        tuple(pages.begin + pages.show(upper, lower) for upper, lower in texts),
        noise=_printable, most_kept=4096,
    )  # fmt: skip


def _printable(data: bytes) -> bytes:
    return bytes(0x20 + byte % 0x5F for byte in data)


def _with_bits(bits: int) -> Callable[[bytes], bytes]:
    """Noise in which no byte is without these bits."""
    return lambda data: bytes(byte | bits for byte in data)


def _ended_by(end: bytes) -> Callable[[bytes], bytes]:
    """Noise that a scanner's line ends as if it were a code."""

    def noise(data: bytes) -> bytes:
        kept = bytes(byte for byte in data if byte not in b"\r\n" + end)
        return kept + end if kept.strip(b"\0") else b""

    return noise


def _zvt() -> Made:
    codec, talk = ZvtCodec(), [Talk()]

    def feed(data: bytes) -> list[object]:
        messages = codec.feed(data)
        for message in messages:
            talk[0].take(message)
            if talk[0].ended or len(talk[0].printed) > 50:
                zvt_answer(talk[0], _PAYMENT, "cp437")
                answer_of_question(talk[0], _PAYMENT, _QUESTION, "cp437")
                talk[0] = Talk()
        return list(messages)

    return Made(feed, codec)


def _program_answer(profile_id: str) -> Callable[[], Made]:
    settings = terminal_profile(profile_id).command
    assert settings is not None

    def make() -> Made:
        def feed(data: bytes) -> list[object]:
            cut = data[0] % (len(data) + 1) if data else 0
            exit_code = data[-1] - 128 if data else None
            return [answer_of(settings, Leavings(exit_code, data[:cut], data[cut:]))]

        return Made(feed, None)

    return make


def _reports() -> tuple[bytes, ...]:
    """HID-POS reports: one with all of a code, and one with the beginning of a longer one."""
    whole = bytes([2, 13]) + b"]E0" + b"4607084120301"
    begin = bytes([2, 56]) + b"]d2" + b"0104607084120301215Abc".ljust(56, b"x")
    return whole.ljust(REPORT_BYTES, b"\0"), begin.ljust(63, b"\0") + b"\1"


_CODES = (b"4607084120301", b"]C1010460708412030117261231\x1d10LOT1", b"2200012012505",
          b"010460708412030121abcdefg\x1d91EE06\x1d92hash", "Привет".encode(),
          b"t=20261126T1200&s=1.00&fn=1&i=1&fp=1&n=1")  # fmt: skip
_RETAIL = (b"4607084120301", b"46009333", b"036000291452", b"14607084120308", b"2200012012505")
_PAYMENT = TerminalRequest("op-1", TerminalAct.PAY, 2040, "EUR")
_NOON = datetime(2026, 11, 27, 12)
_QUESTION = Question(
    "28004869/0469/000469", checked=True, newest=True, begun=_NOON,
    until=_NOON + timedelta(minutes=6), alone=True, shared=False,
)  # fmt: skip
_ZVT = (
    bytes.fromhex("800000"), bytes.fromhex("060f00"), bytes.fromhex("061e016c"),
    bytes.fromhex("04ff020a01"), bytes.fromhex("040f10270004000000002040" "2928004869" "870470"),
    bytes.fromhex("040f1a270004000000002040" "0c120010" "0d1127" "2928004869" "870470" "8a2e"),
    bytes.fromhex("06d1144054455354" "20506f7274616c756d06041f070101"),
    bytes.fromhex("06d301ff") + bytes(255), bytes.fromhex("06d3ff0a00") + bytes(10),
)  # fmt: skip
_RESULTS = (
    b"0,APPROVED\n4276********1234\n123456789012\n",
    b"2000\n",
    "0 ОДОБРЕНО".encode("cp866"),
)


def _line_scanners() -> list[Target]:
    kinds = {
        "cr": ScannerSettings(mode="serial"),
        "silence": ScannerSettings(mode="serial", suffix=""),
        "stx_etx": ScannerSettings(mode="serial", prefix="\x02", suffix="\x03"),
    }
    return [
        Target(
            f"scanner.line_{name}", _line_scanner(settings),
            tuple(code + settings.suffix.encode() for code in _CODES),
            whole="" if settings.suffix else "a pause of the line ends a code",
            noise=_ended_by(settings.suffix.encode()), most_kept=2 * MAX_CODE_BYTES,
        )
        for name, settings in kinds.items()
    ]  # fmt: skip


def _terminal_programs() -> list[Target]:
    return [
        Target(f"terminal.{name}", _program_answer(name), _RESULTS, whole="files of a program")
        for name in profile_ids("terminals")
        if terminal_profile(name).command is not None
    ]


def _keys(text: str) -> bytes:
    """A fast run of keys whose places are as good as any."""
    return b"".join(bytes([10 + ord(letter) % 50, 4 << 2]) for letter in text) + bytes([36, 16])


def targets() -> dict[str, Target]:
    """Everything that reads bytes of a device, by name."""
    every = [_scale(name, case) for name, case in CODECS.items()]
    every += _line_scanners()
    every += _terminal_programs()
    every += [
        Target("scanner.hid_pos", _hid_scanner, _reports(), whole="reports of USB",
               most_kept=2 * MAX_CODE_BYTES),
        Target("scanner.wedge", _wedge, (_keys("4607084120301"), _keys("0104607084120301")),
               whole="keys with their times", most_kept=8192),
        Target("scanner.code", _code_text, _CODES, whole="the text of a code"),
        Target("scanner.check_digit", _retail_code, _RETAIL, sealed=True,
               whole="the text of a code"),
        Target("printer.status", _printer_status,
               (b"\x12", b"\x16", b"\x00", b"\x10\x00\x00\x00", b"_TM-T20III\0", b"=Epson\0"),
               noise=_with_bits(0x80)),
        Target("printer.star_status", _star_status,
               (bytes.fromhex("230600000000000000"), bytes.fromhex("0f060000000000"),
                bytes.fromhex("2386000000080000000000")), noise=_with_bits(0x80)),
        Target("printer.tspl_status", _tspl_status, (b"\x00", b"\x04", b"\x08", b"\x81"),
               noise=_with_bits(0x40)),
        Target("terminal.card_mask", _mask(CardMask), (*_ZVT, *_RESULTS),
               whole="of a number cut in two more is hidden"),
        Target("terminal.zvt_mask", _mask(ZvtMask), _ZVT,
               whole="of a message cut in two more is hidden"),
        Target("scanner.code_mask", _mask(CodeMask), _CODES, whole="a run that was cut goes on"),
        Target("terminal.zvt", _zvt, _ZVT, most_kept=20_000,
               noise=lambda data: bytes(b for b in data if b not in b"\x04\x05\x06\x08\x80\x84")),
        _display("cd5220"), _display("escpos-display"),
    ]  # fmt: skip
    return {target.name: target for target in every}
