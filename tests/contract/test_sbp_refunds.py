"""Giving money back through a bank, told by what the cashier and the bank's books show."""

from __future__ import annotations

import pytest

from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.facts import QrRefundAsked
from pos_desktop.ports import Commit, TerminalAct, TerminalOutcome, TerminalRequest
from pos_desktop.simulators.sbp_banks import TBankSimulator
from tests.contract.sbp_till import SUM, paid_one, returned

APPROVED, DECLINED = TerminalOutcome.APPROVED, TerminalOutcome.DECLINED
UNKNOWN = TerminalOutcome.UNKNOWN


def test_a_whole_payment_goes_back(till):
    reference = paid_one(till)
    till.give_back(reference, SUM)
    till.turns(3)
    assert till.answer.outcome is APPROVED
    assert returned(till) == [(reference, SUM)]


def test_a_part_goes_back_and_then_the_rest(till):
    reference = paid_one(till)
    till.give_back(reference, 10_000, "refund-1")
    till.turns(3)
    till.give_back(reference, SUM - 10_000, "refund-2")
    till.turns(3)
    assert [a.outcome for a in till.answers()] == [APPROVED] * 3
    assert returned(till) == [(reference, 10_000), (reference, SUM - 10_000)]


def test_two_payments_of_one_receipt_go_back_each_to_its_own(till):
    first, second = paid_one(till), paid_one(till, "tender-2")
    till.give_back(first, 10_000, "refund-1")
    till.turns(3)
    till.give_back(second, 10_000, "refund-2")
    till.turns(3)
    assert [a.outcome for a in till.answers()[-2:]] == [APPROVED] * 2
    assert returned(till) == [(first, 10_000), (second, 10_000)]


def test_the_rest_of_a_refund_that_the_bank_declined_may_be_asked_for_under_another_id(till):
    reference = paid_one(till)
    till.simulator.ledger.refunds_are_declined = True
    till.give_back(reference, SUM, "refund-1")
    till.turns(3)
    assert till.answer.outcome is DECLINED
    till.simulator.ledger.refunds_are_declined = False
    till.give_back(reference, SUM, "refund-2")
    till.turns(3)
    assert till.answer.outcome is APPROVED
    assert returned(till) == [(reference, SUM)]


def test_more_than_was_paid_does_not_go_back(till):
    reference = paid_one(till)
    till.give_back(reference, SUM + 1)
    till.turns(3)
    assert till.answer.outcome is DECLINED
    assert till.answer.values["text"]
    assert returned(till) == []


def test_a_refund_is_in_the_journal_before_the_bank_hears_of_it(till):
    reference = paid_one(till)
    stored = []
    refund = till.bank.refund

    def watched(ask: QrRefundAsked):
        stored.append(till.journal.refund("refund-1"))
        return refund(ask)

    till.bank.refund = watched
    till.give_back(reference, SUM)
    till.turns(3)
    assert [(ask.op_id, ask.amount_minor, ask.order_id) for ask in stored] == [
        ("refund-1", SUM, reference)
    ]
    assert returned(till) == [(reference, SUM)]


def test_a_refund_that_cannot_be_stored_is_not_asked_for(till):
    reference = paid_one(till)

    def full(_what: Commit) -> int:
        raise StorageError("storage.full")

    till.journal.commit = full
    till.give_back(reference, SUM)
    till.turns(3)
    assert (till.answer.outcome, till.answer.reason) == (DECLINED, "sbp.not_stored")
    assert returned(till) == []


def test_a_refund_that_was_lost_on_the_way_is_noted_once(till):
    """Noted twice, the second note would count a first one that arrives late as older money."""
    reference = paid_one(till)
    till.give_back(reference, SUM)
    till.turns()
    till.simulator.server.fail_next("lost-request")
    till.turns(5)
    if isinstance(till.simulator, TBankSimulator):
        # It knows the payment and no single refund: whether this one is still to come, nobody says.
        till.pass_seconds(61)
        till.turns()
        assert till.answer.outcome is UNKNOWN
        assert returned(till) == []
    else:
        assert till.answer.outcome is APPROVED
        assert returned(till) == [(reference, SUM)]
    assert len([f for f in till.journal.facts() if isinstance(f, QrRefundAsked)]) == 1


