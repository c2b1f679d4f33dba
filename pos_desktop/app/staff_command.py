"""The command that sets a forgotten PIN anew, while the register is closed."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from contextlib import closing
from zoneinfo import ZoneInfo

from pos_desktop.app.clock import SystemClock, Uuid7Ids
from pos_desktop.app.machine_account import machine_account
from pos_desktop.domain.errors import RefusalError
from pos_desktop.fiscal.country import load_country
from pos_desktop.i18n import t
from pos_desktop.journal.names import JOURNAL_NAME
from pos_desktop.journal.sqlite_journal import SqliteJournal, open_journal
from pos_desktop.journal.staff import SqliteStaff
from pos_desktop.keystore import PEPPER, Keystore
from pos_desktop.operations.reset_pin import reset_pin, whose
from pos_desktop.operations.staff import NewPin
from pos_desktop.settings import DataDir, Settings, data_folder
from pos_desktop.shipped import resource_path


def run(given: Namespace) -> int:
    """given.name: whose PIN. RefusalError("staff.no_register" | "staff.other_account") and as of
    operations.reset_pin; StorageError("storage.in_use") while the register is open."""
    folder = data_folder(given.data)
    if not (folder / JOURNAL_NAME).exists():
        raise RefusalError("staff.no_register", path=str(folder))
    data_dir = DataDir(folder)
    settings = Settings.load(data_dir)
    pepper = Keystore(data_dir).get(PEPPER)
    if pepper is None:
        raise RefusalError("staff.other_account", account=machine_account())
    with (
        closing(_journal(data_dir, settings)) as journal,
        closing(SqliteStaff(data_dir.file("staff.sqlite"), lambda: pepper)) as book,
    ):
        member = whose(book, given.name)
        reset_pin(journal, book, member, _typed(member.short_name), machine_account())
    sys.stdout.write(t("staff.reset_done", name=member.short_name) + "\n")
    return 0


def _journal(data_dir: DataDir, settings: Settings) -> SqliteJournal:
    country = load_country(resource_path("countries", f"{settings.country}.toml"))
    clock = SystemClock(ZoneInfo(country.timezone))
    register = settings.register
    return open_journal(data_dir.root, register.register_id, register.number, Uuid7Ids(), clock)


def _typed(name: str) -> NewPin:
    """Twice without an echo, or two lines of a pipe."""
    if not sys.stdin.isatty():
        return NewPin(sys.stdin.readline().strip(), sys.stdin.readline().strip())
    pin = getpass.getpass(t("staff.reset_pin", name=name) + " ")
    return NewPin(pin, getpass.getpass(t("staff.reset_again") + " "))
