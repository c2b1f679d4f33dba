"""How a register gets its token, and who does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from pos_desktop.cloud.server import CloudServer
from pos_desktop.cloud.tables import pairing_code, register
from pos_desktop.contract.pairing import CODE_ALPHABET, PairAnswer, PairRequest, shown_code
from pos_desktop.domain.errors import RejectedError, UnreachableError
from pos_desktop.sync.pairing import pair
from tests.integration.cloud_support import FIXED_CODE, REGISTER, cloud_settings

MINUTE_US = 60_000_000


class ClockByHand:
    def __init__(self) -> None:
        self.us = 1_795_510_800_000_000

    def __call__(self) -> int:
        return self.us


@pytest.fixture
def clock() -> ClockByHand:
    return ClockByHand()


@pytest.fixture
def server(tmp_path: Path, clock: ClockByHand) -> Iterator[CloudServer]:
    running = CloudServer(cloud_settings(tmp_path, fixed_pairing_code="", now_us=clock))
    running.start()
    yield running
    running.stop()


def ask(server: CloudServer, code: str, request_id: str = "r" * 32, **more: str) -> PairAnswer:
    values = {"register_id": REGISTER, "register_name": "Лесная · 1", **more}
    return pair(server.url, PairRequest(code=code, request_id=request_id, **values))


def test_a_code_is_easy_to_read_aloud_and_pairs_a_register(server: CloudServer) -> None:
    code = server.parts.pairing.new_code()
    assert len(code) == 8
    assert set(code) <= set(CODE_ALPHABET)
    assert not set(CODE_ALPHABET) & set("0O1IL")
    answer = ask(server, shown_code(code).lower())
    assert answer.register_id == REGISTER
    assert answer.organisation.name == "ООО «Рассвет»"
    assert answer.acknowledged == 0
    server.parts.pairing.check_token(REGISTER, answer.token)


def test_a_code_works_once(server: CloudServer) -> None:
    code = server.parts.pairing.new_code()
    ask(server, code)
    with pytest.raises(RejectedError, match=r"pair\.code"):
        ask(server, code, request_id="another request of 32 letters", register_id="other-register")
    with pytest.raises(RejectedError, match=r"pair\.code"):
        ask(server, code, request_id="another request of 32 letters")


def test_the_same_request_is_answered_again_when_the_answer_was_lost(server: CloudServer) -> None:
    code = server.parts.pairing.new_code()
    ask(server, code)
    again = ask(server, code)
    server.parts.pairing.check_token(REGISTER, again.token)


def test_a_code_is_over_after_fifteen_minutes(server: CloudServer, clock: ClockByHand) -> None:
    code = server.parts.pairing.new_code()
    clock.us += 15 * MINUTE_US + 1
    with pytest.raises(RejectedError, match=r"pair\.code"):
        ask(server, code)


def test_guessing_is_slowed_down(server: CloudServer, clock: ClockByHand) -> None:
    for n in range(10):
        with pytest.raises(RejectedError, match=r"pair\.code"):
            ask(server, f"WRNG{n:04d}")
    code = server.parts.pairing.new_code()
    with pytest.raises(UnreachableError, match=r"pair\.limit"):
        ask(server, code)
    clock.us += MINUTE_US
    assert ask(server, code).token


def test_a_register_that_pairs_again_keeps_its_journal_and_gets_a_new_token(
    server: CloudServer,
) -> None:
    first = ask(server, server.parts.pairing.new_code())
    second = ask(server, server.parts.pairing.new_code(), request_id="s" * 32, register_name="")
    assert first.token != second.token
    with server.parts.database.read() as connection:
        rows = connection.execute(sa.select(register)).all()
    assert [row.name for row in rows] == ["Лесная · 1"]


def test_neither_codes_nor_tokens_lie_readable_in_the_database(
    server: CloudServer, tmp_path: Path
) -> None:
    code = server.parts.pairing.new_code()
    answer = ask(server, code)
    with server.parts.database.read() as connection:
        rows = str(connection.execute(sa.select(pairing_code)).all())
        rows += str(connection.execute(sa.select(register)).all())
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("cloud.sqlite3*"))
    for secret in (code, answer.token):
        assert secret not in rows
        assert secret.encode() not in files


def test_the_fixed_code_of_a_demonstration_pairs_any_number_of_registers(
    tmp_path: Path,
) -> None:
    server = CloudServer(cloud_settings(tmp_path / "demo"))
    server.start()
    try:
        for name in ("one", "two"):
            assert ask(server, FIXED_CODE, register_id=name).token
    finally:
        server.stop()


def test_no_code_pairs_where_none_was_made(server: CloudServer) -> None:
    for code in ("", "--", FIXED_CODE):
        with pytest.raises(RejectedError, match=r"pair\.code"):
            ask(server, code)


def test_no_server_is_told_apart_from_a_refusal(server: CloudServer) -> None:
    server.stop()
    with pytest.raises(UnreachableError, match=r"cloud\.unreachable"):
        ask(server, "ABCD2345")