@pytest.mark.parametrize("amount", [SUM, 10_000], ids=["whole", "part"])
def test_a_refund_whose_answer_was_lost_is_found_and_not_sent_again(till, amount):
    reference = paid_one(till)
    till.give_back(reference, amount)
    till.turns()  # the bank was asked for the payment
    till.simulator.server.fail_next("lost-answer")
    till.turns(3)
    assert till.answer.outcome is APPROVED
    assert returned(till) == [(reference, amount)]


def test_a_second_part_whose_answer_was_lost_is_asked_of_a_person_where_the_bank_cannot_tell(till):
    reference = paid_one(till)
    till.give_back(reference, 10_000)
    till.turns(3)
    assert till.answer.outcome is APPROVED
    till.give_back(reference, 20_000, op_id="refund-2")
    till.turns()
    till.simulator.server.fail_next("lost-answer")
    till.turns(3)
    till.pass_seconds(61)
    till.turns()
    if isinstance(till.simulator, TBankSimulator):
        assert (till.answer.outcome, till.answer.reason) == (UNKNOWN, "sbp.refund_unclear")
    else:
        assert till.answer.outcome is APPROVED
    assert returned(till) == [(reference, 10_000), (reference, 20_000)]


def test_a_refund_on_its_way_is_waited_for(till):
    reference = paid_one(till)
    till.simulator.ledger.refunds_take_time = True
    till.give_back(reference, SUM)
    till.turns(3)
    assert len(till.answers()) == 1
    till.simulator.ledger.settle()
    till.turns()
    assert till.answer.outcome is APPROVED
    assert len(returned(till)) == 1


def test_a_refund_the_bank_does_not_want_leaves_the_money_where_it_is(till):
    reference = paid_one(till)
    till.simulator.ledger.refunds_are_declined = True
    till.give_back(reference, SUM)
    till.turns(3)
    assert till.answer.outcome is DECLINED
    assert returned(till) == []


def test_a_restart_in_the_middle_of_a_refund_asks_and_sends_nothing(till):
    reference = paid_one(till)
    request = till.give_back(reference, SUM)
    till.turns()
    till.simulator.server.fail_next("lost-answer")
    till.turns()
    till.events.clear()
    till.restart()
    till.terminal.query(request)
    till.turns(3)
    assert till.answer.outcome is APPROVED
    assert returned(till) == [(reference, SUM)]


def test_a_refund_that_the_bank_never_heard_of_is_known_as_such_after_a_restart(till):
    reference = paid_one(till)
    till.restart()
    till.terminal.query(TerminalRequest("refund-9", TerminalAct.REFUND, SUM, "RUB", reference))
    till.turns()
    assert (till.answer.outcome, till.answer.reason) == (DECLINED, "sbp.never_asked")


def test_without_network_a_refund_is_not_begun(till):
    reference = paid_one(till)
    till.cut()
    till.give_back(reference, SUM)
    till.turns(3)
    assert (till.answer.outcome, till.answer.reason) == (DECLINED, "sbp.unreachable")
    assert returned(till) == []


def test_a_payment_of_another_bank_is_not_given_back_here(till):
    till.give_back("SOMEBODY-ELSES-ORDER", SUM)
    till.turns(3)
    assert (till.answer.outcome, till.answer.reason) == (DECLINED, "sbp.no_such_payment")


def test_a_payment_by_hand_names_nothing_that_could_be_given_back(till):
    till.give_back("", SUM)
    till.turns()
    assert (till.answer.outcome, till.answer.reason) == (DECLINED, "sbp.no_reference")
