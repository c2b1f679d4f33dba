"""Terminals that are a program of the bank: what it leaves, and what becomes of it."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.hardware.profiles import CommandSettings, ProfileError, terminal_profile
from pos_desktop.hardware.profiles.loading import load
from pos_desktop.hardware.profiles.terminals import TerminalProfile, filled
from pos_desktop.hardware.terminals.command_answer import Leavings, answer_of
from pos_desktop.hardware.terminals.external_command import ExternalCommandTerminal
from pos_desktop.hardware.terminals.memory import KEPT, TerminalMemory
from pos_desktop.hardware.terminals.requests import RequestLine
from pos_desktop.hardware.terminals.slips import slip_lines
from pos_desktop.ports import Health, TerminalAct, TerminalAnswer, TerminalOutcome
from pos_desktop.shipped import profile_path
from pos_desktop.simulators.pilot_command import Bank
from tests.terminal_fakes import CommandStand, Heard, going_back, payment

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the program is a shell script")
PAID = payment()
UPOS = cast("CommandSettings", terminal_profile("sber-upos").command)


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[CommandStand]:
    made = CommandStand(tmp_path)
    yield made
    made.close()


def test_the_result_file_gives_card_reference_and_the_banks_words(stand: CommandStand) -> None:
    stand.terminal.submit(PAID)
    answer = stand.heard.answer(PAID.op_id)
    assert answer.card == "**** 4771"
    assert answer.reference == "612300000001"
    assert answer.slip[0] == "ОПЛАТА"
    assert answer.slip[-1] == "ОДОБРЕНО"
    stand.set_mode("decline")
    other = payment("op-2")
    stand.terminal.submit(other)
    assert stand.heard.answer(other.op_id).values["text"] == "НЕДОСТАТОЧНО СРЕДСТВ"


def test_files_of_an_earlier_payment_are_never_the_answer(stand: CommandStand) -> None:
    stand.terminal.submit(PAID)
    stand.heard.answer(PAID.op_id)
    assert (stand.bank_folder / "e").exists()
    stand.set_mode("dies_before")
    other = payment("op-2")
    stand.terminal.submit(other)
    assert stand.heard.answer(other.op_id).outcome is TerminalOutcome.UNKNOWN
    assert not (stand.bank_folder / "e").exists()


@pytest.mark.parametrize("mode", ["writes_nothing", "garbage", "dies_after"])
def test_a_program_that_says_nothing_clear_leaves_a_question(
    stand: CommandStand, mode: str
) -> None:
    stand.set_mode(mode)  # type: ignore[arg-type]
    stand.terminal.submit(PAID)
    assert stand.heard.answer(PAID.op_id).outcome is TerminalOutcome.UNKNOWN
    assert stand.charges == 1


def test_a_program_that_hangs_is_ended_and_its_outcome_unknown(tmp_path: Path) -> None:
    stand = CommandStand(tmp_path)
    stand.terminal.stop()
    command = msgspec.structs.replace(UPOS, timeout_s=1)
    profile = msgspec.structs.replace(stand.profile, command=command)
    stand.terminal = ExternalCommandTerminal(
        stand.bank_folder, profile, TerminalMemory(tmp_path / "terminal.json"), stand.heard.post
    )
    stand.terminal.start()
    stand.set_mode("hang")
    try:
        stand.terminal.submit(PAID)
        answer = stand.heard.answer(PAID.op_id)
        assert (answer.outcome, answer.reason) == (TerminalOutcome.UNKNOWN, "terminal.timeout")
        [remembered] = TerminalMemory(tmp_path / "terminal.json").remembered
        assert not Path(f"/proc/{remembered.mark}").exists()
    finally:
        stand.close()


def test_a_payment_goes_on_without_the_register_and_is_found_afterwards(
    stand: CommandStand,
) -> None:
    stand.let_card_wait()
    stand.terminal.submit(PAID)
    stand.heard.progress("terminal.at_terminal")
    began = time.monotonic()
    stand.restart()
    assert time.monotonic() - began < 2.0
    stand.terminal.query(PAID)
    stand.show_card()
    answer = stand.heard.answer(PAID.op_id)
    assert answer.outcome is TerminalOutcome.APPROVED
    assert answer.reference == "612300000001"
    assert Bank.read(stand.bank_folder).runs == 1


def test_no_second_program_is_started_beside_one_that_outlived_the_register(
    stand: CommandStand,
) -> None:
    stand.let_card_wait()
    stand.terminal.submit(PAID)
    stand.heard.progress("terminal.at_terminal")
    stand.restart()
    other = payment("op-2")
    stand.terminal.submit(other)
    refused = stand.heard.answer(other.op_id)
    assert (refused.outcome, refused.reason) == (
        TerminalOutcome.DECLINED,
        "terminal.program_runs",
    )
    stand.terminal.query(PAID)
    stand.show_card()
    assert stand.heard.answer(PAID.op_id).outcome is TerminalOutcome.APPROVED
    assert Bank.read(stand.bank_folder).runs == 1


def test_another_process_with_the_number_of_an_old_one_holds_nothing_up(
    stand: CommandStand,
) -> None:
    stand.set_mode("dies_before")
    stand.terminal.submit(PAID)
    assert stand.heard.answer(PAID.op_id).outcome is TerminalOutcome.UNKNOWN
    TerminalMemory(stand.memory_file).mark(PAID.op_id, f"{os.getpid()}/1")
    stand.restart()
    stand.set_mode("ok")
    other = payment("op-2")
    stand.terminal.submit(other)
    assert stand.heard.answer(other.op_id).outcome is TerminalOutcome.APPROVED


@pytest.mark.parametrize("code", [-9, 0xC0000005, 0xFFFFFFFF])
def test_a_program_that_crashed_leaves_a_question_whatever_its_code(code: int) -> None:
    by_code = msgspec.structs.replace(UPOS, result="", ok_codes=(0,))
    for settings in (UPOS, by_code):
        answer = answer_of(settings, Leavings(code, None, None))
        assert (answer.outcome, answer.reason) == (
            TerminalOutcome.UNKNOWN,
            "terminal.program_died",
        )


def test_a_program_that_is_not_there_is_named_and_nothing_is_taken(tmp_path: Path) -> None:
    heard = Heard()
    made = ExternalCommandTerminal(
        tmp_path, terminal_profile("sber-upos"), TerminalMemory(tmp_path / "t.json"), heard.post
    )
    made.start()
    try:
        made.submit(PAID)
        answer = heard.answer(PAID.op_id)
        assert (answer.outcome, answer.reason) == (
            TerminalOutcome.DECLINED,
            "terminal.program_failed",
        )
        assert made.state.health is Health.MISCONFIGURED
        assert made.state.reason == "terminal.program_missing"
    finally:
        made.stop()


def test_a_text_that_somebody_typed_never_becomes_an_argument(tmp_path: Path) -> None:
    said = tmp_path / "said"
    program = tmp_path / "bank"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {said}\n')
    program.chmod(0o755)
    argv = msgspec.structs.replace(
        UPOS.argv, refund=("{dir}/bank", "{reference}", "{minor}", "{id}")
    )
    command = msgspec.structs.replace(UPOS, argv=argv, result="", result_file="")
    profile = msgspec.structs.replace(terminal_profile("sber-upos"), command=command)
    heard = Heard()
    made = ExternalCommandTerminal(
        tmp_path, profile, TerminalMemory(tmp_path / "t.json"), heard.post
    )
    made.start()
    try:
        for number, (typed, given) in enumerate(
            (("$(reboot) --all", ""), ("612300000001", "612300000001"))
        ):
            request = going_back(payment(f"op{number}"), heard_answer(typed), TerminalAct.REFUND)
            made.submit(request)
            assert heard.answer(request.op_id).outcome is TerminalOutcome.APPROVED
            lines = said.read_text().split("\n")[:3]
            assert lines == [given, "51766", f"refund-op{number}"]
    finally:
        made.stop()


def heard_answer(reference: str) -> TerminalAnswer:
    return TerminalAnswer(TerminalOutcome.APPROVED, reference)


def test_places_in_a_value_are_not_filled_again() -> None:
    assert filled("{reference}/{minor}", {"reference": "{minor}", "minor": "5"}) == "{minor}/5"


def test_a_code_that_linux_cuts_to_zero_is_not_an_approval() -> None:
    # 4352 = 0x1100: its lower eight bits are the code of success.
    left = Leavings(0, "4352,НЕТ СВЯЗИ С БАНКОМ".encode("cp866"))
    answer = answer_of(UPOS, left)
    assert answer.outcome is TerminalOutcome.DECLINED
    assert answer.values["text"] == "НЕТ СВЯЗИ С БАНКОМ"


def test_an_approval_that_the_exit_code_denies_is_a_question() -> None:
    answer = answer_of(UPOS, Leavings(17, b"0,OK"))
    assert (answer.outcome, answer.reason) == (
        TerminalOutcome.UNKNOWN,
        "terminal.contradiction",
    )


def test_the_shops_slip_is_told_from_the_customers() -> None:
    paper = "КЛИЕНТУ\r\nОДОБРЕНО\r\n~S\x01МАГАЗИНУ\r\nПОДПИСЬ\r\n"
    answer = answer_of(UPOS, Leavings(0, b"0,OK", paper.encode("cp866")))
    assert answer.slip == ("КЛИЕНТУ", "ОДОБРЕНО")
    assert answer.merchant_slip == ("МАГАЗИНУ", "ПОДПИСЬ")


@pytest.mark.parametrize("wanted", [True, False])
def test_the_shops_slip_is_kept_where_its_profile_wants_it(tmp_path: Path, wanted: bool) -> None:
    heard = Heard()
    memory = TerminalMemory(tmp_path / "t.json")
    line = RequestLine("terminal", memory, heard.post, merchant_copy=wanted, wake=lambda: None)
    answer = answer_of(UPOS, Leavings(0, b"0,OK", b"CLIENT~SSHOP"))
    line.finish(PAID, answer)
    assert heard.answer(PAID.op_id).merchant_slip == (("SHOP",) if wanted else ())


def test_a_memory_that_is_damaged_is_no_proof_that_nothing_was_sent(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    assert not TerminalMemory(path).was_never_begun("op-2")
    TerminalMemory(path).begin(PAID)
    kept = TerminalMemory(path)
    assert kept.was_never_begun("op-2")
    assert not kept.was_never_begun("op-0"), "it may be older than the file"
    assert kept.find(PAID.op_id) is not None
    path.write_text("{", encoding="utf-8")
    damaged = TerminalMemory(path)
    assert not damaged.was_never_begun("op-2")
    assert damaged.find(PAID.op_id) is None


def test_a_refund_nobody_heard_of_is_remembered_over_many_sales(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    asked = payment("op-0000")
    TerminalMemory(path).begin(asked)
    kept = TerminalMemory(path)
    for number in range(1, 2 * KEPT):
        sold = payment(f"op-{number:04d}")
        kept.begin(sold)
        kept.answered(sold, TerminalAnswer(TerminalOutcome.APPROVED))
    later = TerminalMemory(path)
    assert later.find(asked.op_id) is not None
    assert later.find("op-0001") is None
    assert not later.was_never_begun("op-0001"), "it was approved, long ago"
    assert later.was_never_begun("op-9999")


def test_files_of_a_later_payment_are_no_answer_to_the_one_before(stand: CommandStand) -> None:
    stand.set_mode("dies_before")
    stand.terminal.submit(PAID)
    assert stand.heard.answer(PAID.op_id).outcome is TerminalOutcome.UNKNOWN
    stand.set_mode("ok")
    other = payment("op-2")
    stand.terminal.submit(other)
    assert stand.heard.answer(other.op_id).outcome is TerminalOutcome.APPROVED
    stand.terminal.query(PAID)
    answer = stand.heard.answer(PAID.op_id, 2)
    assert (answer.outcome, answer.reason) == (TerminalOutcome.UNKNOWN, "terminal.no_result")


def test_a_disk_that_takes_no_note_lets_nothing_begin(tmp_path: Path) -> None:
    heard = Heard()
    folder = tmp_path / "gone"
    line = RequestLine(
        "terminal",
        TerminalMemory(folder / "t.json"),
        heard.post,
        merchant_copy=False,
        wake=lambda: None,
    )
    refused = line.begin(PAID)
    assert refused is not None
    assert (refused.outcome, refused.reason) == (TerminalOutcome.DECLINED, "terminal.disk")


def test_what_cannot_be_noted_starts_no_program(tmp_path: Path) -> None:
    heard = Heard()
    memory = TerminalMemory(tmp_path / "gone" / "t.json")
    # There is no program either: whichever is found out first was tried first.
    made = ExternalCommandTerminal(tmp_path, terminal_profile("sber-upos"), memory, heard.post)
    made.start()
    try:
        made.submit(PAID)
        answer = heard.answer(PAID.op_id)
        assert (answer.outcome, answer.reason) == (TerminalOutcome.DECLINED, "terminal.disk")
    finally:
        made.stop()


def test_a_program_that_is_ended_after_it_told_its_result_is_believed(tmp_path: Path) -> None:
    program = tmp_path / "sb_pilot"
    program.write_text(f'#!/bin/sh\nprintf "0,OK" > {tmp_path}/part\nmv part e\nexec sleep 30\n')
    program.chmod(0o755)
    heard = Heard()
    memory = TerminalMemory(tmp_path / "t.json")
    made = ExternalCommandTerminal(tmp_path, terminal_profile("sber-upos"), memory, heard.post)
    made.start()
    try:
        made.submit(PAID)
        until = time.monotonic() + 5
        while not (tmp_path / "e").exists() and time.monotonic() < until:
            time.sleep(0.01)
        made.cancel(PAID.op_id)
        assert heard.answer(PAID.op_id).outcome is TerminalOutcome.APPROVED
    finally:
        made.stop()


def test_no_card_number_and_no_printer_command_comes_out_of_a_slip() -> None:
    lines = slip_lines("Карта 4276 8800 1234 5679\r\n\x1bp\x00\x19\xfaЧек\tN 7\r\n4111111111111111")
    assert lines[0].startswith("Карта")
    assert "4111111111111111" not in "\n".join(lines)
    assert "************1111" in lines[-1]
    assert not any(ord(letter) < 32 for line in lines for letter in line)


# What a program leaves that means well or nearly: noise alone hardly ever begins with a code.
RESULTS = st.binary(max_size=300) | st.builds(
    lambda code, rest: code + rest,
    st.sampled_from([b"0", b"0,", b"00,", b" 0,OK", b"0\r\n", b"-0,", b"2000,", b"0x0,"]),
    st.binary(max_size=40),
)


CODES = st.sampled_from([0, 1, -9]) | st.integers(-64, 5000) | st.none()


@given(CODES, RESULTS, st.binary(max_size=300))
def test_whatever_a_program_leaves_is_an_answer_and_never_an_approval_by_accident(
    code: int | None, result: bytes, slip: bytes
) -> None:
    answer = answer_of(UPOS, Leavings(code, result, slip))
    if answer.outcome is TerminalOutcome.APPROVED:
        assert re.split(r"[\s,;]", result.decode("cp866").strip())[0] == "0"
        assert code in (None, 0) or (code is not None and code < 0)
    assert len(answer.reference) <= 40


@pytest.mark.parametrize("result", [b"0x11 FAIL", b"0.5,OK", b"0\x00", b"0OK", b"-0,OK", b"00,OK"])
def test_what_only_begins_like_a_success_is_none(result: bytes) -> None:
    assert answer_of(UPOS, Leavings(0, result)).outcome is not TerminalOutcome.APPROVED


@pytest.mark.parametrize("result", [b"0", b"0,OK", b" 0 , OK", b"0;OK", b"0\r\n4276********4771"])
def test_a_success_may_be_written_in_several_ways(result: bytes) -> None:
    assert answer_of(UPOS, Leavings(0, result)).outcome is TerminalOutcome.APPROVED


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"{minor}"', '"{amount}"', "command.argv.pay"),
        ("(?P<code>", "(?P<kode>", "command.result"),
        ("~S|", "~S(", "command.slip_split"),
        ('protocol = "external_command"', 'protocol = "nexo"', "terminal.protocol"),
        ("timeout_s = 180", "timeout = 180", "command.timeout"),
        ('encoding = "cp866"', 'encoding = "cp8666"', "command.encoding"),
    ],
)
def test_a_mistake_in_a_profile_names_its_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    good = (profile_path("terminals") / "sber-upos.toml").read_text(encoding="utf-8")
    mine = tmp_path / "mine.toml"
    mine.write_text(good.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        load(TerminalProfile, mine)
    assert caught.value.values["key"] == key


def test_a_profile_of_a_program_says_how_it_is_run(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    head = 'schema = 1\nkind = "terminal"\nvendor = "x"\nmodel = "y"\nsource = "z"\n'
    mine.write_text(head + '[terminal]\nprotocol = "external_command"\n', encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        load(TerminalProfile, mine)
    assert caught.value.code == "profile.missing_key"
    assert caught.value.values["key"] == "command"
