"""MT-SICS, SMA, A&D, NCI and Adam: questions and answers as lines of text."""

from __future__ import annotations

import pytest

from pos_desktop.hardware.scales.mt_sics import MtSics
from pos_desktop.hardware.scales.readings import (
    CommandDone,
    CommandRefused,
    ScaleFault,
    ScaleReading,
    ScaleStatus,
    Step,
)
from pos_desktop.hardware.scales.sma import Sma
from pos_desktop.hardware.scales.text_scales import a_and_d, adam_azextra, adam_cpw, nci

POUNDS = ScaleFault("scale.unit", {"unit": "lb"})
OUNCES = ScaleFault("scale.unit", {"unit": "oz"})


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"S S     100.00 g\r\n", ScaleReading(100, None)),
        (b"S S     100.50 g\r\n", ScaleReading(101, None)),
        (b"S S      1.255 kg\r\n", ScaleReading(1255, None)),
        (b"S S     -0.340 kg\r\n", ScaleReading(-340, None)),
        (b"S D     100.00 g\r\n", ScaleStatus(moving=True)),
        (b"SI S      0.000 kg\r\n", ScaleReading(0, None)),
        (b"SI D      0.120 kg\r\n", ScaleStatus(moving=True)),
        (b"SI ?      1.255 kg \r\n", ScaleStatus(moving=True)),
        (b"SI   -    0.340 kg \r\n", ScaleReading(-340, None)),
        (b"SI        1.255 kg \r\n", ScaleReading(1255, None)),
        (b"S I\r\n", ScaleStatus()),
        (b"S +\r\n", ScaleStatus(over=True)),
        (b"S -\r\n", ScaleStatus(under=True)),
        (b"SI ^\r\n", ScaleStatus(over=True)),
        (b"SI v\r\n", ScaleStatus(under=True)),
        (b"ES\r\n", ScaleFault("scale.protocol")),
        (b"S S      2.765 lb\r\n", POUNDS),
        (b"S S     44.250 oz\r\n", OUNCES),
    ],
)
def test_each_weight_of_mt_sics(line: bytes, says: Step) -> None:
    codec = MtSics()
    assert codec.poll() == b"SI\r\n"
    assert codec.feed(line) == [says]


@pytest.mark.parametrize(
    "line",
    [b"ET\r\n", b'I4 A "0123"\r\n', b"Z A\r\n", b"S S  kg\r\n", b"S   1.255 kg\r\n", b"\r\n"],
)
def test_what_is_no_weight_of_mt_sics_is_none(line: bytes) -> None:
    assert MtSics().feed(line) == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"Z A\r\n", CommandDone()),
        (b"Z A\r\nZ D\r\n", CommandDone()),
        (b"Z I\r\n", CommandRefused("scale.zero_refused")),
        (b"Z +\r\n", CommandRefused("scale.zero_range")),
        (b"Z -\r\n", CommandRefused("scale.zero_range")),
        (b"Z ^\r\n", CommandRefused("scale.zero_range")),
        (b"ES\r\n", CommandRefused("scale.unsupported")),
        (b"EL\r\n", CommandRefused("scale.unsupported")),
    ],
)
def test_what_becomes_of_a_zero_in_mt_sics(line: bytes, says: Step) -> None:
    codec = MtSics()
    assert codec.zero() == b"Z\r\n"
    assert codec.feed(line)[:1] == [says]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"T S    0.215 kg\r\n", [CommandDone()]),
        (b"T A\r\n", []),
        (b"T A\r\nT D\r\n", [CommandDone()]),
        (b"T A\r\nT v\r\n", [CommandRefused("scale.tare_refused")]),
        (b"T A\r\nT E\r\n", [CommandRefused("scale.moving")]),
        (b"T I\r\n", [CommandRefused("scale.tare_refused")]),
        (b"T -\r\n", [CommandRefused("scale.tare_refused")]),
        (b"S S    0.215 kg\r\n", []),
    ],
)
def test_what_becomes_of_a_tare_in_mt_sics(line: bytes, says: list[Step]) -> None:
    codec = MtSics()
    assert codec.tare(None) == b"T\r\n"
    assert codec.feed(line) == says


