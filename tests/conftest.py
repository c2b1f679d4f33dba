"""What holds in every test: no screen, no key ring, no other machine, nothing left running.

Import nothing of the product on top: its modules read the environment set here.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["POS_DESKTOP_KEYSTORE"] = "file"
os.environ["POS_DESKTOP_STRICT_TEXTS"] = "1"
# A developer's own settings must not colour a test.
for _name in ("QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"):
    os.environ.pop(_name, None)

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=60,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("dev", deadline=None, max_examples=200)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

_THREAD_END_SECONDS = 5.0


class ForeignNetworkError(RuntimeError):
    """A test tried to talk to another machine."""


def _is_loopback(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # AF_UNIX, AF_NETLINK: never leave the machine
    host = str(address[0])
    return host in {"localhost", "::1", "::ffff:127.0.0.1"} or host.startswith("127.")


def _guard(event: str, args: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.sendto"} and not _is_loopback(args[1]):
        raise ForeignNetworkError(f"tests talk to this machine only, not to {args[1]!r}")
    if event == "socket.getaddrinfo" and args[0] not in {None, "localhost", ""}:
        host = args[0].decode() if isinstance(args[0], bytes) else str(args[0])
        try:
            socket.inet_pton(socket.AF_INET6 if ":" in host else socket.AF_INET, host)
        except OSError:
            raise ForeignNetworkError(f"tests ask no name server about {host!r}") from None


sys.addaudithook(_guard)


@pytest.fixture(autouse=True)
def _russian_again() -> Iterator[None]:
    """Leave the language as it was, and nobody listening whose window is gone."""
    from pos_desktop import i18n

    listeners = list(i18n._listeners)
    yield
    i18n._listeners[:] = listeners
    i18n.set_language("ru")


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    """Fail a test that leaves a non-daemon thread: the program would not end either."""
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and not t.daemon]
    for thread in left:
        thread.join(_THREAD_END_SECONDS)
    names = [t.name for t in left if t.is_alive()]
    if names:
        pytest.fail(f"threads left running: {', '.join(names)}", pytrace=False)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what tests counted; with POS_DESKTOP_NO_SKIPS=1 list the skipped ones, which make the
    run fail."""
    told = [
        text
        for report in terminalreporter.stats.get("passed", [])
        for name, text in report.user_properties
        if name == "told"
    ]
    if told:
        terminalreporter.section("counted")
        for text in told:
            terminalreporter.write_line(text)
    skipped = terminalreporter.stats.get("skipped", [])
    if os.environ.get("POS_DESKTOP_NO_SKIPS") == "1" and skipped:
        terminalreporter.section("skipped tests count as failures here", red=True, bold=True)
        for report in skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
            terminalreporter.write_line(f"{report.nodeid}: {reason}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    strict = os.environ.get("POS_DESKTOP_NO_SKIPS") == "1"
    if strict and exitstatus == 0 and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
