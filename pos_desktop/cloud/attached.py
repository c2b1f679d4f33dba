"""A server that belongs to the process that started it, as in the demo: it ends with that one."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable

_LAST_SECONDS = 5.0


def attach(new_link: Callable[[], str]) -> None:
    """Watch stdin on a thread: each line asks for a fresh sign-in link on stdout, its end ends the
    server, whatever ended who held the other end."""
    threading.Thread(target=_watch, args=(new_link,), name="cloud-attached", daemon=True).start()


def _watch(new_link: Callable[[], str]) -> None:
    # Whoever asked may be dead before the answer: that is an end like any other.
    with contextlib.suppress(OSError, ValueError):
        for _line in sys.stdin:
            sys.stdout.write(new_link() + "\n")
            sys.stdout.flush()
    signal.raise_signal(signal.SIGTERM)
    threading.Event().wait(_LAST_SECONDS)
    os._exit(0)
