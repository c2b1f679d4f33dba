"""A refund whose money moves outside the register: a device of it is waited for, or a person says
how it went. Of several payments one after the other."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import RefundBegun
from pos_desktop.gui.desk_refund_answers import RefundHeard
from pos_desktop.gui.messages import Message, text_for
from pos_desktop.gui.peer_words import asked_elsewhere
from pos_desktop.gui.refund_texts import before_and_after, by_hand, head, said
from pos_desktop.gui.screens.refund_money import AnswerCard
from pos_desktop.gui.session import Shop
from pos_desktop.i18n import has_text, t
from pos_desktop.operations.hear_refund import Heard
from pos_desktop.operations.refund_terminal import device_for, part_now
from pos_desktop.ports import (
    Event,
    TerminalAnswer,
    TerminalFinished,
    TerminalOutcome,
    TerminalProgress,
)

_Act = Callable[[], None]


def _nothing() -> None:
    """No refund waits."""


class RefundWaiting(QObject):
    """finished(GivenBack | None): the receipts of the refund, None = there is none."""

    finished = Signal(object)

    def __init__(self, card: AnswerCard, shop: Shop) -> None:
        super().__init__()
        self._card = card
        self._shop = shop
        self._desk = shop.desks.refund
        self._answers = shop.desks.refund_answers
        self.begun: RefundBegun | None = None
        self._device = False
        self._questioned = False
        self._first: _Act = _nothing
        self._second: _Act = _nothing
        self._third: _Act = _nothing

    @property
    def asks_device(self) -> bool:
        """Whether a device is waited for now, and no person."""
        return self._device

    def show_begun(self, begun: RefundBegun, told: str = "") -> None:
        """Ask the device; where there is none, the person. told: why the one before did nothing."""
        self.begun = begun
        self._questioned = False
        if begun.by:
            # It may have answered before this page was there: then it answers once more.
            self._show_device(begun, "")
            self._ask_device(begun)
        else:
            self._ask_to_do(begun, told)

    def forget(self) -> None:
        self.begun = None
        self._device = False
        self._first = self._second = self._third = _nothing

    def note(self, event: Event) -> None:
        """What a device says about this refund."""
        begun = self.begun
        if begun is None:
            return
        if isinstance(event, TerminalProgress) and event.op_id == begun.request_id:
            self._show_device(begun, t(event.code, **event.values) if has_text(event.code) else "")
        elif isinstance(event, TerminalFinished) and event.op_id == begun.request_id:
            self._heard(begun, event.answer)

    def answer(self, first: bool) -> None:
        """One of the two buttons."""
        (self._first if first else self._second)()

    def ask_again(self) -> None:
        """The third button: a device shall say it, or do it after all."""
        self._third()

    # inside

    def _ask_device(self, begun: RefundBegun) -> None:
        self._shop.till.ask(lambda: self._answers.ask(begun.request_id), self._asked)

    def _asked(self, told: RefundHeard | str) -> None:
        """The device may have answered by now; where there is none any more, a person has to."""
        if isinstance(told, RefundHeard):
            self._end(told)
        elif not told and self.begun is not None:
            says = asked_elsewhere(self.begun.by, self.begun.peer)
            self._ask_how_it_went(self.begun, says, with_device=False)

    def _show_device(self, begun: RefundBegun, says: str) -> None:
        self._device = True
        says = f"{says or said(begun, 'waits_detail')} {before_and_after(begun)}".strip()
        self._say(begun, said(begun, "waits"), says)
        self._card.offer(said(begun, "ask"), said(begun, "stop"))
        self._first = lambda: self._ask_device(begun)
        self._second = lambda: self._wait_no_more(begun)
        self._third = _nothing

    def _wait_no_more(self, begun: RefundBegun) -> None:
        self._shop.till.ask(self._desk.give_up_waiting, lambda _none: None)
        self._ask_how_it_went(begun, "", with_device=True)

    def _ask_how_it_went(self, begun: RefundBegun, told: str, *, with_device: bool) -> None:
        """A device was asked, and tells nothing: what it was asked may have been done, so nobody is
        told to do it once more."""
        self._device = False
        words = (told, before_and_after(begun), t("refund.remembers"))
        self._say(begun, said(begun, "unknown"), " ".join(word for word in words if word))
        again = said(begun, "ask") if with_device else ""
        self._card.offer(said(begun, "went"), said(begun, "not"), again)
        self._offer_answers()
        self._third = lambda: self._ask_once_more(begun)

    def _ask_once_more(self, begun: RefundBegun) -> None:
        """A person would rather have the device say it: it may be back by now."""
        self._show_device(begun, said(begun, "asks"))
        self._ask_device(begun)

    def _ask_to_do(self, begun: RefundBegun, told: str) -> None:
        """No device moves this money: a person does, and says so."""
        self._device = False
        title, where = by_hand(begun)
        device = device_for(self._shop.place, part_now(begun)) is not None
        if begun.gone_minor and device:
            title, where = t("refund.part.title"), ""
        words = (told, where, before_and_after(begun), t("refund.remembers"))
        self._say(begun, title, " ".join(word for word in words if word))
        self._offer_answers()
        if begun.gone_minor:
            self._offer_ways_of_the_rest(begun, device=device)
        else:
            self._card.offer(said(begun, "went"), said(begun, "not"))

    def _offer_ways_of_the_rest(self, begun: RefundBegun, *, device: bool) -> None:
        """Another part is gone, so this one has to go some way, too."""
        run, went = self._shop.till.run, self._first
        self._second = lambda: run(self._desk.give_rest_in_cash, self._done)
        if not device:
            self._card.offer(said(begun, "went"), t("refund.part.in_cash"))
            return
        self._first, self._third = lambda: run(self._desk.try_rest_again, self._done), went
        otherwise = t("refund.part.otherwise")
        self._card.offer(said(begun, "again"), t("refund.part.in_cash"), otherwise)

    def _offer_answers(self) -> None:
        run, desk = self._shop.till.run, self._desk
        self._first = lambda: run(lambda: desk.answer(True), self._done)
        self._second = lambda: run(lambda: desk.answer(False), self._done)

    def _say(self, begun: RefundBegun, title: str, detail: str) -> None:
        self._card.say(*head(begun), title, detail)

    def _heard(self, begun: RefundBegun, answer: TerminalAnswer) -> None:
        if answer.outcome is not TerminalOutcome.UNKNOWN:
            self._shop.till.run(lambda: self._answers.hear(begun.request_id, answer), self._end)
        elif not self._questioned:
            # An answer nobody can read anything from is asked about once by itself.
            self._questioned = True
            self._ask_device(begun)
        else:
            words = _said_by(answer)
            self._ask_how_it_went(begun, f"{words.title}. {words.detail}", with_device=True)

    def _end(self, heard: RefundHeard | None) -> None:
        if heard is None:
            self._done(None)
            return
        if isinstance(heard.done, RefundBegun):
            told = "" if heard.went else f"{_said_by(heard.answer).title}."
            self.show_begun(heard.done, told)
            return
        if heard.done is None:
            why = heard.answer
            self._shop.till.refused.emit(RefusalError(why.reason, **why.values))
        self._done(heard.done)

    def _done(self, done: Heard) -> None:
        if isinstance(done, RefundBegun):
            self.show_begun(done)
            return
        self.forget()
        self.finished.emit(done)


def _said_by(answer: TerminalAnswer) -> Message:
    return text_for(answer.reason, dict(answer.values))
