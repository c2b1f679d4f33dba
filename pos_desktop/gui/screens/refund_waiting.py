"""A refund whose money is at a terminal: a device of the register is waited for, or a person says
how it went."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import RefundBegun
from pos_desktop.gui.desk_refund_answers import RefundHeard
from pos_desktop.gui.messages import text_for
from pos_desktop.gui.peer_words import asked_elsewhere
from pos_desktop.gui.screens.refund_money import AnswerCard
from pos_desktop.gui.session import Shop
from pos_desktop.i18n import has_text, t
from pos_desktop.operations.give_back import GivenBack
from pos_desktop.ports import (
    Event,
    TerminalAnswer,
    TerminalFinished,
    TerminalOutcome,
    TerminalProgress,
)


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

    @property
    def asks_device(self) -> bool:
        """Whether a device is waited for now, and no person."""
        return self._device

    def show_begun(self, begun: RefundBegun) -> None:
        """Ask the device; where there is none, the person."""
        self.begun = begun
        self._questioned = False
        if begun.by:
            # It may have answered before this page was there: then it answers once more.
            self._show_device("")
            self._ask_device(begun)
        else:
            self._ask_person("", with_device=False)

    def forget(self) -> None:
        self.begun = None
        self._device = False

    def note(self, event: Event) -> None:
        """What a device says about this refund."""
        begun = self.begun
        if begun is None:
            return
        if isinstance(event, TerminalProgress) and event.op_id == begun.refund_id:
            self._show_device(t(event.code, **event.values) if has_text(event.code) else "")
        elif isinstance(event, TerminalFinished) and event.op_id == begun.refund_id:
            self._heard(begun, event.answer)

    def answer(self, first: bool) -> None:
        """One of the two buttons: the device is asked or waiting is given up; without a device it
        went or did not."""
        if not self._device:
            self._shop.till.run(lambda: self._desk.answer(first), self._done)
        elif first and self.begun is not None:
            self._ask_device(self.begun)
        else:
            self._shop.till.ask(self._desk.give_up_waiting, lambda _none: None)
            self._ask_person("", with_device=True)

    def ask_again(self) -> None:
        """A person would rather have the device say it: it may be back by now."""
        if self.begun is not None:
            self._show_device(t("refund.terminal.asks"))
            self._ask_device(self.begun)

    # inside

    def _ask_device(self, begun: RefundBegun) -> None:
        self._shop.till.ask(lambda: self._answers.ask(begun.refund_id), self._asked)

    def _asked(self, told: RefundHeard | str) -> None:
        """The device may have answered by now; where there is none any more, a person has to."""
        if isinstance(told, RefundHeard):
            self._end(told)
        elif not told and self.begun is not None:
            says = asked_elsewhere(self.begun.by, self.begun.peer)
            self._ask_person(says, with_device=False)

    def _show_device(self, says: str) -> None:
        begun = self.begun
        if begun is None:
            return
        self._device = True
        self._say(begun, t("refund.terminal.waits"), says or t("refund.terminal.waits_detail"))
        self._card.offer(t("refund.terminal.ask"), t("refund.terminal.stop"))

    def _ask_person(self, told: str, *, with_device: bool) -> None:
        begun = self.begun
        if begun is None:
            return
        self._device = False
        # What a device was asked may have been done: nobody is told to do it once more.
        title = t("refund.terminal.unknown" if begun.by else "refund.terminal.title")
        self._say(begun, title, f"{told} {t('refund.terminal.detail')}".strip())
        again = t("refund.terminal.ask") if with_device else ""
        self._card.offer(t("refund.terminal.went"), t("refund.terminal.not"), again)

    def _say(self, begun: RefundBegun, title: str, detail: str) -> None:
        word = t("refund.terminal.take") if begun.card_minor < 0 else t("refund.terminal.give")
        self._card.say(word, abs(begun.card_minor), title, detail)

    def _heard(self, begun: RefundBegun, answer: TerminalAnswer) -> None:
        if answer.outcome is not TerminalOutcome.UNKNOWN:
            self._shop.till.run(lambda: self._answers.hear(begun.refund_id, answer), self._end)
        elif not self._questioned:
            # An answer nobody can read anything from is asked about once by itself.
            self._questioned = True
            self._ask_device(begun)
        else:
            words = text_for(answer.reason, dict(answer.values))
            self._ask_person(f"{words.title}. {words.detail}", with_device=True)

    def _end(self, heard: RefundHeard | None) -> None:
        if heard is not None and heard.done is None:
            why = heard.answer
            self._shop.till.refused.emit(RefusalError(why.reason, **why.values))
        self._done(heard.done if heard is not None else None)

    def _done(self, done: GivenBack | None) -> None:
        self.forget()
        self.finished.emit(done)
