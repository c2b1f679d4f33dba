"""What every bank's QR codes have to do, told by what the cashier and the bank's books show."""

from __future__ import annotations

import threading

import pytest

from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.facts import QrRegistered
from pos_desktop.payments import reasons
from pos_desktop.payments.bank import Order, PayState, Refused, Silent, Told, order_id
from pos_desktop.payments.pay_errand import GRACE_US, LIFE_US
from pos_desktop.payments.sbp_terminal import LOOK_AGAIN_SECONDS
from pos_desktop.ports import Commit, Health, TerminalOutcome
from pos_desktop.settings import SettingsError
from pos_desktop.simulators.sbp_banks import TBankSimulator
from tests.contract.sbp_till import SUM, client_of, paid_one, returned

LIFE = LIFE_US / 1_000_000
GRACE = GRACE_US / 1_000_000
APPROVED, DECLINED = TerminalOutcome.APPROVED, TerminalOutcome.DECLINED
CANCELLED, UNKNOWN = TerminalOutcome.CANCELLED, TerminalOutcome.UNKNOWN


def taken(till):
    return till.simulator.ledger.taken


# ------------------------------------------------------------------ whether it would serve


def test_the_bank_is_asked_whether_it_knows_the_key_and_nothing_is_made(till):
    assert till.bank.check() is None
    assert till.simulator.ledger.payments == {}


def test_a_key_it_does_not_know_needs_a_person(till):
    told = client_of(till.simulator, till.relay.url, "of:somebody-else").check()
    assert isinstance(told, Refused)
    assert (told.reason, told.needs_person) == (reasons.WRONG_SECRET, True)


def test_a_bank_out_of_reach_is_no_refusal(till):
    till.cut()
    assert isinstance(till.bank.check(), Silent)


def test_before_anybody_pays_it_is_known_whether_the_bank_would_serve(till):
    till.turns()
    assert till.terminal.state.health is Health.ONLINE
    till.cut()
    till.terminal.reconnect_now()
    till.turns()
    assert till.terminal.state.health is Health.OFFLINE
    till.mend()
    assert till.terminal.turn() <= LOOK_AGAIN_SECONDS
    till.terminal.reconnect_now()
    till.turns()
    assert till.terminal.state.health is Health.ONLINE


def test_a_key_store_that_cannot_be_read_is_not_tried_all_the_time(till):
    asked = []

    class Unreadable:
        name, currency, least_minor, close = till.bank.name, "RUB", 1, till.bank.close

        def check(self):
            asked.append(1)
            raise SettingsError("keystore.unreadable", name="sbp.secret", reason="locked")

    till.bank = Unreadable()
    till.restart()
    with pytest.raises(SettingsError):
        till.turns()
    assert till.terminal.turn() > LOOK_AGAIN_SECONDS - 1
    assert len(asked) == 1


def test_while_all_is_well_the_bank_is_left_in_peace(till):
    till.turns(5)
    assert len(till.simulator.server.requests) == 1
    assert till.terminal.turn() > LOOK_AGAIN_SECONDS


def test_a_customer_does_not_wait_for_a_bank_that_is_only_being_looked_at(till):
    """The question is broken off; that it was tells nothing of the bank."""
    till.turns()
    begun = threading.Event()

    class Slow:
        name, currency, least_minor = till.bank.name, "RUB", 1
        register, state, cancel = till.bank.register, till.bank.state, till.bank.cancel

        def __init__(self):
            self.dropped = threading.Event()

        def check(self):
            begun.set()
            assert self.dropped.wait(5)
            return Silent(reasons.CONNECTION_LOST)

        def close(self):
            self.dropped.set()

    till.bank = Slow()
    till.restart()
    till.bank.dropped.clear()
    looking = threading.Thread(target=till.turns)
    looking.start()
    assert begun.wait(5)
    till.pay()
    looking.join(5)
    assert not looking.is_alive()
    assert till.terminal.state.health is Health.CONNECTING
    till.turns()
    assert till.shown()


