"""The command `pos-desktop simulate`: starts one device, says where it is, does what it is told."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path

from pos_desktop.domain.errors import RefusalError
from pos_desktop.i18n import t

from .devices import DEVICES
from .parts import Alone, FormError, Place, Say, Word

HELP, STATE, QUIT = "help", "state", "quit"


def list_devices(say: Say) -> None:
    """One line for each."""
    width = max(len(name) for name in DEVICES)
    for name in DEVICES:
        say(f"{name:<{width}}  {t(f'simulate.device.{name}')}")


def start(name: str, tcp: str, *, serial: bool, folder: Path | None, say: Say) -> Alone:
    """The device, on its line. tcp: "HOST:PORT", "" for a free port of this machine.

    RefusalError: `simulate.unknown_device` (device, allowed), `simulate.place` (given),
    `simulate.folder` (folder, reason), `simulate.no_pty`, `simulate.taken` (place, reason), and
    what the device itself cannot.
    """
    if name not in DEVICES:
        raise RefusalError("simulate.unknown_device", device=name, allowed=", ".join(DEVICES))
    host, port = _host_and_port(tcp)
    if folder is None:
        folder = Path(tempfile.gettempdir()) / f"pos-desktop-{name}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RefusalError("simulate.folder", folder=str(folder), reason=str(error)) from error
    try:
        return DEVICES[name](Place(host, port, serial, folder), _one_at_a_time(say))
    except ImportError as error:
        # The pseudo-terminals of POSIX.
        if error.name in ("pty", "tty", "termios"):
            raise RefusalError("simulate.no_pty") from error
        raise
    except OSError as error:
        raise RefusalError("simulate.taken", place=tcp or name, reason=str(error)) from error


def converse(name: str, alone: Alone, lines: Iterable[str], say: Say, *, fault: str = "") -> bool:
    """Do what the lines say until one says quit; whether one did. fault: what is broken from the
    start; RefusalError `simulate.fault` (fault, allowed) where that cannot be."""
    words = _words(alone)
    say(t("simulate.listening", device=t(f"simulate.device.{name}"), endpoint=alone.endpoint))
    for note in alone.notes:
        say(note)
    _say_words(words, say)
    if fault:
        _break(alone, fault, say)
    for line in lines:
        given = line.split()
        if not given:
            continue
        if given[0] == QUIT:
            return True
        obey(alone, given, say)
    return False


def _break(alone: Alone, fault: str, say: Say) -> None:
    """A device that is sound where a fault was asked for would prove nothing."""
    words = [alone.words[name] for name in ("fault", "be", "plug") if name in alone.words]
    for word in words:
        try:
            word.act(fault.split())
        except FormError:
            continue
        say(alone.state())
        return
    allowed = ", ".join(word.form.partition(" ")[2].replace("|", ", ") for word in words)
    raise RefusalError("simulate.fault", fault=fault, allowed=allowed)


def obey(alone: Alone, given: list[str], say: Say) -> None:
    """Do one thing and say how it is now; what cannot be read or done changes nothing."""
    words = _words(alone)
    if given[0] == HELP:
        _say_words(words, say)
        return
    word = words.get(given[0])
    if word is None:
        say(t("simulate.bad_word", word=given[0], words=", ".join(words)))
        return
    try:
        word.act(given[1:])
    except FormError:
        say(t("simulate.bad_form", form=word.form))
    except RefusalError as error:
        say(t(f"messages.{error.code.replace('.', '_')}.title", **error.values))
    else:
        say(alone.state())


def _words(alone: Alone) -> dict[str, Word]:
    own = {name: Word(name, lambda given: None) for name in (STATE, HELP, QUIT)}
    return {**alone.words, **own}


def _say_words(words: dict[str, Word], say: Say) -> None:
    say(t("simulate.words", words="\n  ".join(word.form for word in words.values())))


def _host_and_port(text: str) -> tuple[str, int]:
    if not text:
        return "127.0.0.1", 0
    host, colon, port = text.rpartition(":")
    if not (host and colon and port.isascii() and port.isdigit() and int(port) < 65_536):
        raise RefusalError("simulate.place", given=text)
    return host, int(port)


def _one_at_a_time(say: Say) -> Say:
    """Devices speak from threads of their own."""
    lock = threading.Lock()

    def said(text: str) -> None:
        with lock:
            say(text)

    return said
