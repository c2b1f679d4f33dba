"""Money asked of one bank or terminal, and another one is set up afterwards: it is asked nothing
about what it never got; the one that was asked is asked again once it is back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import (
    ReconciliationRequested,
    RefundBegun,
    TenderRequested,
    TenderReturned,
    TenderReturnRequested,
)
from pos_desktop.domain.tender import TenderOutcome
from pos_desktop.hardware.profiles import terminal_profile
from pos_desktop.hardware.terminals.opening import TerminalPlace, terminal_at
from pos_desktop.hardware.transports.tcp import TcpTransport
from pos_desktop.journal.encoding import decode_fact, encode_fact
from pos_desktop.operations import pay
from pos_desktop.operations.ask_terminal import ask_again, give_up_waiting, settle_terminal
from pos_desktop.operations.contradictions import ask_about_decisions, waits_for_device
from pos_desktop.operations.hear_refund import ask_about_refund, give_up_refund
from pos_desktop.operations.hear_terminal import settle_return
from pos_desktop.operations.reconcile import ask_about_reconciliation, reconcile
from pos_desktop.operations.return_tender import return_tender
from pos_desktop.payments.banks import BankAccount, peer_of
from pos_desktop.settings import Endpoint
from tests.refund_fakes import FakeRefundBook, open_place
from tests.terminal_fakes import FakeTerminal
from tests.till_fakes import CASHIER, SENIOR, SHIFT
from tests.unit.test_contradictions import Facts
from tests.unit.test_terminal_operations import CARD, Shop, give_back

ZVT = "tcp://10.0.0.5:20007,zvt"
NUMBER = "id:28004869,zvt"
OTHERS = {
    "another protocol": "command:/opt/sc552,sber-upos",
    "another profile": "tcp://10.0.0.5:20007,zvt-at-another-bank",
    "another address": "tcp://10.0.0.6:20007,zvt",
    "none": None,
    "another bank": "raiffeisen MA0000000552",
    "another key": "tbank 1700000000002",
    "another number": "id:11223344,zvt",
}


@dataclass
class Story:
    """A shop whose first terminal was asked; other: what is set up then, None = nothing."""

    shop: Shop
    other: FakeTerminal | None

    def exchange(self) -> None:
        """Whether the program ended meanwhile makes no difference: everything is in the facts."""
        self.shop.place.terminals = {CARD: self.other} if self.other is not None else {}

    def put_back(self) -> None:
        """The settings as they were make another driver of the same peer."""
        back = FakeTerminal(self.shop._post)
        back.peer, back.answers = ZVT, self.shop.terminal.answers
        self.shop.terminal = back
        self.shop.place.terminals = {CARD: back}

    def nobody_was_asked(self) -> bool:
        return self.other is None or (self.other.asked, self.other.submitted) == ([], [])


@pytest.fixture(params=OTHERS.values(), ids=OTHERS.keys())
def story(request: pytest.FixtureRequest) -> Story:
    shop = Shop(open_place())
    shop.terminal.peer = ZVT
    other = None
    if request.param is not None:
        other = FakeTerminal(shop._post)
        other.peer = request.param
    return Story(shop, other)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(RefusalError) as caught:
        act()
    return caught.value.code


def test_a_payment_is_a_question_for_a_person_until_its_terminal_is_back(story: Story) -> None:
    shop = story.shop
    shop.terminal.mode = "dies_after"
    asked = shop.hear(shop.asked())
    [fact] = shop.facts(TenderRequested)
    assert (fact.by, fact.peer) == ("terminal", ZVT)
    story.exchange()
    assert ask_again(shop.place, asked, staff=CASHIER) == ""
    assert refused(lambda: give_up_waiting(shop.place, asked, staff=CASHIER)) == (
        "tender.nothing_asked"
    )
    assert story.nobody_was_asked()
    assert asked.pending is not None
    assert asked.pending.outcome is TenderOutcome.UNKNOWN
    story.put_back()
    assert ask_again(shop.place, asked, staff=CASHIER) == asked.pending.op_id
    assert shop.hear(asked).paid


def test_a_person_may_answer_for_a_terminal_that_is_gone(story: Story) -> None:
    shop = story.shop
    shop.terminal.mode = "dies_after"
    asked = shop.hear(shop.asked())
    story.exchange()
    said = settle_terminal(shop.place, asked, TenderOutcome.APPROVED, staff=CASHIER)
    assert said.paid


def test_giving_back_is_a_question_until_its_terminal_is_back(story: Story) -> None:
    shop = story.shop
    payment = shop.hear(shop.asked(amount_minor=20_000))
    [tender] = payment.tenders
    shop.terminal.mode = "dies_after"
    asked = shop.hear(return_tender(shop.place, payment, tender.tender_id, staff=CASHIER))
    [fact] = shop.facts(TenderReturnRequested)
    assert (fact.by, fact.peer) == ("terminal", ZVT)
    story.exchange()
    assert ask_again(shop.place, asked, staff=CASHIER) == ""
    assert story.nobody_was_asked()
    assert settle_return(shop.place, asked, went=False, staff=CASHIER).pending is None
    story.put_back()
    ask_again(shop.place, asked, staff=CASHIER)
    assert shop.hear(asked).tenders == ()


def test_another_terminal_is_not_told_to_give_back_what_it_never_took(story: Story) -> None:
    shop = story.shop
    payment = shop.hear(shop.asked(amount_minor=20_000))
    story.exchange()
    return_tender(shop.place, payment, payment.tenders[0].tender_id, staff=CASHIER)
    assert story.nobody_was_asked()
    [back] = shop.facts(TenderReturned)
    assert back.by == "", "a person gives it back by hand"


def test_a_refund_is_a_question_for_a_person_until_its_terminal_is_back(story: Story) -> None:
    shop = story.shop
    sale_id = pay.complete(shop.place, shop.paid(), SHIFT, staff=CASHIER).sale_id
    book = FakeRefundBook(shop.place)
    shop.terminal.mode = "dies_after"
    begun = give_back(shop, book, sale_id)
    assert (begun.by, begun.peer) == ("terminal", ZVT)
    story.exchange()
    assert ask_about_refund(shop.place, book, staff=SENIOR) == ""
    assert refused(lambda: give_up_refund(shop.place, book, staff=SENIOR)) == "refund.none_waits"
    assert story.nobody_was_asked()
    assert book.unfinished() == begun
    story.put_back()
    assert ask_about_refund(shop.place, book, staff=SENIOR) == begun.refund_id
    assert [one.op_id for one in shop.terminal.asked] == [begun.refund_id]


def test_totals_are_asked_about_where_they_were_compared(story: Story) -> None:
    shop = story.shop
    asked = reconcile(shop.place, 7, staff=SENIOR)
    assert asked.peer == ZVT
    story.exchange()
    assert not ask_about_reconciliation(shop.place, asked)
    assert story.nobody_was_asked()
    story.put_back()
    assert ask_about_reconciliation(shop.place, asked)


def test_what_a_person_decided_is_asked_of_the_one_that_was_asked(story: Story) -> None:
    shop = story.shop
    shop.terminal.mode = "dies_after"
    asked = shop.hear(shop.asked())
    settle_terminal(shop.place, asked, TenderOutcome.DECLINED, staff=CASHIER)
    book = Facts(shop)
    story.exchange()
    assert ask_about_decisions(shop.place, book) == 0
    assert story.nobody_was_asked()
    story.put_back()
    assert ask_about_decisions(shop.place, book) == 1


def test_money_waits_for_the_one_that_was_asked_and_for_no_other(story: Story) -> None:
    """Otherwise nobody could set the right one up again."""
    shop = story.shop
    shop.terminal.mode = "dies_after"
    shop.hear(shop.asked())
    book = Facts(shop)
    assert waits_for_device(shop.place, book, shop.terminal)
    if story.other is not None:
        assert not waits_for_device(shop.place, book, story.other)


@pytest.mark.parametrize("noted", [ZVT, NUMBER])
def test_a_terminal_that_has_told_its_number_since_is_asked_by_either_name(noted: str) -> None:
    """What was stored with its address counts on, wherever it was before."""
    shop = Shop(open_place())
    shop.terminal.peer, shop.terminal.mode = noted, "dies_after"
    asked = shop.hear(shop.asked())
    shop.terminal.peer, shop.terminal.address = NUMBER, ZVT
    assert waits_for_device(shop.place, Facts(shop), shop.terminal)
    assert asked.pending is not None
    assert ask_again(shop.place, asked, staff=CASHIER) == asked.pending.op_id
    assert [one.peer for one in shop.terminal.asked] == [noted], "the driver looks at it, too"
    assert shop.hear(asked).paid


def test_a_terminal_with_another_number_at_the_same_address_is_asked_nothing() -> None:
    shop = Shop(open_place())
    shop.terminal.peer, shop.terminal.mode = NUMBER, "dies_after"
    asked = shop.hear(shop.asked())
    shop.terminal.peer, shop.terminal.address = "id:11223344,zvt", ZVT
    assert ask_again(shop.place, asked, staff=CASHIER) == ""
    settle_terminal(shop.place, asked, TenderOutcome.DECLINED, staff=CASHIER)
    assert ask_about_decisions(shop.place, Facts(shop)) == 0
    assert shop.terminal.asked == []


def test_money_whose_peer_was_not_noted_is_a_question_for_a_person() -> None:
    """As it was stored before requests named who was asked: nobody knows whether it is this one."""
    shop = Shop(open_place())
    shop.terminal.mode = "dies_after"
    asked = shop.hear(shop.asked())
    shop.terminal.peer = ZVT
    assert ask_again(shop.place, asked, staff=CASHIER) == ""
    assert settle_terminal(shop.place, asked, TenderOutcome.APPROVED, staff=CASHIER).paid


@pytest.mark.parametrize(
    "kind", [TenderRequested, TenderReturnRequested, RefundBegun, ReconciliationRequested]
)
def test_a_stored_request_without_the_peer_is_still_read(kind: type) -> None:
    values = {
        TenderRequested: ("s", "t", "card", 1, "RUB", "c", "Иванова", "terminal"),
        TenderReturnRequested: ("s", "t", "o", "terminal", 1, "RUB", "c", "Иванова"),
        RefundBegun: ("r", "c", "Иванова", "RUB", 1, (), (), "terminal"),
        ReconciliationRequested: ("o", "terminal", 1, "c", "Иванова"),
    }
    fact = kind(*values[kind])
    payload = encode_fact(fact)
    assert b"peer" not in payload
    assert decode_fact(kind.KIND, 1, payload) == fact


# Who it is, as the settings tell it.


def peer_at(endpoint: str, folder: Path) -> str:
    where = Endpoint.parse(endpoint)
    profile = terminal_profile(where.profile)
    place = TerminalPlace(
        where, profile, folder / "terminal.json", "RUB", lambda: TcpTransport("127.0.0.1", 9, 1.0)
    )
    return terminal_at(place, lambda _event: None).peer


def test_a_terminal_is_known_by_its_place_and_profile(tmp_path: Path) -> None:
    upos, arcus = f"command:{tmp_path},sber-upos", f"command:{tmp_path},arcus2"
    places = [ZVT, "tcp://10.0.0.6:20007,zvt", upos, arcus]
    assert [peer_at(one, tmp_path) for one in places] == places


@pytest.mark.parametrize(
    ("spelled", "plain"),
    [
        ("tcp://POS-Kasse.local:20007/,zvt", "tcp://pos-kasse.local:20007,zvt"),
        ("TCP:10.0.0.5:20007,ZVT", ZVT),
        ("command:/opt/sc552/,sber-upos", "command:/opt/sc552,sber-upos"),
    ],
)
def test_a_terminal_spelled_otherwise_is_the_same(spelled: str, plain: str, tmp_path: Path) -> None:
    assert peer_at(spelled, tmp_path) == plain


def test_a_bank_is_known_by_its_name_and_its_number_of_the_shop_and_nothing_secret() -> None:
    tbank = BankAccount(terminal_key="1700000000001")
    assert peer_of("tbank", tbank) == "tbank 1700000000001"
    raiffeisen = BankAccount(merchant_id="MA0000000552", account="40702810500000000001")
    assert peer_of("raiffeisen", raiffeisen) == "raiffeisen MA0000000552"
    stand = BankAccount(merchant_id="MA0000000552", url="https://pay-test.raif.ru/api")
    assert peer_of("raiffeisen", stand) == "raiffeisen MA0000000552 pay-test.raif.ru"


def test_a_bank_is_the_same_however_its_settings_are_spelled() -> None:
    plain = peer_of("tbank", BankAccount(terminal_key="1700000000001"))
    of_another_bank = BankAccount(merchant_id="MA0000000552", terminal_key="1700000000001")
    assert peer_of("tbank", of_another_bank) == plain
    own_url = BankAccount(terminal_key="1700000000001", url="https://SecurePay.tinkoff.ru/v2/")
    assert peer_of("tbank", own_url) == plain
    other_account = BankAccount(merchant_id="MA0000000552", account="40702810500000000002")
    assert peer_of("raiffeisen", other_account) == "raiffeisen MA0000000552"


def test_a_password_in_the_address_of_a_bank_is_stored_and_shown_nowhere() -> None:
    stand = BankAccount(terminal_key="17", url="https://shop:hunter2@stand.example:8443/v2")
    assert peer_of("tbank", stand) == "tbank 17 stand.example:8443"
