"""A card terminal that speaks ZVT over TCP: registration, payment, refund, reversal, end of day.

After a command the terminal has the word; each of its messages is acknowledged. The connection is
kept open, and a payment whose connection breaks is UNKNOWN: it is asked about with the terminal's
newest transaction (06 20). Whether that is ours says `zvt_newest`; for it the driver learns at each
connection what the terminal did last, and notes when somebody else was there meanwhile.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from pos_desktop.hardware.device_line import BACKOFF_SECONDS
from pos_desktop.hardware.device_on_line import DeviceOnLine
from pos_desktop.hardware.profiles import TerminalProfile
from pos_desktop.hardware.terminals import zvt_codec as codec
from pos_desktop.hardware.terminals.currencies import number_of
from pos_desktop.hardware.terminals.identity import TerminalIdentity, real_number
from pos_desktop.hardware.terminals.memory import Remembered, TerminalMemory
from pos_desktop.hardware.terminals.requests import (
    Done,
    RequestLine,
    Work,
    declined,
    unknown,
)
from pos_desktop.hardware.terminals.zvt_answer import Talk, answer_of
from pos_desktop.hardware.terminals.zvt_newest import (
    NO_MARK,
    Question,
    answer_of_question,
    follows,
)
from pos_desktop.hardware.transports.protocol import Transport, TransportError
from pos_desktop.ports import Health, Post, TerminalAct, TerminalOutcome, TerminalRequest

IDLE_SECONDS = 1.0
AFTER_CANCEL_SECONDS = 15.0
_READ_BYTES = 4096
_SLICE_SECONDS = 0.1
_MOST_STALE = 64
_LONGEST_PAYMENT = 2
"""Times the silence that ends a payment: a customer may take that long and still pay."""
_REFERENCE = re.compile(r"(\d{4})/\d{6}(?:/(\d+))?")


class _BrokenError(Exception):
    """An exchange has no end. sent: whether the terminal may have got the command."""

    def __init__(self, reason: str, *, sent: bool, error: TransportError | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sent = sent
        self.error = error


class _LeftOpenError(Exception):
    """The register ends in the middle of an exchange."""


class ZvtTerminal(DeviceOnLine):
    """ports.PaymentTerminal. memory: where it notes what it began; a payment that `stop` leaves
    in progress is asked about at the next start. alone: no other till uses the terminal.
    local_now: the time of the wall, as the terminal has it, without a zone."""

    name = "terminal"

    def __init__(
        self,
        transport_factory: Callable[[], Transport],
        profile: TerminalProfile,
        memory: TerminalMemory,
        post: Post,
        *,
        currency: str = "RUB",
        alone: bool = False,
        backoff_seconds: tuple[float, ...] = BACKOFF_SECONDS,
        local_now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__(self.name, transport_factory, post, backoff_seconds)
        self.identity = TerminalIdentity(profile.terminal.protocol, memory)
        self._local_now = local_now
        self._settings = profile.zvt
        self._memory = memory
        self._currency = currency
        self._alone = alone
        self._codec = codec.ZvtCodec()
        copy = profile.terminal.merchant_copy
        self._requests = RequestLine(
            self.name, memory, post, merchant_copy=copy, wake=self.reconnect_now
        )
        self._registered: Transport | None = None
        self._terminal_id = ""
        self._mark_checked = False

    # ports.PaymentTerminal

    @property
    def peer(self) -> str:
        return self.identity.peer

    def answers_for(self, peer: str) -> bool:
        return self.identity.answers_for(peer)

    def submit(self, request: TerminalRequest) -> None:
        self._requests.submit(request)

    def query(self, request: TerminalRequest) -> None:
        self._requests.query(request)

    def cancel(self, op_id: str) -> None:
        self._requests.cancel(op_id)

    def reconcile(self, op_id: str) -> None:
        self._requests.reconcile(op_id, self._currency)

    # The thread.

    def _turn(self) -> float:
        transport = self._ready()
        while not self._thread.stopping and self._requests.carry_out(self._act):
            continue
        if transport is None:
            return self._line.seconds_to_next_try() or IDLE_SECONDS
        self._notice_hang_up()
        return IDLE_SECONDS

    def _notice_hang_up(self) -> None:
        transport = self._line.transport
        if transport is not None:
            try:
                transport.read(_READ_BYTES, 0)
            except TransportError as error:
                self._line.fail(error)

    def _ready(self) -> Transport | None:
        """The connection with the register known to the terminal."""
        transport = self._line.open_if_due()
        if transport is None or transport is self._registered:
            return transport
        try:
            self._register(transport)
        except (_BrokenError, _LeftOpenError) as error:
            self._lose(error)
            return None
        return transport

    def _register(self, transport: Transport) -> None:
        settings = self._settings
        config = codec.WANTS_INTERMEDIATE
        if settings.prints == "register":
            config |= codec.PAYMENT_RECEIPT | codec.ADMIN_RECEIPT | codec.WITH_TEXTS
        number = number_of(self._currency) or 0
        talk = self._talk(transport, codec.registration(settings.password, config, number))
        self._registered = transport
        self._terminal_id = real_number(talk.terminal_id)
        self._mark_checked = False
        if settings.prints == "register":  # the terminal would put it on paper
            self._learn_mark(transport)
        self.identity.told(self._terminal_id)
        self._line.works()

    def _learn_mark(self, transport: Transport) -> None:
        """What the terminal did last before this connection; whoever else did it is noted."""
        talk = self._talk(transport, codec.repeat_receipt(self._settings.password))
        self._terminal_id = self._terminal_id or real_number(talk.terminal_id)
        mark = talk.status.mark if talk.status is not None else ""
        if not mark and talk.aborted is None:
            return
        mark, known = mark or NO_MARK, self._memory.last_mark
        newest = self._memory.newest()
        may_be_ours = newest is not None and not newest.is_settled and follows(newest.mark, mark)
        with contextlib.suppress(OSError):  # it is learnt at the next start
            if known and mark not in (known, NO_MARK) and not may_be_ours:
                self._memory.saw_others()
            self._memory.learn(mark)
        self._mark_checked = self._memory.last_mark == mark

    def _lose(self, error: Exception) -> None:
        self._registered = None
        if isinstance(error, _BrokenError) and error.error is not None:
            self._line.fail(error.error)
        else:
            self._line.fail(TransportError("timeout"))
            if isinstance(error, _BrokenError):
                self._line.change(Health.OFFLINE, error.reason)

    def _act(self, work: Work) -> Done | None:
        try:
            return self._ask(work.request) if work.asks else self._carry_out(work.request)
        except _LeftOpenError:
            return None

    def _carry_out(self, request: TerminalRequest) -> Done | None:
        command = self._command(request)
        if command is None:
            return Done(declined("terminal.no_reference"))
        if number_of(request.currency) is None:
            return Done(declined("terminal.currency", currency=request.currency))
        transport = self._ready()
        if transport is None:
            return Done(declined("terminal.not_reached"))
        if not self.identity.is_asked(request):
            return Done(declined("terminal.another_now", number=self.identity.number))
        if self._is_elsewhere(request):
            return Done(declined("terminal.other_terminal"))
        refused = self._requests.begin(
            request,
            self._memory.last_mark,
            checked=self._mark_checked,
            begun=self._local_now().isoformat(),
            device=self.identity.number,
        )
        if refused is not None:
            return Done(refused)
        try:
            talk = self._talk(transport, command, request)
        except _BrokenError as broken:
            self._lose(broken)
            return Done(unknown(broken.reason) if broken.sent else declined("terminal.not_reached"))
        answer = answer_of(talk, request, self._settings.encoding)
        self.identity.told(self._terminal_id or talk.terminal_id)
        mark = talk.status.mark if talk.status is not None else ""
        if mark and answer.outcome is TerminalOutcome.APPROVED:
            self._notice_a_gap(mark)
        return Done(answer, mark)

    def _notice_a_gap(self, mark: str) -> None:
        """Numbers between our payment before and this one are somebody else's."""
        self._mark_checked = True
        paid_before = any(
            one.answer is not None
            and one.answer.outcome is TerminalOutcome.APPROVED
            and one.request.act is not TerminalAct.RECONCILE  # it may have a number of its own
            for one in self._memory.remembered[-2:-1]
        )
        if paid_before and not follows(self._memory.last_mark, mark):
            with contextlib.suppress(OSError):  # it is noticed at the next one
                self._memory.saw_others()

    def _is_elsewhere(self, request: TerminalRequest) -> bool:
        """Whether a payment that is to be reversed was made at another terminal, where its number
        is somebody else's."""
        found = _REFERENCE.fullmatch(request.reference)
        if request.act is not TerminalAct.REVERSE or found is None or not found.group(2):
            return False
        return self._terminal_id not in ("", found.group(2))

    def _command(self, request: TerminalRequest) -> bytes | None:
        """The command of a request; None where the terminal's own number is missing."""
        password = self._settings.password
        if request.act is TerminalAct.PAY:
            return codec.authorisation(request.amount_minor)
        if request.act is TerminalAct.REFUND:
            return codec.refund(password, request.amount_minor)
        if request.act is TerminalAct.RECONCILE:
            return codec.end_of_day(password)
        found = _REFERENCE.fullmatch(request.reference)
        return codec.reversal(password, int(found.group(1))) if found else None

    def _ask(self, request: TerminalRequest) -> Done | None:
        transport = self._ready()
        if transport is None:
            return Done(unknown("terminal.unreachable"))
        kept = self._memory.find(request.op_id)
        elsewhere = kept is not None and self.identity.is_other_than(kept.device)
        if elsewhere or not self.identity.is_asked(request):
            return Done(unknown("terminal.not_the_one", number=self.identity.number))
        try:
            talk = self._talk(transport, codec.repeat_receipt(self._settings.password))
        except _BrokenError as broken:
            self._lose(broken)
            return Done(unknown(broken.reason))
        asked = self._question(request)
        answer = answer_of_question(talk, request, asked, self._settings.encoding)
        mark = talk.status.mark if talk.status is not None else ""
        if mark and asked.newest and asked.checked and answer.reason == "terminal.last_was":
            with contextlib.suppress(OSError):
                self._memory.saw_others()
        return Done(answer, mark)

    def _question(self, request: TerminalRequest) -> Question:
        kept = self._memory.find(request.op_id) or Remembered(request=request)
        begun = datetime.fromisoformat(kept.begun) if kept.begun else datetime.min
        longest = timedelta(seconds=_LONGEST_PAYMENT * self._settings.timeout_s)
        return Question(
            before=kept.mark,
            checked=kept.checked and bool(kept.begun),
            newest=self._memory.is_newest(request.op_id),
            begun=begun,
            until=begun + longest,
            alone=self._alone,
            shared=self._memory.is_shared,
        )

    def _talk(
        self, transport: Transport, command: bytes, request: TerminalRequest | None = None
    ) -> Talk:
        """One command and all the terminal has to say to it.

        request: whose progress is told and which may be cancelled. Raises _BrokenError, and
        _LeftOpenError where the register ends meanwhile.
        """
        exchange = _Exchange(transport, self._codec, self._settings.answer_s)
        exchange.send(command)
        quiet_seconds = float(self._settings.timeout_s if request else self._settings.answer_s * 4)
        cancelled = False
        while not exchange.talk.ended:
            if self._thread.stopping:
                raise _LeftOpenError
            for code in exchange.listen(quiet_seconds):
                if request is not None:
                    self._requests.progress(request.op_id, code, can_cancel=True)
            wanted = request is not None and self._requests.is_cancelled(request.op_id)
            if wanted and exchange.acknowledged and not cancelled:
                cancelled = True
                quiet_seconds = AFTER_CANCEL_SECONDS
                exchange.write(codec.ABORT)
        return exchange.talk


