"""The cloud as a child process of the demo.

It says its address and a one-time sign-in link on stdout. With --attached each line on its stdin
asks for one more link, and it ends when its stdin closes: it never outlives the demo, whatever
ends that.
"""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from importlib.util import find_spec

from pos_desktop.settings import DataDir

STOP_SECONDS = 5.0
CLOUD_MODULES = ("fastapi", "uvicorn", "jinja2")

_ADDRESS = re.compile(r"http://[^\s/]+:(?P<port>\d+)(?P<path>\S*)")


class CloudProcess:
    """The cloud as a child process; `heard` is called from its reader thread after each line it
    said, and when it ended."""

    def __init__(self, data_dir: DataDir, lang: str, heard: Callable[[], None]) -> None:
        self.port = 0
        self.ended = False
        self._data_dir = data_dir
        self._lang = lang
        self._heard = heard
        self._link = ""
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None

    def start(self) -> None:
        """Start the process; its complaints go to logs/cloud.log of the data folder."""
        folder = self._data_dir.folder("cloud")
        log = self._data_dir.folder("logs") / "cloud.log"
        with log.open("a", encoding="utf-8") as complaints:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [*_program(), "--demo", "--attached", "--lang", self._lang, "--data", str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
                encoding="utf-8",
            )
        self._reader = threading.Thread(target=self._read, name="demo-cloud", daemon=True)
        self._reader.start()

    def take_link(self) -> str:
        """A link that signs the owner in once, "" while there is none; the next is asked for."""
        link, self._link = self._link, ""
        self.ask_link()
        return link

    def ask_link(self) -> None:
        """Ask for a fresh link; it arrives on the reader's thread."""
        process = self._process
        if process is None or process.stdin is None or self.ended:
            return
        with contextlib.suppress(OSError, ValueError):
            process.stdin.write("\n")
            process.stdin.flush()

    def stop(self) -> None:
        """Close its stdin, ask it to end, and after five seconds end it."""
        process = self._process
        if process is None:
            return
        if process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(STOP_SECONDS)
        if self._reader is not None:
            self._reader.join(STOP_SECONDS)
        if process.stdout is not None:
            process.stdout.close()
        self._process = None
        self._link = ""

    def _read(self) -> None:
        process = self._process
        assert process is not None
        assert process.stdout is not None
        for line in process.stdout:
            self._understand(line)
            self._heard()
        self.ended = True
        self._heard()

    def _understand(self, line: str) -> None:
        """Words differ by language, addresses do not."""
        found = _ADDRESS.search(line)
        if found is None:
            return
        self.port = int(found["port"])
        if found["path"].startswith("/login/"):
            self._link = found[0]


def cloud_is_installed() -> bool:
    """Whether the extra [cloud] is here; a frozen program carries it or not."""
    return all(find_spec(name) is not None for name in CLOUD_MODULES)


def _program() -> list[str]:
    program = [sys.executable]
    if not getattr(sys, "frozen", False):
        program += ["-m", "pos_desktop"]
    return [*program, "cloud", "--port", "0"]
