"""Money goes back the way it came: to the bank or terminal that took it, to no other; where that
one is not set up any more, by a person with a senior's word."""

from __future__ import annotations

import pytest

from pos_desktop.domain.facts import RefundBegun, RefundGivenUp, RefundPart, TerminalContradicted
from pos_desktop.domain.fiscal import document_of
from pos_desktop.domain.tender import TenderKind
from pos_desktop.fiscal.atol_body import receipt_body
from pos_desktop.operations.give_back import GivenBack
from pos_desktop.operations.hear_refund import answer
from pos_desktop.operations.reckon_sbp import reckon_sbp
from pos_desktop.operations.refund_terminal import Over
from pos_desktop.ports import Health, TerminalAct
from pos_desktop.simulators.atol_orders import decode_json
from tests.contract.fiscal_shop import MOSCOW, SELLER
from tests.refund_till import (
    CARD,
    OTHER_ZVT,
    QR,
    RAIFFEISEN,
    SUM,
    TBANK,
    ZVT,
    Till,
    begun_by,
    moves,
    refused,
    stored,
    untouched,
)
from tests.terminal_fakes import SLIP, FakeTerminal
from tests.till_fakes import CASHIER, SENIOR
from tests.unit.test_contradictions import Facts


@pytest.fixture
def till() -> Till:
    return Till()


# Which bank or terminal took the money stands in the receipt.


def test_a_receipt_keeps_who_took_its_money(till: Till) -> None:
    sale = till.original(till.sold((QR, 20_000), (CARD, 14_900))).fact
    assert [(t.kind, t.by, t.peer) for t in sale.tenders] == [
        ("qr", "sbp", RAIFFEISEN),
        ("card", "terminal", ZVT),
    ]


def test_the_bank_that_took_the_money_gives_it_back(till: Till) -> None:
    sale_id = till.sold((QR, SUM))
    begun = begun_by(till.give_back(sale_id, staff=CASHIER))
    assert (begun.by, begun.peer) == ("sbp", RAIFFEISEN)
    [request] = till.bank.submitted[1:]
    paid = till.original(sale_id).fact.tenders[0]
    assert (request.act, request.reference) == (TerminalAct.REFUND, paid.reference)
    [tender] = stored(till.hear()).tenders
    assert (tender.kind, tender.by, tender.peer) == ("qr", "sbp", RAIFFEISEN)


# Another one is set up, or none.


@pytest.fixture(params=[TBANK, "", None], ids=["another bank", "one without a number", "none"])
def other_bank(request: pytest.FixtureRequest, till: Till) -> tuple[str, list[FakeTerminal]]:
    """A coffee was paid through a bank that is not set up any more."""
    sale_id = till.sold((QR, SUM))
    if request.param is None:
        till.without(QR)
        return sale_id, []
    return sale_id, [till.exchanged(QR, request.param)]


def test_another_bank_is_not_asked_and_a_person_gives_the_money_back_in_the_old_ones_cabinet(
    till: Till, other_bank: tuple[str, list[FakeTerminal]]
) -> None:
    sale_id, others = other_bank
    paid = till.original(sale_id).fact.tenders[0]
    begun = begun_by(till.give_back(sale_id))
    assert (begun.by, begun.parts) == (
        "",
        (RefundPart("qr", SUM, paid.reference, "sbp", RAIFFEISEN),),
    )
    assert till.book.unfinished() == begun, "no second refund until it is answered"
    receipt = stored(answer(till.place, till.book, went=True, staff=SENIOR))
    [tender] = receipt.tenders
    assert (tender.kind, tender.amount_minor, tender.reference) == ("qr", SUM, paid.reference)
    assert (tender.by, tender.peer) == ("", RAIFFEISEN)
    assert untouched(*others)
    assert till.bank.moves == [("pay", SUM)]


def test_that_needs_a_seniors_word_and_nothing_is_stored_without(
    till: Till, other_bank: tuple[str, list[FakeTerminal]]
) -> None:
    sale_id, _others = other_bank
    said = refused(lambda: till.give_back(sale_id, staff=CASHIER))
    assert said == "rights.missing refund_outside"
    assert till.facts(RefundBegun) == []


def test_what_the_cabinet_did_not_give_back_is_no_refund_and_may_go_in_cash(
    till: Till, other_bank: tuple[str, list[FakeTerminal]]
) -> None:
    sale_id, _others = other_bank
    till.give_back(sale_id)
    assert answer(till.place, till.book, went=False, staff=SENIOR) is None
    assert len(till.facts(RefundGivenUp)) == 1
    done = till.give_back(sale_id, money=(("cash", SUM),))
    assert isinstance(done, GivenBack)
    assert done.cash_minor == SUM


def test_the_page_is_told_which_bank_took_the_money(
    till: Till, other_bank: tuple[str, list[FakeTerminal]]
) -> None:
    sale_id, _others = other_bank
    [payment] = till.original(sale_id).outside
    assert (payment.by, payment.peer) == ("sbp", RAIFFEISEN)


def test_money_by_the_shops_printed_code_goes_back_in_the_cabinet_with_a_seniors_word(
    till: Till,
) -> None:
    sale_id = till.sold((QR, SUM), by_hand=True)
    assert [part.by for part in till.original(sale_id).outside] == [""]
    said = refused(lambda: till.give_back(sale_id, staff=CASHIER))
    assert said == "rights.missing refund_outside"
    assert begun_by(till.give_back(sale_id)).by == ""
    [tender] = stored(answer(till.place, till.book, went=True, staff=SENIOR)).tenders
    assert (tender.kind, tender.by, tender.peer) == ("qr", "", "")
    assert till.bank.submitted == []


