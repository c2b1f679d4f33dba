"""One connection to a receipt printer: questions, bytes out, confirmation. No jobs, no thread."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from pos_desktop.hardware.printers import escpos_requests
from pos_desktop.hardware.printers.escpos_status import (
    AutomaticStatus,
    BufferedReply,
    PrinterCondition,
    RealTimeReply,
    Reply,
    StatusCodec,
    condition,
)
from pos_desktop.hardware.printers.star_status import StarStatus, StarStatusCodec
from pos_desktop.hardware.printers.tspl_status import TsplStatus, TsplStatusCodec
from pos_desktop.hardware.profiles import PrinterProfile
from pos_desktop.hardware.transports.protocol import Transport

_READ_BYTES = 256
_CODECS: dict[str, Callable[[], StatusCodec | StarStatusCodec | TsplStatusCodec]] = {
    "star": StarStatusCodec,
    "tspl": TsplStatusCodec,
}
_OWN_QUESTIONS = {"star": escpos_requests.STAR_ASK, "tspl": escpos_requests.TSPL_ASK}


class PrinterLink:
    """Owned by one thread. Methods raise TransportError when the wire fails.

    owed: confirmations asked for and not yet answered; while any is owed, an answer proves
    nothing about a later job. watched: the printer tells changes by itself on this connection.
    """

    def __init__(
        self,
        transport_factory: Callable[[], Transport],
        profile: PrinterProfile,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._factory = transport_factory
        self._profile = profile
        self._monotonic = monotonic
        self._transport: Transport | None = None
        self._opening: Transport | None = None
        self._codec = _CODECS.get(profile.printer.status, StatusCodec)()
        self._own_question = _OWN_QUESTIONS.get(profile.printer.status, b"")
        self._real_time: deque[int] = deque(maxlen=16)
        self._confirmations: deque[BufferedReply] = deque(maxlen=16)
        self._automatic: deque[AutomaticStatus] = deque(maxlen=64)
        self._own_statuses: deque[StarStatus | TsplStatus] = deque(maxlen=4)
        self.owed = 0
        self.watched = False

    @property
    def is_open(self) -> bool:
        return self._transport is not None

    @property
    def answers(self) -> bool:
        """Whether this printer tells its status over this wire."""
        readable = self._transport is not None and self._transport.can_read
        return readable and self._profile.printer.status != "none"

    @property
    def confirms(self) -> bool:
        """Whether this printer tells over this wire that a job is on paper."""
        readable = self._transport is not None and self._transport.can_read
        return readable and self._profile.printer.confirm == "gs_r"

    def open(self) -> None:
        """Connect unless connected."""
        if self._transport is None:
            self._opening = self._factory()
            try:
                self._opening.open()
                self._transport = self._opening
            finally:
                self._opening = None
            self._codec.reset()
            self._real_time.clear()
            self._confirmations.clear()
            self._automatic.clear()
            self._own_statuses.clear()

    def close(self) -> None:
        transport, self._transport = self._transport, None
        self.watched = False
        if transport is not None:
            transport.close()

    def cancel(self) -> None:
        """End a blocked call of the owning thread; the one method for another thread."""
        for transport in (self._opening, self._transport):
            if transport is not None:
                transport.cancel()

    def write(self, data: bytes) -> int:
        return self._opened().write(data, self._profile.transport.write_ms / 1000)

    def write_job(self, payload: bytes) -> None:
        """Send a job and, where the printer tells that it is on paper, the question for that.

        An answer that nobody owes is the rest of a broken status, and no proof: it is forgotten
        first. ESC @ at the job's head ends the automatic status, so it is asked for again.
        """
        if not self.owed:
            self._confirmations.clear()
        tail = escpos_requests.WATCH if self.watched else b""
        self.write(payload + tail + (escpos_requests.CONFIRM if self.confirms else b""))

    def watch(self) -> None:
        """Ask the printer to tell changes by itself, where its model does and the line stays."""
        settings = self._profile
        can = settings.printer.asb and self.answers and not settings.transport.close_after_job
        if can and not self.watched and not self._own_question:
            self.write(escpos_requests.WATCH)
            self.watched = True

    def listen(self, timeout_seconds: float) -> list[AutomaticStatus]:
        """Return what the printer told by itself since the last look, oldest first."""
        self._receive(timeout_seconds)
        told = list(self._automatic)
        self._automatic.clear()
        return told

    def ask(self, question: bytes, timeout_seconds: float) -> int | None:
        """Return the answer to one DLE EOT, None when there is none in time."""
        self._real_time.clear()
        self._opened().write(question, timeout_seconds)
        until = self._monotonic() + timeout_seconds
        while not self._real_time:
            left = until - self._monotonic()
            if left <= 0:
                return None
            self._receive(left)
        return self._real_time.popleft()

    def ask_condition(self, timeout_seconds: float) -> PrinterCondition | None:
        """Return the printer's condition, None when it did not answer one of the questions.

        timeout_seconds: for each question; what is wrong is asked for only where something is.
        """
        if self._own_question:
            return self._own_condition(timeout_seconds)
        answers: list[int] = []
        for question in (
            escpos_requests.ASK_PRINTER,
            escpos_requests.ASK_OFFLINE_CAUSE,
            escpos_requests.ASK_PAPER,
        ):
            answer = self.ask(question, timeout_seconds)
            if answer is None:
                return None
            answers.append(answer)
        if answers[1] & 0x40:
            answers.append(self.ask(escpos_requests.ASK_ERROR, timeout_seconds) or 0)
        return condition(*answers)

    def _own_condition(self, timeout_seconds: float) -> PrinterCondition | None:
        """The condition of a printer that tells it in its own language, all at once."""
        self._own_statuses.clear()
        self.write(self._own_question)
        until = self._monotonic() + timeout_seconds
        while not self._own_statuses:
            left = until - self._monotonic()
            if left <= 0:
                return None
            self._receive(left)
        return self._own_statuses.pop().condition()

    def wait_confirmation(self, timeout_seconds: float) -> BufferedReply | None:
        """Return the next answer to GS r, None when there is none in time."""
        until = self._monotonic() + timeout_seconds
        while not self._confirmations:
            left = until - self._monotonic()
            if left <= 0:
                return None
            self._receive(left)
        self.owed = max(0, self.owed - 1)
        return self._confirmations.popleft()

    def settle_owed(self, timeout_seconds: float, quiet_seconds: float) -> bool:
        """Make sure that no earlier answer can be taken for the next job's.

        Sends one more GS r 1 and takes answers until the line has been quiet; True when it
        answered.
        """
        self._confirmations.clear()
        self.owed = 1
        self.write(escpos_requests.CONFIRM)
        if self.wait_confirmation(timeout_seconds) is None:
            return False
        while self.wait_confirmation(quiet_seconds) is not None:
            continue
        self.owed = 0
        return True

    def _receive(self, timeout_seconds: float) -> None:
        for reply in self._codec.feed(self._opened().read(_READ_BYTES, timeout_seconds)):
            if isinstance(reply, StarStatus | TsplStatus):
                self._own_statuses.append(reply)
            else:
                self._sort(reply)

    def _sort(self, reply: Reply) -> None:
        if isinstance(reply, RealTimeReply):
            self._real_time.append(reply.value)
        elif isinstance(reply, BufferedReply):
            self._confirmations.append(reply)
        elif isinstance(reply, AutomaticStatus):
            self._automatic.append(reply)

    def _opened(self) -> Transport:
        if self._transport is None:
            raise RuntimeError("the printer's link is used before it is open")
        return self._transport
