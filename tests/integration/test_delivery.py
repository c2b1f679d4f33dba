"""Electronic copies on their way: a real mail server and a simulated messenger, a real journal."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from pos_desktop.delivery.smtp import MailAccount, SmtpChannel
from pos_desktop.delivery.telegram import TelegramChannel
from pos_desktop.delivery.worker import DeliveryWorker, letter_of
from pos_desktop.domain.delivery import DeliveryChannel, DeliveryState, start_code
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import ReceiptSent
from pos_desktop.operations.send_copy import send_by_email, send_copy_again, wait_for_telegram
from pos_desktop.ports import Commit, DeliveryChanged, Letter, MaybeSent, NotSent, Sent
from pos_desktop.simulators.telegram import TelegramSimulator
from tests.journal_samples import opened, sample_sale, shift_commit
from tests.till_fakes import CASHIER, FakeClock, workplace

LETTER = Letter(
    "0192d2f0-0000-7000-8000-00000000000a", "ivan@example.ru", "Чек № 5 214\r\nBcc: all@example.ru",
    "Спасибо!", "receipt-5214.pdf", b"%PDF-1.7 receipt",
)  # fmt: skip


class Mailbox:
    """A mail server that keeps what it takes; says: what it answers to a recipient and to data."""

    def __init__(self) -> None:
        self.letters = []
        self.recipient_says = "250 OK"
        self.data_says = "250 OK"
        self.breaks_off = False

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if self.recipient_says.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_says

    async def handle_DATA(self, server, _session, envelope):
        if self.data_says.startswith("250"):
            self.letters.append(
                (envelope.rcpt_tos, message_from_bytes(envelope.content, policy=default))
            )
        if self.breaks_off:
            server.transport.abort()
        return self.data_says


@pytest.fixture
def mailbox():
    box = Mailbox()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        box.port = taken.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def telegram():
    simulator = TelegramSimulator("77:token")
    simulator.start()
    yield simulator
    simulator.stop()


def mail(port: int) -> SmtpChannel:
    account = MailAccount("127.0.0.1", port, "none", "", "Лесная лавка <shop@example.ru>")
    return SmtpChannel(account, lambda: "")


def test_a_letter_carries_the_receipt_under_an_id_of_its_own(mailbox):
    assert mail(mailbox.port).send(LETTER) == Sent()
    [(to, letter)] = mailbox.letters
    assert to == ["ivan@example.ru"]
    assert letter["Message-ID"] == f"<{LETTER.delivery_id}@example.ru>"
    assert letter["From"] == "Лесная лавка <shop@example.ru>"
    [attached] = list(letter.iter_attachments())
    assert attached.get_filename() == "receipt-5214.pdf"
    assert attached.get_content() == b"%PDF-1.7 receipt"


def test_a_line_break_in_a_subject_adds_no_header(mailbox):
    mail(mailbox.port).send(LETTER)
    [(_, letter)] = mailbox.letters
    assert letter["Bcc"] is None
    assert letter["Subject"] == "Чек № 5 214 Bcc: all@example.ru"


def test_an_address_that_is_not_there_is_final_and_a_full_server_is_not(mailbox):
    mailbox.recipient_says = "550 no such user"
    refused = mail(mailbox.port).send(LETTER)
    assert refused == NotSent("delivery.no_such_address: no such user", final=True)
    mailbox.recipient_says = "450 mailbox busy"
    assert mail(mailbox.port).send(LETTER) == NotSent("delivery.no_such_address: mailbox busy")


def test_no_server_at_all_means_certainly_not_sent(mailbox):
    port = mailbox.port
    box_is_gone = mail(1 if port != 1 else 2)
    result = box_is_gone.send(LETTER)
    assert isinstance(result, NotSent)
    assert result.reason.startswith("delivery.mail_unreachable")


def test_a_line_that_breaks_after_the_content_leaves_it_open_whether_it_arrived(mailbox):
    mailbox.breaks_off = True
    assert isinstance(mail(mailbox.port).send(LETTER), MaybeSent)


def test_a_person_who_follows_the_code_gets_the_receipt(telegram):
    channel = TelegramChannel(lambda: "77:token", telegram.url)
    telegram.person_writes("hello", 9)
    telegram.person_follows("abc", 4711)
    assert [(found.start_code, found.address) for found in channel.look()] == [("abc", "4711")]
    assert channel.look() == []
    assert channel.send(replace(LETTER, address="4711")) == Sent()
    channel.close()
    [document] = telegram.documents
    assert (document.chat_id, document.name, document.content) == (
        "4711", "receipt-5214.pdf", b"%PDF-1.7 receipt",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("mood", "expected"),
    [
        ("flood", NotSent("delivery.telegram_refused: Too Many Requests: retry after 7",
                          retry_after_seconds=7.0)),
        ("wrong-token", NotSent("delivery.telegram_token: Unauthorized",
                                retry_after_seconds=600.0)),
        ("blocked", NotSent("delivery.no_such_chat: Forbidden: bot was blocked by the user",
                            final=True)),
        ("garbage", MaybeSent("delivery.telegram_unclear: HTTP 200")),
        ("lost-answer", MaybeSent("delivery.connection_lost: connection_lost")),
    ],
)  # fmt: skip
def test_what_the_messenger_answers_is_told_apart(telegram, mood, expected):
    telegram.set_mood(mood)
    channel = TelegramChannel(lambda: "77:token", telegram.url)
    assert channel.send(replace(LETTER, address="1")) == expected
    channel.close()


def test_a_messenger_out_of_reach_is_certainly_not_sent(telegram):
    channel = TelegramChannel(lambda: "77:token", "http://127.0.0.1:1")
    assert channel.send(replace(LETTER, address="1")) == NotSent(
        "delivery.telegram_unreachable: unreachable"
    )
    assert channel.look() == []
    channel.close()


# ------------------------------------------------------------------ the worker


class Channel:
    """Answers what it is told to; keeps what it was given."""

    def __init__(self, *results, repeats_are_one=True) -> None:
        self.results = list(results)
        self.letters: list[Letter] = []
        self.repeats_are_one = repeats_are_one
        self.found = []

    def send(self, letter):
        self.letters.append(letter)
        return self.results.pop(0)

    def look(self):
        found, self.found = self.found, []
        return found

    def close(self):
        pass


@contextmanager
def register(tmp_path, channel, kind=DeliveryChannel.EMAIL):
    """A journal with one sale that needs no fiscal document, and the worker over it."""
    journal = opened(tmp_path)
    try:
        journal.commit(shift_commit())
        sale = replace(sample_sale(1), fiscal_key="")
        journal.commit(Commit((sale,)))
        place = workplace(
            journal=journal, ledger=journal.ledger, prints=journal.prints, clock=FakeClock(),
            letter_channels=frozenset({kind}),
        )  # fmt: skip
        heard = []
        worker = DeliveryWorker(
            journal.deliveries, {kind: channel}, place,
            lambda copy, detail: letter_of(place, copy, detail), heard.append,
        )  # fmt: skip
        yield journal, place, worker, sale, heard
    finally:
        journal.close()


def facts_of(journal) -> list[ReceiptSent]:
    entries = journal.outbox.entries_after(0, 100)
    return [entry for entry in entries if entry.kind == ReceiptSent.KIND]


def test_a_copy_is_sent_once_and_the_journal_says_so_without_the_address(tmp_path):
    channel = Channel(Sent())
    with register(tmp_path, channel) as (journal, place, worker, sale, heard):
        copy = send_by_email(
            place, journal.deliveries, sale.sale_id, " ivan@example.ru ", staff=CASHIER
        )
        worker.turn()
        worker.turn()
        assert [letter.address for letter in channel.letters] == ["ivan@example.ru"]
        assert channel.letters[0].pdf.startswith(b"%PDF")
        assert journal.deliveries.get(copy).state is DeliveryState.SENT
        [entry] = facts_of(journal)
        assert b"ivan@" not in entry.payload
        assert b"i***@example.ru" in entry.payload
        assert [event.state for event in heard if isinstance(event, DeliveryChanged)] == [
            DeliveryState.SENT
        ]


def test_without_network_it_waits_longer_and_longer_and_leaves_when_the_line_is_back(tmp_path):
    channel = Channel(NotSent("delivery.mail_unreachable: x"), NotSent("x: y"), Sent())
    with register(tmp_path, channel) as (journal, place, worker, sale, _):
        send_by_email(place, journal.deliveries, sale.sale_id, "a@b.ru", staff=CASHIER)
        waits = []
        for _ in range(2):
            before = place.clock.at_us
            worker.turn()
            sent = len(channel.letters)
            worker.turn()
            assert len(channel.letters) == sent, "tried again before its time"
            [copy] = journal.deliveries.of_sale(sale.sale_id)
            waits.append(copy.next_try_us - before)
            place.clock.at_us = copy.next_try_us
        worker.turn()
        assert waits == [15_000_000, 30_000_000]
        assert journal.deliveries.of_sale(sale.sale_id)[0].state is DeliveryState.SENT


def test_a_letter_that_may_have_arrived_goes_again_under_its_own_id(tmp_path):
    channel = Channel(MaybeSent("delivery.connection_lost: x"), Sent())
    with register(tmp_path, channel) as (journal, place, worker, sale, _):
        send_by_email(place, journal.deliveries, sale.sale_id, "a@b.ru", staff=CASHIER)
        worker.turn()
        place.clock.at_us += 60_000_000
        worker.turn()
        assert len({letter.delivery_id for letter in channel.letters}) == 1
        assert len(channel.letters) == 2


def test_a_message_that_may_have_arrived_waits_for_a_person(tmp_path):
    channel = Channel(MaybeSent("delivery.connection_lost: x"), Sent(), repeats_are_one=False)
    kind = DeliveryChannel.TELEGRAM
    with register(tmp_path, channel, kind) as (journal, place, worker, sale, _):
        copy = wait_for_telegram(place, journal.deliveries, sale.sale_id, staff=CASHIER)
        again = wait_for_telegram(place, journal.deliveries, sale.sale_id, staff=CASHIER)
        assert again == copy
        worker.turn()
        assert channel.letters == []
        channel.found = [type("Found", (), {"start_code": start_code(copy), "address": "5"})()]
        worker.turn()
        place.clock.at_us += 3_600_000_000
        worker.turn()
        assert len(channel.letters) == 1
        assert journal.deliveries.get(copy).state is DeliveryState.UNKNOWN
        send_copy_again(journal.deliveries, copy, staff=CASHIER)
        worker.turn()
        assert journal.deliveries.get(copy).state is DeliveryState.SENT
        with pytest.raises(RefusalError, match=r"delivery\.not_stuck"):
            send_copy_again(journal.deliveries, copy, staff=CASHIER)


def test_a_receipt_waits_for_its_fiscal_answer_a_day_at_most(tmp_path):
    channel = Channel(Sent())
    with register(tmp_path, channel) as (journal, place, worker, _, _heard):
        due = sample_sale(2)
        journal.commit(Commit((due,)))
        send_by_email(place, journal.deliveries, due.sale_id, "a@b.ru", staff=CASHIER)
        worker.turn()
        assert channel.letters == []
        [copy] = journal.deliveries.of_sale(due.sale_id)
        assert copy.state is DeliveryState.QUEUED
        assert copy.attempts == 0
        place.clock.at_us = copy.made_at_us + 25 * 3_600_000_000
        worker.turn()
        assert len(channel.letters) == 1


def test_a_code_nobody_follows_is_given_up_after_a_day(tmp_path):
    channel = Channel()
    kind = DeliveryChannel.TELEGRAM
    with register(tmp_path, channel, kind) as (journal, place, worker, sale, _):
        copy = wait_for_telegram(place, journal.deliveries, sale.sale_id, staff=CASHIER)
        made_at_us = journal.deliveries.get(copy).made_at_us
        place.clock.at_us = made_at_us + 25 * 3_600_000_000
        worker.turn()
        assert journal.deliveries.get(copy).reason == "delivery.nobody_came"


def test_a_program_that_died_while_sending_does_not_know_and_says_so(tmp_path):
    with register(tmp_path, Channel()) as (journal, place, _worker, sale, _heard):
        copy = send_by_email(place, journal.deliveries, sale.sale_id, "a@b.ru", staff=CASHIER)
        journal.deliveries.move(copy, DeliveryState.SENDING)
        assert journal.deliveries.settle_at_start() == 1
        assert journal.deliveries.get(copy).state is DeliveryState.UNKNOWN


@pytest.mark.parametrize(
    "address", ["", "ivan", "ivan@", "a b@c.ru", "a@b", "иван@почта.рф", "a@b.ru\n"]
)
def test_what_is_no_address_is_refused_and_queues_nothing(tmp_path, address):
    with register(tmp_path, Channel()) as (journal, place, _worker, sale, _heard):
        if address == "a@b.ru\n":
            send_by_email(place, journal.deliveries, sale.sale_id, address, staff=CASHIER)
            assert journal.deliveries.of_sale(sale.sale_id)[0].address == "a@b.ru"
            return
        with pytest.raises(RefusalError, match=r"contact\.not_email"):
            send_by_email(place, journal.deliveries, sale.sale_id, address, staff=CASHIER)
        assert journal.deliveries.of_sale(sale.sale_id) == []


def test_a_way_that_is_not_set_up_is_refused(tmp_path):
    with register(tmp_path, Channel()) as (journal, place, _worker, sale, _heard):
        with pytest.raises(RefusalError, match=r"delivery\.not_set_up"):
            wait_for_telegram(place, journal.deliveries, sale.sale_id, staff=CASHIER)
        with pytest.raises(RefusalError, match=r"sale\.unknown"):
            send_by_email(place, journal.deliveries, "nothing", "a@b.ru", staff=CASHIER)