def test_a_refund_past_the_register_is_cashless_in_its_fiscal_document(
    till: Till, other_bank: tuple[str, list[FakeTerminal]]
) -> None:
    """FFD tag 1081: the money went through a bank, whoever pressed the button there."""
    sale_id, _others = other_bank
    till.give_back(sale_id)
    receipt = stored(answer(till.place, till.book, went=True, staff=SENIOR))
    document = document_of(receipt, 1_795_512_600_000_000, till.place.country.vat)
    body = decode_json(receipt_body(document, document.key, SELLER, MOSCOW))
    assert body["receipt"]["payments"] == [{"type": 1, "sum": 349.00}]


def test_a_payment_of_which_the_bank_never_told_goes_back_in_its_cabinet(till: Till) -> None:
    """It has no reference, by which the bank could find it."""
    till.bank.silent = True
    sale_id = till.sold((QR, SUM))
    begun = begun_by(till.give_back(sale_id))
    assert begun.by == ""
    [tender] = stored(answer(till.place, till.book, went=True, staff=SENIOR)).tenders
    assert (tender.by, tender.peer) == ("", RAIFFEISEN)
    assert [one.act for one in till.bank.submitted] == [TerminalAct.PAY]


# Card terminals: the same way, and one more, since a card may be given its money anywhere.


def test_another_terminal_is_not_asked_to_give_back_what_it_did_not_take(till: Till) -> None:
    sale_id = till.sold((CARD, SUM))
    other = till.exchanged(CARD, OTHER_ZVT)
    assert till.original(sale_id).over is Over.HERE
    said = refused(lambda: till.give_back(sale_id, staff=CASHIER))
    assert said == "rights.missing refund_outside"
    assert begun_by(till.give_back(sale_id)).by == ""
    [tender] = stored(answer(till.place, till.book, went=True, staff=SENIOR)).tenders
    assert (tender.kind, tender.by, tender.peer) == ("card", "", ZVT)
    assert untouched(other)


def test_a_cashier_may_choose_the_terminal_of_today_which_then_says_whether_it_did(
    till: Till,
) -> None:
    """It may be the same one in another socket."""
    sale_id = till.sold((CARD, SUM))
    other = till.exchanged(CARD, OTHER_ZVT)
    begun = begun_by(till.give_back(sale_id, staff=CASHIER, over=Over.HERE))
    assert (begun.by, begun.peer) == ("terminal", OTHER_ZVT)
    [tender] = stored(till.hear()).tenders
    assert (tender.by, tender.peer, tender.slip) == ("terminal", OTHER_ZVT, SLIP)
    assert moves(other) == [("refund", SUM)]
    assert moves(till.terminal) == []


def test_a_person_who_answers_for_the_terminal_of_today_speaks_of_that_one(till: Till) -> None:
    sale_id = till.sold((CARD, SUM))
    other = till.exchanged(CARD, OTHER_ZVT)
    other.silent = True
    till.give_back(sale_id, over=Over.HERE)
    [tender] = stored(answer(till.place, till.book, went=True, staff=SENIOR)).tenders
    assert (tender.by, tender.peer) == ("", OTHER_ZVT)


def test_a_card_taken_by_hand_goes_over_the_terminal_or_by_hand_again(till: Till) -> None:
    sale_id = till.sold((CARD, SUM), by_hand=True)
    assert till.original(sale_id).over is Over.PERSON
    assert till.original(sale_id).outside == ()
    begun = begun_by(till.give_back(sale_id, staff=CASHIER, over=Over.PERSON))
    assert (begun.by, till.terminal.submitted) == ("", [])
    answer(till.place, till.book, went=False, staff=CASHIER)
    assert begun_by(till.give_back(sale_id, staff=CASHIER)).by == "terminal"


@pytest.mark.parametrize("kind", [CARD, QR])
def test_what_a_device_cannot_do_that_is_out_of_reach_a_senior_may_have_done_by_hand(
    till: Till, kind: TenderKind
) -> None:
    sale_id = till.sold((kind, SUM))
    device = till.place.terminals[kind]
    assert till.original(sale_id).over is Over.AS_PAID
    device.health = Health.OFFLINE
    assert till.original(sale_id).over is Over.PERSON
    said = refused(lambda: till.give_back(sale_id, staff=CASHIER, over=Over.PERSON))
    assert said == "rights.missing refund_outside"
    assert begun_by(till.give_back(sale_id, over=Over.PERSON)).by == ""
    [tender] = stored(answer(till.place, till.book, went=True, staff=SENIOR)).tenders
    assert (tender.kind, tender.by, tender.peer) == (kind, "", device.peer)
    assert device.moves == [("pay", SUM)]


def test_a_bank_cannot_be_told_to_give_back_here_what_another_one_took(till: Till) -> None:
    sale_id = till.sold((QR, SUM))
    other = till.exchanged(QR, TBANK)
    assert till.original(sale_id).over is Over.AS_PAID
    assert begun_by(till.give_back(sale_id, over=Over.HERE)).by == ""
    assert untouched(other)


# What the shift says.


class NobodyContradicts:
    def open(self) -> tuple[TerminalContradicted, ...]:
        return ()


def test_the_shift_counts_refunds_that_a_person_made_past_the_register(till: Till) -> None:
    sale_id, other = till.sold((QR, SUM)), till.sold((QR, SUM))
    till.give_back(sale_id)
    till.hear()
    till.exchanged(QR, TBANK)
    till.give_back(other)
    answer(till.place, till.book, went=True, staff=SENIOR)
    told = reckon_sbp(till.place, Facts(till), NobodyContradicts())
    assert (told.refunds, told.refunds_minor) == (2, 2 * SUM)
    assert (told.refunds_by_word, told.refunds_by_word_minor) == (1, SUM)
