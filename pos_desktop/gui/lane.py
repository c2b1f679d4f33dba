"""A lane: one thread on which work runs, one piece after another; the cashier's is one of them.

Qt-free. The window hands work over and returns to its event loop at once.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

Task = Callable[[], None]


class Lane:
    """A named worker thread with a bounded queue. A full queue means something is stuck: submit()
    says so."""

    def __init__(
        self,
        on_error: Callable[[BaseException], None],
        capacity: int = 512,
        name: str = "cashier-lane",
    ) -> None:
        self._tasks: queue.Queue[Task | None] = queue.Queue(capacity)
        self._on_error = on_error
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def submit(self, task: Task) -> bool:
        """Queue a task; False where the lane is full and the task was not taken."""
        try:
            self._tasks.put_nowait(task)
        except queue.Full:
            return False
        return True

    def stop(self, timeout_seconds: float = 5.0) -> bool:
        """Finish what is queued and end; whether it ended in time."""
        try:
            self._tasks.put(None, timeout=timeout_seconds)
        except queue.Full:
            return False
        self._thread.join(timeout_seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (task := self._tasks.get()) is not None:
            try:
                task()
            except Exception as error:  # noqa: BLE001 - the lane is a place where errors end
                self._on_error(error)
