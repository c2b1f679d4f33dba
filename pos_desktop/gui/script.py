"""Playing a written selling session through the real window, without a person.

Driven by a timer of the event loop: no nested loop, no sleep. A step acts once and is then looked
at until the window shows what it was for, or its time is up.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer

from pos_desktop.domain.errors import PosError, RefusalError
from pos_desktop.gui import script_hands as hands
from pos_desktop.gui.messages import message_for
from pos_desktop.gui.script_steps import Done, Scene, Wait, play_first_sign_in, play_step
from pos_desktop.gui.script_words import Step, read_script
from pos_desktop.gui.window import RegisterWindow
from pos_desktop.i18n import t
from pos_desktop.ports.world import World

_LOOK_MS = 8
_SEEN_TEXTS = 12


class ScriptPlayer:
    """Plays `lines` and tells on_done(0, "") or on_done(1, "line 7: ...") once, on the window's
    thread. world: None on a register that stands in the real one. screenshot_dir: "" for none."""

    def __init__(
        self,
        window: RegisterWindow,
        world: World | None,
        lines: Sequence[str],
        screenshot_dir: str,
        on_done: Callable[[int, str], None],
        *,
        patience: float = 1.0,
    ) -> None:
        """patience: share of the usual time a step is given; less than 1 where failing is the
        point."""
        self._scene = Scene(window, world, Path(screenshot_dir) if screenshot_dir else None)
        self._lines = lines
        self._on_done = on_done
        self._steps: list[Step] = []
        self._step: Step | None = None
        self._acting: Iterator[Wait] | None = None
        self._wait: Wait | None = None
        self._patience = patience
        self._deadline = 0.0
        self._over = False
        self._timer = QTimer(window)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Begin; the shop must be open. A script that cannot be read ends before its first step."""
        try:
            self._steps = read_script(self._lines)
        except RefusalError as error:
            self._end(1, t(error.code, **error.values))
            return
        self._steps.reverse()
        self._scene.listen()
        first = self._steps[-1].verb if self._steps else ""
        self._acting = iter(()) if first == "signin" else play_first_sign_in(self._scene)
        self._timer.start()

    def stop(self) -> None:
        """Leave it where it is; on_done is not called."""
        self._over = True
        self._timer.stop()
        self._scene.leave()

    # ------------------------------------------------------------------ one look

    def _look(self) -> None:
        try:
            while not self._over and self._wait_is_over():
                if not self._next():
                    return
        except Done as failure:
            self._fail(failure.expected, failure.seen)
        except PosError as error:
            message = message_for(error)
            self._fail(t("script.no_refusal"), f"{message.title}. {message.detail}")

    def _wait_is_over(self) -> bool:
        """Whether there is nothing to wait for; raises when it took too long or went wrong."""
        wait = self._wait
        if wait is None:
            return True
        if wait.holds():
            self._wait = None
            return True
        if self._scene.bugs:
            raise Done(wait.expected, self._scene.bugs[0])
        if wait.stops_at_refusal and self._scene.refusals:
            raise Done(wait.expected, self._scene.refusals[-1])
        if time.monotonic() > self._deadline:
            raise Done(wait.expected, wait.seen())
        return False

    def _next(self) -> bool:
        """Go on with the step, or take the next one; False at the end of the script."""
        if self._acting is not None:
            self._wait = next(self._acting, None)
            if self._wait is not None:
                self._deadline = time.monotonic() + self._wait.seconds * self._patience
                return True
            self._acting = None
        if not self._steps:
            self._end(0, "")
            return False
        self._step = self._steps.pop()
        self._scene.refusals.clear()
        self._acting = play_step(self._scene, self._step)
        return True

    # ------------------------------------------------------------------ the end

    def _fail(self, expected: str, seen: str) -> None:
        scene = self._scene
        if scene.pictures is not None:
            scene.picture("failed")
        line, text = (self._step.line, self._step.text) if self._step else (0, "signin")
        if not seen:
            seen = " | ".join(hands.seen_texts(scene.window)[:_SEEN_TEXTS])
        self._end(1, t("script.failed", line=line, text=text, expected=expected, seen=seen))

    def _end(self, code: int, message: str) -> None:
        if not self._over:
            self.stop()
            self._on_done(code, message)
