"""The thread that asks a scale for its weight, often while somebody weighs and seldom otherwise."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from pos_desktop.hardware.device_line import BACKOFF_SECONDS, DeviceLine
from pos_desktop.hardware.device_thread import DeviceThread
from pos_desktop.hardware.profiles import ProfileError, ScaleProfile
from pos_desktop.hardware.scales.readings import Answer, ScaleCodec, ScaleReading
from pos_desktop.hardware.scales.toledo_8217 import Toledo8217
from pos_desktop.hardware.transports.protocol import Transport, TransportError
from pos_desktop.ports import DeviceState, Health, Post, WeightRead, WeightStatus

SCALES: dict[str, Callable[[], ScaleCodec]] = {"toledo_8217": Toledo8217}

# So many questions without an answer, and the scale is called silent; and, after more of them, the
# line is opened anew.
SILENT_AFTER = 2
REOPEN_AFTER = 10
_READ_BYTES = 64


class PolledScale:
    """ports.Scale. Posts WeightRead while somebody weighs, when it changes, and DeviceChanged.

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
        make = SCALES.get(profile.scale.protocol)
        if make is None:
            raise ProfileError(
                "profile.bad_value",
                file=profile.id,
                key="scale.protocol",
                expected=", ".join(SCALES),
            )
        self._codec = make()
        self._settings = profile.scale
        self._post = post
        self._line = DeviceLine(name, transport_factory, post, backoff_seconds=backoff_seconds)
        self._thread = DeviceThread(
            name, self._turn, post, cancel=self._line.cancel, close=self._line.close
        )
        self._commands: deque[bytes] = deque(maxlen=4)
        self._weighing = False
        self._shown: WeightRead | None = None
        self._silent = 0
        self._last: ScaleReading | None = None
        self._same = 0
        self._tare_grams = 0
        self._gross_grams = 0

    @property
    def state(self) -> DeviceState:
        return self._line.state

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_seconds: float = 2.0) -> None:
        self._thread.stop(timeout_seconds)

    def reconnect_now(self) -> None:
        """The device was plugged in again."""
        self._line.reconnect_now()
        self._thread.wake()

    def start_weighing(self) -> None:
        self._shown = None
        self._weighing = True
        self._thread.wake()

    def stop_weighing(self) -> None:
        self._weighing = False

    def zero(self) -> None:
        self._tare_grams = 0
        self._command(self._codec.zero())

    def tare(self, weight_grams: int | None = None) -> None:
        self._tare_grams = self._gross_grams if weight_grams is None else weight_grams
        self._command(self._codec.tare(weight_grams))

    def _command(self, command: bytes) -> None:
        self._commands.append(command)
        self._thread.wake()

    # The thread.

    def _turn(self) -> float:
        started = time.monotonic()
        transport = self._line.open_if_due()
        if transport is None:
            self._show(WeightRead(WeightStatus.SILENT, None))
            return self._line.seconds_to_next_try()
        try:
            while self._commands:
                self._exchange(transport, self._commands.popleft())
                self._forget_weight()
            self._take(self._exchange(transport, self._codec.poll()))
        except TransportError as error:
            self._forget_weight()
            self._line.fail(error)
            self._show(WeightRead(WeightStatus.SILENT, None))
            return self._line.seconds_to_next_try()
        period = self._settings.poll_ms if self._weighing else self._settings.idle_poll_ms
        return max(0.0, period / 1000 - (time.monotonic() - started))

    def _exchange(self, transport: Transport, question: bytes) -> Answer | None:
        """Ask and return the first whole answer, None when none came in time."""
        while transport.read(_READ_BYTES, 0):
            continue  # what came unasked, or too late, belongs to an older question
        self._codec.reset()
        timeout_seconds = self._settings.answer_ms / 1000
        transport.write(question, timeout_seconds)
        until = time.monotonic() + timeout_seconds
        while (left := until - time.monotonic()) > 0:
            answers = self._codec.feed(transport.read(_READ_BYTES, left))
            if answers:
                return answers[0]
        return None

    def _take(self, answer: Answer | None) -> None:
        if answer is None:
            self._take_silence()
            return
        self._silent = 0
        self._line.works()
        if isinstance(answer, ScaleReading):
            self._take_weight(answer)
            return
        self._forget_weight()
        if answer.over:
            self._show(WeightRead(WeightStatus.OVER, None))
        elif answer.under:
            self._show(WeightRead(WeightStatus.UNDER, None))
        else:
            self._show(WeightRead(WeightStatus.MOVING, None))

    def _take_weight(self, reading: ScaleReading) -> None:
        if reading.weight_grams > self._settings.max_grams:
            self._forget_weight()
            self._show(WeightRead(WeightStatus.OVER, None))
            return
        self._same = self._same + 1 if reading == self._last else 1
        self._last = reading
        if self._same < self._settings.stable_reads:
            self._show(WeightRead(WeightStatus.MOVING, None))
            return
        tare_grams = self._tare_grams if reading.is_net else 0
        self._gross_grams = reading.weight_grams + tare_grams
        self._show(WeightRead(WeightStatus.STABLE, reading.weight_grams, tare_grams))

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