def test_a_known_tare_is_told_in_the_unit_that_the_scale_weighs_in() -> None:
    codec = MtSics()
    assert codec.tare(215) == b"TA 0.215 kg\r\n"
    assert codec.feed(b"TA A    0.215 kg\r\n") == [CommandDone()]
    codec.poll()
    codec.feed(b"S S     100.00 g\r\n")
    assert codec.tare(215) == b"TA 215 g\r\n"
    assert codec.feed(b"TA L\r\n") == [CommandRefused("scale.tare_refused")]
    assert codec.tare(0) == b"TAC\r\n"
    assert codec.feed(b"TAC A\r\n") == [CommandDone()]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"\ns1GM          0.750kg_\r".replace(b"\ns", b"\n "), ScaleStatus(moving=True)),
        (b"\n 1G           0.750kg_\r", ScaleReading(750)),
        (b"\n 1G       5.025kg \r", ScaleReading(5025)),
        (b"\n 1N       0.500kg \r", ScaleReading(500, is_net=True)),
        (b"\nZ1G       0.000kg \r", ScaleReading(0)),
        (b"\nO1G      99.750kg \r", ScaleStatus(over=True)),
        (b"\nU1G      -0.750kg \r", ScaleStatus(under=True)),
        (b"\nE1G  ----------kg \r", ScaleStatus()),
        (b"\nI1G  ----------kg \r", ScaleFault("scale.load_at_start")),
        (b"\n 1G       5.025lb \r", POUNDS),
        (b"\n?\r", ScaleFault("scale.protocol")),
    ],
)
def test_each_weight_of_sma(line: bytes, says: Step) -> None:
    codec = Sma()
    assert codec.poll() == b"\nW\r"
    assert codec.feed(line) == [says]


def test_a_tare_is_no_weight_of_sma() -> None:
    assert Sma().feed(b"\n 1T       0.215kg \r") == []


@pytest.mark.parametrize(
    ("command", "line", "says"),
    [
        ("Z", b"\nZ1G       0.000kg \r", CommandDone()),
        ("Z", b"\nE1G  ----------kg \r", CommandRefused("scale.zero_range")),
        ("Z", b"\n 1GM      0.120kg \r", CommandRefused("scale.moving")),
        ("Z", b"\n?\r", CommandRefused("scale.unsupported")),
        ("T", b"\n 1N       0.000kg \r", CommandDone()),
        ("T", b"\nT1G  ----------kg \r", CommandRefused("scale.tare_refused")),
        ("T", b"\n 1GM      0.120kg \r", CommandRefused("scale.moving")),
        ("C", b"\n 1G       0.120kg \r", CommandDone()),
    ],
)
def test_what_becomes_of_a_command_in_sma(command: str, line: bytes, says: Step) -> None:
    codec = Sma()
    question = codec.zero() if command == "Z" else codec.tare(None if command == "T" else 0)
    assert question == f"\n{command}\r".encode()
    assert codec.feed(line) == [says]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"ST,+00001.25 kg\r\n", ScaleReading(1250)),
        (b"ST,+0001255  g\r\n", ScaleReading(1255)),
        (b"ST,-00000.34 kg\r\n", ScaleReading(-340)),
        (b"US,+00001.25 kg\r\n", ScaleStatus(moving=True)),
        (b"OL,+9999999E+19\r\n", ScaleStatus(over=True)),
        (b"OL,-9999999E+19\r\n", ScaleStatus(under=True)),
        (b"ST,+00002.76 lb\r\n", POUNDS),
    ],
)
def test_each_answer_of_a_and_d(line: bytes, says: Step) -> None:
    codec = a_and_d()
    assert codec.poll() == b"Q\r\n"
    assert codec.feed(line) == [says]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b"\n01.255KG\r\nS0000\r\x03", ScaleReading(1255)),
        (b"\n01.255KG\r\nS2000\r\x03", ScaleReading(1255)),
        (b"\n01.255KG\r\nS20\r\x03", ScaleReading(1255, None)),
        (b"\n 1255g \r\n20\r\x03", ScaleReading(1255, None)),
        (b"\n1LB 02.5OZ\r\nS0000\r\x03", ScaleStatus()),
        (b"\n01.255KG\r\nS1000\r\x03", ScaleStatus(moving=True)),
        (b"\nS0100\r\x03", ScaleStatus(under=True)),
        (b"\nS02\r\x03", ScaleStatus(over=True)),
        (b"\nS00\r\x03", ScaleStatus()),
        (b"\n02.765LB\r\nS0000\r\x03", POUNDS),
    ],
)
def test_each_answer_of_nci(answer: bytes, says: Step) -> None:
    codec = nci()
    assert codec.poll() == b"W\r"
    assert codec.feed(answer) == [says]


def test_the_answers_of_adam() -> None:
    assert adam_azextra().poll() == b"P\r\n"
    assert adam_azextra().feed(b"  1.234kg\r\n") == [ScaleReading(1234)]
    assert adam_azextra().feed(b"\x00\xff1.234kg\r\n") == []
    assert adam_cpw().poll() == b"N\r\n"
    assert adam_cpw().feed(b"N + 1.00 kg\r\n") == [ScaleReading(1000, is_net=True)]
    assert adam_cpw().feed(b"G + 1.00 kg\r\n") == [ScaleReading(1000)]
    assert adam_cpw().feed(b"T + 0.20 kg\r\n") == []
