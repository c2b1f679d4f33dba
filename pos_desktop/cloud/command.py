"""`pos-desktop cloud`: the server itself, a pairing code, the owner's password."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import platformdirs
from sqlalchemy.exc import SQLAlchemyError

from pos_desktop.cloud.attached import attach
from pos_desktop.cloud.calendar_day import ShopTime
from pos_desktop.cloud.database import DATABASES
from pos_desktop.cloud.owner_access import MIN_PASSWORD
from pos_desktop.cloud.parts import Parts, build
from pos_desktop.cloud.server import listening_socket, serve
from pos_desktop.cloud.settings import DEMO_PAIRING_CODE, CloudSettings
from pos_desktop.cloud.shipped import resources_dir
from pos_desktop.cloud.words import Words
from pos_desktop.contract.pairing import shown_code

# The demo shop stands in Saint Petersburg.
_DEMO_ZONE = "Europe/Moscow"


def run(given: argparse.Namespace) -> int:
    """Do what the command line says; its exit code.

    given: host, port, data (a folder or None), database_url, demo, lang, pair_code,
    set_password, time_zone, attached (see attached.py).
    """
    words = Words(given.lang)
    settings = settings_of(given)
    if wrong := _wrong_words(settings, words):
        return _complain(wrong)
    try:
        parts = build(settings)
    except (OSError, SQLAlchemyError, RuntimeError) as error:
        return _complain(words.t("command.no_database", reason=_cause(error)))
    if given.pair_code:
        _say(shown_code(parts.pairing.new_code()), words.t("registers.code_hint"))
        return _closed(parts, 0)
    if given.set_password:
        return _closed(parts, _set_password(parts, words))
    return _serve(parts, words, attached=given.attached)


def settings_of(given: argparse.Namespace) -> CloudSettings:
    return CloudSettings(
        data_dir=given.data or _default_folder(),
        database_url=given.database_url,
        host=given.host,
        port=given.port,
        fixed_pairing_code=DEMO_PAIRING_CODE if given.demo else "",
        resources_dir=resources_dir(),
        language=given.lang,
        time_zone=given.time_zone or (_DEMO_ZONE if given.demo else ""),
    )


def _wrong_words(settings: CloudSettings, words: Words) -> str:
    """What is said of a word that nothing can be started with; "" where all are good."""
    try:
        ShopTime.named(settings.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return words.t("command.bad_zone", given=settings.time_zone)
    # Its kind alone: there may be a password in the rest.
    kind = settings.database_url.partition(":")[0]
    if kind and kind not in DATABASES:
        return words.t("command.bad_database", given=f"{kind}:…")
    return ""


def _default_folder() -> Path:
    return platformdirs.user_data_path("pos_desktop", appauthor=False) / "cloud"


def _serve(parts: Parts, words: Words, *, attached: bool) -> int:
    settings = parts.settings
    try:
        listening = listening_socket(settings.host, settings.port)
    except (OSError, OverflowError) as error:
        place = f"{settings.host}:{settings.port}"
        return _closed(parts, _complain(words.t("command.port", place=place, reason=error)))
    address = f"http://{settings.host}:{listening.getsockname()[1]}"
    lines = [words.t("command.listens", address=address)]
    if settings.fixed_pairing_code:
        lines.append(words.t("command.demo_code", code=shown_code(settings.fixed_pairing_code)))
    if settings.fixed_pairing_code or not parts.access.has_password():
        lines.append(words.t("command.link", link=address + parts.access.new_link()))
    _say(*lines)
    if attached:
        attach(lambda: address + parts.access.new_link())
    serve(settings, parts, listening)
    return 0


def _set_password(parts: Parts, words: Words) -> int:
    password = getpass.getpass(words.t("settings.new_password", count=MIN_PASSWORD) + ": ")
    if len(password) < MIN_PASSWORD:
        return _complain(words.t("settings.too_short", count=MIN_PASSWORD))
    parts.access.set_password(password)
    _say(words.t("settings.saved"))
    return 0


def _cause(error: Exception) -> str:
    """The first line of what the driver said."""
    return str(getattr(error, "orig", None) or error).splitlines()[0]


def _closed(parts: Parts, code: int) -> int:
    parts.database.close()
    return code


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _complain(text: str) -> int:
    sys.stderr.write(text + "\n")
    return 1
