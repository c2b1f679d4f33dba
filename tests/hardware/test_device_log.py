"""The log of a device: both directions, in a bounded ring, and never a card number."""

from __future__ import annotations

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.hardware.card_masking import CardMask
from pos_desktop.hardware.device_log import (
    KEPT_BYTES,
    KEPT_PIECES,
    DeviceLog,
    DeviceLogs,
    LoggedTransport,
)
from pos_desktop.hardware.log_file import MOST_BYTES
from pos_desktop.hardware.profiles import use_own_profiles
from pos_desktop.hardware.supervisor import DeviceSupervisor
from pos_desktop.hardware.transports.protocol import TransportError
from pos_desktop.settings import Endpoint
from pos_desktop.shipped import profile_path
from tests.hardware.memory_transport import MemoryTransport

CARD = "4276123456789012"


class Ticking:
    def __init__(self) -> None:
        self.now_us = 1_700_000_000_000_000

    def __call__(self) -> int:
        self.now_us += 1_000
        return self.now_us


def log_of() -> DeviceLog:
    return DeviceLog("scale", Ticking())


def test_both_directions_are_kept_with_times_as_a_person_reads_them():
    log = log_of()
    wire = LoggedTransport(MemoryTransport(lambda _q: b"\x0201.255\r"), log)
    wire.open()
    wire.write(b"W", 1.0)
    wire.read(64, 0.5)
    lines = log.text(UTC).splitlines()
    assert lines[0].startswith("2023-11-14 22:13:20.001 -> 57 ")
    assert lines[1].startswith("2023-11-14 22:13:20.002 <- 02 30 31 2E 32 35 35 0D ")
    assert lines[1].endswith(" .01.255.")


def test_only_what_may_have_left_is_logged_of_a_failed_write():
    log = log_of()
    inner = MemoryTransport()
    inner.fail_after = 3
    wire = LoggedTransport(inner, log)
    wire.open()
    with pytest.raises(TransportError):
        wire.write(b"abcdef", 1.0)
    assert [piece.data for piece in log.pieces()] == [b"abc"]


def test_a_day_of_polling_keeps_the_last_pieces_only():
    log = log_of()
    for number in range(KEPT_PIECES + 50):
        log.bytes_passed("in", number.to_bytes(2, "big"))
    pieces = log.pieces()
    assert len(pieces) == KEPT_PIECES
    assert pieces[-1].data == (KEPT_PIECES + 49).to_bytes(2, "big")


def test_a_picture_is_logged_by_its_beginning_and_length():
    log = log_of()
    log.bytes_passed("out", b"\x1d" * 115_000)
    [piece] = log.pieces()
    assert (len(piece.data), piece.length) == (KEPT_BYTES, 115_000)
    assert "... 114744 more bytes" in log.text(UTC)


def test_silence_is_no_entry():
    log = log_of()
    log.bytes_passed("in", b"")
    assert log.pieces() == []


def test_events_stand_between_the_bytes_in_order_of_time():
    log = log_of()
    log.bytes_passed("out", b"a")
    log.happened("reconnected", seconds=3)
    log.bytes_passed("out", b"b")
    kinds = [line.split()[2] for line in log.text(UTC).splitlines()]
    assert kinds == ["->", "==", "->"]
    assert "reconnected seconds=3" in log.text(UTC)


def test_the_file_is_written_only_while_it_is_wanted(tmp_path):
    logs = DeviceLogs(Ticking(), folder=tmp_path)
    logs.of("scale").bytes_passed("out", b"before")
    logs.file("scale", wanted=True)
    logs.of("scale").bytes_passed("out", b"\x05")
    logs.file("scale", wanted=False)
    logs.of("scale").bytes_passed("out", b"after")
    text = (tmp_path / "device-scale.log").read_text(encoding="utf-8")
    assert "-> 05" in text
    assert len(text.splitlines()) == 1


def test_settings_switch_the_file_on_from_the_start(tmp_path):
    logs = DeviceLogs(Ticking(), folder=tmp_path, to_file=("scanner",))
    assert logs.of("scanner").is_filed
    assert not logs.of("scale").is_filed


def test_the_log_of_a_terminal_hides_card_numbers_as_text():
    logs = DeviceLogs(Ticking())
    logs.of("terminal").bytes_passed("in", f"PAN={CARD};OK".encode())
    text = logs.of("terminal").text(UTC)
    assert "427612" in text
    assert "345678" not in text
    assert "OK" in text


def test_the_log_of_a_scanner_shows_how_a_code_is_framed_and_not_which_it_is():
    """Who reads the code of a badge or a gift certificate can use it."""
    log = DeviceLogs(Ticking()).of("scanner")
    log.bytes_passed("in", b"]C1BADGE-7719\r")
    log.bytes_passed("in", b"0104600051000057215Xk)1\x1d93dG")
    log.bytes_passed("in", b"Vz\r")
    assert [piece.data for piece in log.pieces()] == [
        b"]C1**********\r",
        b"010********************\x1d93d*",
        b"**\r",
    ]


