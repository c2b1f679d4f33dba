"""The bank behind the register that makes QR codes: from the settings, tried before it is used,
exchanged while the shop is open."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from pos_desktop.domain.errors import RejectedError, UnreachableError
from pos_desktop.keystore import Keystore
from pos_desktop.ports import (
    Clock,
    DeviceChanged,
    DeviceState,
    Health,
    Journal,
    Post,
    QrBook,
)
from pos_desktop.settings import Sbp, Settings, SettingsError
from pos_desktop.settings.checks import checked_sbp

if TYPE_CHECKING:
    from collections.abc import Callable

    from pos_desktop.payments.bank import QrBank
    from pos_desktop.payments.banks import BankAccount
    from pos_desktop.payments.sbp_terminal import SbpTerminal

SECRET = "sbp.secret"  # noqa: S105 - a name in the key store
NAME = "sbp"

_LONGEST_TEXT = 140
_STOP_SECONDS = 2.0


class SbpLink:
    """terminal: the worker that asks the bank, None where the settings name none. SettingsError as
    of checked_sbp."""

    def __init__(
        self,
        settings: Settings,
        keystore: Keystore,
        journal: Journal,
        book: QrBook,
        clock: Clock,
        post: Post,
    ) -> None:
        self._keystore = keystore
        self._journal = journal
        self._book = book
        self._clock = clock
        self._post = post
        self._started = False
        self._enders: list[threading.Thread] = []
        self._sbp = settings.sbp
        self.terminal = self._worker(settings)

    def _worker(self, settings: Settings) -> SbpTerminal | None:
        """The bank's libraries are loaded only where one is set up."""
        sbp = checked_sbp(settings.sbp)
        if not sbp.provider:
            return None
        from pos_desktop.payments.banks import peer_of
        from pos_desktop.payments.sbp_terminal import SbpTerminal

        bank = _bank_of(sbp, lambda: self._keystore.get(SECRET) or "")
        organisation = settings.organisation
        text = (organisation.place or organisation.name)[:_LONGEST_TEXT]
        peer = peer_of(sbp.provider, _account(sbp))
        return SbpTerminal(
            bank, self._journal, self._book, self._clock, self._post, text, peer=peer
        )

    def states(self) -> list[DeviceState]:
        return [self.terminal.state] if self.terminal is not None else []

    def start(self) -> None:
        self._started = True
        if self.terminal is not None:
            self.terminal.start()

    def stop(self) -> None:
        self._started = False
        if self.terminal is not None:
            self.terminal.stop(_STOP_SECONDS)
        for ender in self._enders:
            ender.join(_STOP_SECONDS)

    def reconnect_now(self) -> None:
        if self.terminal is not None:
            self.terminal.reconnect_now()

    def use(self, settings: Settings) -> None:
        """Ask this bank from now on; returns at once. A key, a link or nothing new needs no other
        worker. SettingsError, and everything stays as it was."""
        fresh = self._worker(settings)
        same = _of_bank(settings.sbp) == _of_bank(self._sbp)
        self._sbp = settings.sbp
        if same:
            self.reconnect_now()
            return
        old, self.terminal = self.terminal, fresh
        if old is not None:
            # Its question to the bank may take seconds to end; nobody waits for that.
            ender = threading.Thread(target=old.stop, name="sbp-end", daemon=True)
            self._enders = [one for one in self._enders if one.is_alive()] + [ender]
            ender.start()
        if fresh is None:
            self._post(DeviceChanged(DeviceState(NAME, Health.DISABLED)))
            return
        self._post(DeviceChanged(fresh.state))
        if self._started:
            fresh.start()


@contextmanager
def kept_secret(keystore: Keystore, secret: str, *, wanted: bool) -> Iterator[None]:
    """Keep the bank's key, or forget it where none is wanted; what it was before comes back where
    the settings are not kept. secret: "" = it stays as it is."""
    before = keystore.get(SECRET)
    if wanted and secret:
        keystore.set(SECRET, secret)
    try:
        yield
    except SettingsError:
        if wanted and secret:
            keystore.set(SECRET, before) if before else keystore.delete(SECRET)
        raise
    if not wanted:
        keystore.delete(SECRET)


def try_bank(sbp: Sbp, secret: str) -> None:
    """Ask the bank whether it knows this shop and key; no code is made and no money moves. Blocks
    up to its deadline. SettingsError as of checked_sbp, UnreachableError, RejectedError."""
    bank = _bank_of(checked_sbp(sbp), lambda: secret)
    from pos_desktop.payments.bank import Refused, Silent

    try:
        told = bank.check()
    finally:
        bank.close()
    if isinstance(told, Silent):
        raise UnreachableError(told.reason)
    if isinstance(told, Refused):
        raise RejectedError(told.reason, text=told.said)


def _bank_of(sbp: Sbp, secret: Callable[[], str]) -> QrBank:
    from pos_desktop.payments.banks import BANKS

    return BANKS[sbp.provider](_account(sbp), secret)


def _account(sbp: Sbp) -> BankAccount:
    from pos_desktop.payments.banks import BankAccount

    return BankAccount(sbp.merchant_id, sbp.account, sbp.terminal_key.strip(), sbp.url)


def _of_bank(sbp: Sbp) -> Sbp:
    """What its worker is made of."""
    return replace(sbp, static_payload="")
