"""The thread that asks a scale for its weight, often while somebody weighs and seldom otherwise."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from pos_desktop.hardware.device_line import BACKOFF_SECONDS
from pos_desktop.hardware.device_on_line import DeviceOnLine
from pos_desktop.hardware.profiles import ScaleProfile
from pos_desktop.hardware.scales.dialog import ask
from pos_desktop.hardware.scales.protocols import codec_for
from pos_desktop.hardware.scales.readings import (
    Ability,
    Answer,
    CommandDone,
    CommandRefused,
    ScaleFault,
    ScaleReading,
    ScaleStatus,
)
from pos_desktop.hardware.transports.protocol import Transport, TransportError
from pos_desktop.ports import (
    Health,
    Post,
    ScaleCommanded,
    WeightRead,
    WeightStatus,
)

# So many questions without an answer, and the scale is called silent; and, after more of them, the
# line is opened anew.
SILENT_AFTER = 2
REOPEN_AFTER = 10


@dataclass(frozen=True, slots=True)
class _Order:
    """weight_grams: None tares what lies there; of no meaning for a zero."""

    command: Ability
    weight_grams: int | None = None


class PolledScale(DeviceOnLine):
    """ports.Scale. Posts WeightRead while somebody weighs, when it changes, DeviceChanged, and
    ScaleCommanded for each zero and tare.

    A weight is STABLE when the scale called it stable in `stable_reads` answers in a row and they
    were equal. Raises ProfileError for a protocol that is not in SCALES.
    """

    def __init__(
        self,
        transport_factory: Callable[[], Transport],
        profile: ScaleProfile,
        post: Post,
        *,
        name: str = "scale",
        backoff_seconds: tuple[float, ...] = BACKOFF_SECONDS,
    ) -> None:
        super().__init__(name, transport_factory, post, backoff_seconds)
        self._codec = codec_for(profile)
        self._settings = profile.scale
        self._post = post
        self._orders: deque[_Order] = deque(maxlen=4)
        self._weighing = False
        self._shown: WeightRead | None = None
        self._silent = 0
        self._last: ScaleReading | None = None
        self._same = 0
        self._tare_grams = 0
        self._gross_grams = 0

    @property
    def abilities(self) -> frozenset[Ability]:
        """A scale that takes a known tare can be told the one that lies there."""
        own = self._codec.abilities
        return own | {Ability.TARE} if Ability.PRESET_TARE in own else own

    @property
    def max_grams(self) -> int:
        return self._settings.max_grams

    def start_weighing(self) -> None:
        self._shown = None
        self._weighing = True
        self._thread.wake()

    def stop_weighing(self) -> None:
        self._weighing = False

    def zero(self) -> None:
        self._order(_Order(Ability.ZERO))

    def tare(self, weight_grams: int | None = None) -> None:
        self._order(_Order(Ability.PRESET_TARE if weight_grams else Ability.TARE, weight_grams))

    def _order(self, order: _Order) -> None:
        """Queue an order, or say at once that the scale knows no such thing."""
        # To take a tare off is part of either way to put it on.
        tares = {Ability.TARE, Ability.PRESET_TARE}
        clears = order.weight_grams == 0 and self.abilities & tares
        if order.command not in self.abilities and not clears:
            self._post(ScaleCommanded(order.command, "scale.unsupported"))
            return
        self._orders.append(order)
        self._thread.wake()

    # The thread.

    def _turn(self) -> float:
        started = time.monotonic()
        was_closed = self._line.transport is None
        transport = self._line.open_if_due()
        if transport is None:
            self._refuse_orders()
            self._show(WeightRead(WeightStatus.SILENT, None))
            return self._line.seconds_to_next_try()
        if was_closed:
            self._tare_grams = 0  # it may have been switched off and on
            if self._settings.quiet:
                self._line.works()
        try:
            while self._orders:
                self._obey(transport, self._orders.popleft())
                self._forget_weight()
            self._take(self._ask(transport, self._question()))
        except TransportError as error:
            self._refuse_orders()
            self._forget_weight()
            self._line.fail(error)
            self._show(WeightRead(WeightStatus.SILENT, None))
            return self._line.seconds_to_next_try()
        period = self._settings.poll_ms if self._weighing else self._settings.idle_poll_ms
        return max(0.0, period / 1000 - (time.monotonic() - started))

    def _question(self) -> bytes:
        """One that tells each weight once would tell it to nobody while nobody weighs: until then
        it is only listened to, which a pulled plug ends as well."""
        question = self._codec.poll()
        return question if self._weighing or not self._settings.quiet else b""

    def _ask(self, transport: Transport, question: bytes) -> Answer | None:
        return ask(transport, self._codec, question, self._settings.answer_ms / 1000)

    # Orders.

    def _obey(self, transport: Transport, order: _Order) -> None:
        """Tell the scale, and everybody what became of it."""
        grams = order.weight_grams
        if order.command is Ability.ZERO:
            question = self._codec.zero()
        else:
            if grams is None and Ability.TARE not in self._codec.abilities:
                if self._same < self._settings.stable_reads:
                    self._post(ScaleCommanded(order.command, "scale.moving"))
                    return
                grams = self._gross_grams
            question = self._codec.tare(grams)
        if not question:
            self._post(ScaleCommanded(order.command, "scale.unsupported"))
            return
        try:
            answer = self._ask(transport, question)
        except TransportError:
            self._post(ScaleCommanded(order.command, f"{self._line.device}.no_answer"))
            raise
        if isinstance(answer, CommandRefused):
            self._post(ScaleCommanded(order.command, answer.reason, dict(answer.values)))
        elif isinstance(answer, CommandDone) or not self._codec.confirms:
            self._keep_tare(order)
            self._post(ScaleCommanded(order.command))
        else:
            self._post(ScaleCommanded(order.command, f"{self._line.device}.no_answer"))

    def _keep_tare(self, order: _Order) -> None:
        """Remember what was tared, for a scale that tells only that it has a tare."""
        if order.command is Ability.ZERO:
            self._tare_grams = 0
        else:
            given = order.weight_grams
            self._tare_grams = self._gross_grams if given is None else given

    def _refuse_orders(self) -> None:
        """Orders wait for no line: somebody who pressed a button stands there now."""
        while self._orders:
            order = self._orders.popleft()
            self._post(ScaleCommanded(order.command, f"{self._line.device}.no_answer"))

    # Answers.

    def _take(self, answer: Answer | None) -> None:
        if answer is None:
            if not self._settings.quiet:
                self._take_silence()
            elif self._shown is None or self._shown.status is WeightStatus.SILENT:
                self._show(WeightRead(WeightStatus.MOVING, None))
            return
        self._silent = 0
        if isinstance(answer, ScaleFault):
            self._take_fault(answer)
            return
        self._line.works()
        if isinstance(answer, ScaleReading):
            self._take_weight(answer)
        elif isinstance(answer, ScaleStatus):
            self._take_status(answer)

    def _take_status(self, answer: ScaleStatus) -> None:
        self._forget_weight()
        self._gross_grams = 0  # what lies there now is not known, and no tare to be shown
        if answer.over:
            self._show(WeightRead(WeightStatus.OVER, None))
        elif answer.under:
            self._show(WeightRead(WeightStatus.UNDER, None))
        else:
            self._show(WeightRead(WeightStatus.MOVING, None))

    def _take_fault(self, fault: ScaleFault) -> None:
        self._forget_weight()
        self._line.change(Health.DEGRADED, fault.reason, dict(fault.values))
        self._show(WeightRead(WeightStatus.FAULTY, None, 0, fault.reason, dict(fault.values)))

    def _take_weight(self, reading: ScaleReading) -> None:
        grams = reading.weight_grams
        if grams < 0 or grams > self._settings.max_grams:
            self._take_status(ScaleStatus(under=grams < 0, over=grams > 0))
            return
        self._same = self._same + 1 if reading == self._last else 1
        self._last = reading
        if self._same < self._settings.stable_reads:
            self._show(WeightRead(WeightStatus.MOVING, None))
            return
        told = reading.tare_grams
        # A scale that does not say whether it has a tare has the one that it was told.
        is_tared = reading.is_net is not False
        tare_grams = (self._tare_grams if is_tared else 0) if told is None else told
        self._gross_grams = grams + tare_grams
        self._show(WeightRead(WeightStatus.STABLE, grams, tare_grams))

    def _take_silence(self) -> None:
        self._forget_weight()
        self._silent += 1
        if self._silent >= REOPEN_AFTER:
            self._silent = SILENT_AFTER
            self._line.close()
        if self._silent >= SILENT_AFTER:
            self._line.change(Health.OFFLINE, f"{self._line.device}.no_answer")
            self._show(WeightRead(WeightStatus.SILENT, None))

    def _forget_weight(self) -> None:
        self._last = None
        self._same = 0

    def _show(self, read: WeightRead) -> None:
        if self._weighing and read != self._shown:
            self._shown = read
            self._post(read)