# ------------------------------------------------------------------ paying


def test_a_code_is_shown_paid_and_known_by_our_own_order(till):
    till.pay()
    till.turns()
    assert till.shown().startswith("https://qr.nspk.ru/")
    assert till.last_said() == "sbp.waiting"
    till.turns(3)
    assert not till.answers()
    assert till.simulator.ledger.pay(till.shown())
    till.turns()
    assert till.answer.outcome is APPROVED
    assert till.answer.reference == order_id("tender-1")
    assert taken(till) == [(order_id("tender-1"), SUM)]


def test_a_code_is_in_the_journal_before_it_is_on_the_screen(till):
    seen = []

    def post(event):
        seen.append((till.journal.code("tender-1"), getattr(event, "show", "")))

    till.terminal._post = post  # the events as they come
    till.pay()
    till.turns()
    assert [stored is not None for stored, show in seen if show] == [True]
    stored = till.journal.code("tender-1")
    assert (stored.order_id, stored.amount_minor) == (order_id("tender-1"), SUM)
    assert stored.payload in till.simulator.codes()


def test_a_code_that_cannot_be_stored_is_shown_to_nobody(till):
    def full(_what: Commit) -> int:
        raise StorageError("storage.full")

    till.journal.commit = full
    till.pay()
    till.turns()
    assert not till.shown()
    assert (till.answer.outcome, till.answer.reason) == (CANCELLED, "sbp.not_stored")
    assert not till.simulator.last_live_code()


def test_a_customer_whose_bank_says_no_may_try_again_with_the_same_code(till):
    till.pay()
    till.turns()
    till.simulator.ledger.decline(till.shown())
    till.turns(2)
    assert not till.answers()
    assert till.simulator.ledger.pay(till.shown())
    till.turns()
    assert till.answer.outcome is APPROVED


def test_a_code_nobody_pays_ends_by_itself(till):
    till.pay()
    till.turns(2)
    till.pass_seconds(LIFE + 1)
    till.turns()
    assert (till.answer.outcome, till.answer.reason) == (DECLINED, "sbp.expired")
    assert not till.simulator.ledger.pay(till.simulator.codes()[0])
    assert taken(till) == []


def test_money_that_arrives_after_the_code_has_ended_counts(till):
    till.pay()
    till.turns()
    assert till.simulator.ledger.pay(till.shown(), slowly=True)
    till.pass_seconds(LIFE + 5)
    till.turns(2)
    assert not till.answers()
    assert till.last_said() == "sbp.over"
    assert not till.shown(), "nobody may begin to pay it now"
    till.simulator.ledger.settle()
    till.turns()
    assert till.answer.outcome is APPROVED
    assert taken(till) == [(order_id("tender-1"), SUM)]


def test_money_on_its_way_for_too_long_becomes_a_question_and_is_found_later(till):
    request = till.pay()
    till.turns()
    assert till.simulator.ledger.pay(till.shown(), slowly=True)
    till.pass_seconds(LIFE + GRACE + 1)
    till.turns()
    assert till.answer.outcome is UNKNOWN
    till.simulator.ledger.settle()
    till.terminal.query(request)
    till.turns()
    assert till.answer.outcome is APPROVED


def test_a_program_that_was_away_for_long_asks_for_a_while_before_a_person_is_asked(till):
    request = till.pay()
    till.turns()
    assert till.simulator.ledger.pay(till.shown(), slowly=True)
    till.pass_seconds(LIFE + GRACE + 1)
    till.events.clear()
    till.restart()
    till.terminal.query(request)
    till.turns(2)
    assert not till.answers()
    till.pass_seconds(GRACE - 1)
    till.turns()
    assert not till.answers()
    till.pass_seconds(2)
    till.turns()
    assert till.answer.outcome is UNKNOWN


# ------------------------------------------------------------------ giving it up