def test_the_password_of_a_scale_is_hidden_where_it_is_sent():
    log = log_of()
    log.hide(b"4711")
    log.bytes_passed("out", b"\x02\x054711\x3a")
    log.bytes_passed("in", b"\x024711")
    assert [piece.data for piece in log.pieces()] == [b"\x02\x05****\x3a", b"\x024711"]


def test_each_device_of_a_register_hides_what_its_profile_says(tmp_path):
    own = tmp_path / "scales"
    own.mkdir()
    shipped = profile_path("scales", "shtrih-slim.toml").read_text(encoding="utf-8")
    lines = [line for line in shipped.splitlines() if not line.startswith(("aliases", "password"))]
    at = lines.index("[scale]") + 1
    text = "\n".join([*lines[:at], 'password = "4711"', *lines[at:]])
    (own / "shtrih-4711.toml").write_text(text, encoding="utf-8")
    logs = DeviceLogs(Ticking())
    use_own_profiles(tmp_path)
    try:
        supervisor = DeviceSupervisor(lambda _event: None, logs=logs)
        supervisor.add_scale(Endpoint.parse("tcp://127.0.0.1:9,shtrih-4711"))
        supervisor.add_terminal(
            Endpoint.parse("tcp://127.0.0.1:9,zvt"), tmp_path / "terminal.json", "EUR"
        )
    finally:
        use_own_profiles(None)
    logs.of("scale").bytes_passed("out", b"4711")
    logs.of("terminal").bytes_passed("out", bytes.fromhex("065003123456"))
    assert logs.of("scale").pieces()[0].data == b"****"
    assert logs.of("terminal").pieces()[0].data == bytes.fromhex("065003EEEEEE")


def test_the_file_of_a_device_takes_a_few_megabytes_and_no_more(tmp_path):
    logs = DeviceLogs(Ticking(), folder=tmp_path, to_file=("scale",))
    picture = bytes(range(256))
    while not (tmp_path / "device-scale.log.3").exists():
        for _ in range(200):
            logs.of("scale").bytes_passed("out", picture)
    for _ in range(2_000):
        logs.of("scale").bytes_passed("out", picture)
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == [
        "device-scale.log", "device-scale.log.1", "device-scale.log.2", "device-scale.log.3"
    ]  # fmt: skip
    assert max(file.stat().st_size for file in files) <= 1024 * 1024
    logs.close()


def test_a_disk_that_takes_nothing_loses_the_line_and_no_more(tmp_path, caplog):
    folder = tmp_path / "logs"
    folder.touch()  # no folder at all
    logs = DeviceLogs(Ticking(), folder=folder, to_file=("scale",))
    for _ in range(3):
        logs.of("scale").bytes_passed("out", b"\x05")
    assert len(logs.of("scale").pieces()) == 3
    assert len(caplog.records) == 1
    folder.unlink()
    folder.mkdir()
    logs.of("scale").bytes_passed("out", b"\x06")
    assert "-> 06" in (folder / "device-scale.log").read_text(encoding="utf-8")
    logs.close()


def test_a_file_that_was_full_at_the_last_end_makes_room_first(tmp_path):
    full = tmp_path / "device-scale.log"
    full.write_bytes(b"x" * MOST_BYTES)
    logs = DeviceLogs(Ticking(), folder=tmp_path, to_file=("scale",))
    logs.of("scale").bytes_passed("out", b"\x05")
    logs.close()
    assert full.stat().st_size < 200
    assert (tmp_path / "device-scale.log.1").stat().st_size == MOST_BYTES


def test_a_scale_keeps_its_digits():
    log = log_of()
    log.bytes_passed("in", CARD.encode())
    assert log.pieces()[0].data == CARD.encode()


def test_an_amount_of_a_terminal_stays_readable():
    shown = CardMask().cover(bytes.fromhex("06 01 07 8A 00 10 00 8B"))
    assert shown == bytes.fromhex("06 01 07 8A 00 10 00 8B")


@given(st.integers(10**12, 10**19 - 1), st.integers(0, 19), st.booleans())
def test_no_card_number_is_whole_however_its_bytes_arrive(number, cut, packed):
    """As text, and as two digits in a byte with a filler, in one piece or in two."""
    digits = str(number)
    raw = bytes.fromhex(digits + "F" * (len(digits) % 2)) if packed else digits.encode()
    mask = CardMask()
    message = b"\xfe" + raw + b"\xfe"
    kept = mask.cover(message[:cut]) + mask.cover(message[cut:])
    assert len(kept) == len(message)
    unpacked = kept.hex() if packed else kept.decode("latin-1")
    left = [place for place, digit in enumerate(digits) if _is_shown(unpacked, digits, place)]
    assert len(left) <= 7  # six, and the half byte of an odd number


def _is_shown(unpacked: str, digits: str, place: int) -> bool:
    offset = 2 if len(unpacked) > len(digits) + 2 else 1
    return unpacked[offset + place] == digits[place] and digits[place] != "e"