class _Exchange:
    """Bytes of one command. answer_seconds: for its acknowledgement."""

    def __init__(self, transport: Transport, stream: codec.ZvtCodec, answer_seconds: float) -> None:
        self._transport = transport
        self._stream = stream
        self._answer_seconds = answer_seconds
        self._heard = time.monotonic()
        self.acknowledged = False
        self.talk = Talk()

    def send(self, command: bytes) -> None:
        """Hand the command over; what came unasked before belongs to an older one."""
        try:
            for _ in range(_MOST_STALE):
                if not self._transport.read(_READ_BYTES, 0):
                    break
            self._stream.reset()
        except TransportError as error:
            raise _BrokenError("terminal.unreachable", sent=False, error=error) from error
        try:
            self._transport.write(command, self._answer_seconds)
        except TransportError as error:
            sent = error.may_have_left > 0
            raise _BrokenError("terminal.lost", sent=sent, error=error) from error
        self._heard = time.monotonic()

    def write(self, data: bytes) -> None:
        try:
            self._transport.write(data, self._answer_seconds)
        except TransportError as error:
            if not self.talk.ended:
                raise _BrokenError("terminal.lost", sent=True, error=error) from error

    def listen(self, quiet_seconds: float) -> list[str]:
        """Take what comes within a moment and acknowledge it; the progress codes in it."""
        try:
            data = self._transport.read(_READ_BYTES, _SLICE_SECONDS)
        except TransportError as error:
            raise _BrokenError("terminal.lost", sent=True, error=error) from error
        codes = []
        for message in self._stream.feed(data):
            self._heard = time.monotonic()
            if code := self._take(message):
                codes.append(code)
            if self.talk.ended:
                break
        limit = quiet_seconds if self.acknowledged else self._answer_seconds
        if not self.talk.ended and time.monotonic() - self._heard > limit:
            reason = "terminal.timeout" if self.acknowledged else "terminal.no_answer"
            raise _BrokenError(reason, sent=True)
        return codes

    def _take(self, message: codec.Apdu) -> str:
        if message.control == codec.ACKNOWLEDGED:
            self.acknowledged = True
            return ""
        if message.control >> 8 == codec.REFUSED_CLASS:
            if not self.acknowledged:
                self.talk.refused = message.control & 0xFF
            return ""
        self.acknowledged = True
        code = self.talk.take(message)
        self.write(codec.NOT_UNDERSTOOD if code is None else codec.ACK)
        return code or ""