def test_a_cancelled_code_can_be_paid_by_nobody(till):
    request = till.pay()
    till.turns()
    code = till.shown()
    till.terminal.cancel(request.op_id)
    till.turns()
    assert (till.answer.outcome, till.answer.reason) == (CANCELLED, "sbp.cancelled")
    assert not till.simulator.ledger.pay(code)


def test_a_customer_who_pays_before_the_cancelling_has_paid(till):
    request = till.pay()
    till.turns()
    assert till.simulator.ledger.pay(till.shown())
    till.terminal.cancel(request.op_id)
    till.turns()
    assert till.answer.outcome is APPROVED
    assert returned(till) == []


def test_a_code_that_cannot_be_cancelled_for_lack_of_network_is_a_question(till):
    request = till.pay()
    till.turns()
    code = till.shown()
    till.cut()
    till.terminal.cancel(request.op_id)
    till.turns()
    assert till.answer.outcome is UNKNOWN
    till.mend()
    assert till.simulator.ledger.pay(code)
    till.terminal.query(request)
    till.turns()
    assert till.answer.outcome is APPROVED
    assert len(taken(till)) == 1


def test_the_cashier_may_ask_the_bank_at_any_time_and_gets_one_answer(till):
    request = till.pay()
    till.turns()
    till.terminal.query(request)
    till.turns()
    assert till.last_said() == "sbp.waiting"
    assert not till.answers()
    till.simulator.ledger.pay(till.shown())
    till.terminal.query(request)
    till.turns(3)
    assert [answer.outcome for answer in till.answers()] == [APPROVED]


def test_a_request_that_was_answered_is_never_carried_out_again(till):
    paid_one(till)
    till.pay()
    till.turns(2)
    assert [answer.outcome for answer in till.answers()] == [APPROVED, APPROVED]
    assert len(till.simulator.codes()) == 1


def test_a_second_payment_meanwhile_is_told_to_wait(till):
    till.pay()
    till.turns()
    till.pay("tender-2")
    till.turns()
    assert (till.answer.outcome, till.answer.reason) == (DECLINED, "terminal.busy")
    assert len(till.simulator.codes()) == 1


# ------------------------------------------------------------------ network and restarts


def test_without_network_no_code_is_made_and_the_cashier_is_told_at_once(till):
    till.cut()
    till.pay()
    till.turns()
    assert (till.answer.outcome, till.answer.reason) == (DECLINED, "sbp.unreachable")
    assert till.terminal.state.health is Health.OFFLINE
    assert till.simulator.codes() == []


@pytest.mark.parametrize("mood", ["lost-answer", "lost-request", "error", "garbage", "silence"])
def test_a_lost_answer_to_making_a_code_leaves_one_code_a_customer_can_pay(till, mood):
    till.simulator.server.fail_next(mood, 2)
    till.pay()
    till.turns(3)
    assert till.shown()
    assert till.simulator.ledger.pay(till.shown())
    till.turns()
    assert till.answer.outcome is APPROVED
    assert taken(till) == [(order_id("tender-1"), SUM)]


def test_a_bank_that_answers_nothing_for_long_makes_no_code(till):
    till.simulator.set_mood("error")
    till.pay()
    till.turns()
    assert not till.answers()
    till.pass_seconds(16)
    till.turns()
    assert till.answer.outcome is DECLINED
    assert not till.shown()


def test_a_network_that_goes_while_a_code_is_shown_is_waited_for(till):
    till.pay()
    till.turns()
    code = till.shown()
    till.cut()
    till.turns(3)
    assert not till.answers()
    assert till.last_said() == "sbp.no_contact"
    assert till.shown() == code
    assert till.simulator.ledger.pay(code)
    till.mend()
    till.turns()
    assert till.answer.outcome is APPROVED


def test_silence_to_the_end_is_a_question_and_never_a_no(till):
    request = till.pay()
    till.turns()
    code = till.shown()
    assert till.simulator.ledger.pay(code)
    till.cut()
    till.pass_seconds(LIFE + GRACE + 1)
    till.turns()
    assert till.answer.outcome is UNKNOWN
    till.terminal.query(request)
    till.turns()
    assert till.answer.outcome is UNKNOWN
    till.mend()
    till.terminal.query(request)
    till.turns()
    assert till.answer.outcome is APPROVED
    assert len(taken(till)) == 1


