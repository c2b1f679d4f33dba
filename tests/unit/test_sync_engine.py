"""What the sync engine decides, without a clock, a socket or a thread."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.sync.answers import (
    Acknowledged,
    Answer,
    Conflict,
    Missing,
    NeedsPairing,
    NoAnswer,
    TooLarge,
    Unacceptable,
)
from pos_desktop.sync.engine import (
    FULL_BATCH,
    LONGEST_PAUSE_SECONDS,
    SELLING_BATCH,
    Send,
    Stopped,
    SyncEngine,
    Wait,
)

HASH = bytes(32)


def engine(acknowledged: int = 0, jitter: float = 1.0) -> SyncEngine:
    return SyncEngine(acknowledged, lambda: jitter)


def test_nothing_new_means_nothing_to_send() -> None:
    assert engine(10).next_step(0.0, last_seq=10) == Wait(float("inf"))


def test_new_entries_go_in_batches_after_the_acknowledged_one() -> None:
    assert engine(10).next_step(0.0, last_seq=5_000) == Send(10, FULL_BATCH)


def test_only_an_acknowledgement_moves_the_cursor() -> None:
    one = engine(10)
    for answer in (NoAnswer("cloud.timeout"), TooLarge(), Unacceptable("?"), NeedsPairing()):
        assert one.answered((11, 510), answer, 0.0, 0.0).acknowledged == 10
    assert engine(10).answered((11, 510), Acknowledged(510, HASH), 0.0, 0.0).acknowledged == 510


def test_a_partial_acknowledgement_counts_for_what_it_says() -> None:
    one = engine(0)
    assert one.answered((1, 500), Acknowledged(123, HASH), 0.0, 0.0).acknowledged == 123
    assert one.next_step(0.0, last_seq=500) == Send(123, FULL_BATCH)


def test_an_answer_lost_before_is_made_up_for_by_the_next_one() -> None:
    one = engine(0)
    one.answered((1, 500), NoAnswer("cloud.timeout"), 0.0, 0.0)
    assert one.answered((1, 200), Acknowledged(500, HASH), 9.0, 0.0).acknowledged == 500


def test_no_answer_means_the_same_batch_again_after_a_growing_pause() -> None:
    one, now, pauses = engine(0), 0.0, []
    for _ in range(9):
        one.answered((1, 500), NoAnswer("cloud.timeout"), now, 0.0)
        step = one.next_step(now, last_seq=500)
        assert isinstance(step, Wait)
        pauses.append(step.seconds)
        now += step.seconds
        assert one.next_step(now, last_seq=500) == Send(0, FULL_BATCH)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert not one.online


def test_the_pause_is_jittered_down_to_half_but_never_below_a_second() -> None:
    one = engine(0, jitter=0.0)
    pauses = []
    for _ in range(4):
        one.answered((1, 1), NoAnswer("cloud.timeout"), 0.0, 0.0)
        step = one.next_step(0.0, last_seq=1)
        assert isinstance(step, Wait)
        pauses.append(step.seconds)
    assert pauses == [1, 1, 2, 4]


def test_a_servers_wish_to_be_left_alone_is_granted_up_to_a_minute() -> None:
    for wish, pause in ((30.0, 30.0), (86_400.0, LONGEST_PAUSE_SECONDS)):
        one = engine(0)
        one.answered((1, 1), NoAnswer("cloud.busy", wish), 0.0, 0.0)
        assert one.next_step(0.0, last_seq=1) == Wait(pause)


def test_a_person_may_cut_the_pause_short() -> None:
    one = engine(0)
    one.answered((1, 1), NoAnswer("cloud.unreachable"), 0.0, 0.0)
    one.retry_now()
    assert one.next_step(0.0, last_seq=1) == Send(0, FULL_BATCH)


def test_while_someone_sells_sync_takes_a_twentieth_of_the_processor() -> None:
    one = engine(0)
    one.selling(True)
    assert one.next_step(0.0, last_seq=5_000) == Send(0, SELLING_BATCH)
    one.answered((1, 200), Acknowledged(200, HASH), now_seconds=1.0, busy_seconds=0.01)
    step = one.next_step(1.0, last_seq=5_000)
    assert isinstance(step, Wait)
    assert 0.01 / (0.01 + step.seconds) == pytest.approx(0.05)
    one.selling(False)
    assert one.next_step(1.0, last_seq=5_000) == Send(200, FULL_BATCH)


def test_a_refused_entry_is_parked_and_the_queue_goes_on() -> None:
    one = engine(0)
    refused = (7, "entry.duplicate_id", "used before")
    progress = one.answered((1, 9), Acknowledged(9, HASH, (refused,)), 0.0, 0.0)
    assert progress.parked == (refused,)
    assert progress.acknowledged == 9


@pytest.mark.parametrize(
    ("answer", "code"),
    [(TooLarge(), "entry.too_large"), (Unacceptable("bad JSON"), "entry.unreadable")],
)
def test_the_one_entry_that_is_the_trouble_is_found_by_halves_and_sent_by_its_hash(
    answer: Answer, code: str
) -> None:
    one, bad, last_seq, sent, parked = engine(0), 137, 1_000, 0, []
    while one.acknowledged < last_seq:
        step = one.next_step(float(sent), last_seq)
        assert isinstance(step, Send)
        first, last = step.after + 1, min(step.after + step.limit, last_seq)
        holds = first <= bad <= last and bad not in step.withheld
        result = answer if holds else Acknowledged(last, HASH)
        parked += one.answered((first, last), result, float(sent), 0.0).parked
        sent += 1
        assert sent < 40
    assert [(seq, why) for seq, why, _ in parked] == [(bad, code)]
    assert one.next_step(99.0, 9_999) == Send(1_000, FULL_BATCH)  # full size again


def test_a_server_that_lost_entries_gets_them_again() -> None:
    one = engine(500)
    progress = one.answered((501, 600), Missing(200), 0.0, 0.0)
    assert progress.moved_back
    assert one.next_step(0.0, last_seq=600) == Send(200, FULL_BATCH)


def test_a_server_that_asks_for_what_it_was_just_sent_is_not_asked_in_a_tight_loop() -> None:
    one = engine(200)
    one.answered((201, 600), Missing(200), 0.0, 0.0)
    assert isinstance(one.next_step(0.0, last_seq=600), Wait)


def test_a_broken_chain_stops_everything_until_a_person_acts() -> None:
    one = engine(0)
    one.answered((1, 9), Conflict("chain.conflict", ""), 0.0, 0.0)
    assert one.next_step(1e9, last_seq=9) == Stopped("chain.conflict")
    one.retry_now()
    one.paired()
    one.contact(0, 9)
    assert one.next_step(1e9, last_seq=9) == Stopped("chain.conflict")
    assert not one.online


def test_a_lost_token_waits_for_pairing_and_then_goes_on() -> None:
    one = engine(0)
    one.answered((1, 9), NeedsPairing(), 0.0, 0.0)
    assert one.next_step(0.0, last_seq=9) == Stopped("sync.not_paired")
    one.paired()
    assert one.next_step(0.0, last_seq=9) == Send(0, FULL_BATCH)


def test_a_journal_older_than_what_the_server_has_is_an_old_copy_of_the_disk() -> None:
    one = engine(40)
    one.contact(acknowledged=60, last_seq=40)
    assert one.next_step(0.0, last_seq=40) == Stopped("chain.conflict")


def test_a_heartbeat_that_gets_through_ends_the_pause() -> None:
    one = engine(0)
    one.answered((1, 9), NoAnswer("cloud.unreachable"), 0.0, 0.0)
    one.contact(acknowledged=0, last_seq=9)
    assert one.online
    assert one.next_step(0.0, last_seq=9) == Send(0, FULL_BATCH)


_answers = st.one_of(
    st.just("ack"),
    st.just("lost answer"),
    st.just("lost request"),
    st.just("half"),
    st.sampled_from([NoAnswer("cloud.server_error"), TooLarge()]),
)


@given(st.lists(_answers, max_size=60), st.integers(1, 3_000))
def test_whatever_the_network_does_every_entry_arrives_once_in_order(
    weather: list[object], last_seq: int
) -> None:
    one, arrived, now = engine(0), 0, 0.0
    for what in [*weather, *["ack"] * 4_000]:
        if one.acknowledged == last_seq:
            break
        step = one.next_step(now, last_seq)
        if isinstance(step, Wait):
            now += step.seconds
            continue
        assert isinstance(step, Send)
        first, last = step.after + 1, min(step.after + step.limit, last_seq)
        assert first <= arrived + 1  # never a gap
        answer: Answer
        if what == "lost request":
            answer = NoAnswer("cloud.timeout")
        elif isinstance(what, str):
            last_stored = (first + last) // 2 if what == "half" else last
            arrived = max(arrived, last_stored)
            answer = Acknowledged(arrived, HASH) if what != "lost answer" else NoAnswer("x")
        else:
            assert isinstance(what, NoAnswer | TooLarge)
            answer = what
        one.answered((first, last), answer, now, 0.0)
    assert one.acknowledged == arrived == last_seq
