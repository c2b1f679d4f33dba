"""Every codec of a scale with frames that are right: for property tests here and for long runs of
fuzzed input elsewhere.

`CODECS[name].make()` gives a codec that has asked for a weight and waits for the answer;
`frames` maps the bytes of an answer to what it says.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pos_desktop.hardware.profiles import ScaleSettings
from pos_desktop.hardware.scales.protocols import SCALES
from pos_desktop.hardware.scales.readings import (
    Answer,
    ScaleCodec,
    ScaleFault,
    ScaleReading,
    ScaleStatus,
    Send,
    Step,
)

MOVING, OVER, UNDER = ScaleStatus(moving=True), ScaleStatus(over=True), ScaleStatus(under=True)


def untold(grams: int) -> ScaleReading:
    """A weight of a scale that does not say whether a tare is off."""
    return ScaleReading(grams, is_net=None)


POUNDS = ScaleFault("scale.unit", {"unit": "lb"})


@dataclass(frozen=True)
class CodecCase:
    """protocol: its key in SCALES. handshake: what the scale says before the answer. has_checksum:
    a changed bit must never be believed. starts: bytes that noise before a frame must not have,
    since nothing tells them from a frame that began. longest: bytes a codec may keep. free_bits:
    those of an answer, counted from its first byte's lowest, that are right either way.
    """

    protocol: str
    frames: dict[bytes, Answer]
    has_checksum: bool
    starts: bytes
    longest: int
    handshake: bytes = b""
    noise_end: bytes = field(default=b"")
    free_bits: frozenset[int] = frozenset()

    def make(self) -> ScaleCodec:
        codec = SCALES[self.protocol](ScaleSettings(protocol=self.protocol))
        codec.poll()
        codec.feed(self.handshake)
        return codec

    def also_right(self) -> list[bytes]:
        """The frames as their free bits make them."""
        changed = []
        for frame in self.frames:
            for place in self.free_bits:
                other = bytearray(frame)
                other[place // 8] ^= 1 << place % 8
                changed.append(bytes(other))
        return changed

    def noise(self, data: bytes) -> bytes:
        """Return data as noise that begins no frame."""
        kept = bytes(byte for byte in data if byte not in self.starts)
        return kept + self.noise_end if kept else b""


def answers(steps: list[Step]) -> list[Answer]:
    """What a codec says, without what it wants to send."""
    return [step for step in steps if not isinstance(step, Send)]


def _hex(text: str) -> bytes:
    return bytes.fromhex(text)


# A channel that weighs in grams, as a Shtrih-M answers E8: flags, point, power -3, and the rest.
SHTRIH_CHANNEL = _hex("02 14 E8 00 00 00 03 FD 98 3A 00 00 98 3A 00 00 00 00 00 00 00 00 02")

CODECS: dict[str, CodecCase] = {
    "massa_100": CodecCase(
        "massa_100",
        {
            _hex("F8 55 CE 0D 00 24 E7 04 00 00 01 01 00 00 00 00 00 00 FA 3B"): ScaleReading(
                1255, is_net=False, tare_grams=0
            ),
            _hex("F8 55 CE 0D 00 24 00 00 00 00 01 01 00 01 00 00 00 00 FC 23"): ScaleReading(
                0, is_net=False, tare_grams=0
            ),
            _hex("F8 55 CE 02 00 28 08 08 28"): OVER,
        },
        has_checksum=True,
        starts=b"\xf8",
        longest=71,
    ),
    "massa_1c": CodecCase(
        "massa_1c",
        {
            _hex("F8 55 CE 07 00 10 E7 04 00 00 01 01 5C 0C"): untold(1255),
            _hex("F8 55 CE 07 00 10 AC FE FF FF 01 00 42 45"): MOVING,
        },
        has_checksum=True,
        starts=b"\xf8",
        longest=71,
    ),
    "massa_j": CodecCase(
        "massa_j",
        {
            _hex("80 00 E7 04 00"): ScaleReading(1255),
            _hex("C0 00 00 00 00"): ScaleReading(0),
            _hex("80 04 7D 00 00"): ScaleReading(1250),
            _hex("80 00 54 01 80"): ScaleReading(-340),
            _hex("00 00 E7 04 00"): MOVING,
        },
        has_checksum=False,
        starts=b"\x80\xc0\x00",
        longest=5,
    ),
    "massa_push": CodecCase(
        "massa_push",
        {
            _hex("55 AA E7 04 00") * 2: ScaleReading(1255),
            _hex("55 AA 54 01 80") * 2: ScaleReading(-340),
        },
        # It says everything twice, which tells a changed bit as well.
        has_checksum=True,
        starts=b"\x55",
        longest=10,
    ),
    "shtrih_pos2": CodecCase(
        "shtrih_pos2",
        {
            _hex("02 0B 3A 00 15 00 E7 04 00 00 00 00 00 C7"): ScaleReading(
                1255, is_net=False, tare_grams=0
            ),
            _hex("02 0B 3A 00 05 00 E7 04 00 00 00 00 00 D7"): MOVING,
            _hex("02 02 3A 7A 42"): ScaleFault("scale.password", {"number": 122}),
        },
        has_checksum=True,
        starts=b"\x02\x05\x06\x15",
        longest=67,
        handshake=b"\x15\x06" + SHTRIH_CHANNEL + b"\x15\x06",
    ),
    "cas": CodecCase(
        "cas",
        {
            _hex("01 02 53 20 30 31 2E 32 35 35 6B 67 62 03 04"): untold(1255),
            _hex("01 02 55 2D 30 30 2E 33 34 30 6B 67 6D 03 04"): MOVING,
        },
        has_checksum=True,
        starts=b"\x01\x81",
        longest=16,
        handshake=b"\x06",
        # Some models send 81 for 01 in front.
        free_bits=frozenset({7}),
    ),
    "cas_m": CodecCase(
        "cas_m",
        {_hex("01 02 53 20 30 31 2E 32 35 35 6B 67 62 03 04"): untold(1255)},
        has_checksum=True,
        starts=b"\x01\x81",
        longest=16,
        handshake=b"\x06",
        # Some models send 81 for 01 in front.
        free_bits=frozenset({7}),
    ),
    "cas_line": CodecCase(
        "cas_line",
        {
            b"ST,GS,\x01\x00,   1.255 kg\r\n": ScaleReading(1255),
            b"US,GS,\x01\x00,   1.255 kg\r\n": MOVING,
            b"OL,GS,\x01\x00,   9.999 kg\r\n": OVER,
            b"ST,NT,\x01\x00,   0.500 kg\r\n": ScaleReading(500, is_net=True),
            b"ST,GS,\x01\x00,   2.765 lb\r\n": POUNDS,
            # As the manual of the CI-600D writes a weight, with the lamps of its indicators.
            b"ST,GS,1\xe4,000013.5 kg\r\n": ScaleReading(13_500),
            b"ST,NT,1\xe2,-001.255 kg\r\n": ScaleReading(-1255, is_net=True),
        },
        has_checksum=False,
        starts=b"\n",
        longest=40,
    ),
    "toledo_8217": CodecCase(
        "toledo_8217",
        {
            b"\x0201.255\r": ScaleReading(1255),
            b"\x0214.995N\r": ScaleReading(14995, is_net=True),
            b"\x02?\x01\r": MOVING,
            b"\x02?\x02\r": OVER,
            b"\x02?\x04\r": UNDER,
            b"\x02?\x50\r": ScaleStatus(),
            b"\x0202.76\r": POUNDS,
        },
        has_checksum=False,
        starts=b"\x02",
        longest=12,
    ),
    "mt_sics": CodecCase(
        "mt_sics",
        {
            b"S S     100.00 g\r\n": untold(100),
            b"S D     101.23 g\r\n": MOVING,
            b"SI S      0.000 kg\r\n": untold(0),
            b"SI ?      1.255 kg\r\n": MOVING,
            b"S I\r\n": ScaleStatus(),
            b"S +\r\n": OVER,
            b"S -\r\n": UNDER,
            b"S S      2.765 lb\r\n": POUNDS,
        },
        has_checksum=False,
        starts=b"\nSIE",
        longest=40,
    ),
    "sma": CodecCase(
        "sma",
        {
            b"\n 1G           0.750kg \r": ScaleReading(750),
            b"\n 1GM          0.750kg \r": MOVING,
            b"\nZ1G           0.000kg \r": ScaleReading(0),
            b"\nO1G          99.750kg \r": OVER,
            b"\nU1G          -0.750kg \r": UNDER,
            b"\n 1N           0.500kg \r": ScaleReading(500, is_net=True),
            b"\n 1G           2.765lb \r": POUNDS,
        },
        has_checksum=False,
        starts=b"\n\r",
        longest=40,
    ),
    "a_and_d": CodecCase(
        "a_and_d",
        {
            b"ST,+00001.25 kg\r\n": ScaleReading(1250),
            b"US,+00001.25 kg\r\n": MOVING,
            b"OL,+9999999E+19\r\n": OVER,
            b"OL,-9999999E+19\r\n": UNDER,
            b"ST,+00002.76 lb\r\n": POUNDS,
        },
        has_checksum=False,
        starts=b"\n",
        longest=40,
    ),
    "nci": CodecCase(
        "nci",
        {
            b"\n01.255KG\r\nS0p0\r\x03": ScaleReading(1255),
            b"\n01.255KG\r\nS10\r\x03": MOVING,
            b"\nS02\r\x03": OVER,
            b"\nS01\r\x03": UNDER,
            b"\n02.765LB\r\nS00\r\x03": POUNDS,
            b"\n  1.255kg\r\n00\r\x03": untold(1255),
            b"\n -0.340kg\r\n00\r\x03": untold(-340),
            b"\n  0.500kg\r\n0p4\r\x03": ScaleReading(500, is_net=True),
            b"\n^^^^^^^kg\r\n0r0\r\x03": OVER,
            b"\n_______kg\r\n0q0\r\x03": UNDER,
            b"\n-------kg\r\n0p8\r\x03": ScaleFault("scale.load_at_start"),
            b"\n  1.255kg\r\n40\r\x03": ScaleFault("scale.broken", {"number": "3430"}),
            b"\n?\r\x03": ScaleFault("scale.protocol"),
        },
        has_checksum=False,
        starts=b"\x03",
        longest=40,
    ),
    "dibal": CodecCase(
        "dibal",
        {
            b"9900031600000004\r\n": ScaleReading(316),
            b"99001255000000000003\r\n": ScaleReading(1255),
        },
        has_checksum=True,
        starts=b"9",
        longest=32,
    ),
    "digi": CodecCase(
        "digi",
        {_hex("02 77 30 30 31 2E 32 35 35 5A 03"): ScaleReading(1255)},
        has_checksum=True,
        starts=b"\x02",
        longest=32,
    ),
    "adam_cpw": CodecCase(
        "adam_cpw",
        {
            b"N + 1.00 kg\r\n": ScaleReading(1000, is_net=True),
            b"G + 1.255 kg\r\n": ScaleReading(1255),
            b"N - 0.34 kg\r\n": ScaleReading(-340, is_net=True),
            b"N + 2.76 lb\r\n": POUNDS,
            b"N/W: + 1.00 kg\r\n": ScaleReading(1000, is_net=True),
            b"G/W+  5.00 kg\r\n": ScaleReading(5000),
        },
        has_checksum=False,
        starts=b"\n",
        longest=40,
    ),
    "adam_azextra": CodecCase(
        "adam_azextra",
        {b"  1.234kg\r\n": ScaleReading(1234), b"  2.720lb\r\n": POUNDS},
        has_checksum=False,
        starts=b"\n",
        longest=40,
        noise_end=b"\r\n",
    ),
    "prix_iii": CodecCase(
        "prix_iii",
        {
            b"\x0201255\x03": ScaleReading(1255),
            b"\x02IIIII\x03": MOVING,
            b"\x02NNNNN\x03": UNDER,
            b"\x02SSSSS\x03": OVER,
        },
        has_checksum=False,
        starts=b"\x02",
        longest=7,
    ),
    "mercury": CodecCase(
        "mercury",
        {
            bytes([5, 7, 2, 0, 0, 0]) + bytes(12): ScaleReading(275),
            # The example of the source: 0.275 kg at 123.00 are 33.83.
            _hex("05 07 02 00 00 00 00 00 03 02 01 00 03 08 03 03 00 00"): ScaleReading(275),
        },
        has_checksum=False,
        starts=bytes(range(10)),
        longest=18,
    ),
}