@pytest.mark.parametrize("paid", ["before", "after"])
def test_a_restart_goes_on_asking_about_the_code_that_was_shown(till, paid):
    request = till.pay()
    till.turns()
    code = till.shown()
    if paid == "before":
        till.simulator.ledger.pay(code)
    till.events.clear()
    till.restart()
    till.terminal.query(request)
    till.turns()
    if paid == "after":
        assert till.shown() == code
        till.simulator.ledger.pay(code)
        till.turns()
    assert till.answer.outcome is APPROVED
    assert till.simulator.codes() == [code]
    assert len(taken(till)) == 1


def test_a_restart_before_a_code_was_stored_knows_that_nobody_saw_one(till):
    till.simulator.set_mood("lost-answer")
    request = till.pay()
    till.turns()
    till.restart()
    till.simulator.set_mood("ok")
    till.terminal.query(request)
    till.turns()
    assert (till.answer.outcome, till.answer.reason) == (CANCELLED, "sbp.never_shown")


def test_a_restart_without_network_shows_the_code_again_and_asks_on(till):
    request = till.pay()
    till.turns()
    code = till.shown()
    till.cut()
    till.events.clear()
    till.restart()
    till.terminal.query(request)
    till.turns(2)
    assert not till.answers()
    assert till.shown() == code


# ------------------------------------------------------------------ set up wrongly


def test_a_wrong_secret_is_said_before_a_customer_holds_a_phone_up(till):
    till.bank = client_of(till.simulator, till.relay.url, secret="wrong")
    till.restart()
    till.pay()
    till.turns(2)
    # Raiffeisen makes codes without a key; whether they are paid it tells with one only.
    if isinstance(till.simulator, TBankSimulator):
        assert (till.answer.outcome, till.answer.reason) == (DECLINED, "sbp.wrong_secret")
    assert till.terminal.state.health is Health.MISCONFIGURED
    assert till.terminal.state.reason == "sbp.wrong_secret"


def test_a_secret_never_shows_in_what_a_client_says_of_itself(till):
    bank = client_of(till.simulator, "http://shop.example", secret="top-secret-0")
    code = QrRegistered("t", bank.name, "O", "B", "https://x", SUM, "RUB", 0)
    told = bank.state(code, over=False)
    assert isinstance(told, Silent)
    assert told.reason == "sbp.bad_address"
    assert "top-secret-0" not in repr(told) + repr(bank) + repr(vars(bank))


def test_the_bank_is_told_a_sum_it_cannot_take(till):
    till.pay(amount_minor=0)
    till.turns()
    assert (till.answer.outcome, till.answer.reason) == (DECLINED, "sbp.too_small")


# ------------------------------------------------------------------ the client alone


def test_the_client_waits_no_longer_than_its_deadline(till):
    till.simulator.set_mood("silence")
    order = Order("ORDER", SUM, "RUB", 0, 4_000_000_000_000_000, "x")
    assert till.bank.register(order) == Silent("sbp.timeout")


def test_a_sum_that_is_not_ours_is_a_question(till):
    till.pay()
    till.turns()
    payment = next(iter(till.simulator.ledger.payments.values()))
    payment.amount_minor += 1
    till.simulator.ledger.pay(till.shown())
    till.turns()
    assert (till.answer.outcome, till.answer.reason) == (UNKNOWN, "sbp.amount_differs")


def test_a_code_the_bank_does_not_know_is_refused_and_not_paid(till):
    code = QrRegistered("t", till.bank.name, "O", "AD0", "https://x", SUM, "RUB", 0)
    told = till.bank.state(code, over=False)
    assert isinstance(told, Refused)
    assert told != Told(PayState.DECLINED)
