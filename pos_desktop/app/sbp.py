"""Paying by QR code, from the settings: whether it is set up and whether that can work."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pos_desktop.keystore import Keystore
from pos_desktop.ports import Clock, Journal, Post, QrBook
from pos_desktop.settings import Sbp, Settings, SettingsError

if TYPE_CHECKING:
    from pos_desktop.payments.sbp_terminal import SbpTerminal

SECRET = "sbp.secret"  # noqa: S105 - a name in the key store

_MERCHANT_LONGEST = 12
_TERMINAL_LONGEST = 64
_ACCOUNT_DIGITS = 20
_LONGEST_LINK = 512
_LONGEST_TEXT = 140


def sbp_terminal(
    settings: Settings, keystore: Keystore, journal: Journal, book: QrBook, clock: Clock, post: Post
) -> SbpTerminal | None:
    """The worker that asks the bank; its libraries are loaded only where one is set up.
    SettingsError as of checked_sbp."""
    sbp = checked_sbp(settings.sbp)
    if not sbp.provider:
        return None
    from pos_desktop.payments.banks import BANKS, BankAccount
    from pos_desktop.payments.sbp_terminal import SbpTerminal

    account = BankAccount(sbp.merchant_id, sbp.account, sbp.terminal_key.strip(), sbp.url)
    bank = BANKS[sbp.provider](account, lambda: keystore.get(SECRET) or "")
    organisation = settings.organisation
    text = (organisation.place or organisation.name)[:_LONGEST_TEXT]
    return SbpTerminal(bank, journal, book, clock, post, text)


def checked_sbp(sbp: Sbp) -> Sbp:
    """The settings as they are; SettingsError("settings.bad_value") names the field that keeps
    the bank from taking payments."""
    if sbp.provider == "raiffeisen":
        _check_raiffeisen(sbp)
    elif sbp.provider == "tbank" and not 0 < len(sbp.terminal_key.strip()) <= _TERMINAL_LONGEST:
        raise _bad("terminal_key", sbp.terminal_key, "TerminalKey")
    if sbp.url and (urlsplit(sbp.url).scheme not in ("http", "https") or " " in sbp.url):
        raise _bad("url", sbp.url, "https://...")
    if sbp.static_payload and not _is_link(sbp.static_payload):
        raise _bad("static_payload", sbp.static_payload, "https://qr.nspk.ru/...")
    return sbp


def _check_raiffeisen(sbp: Sbp) -> None:
    """The lengths are those of the bank's own description (sbp.yaml)."""
    merchant = sbp.merchant_id
    if not (merchant.isascii() and merchant.isalnum() and len(merchant) <= _MERCHANT_LONGEST):
        raise _bad("merchant_id", merchant, "sbpMerchantId, MA0000000552")
    account = sbp.account
    right = account.isascii() and account.isdigit() and len(account) == _ACCOUNT_DIGITS
    if account and not right:
        raise _bad("account", account, f"{_ACCOUNT_DIGITS} × 0-9")


def _is_link(payload: str) -> bool:
    """What a customer's camera opens: the scheme matters, and a QR code holds only so much."""
    parts = urlsplit(payload)
    plain = payload.isascii() and payload.isprintable() and " " not in payload
    return (
        plain
        and parts.scheme == "https"
        and bool(parts.hostname)
        and len(payload) <= (_LONGEST_LINK)
    )


def _bad(key: str, given: str, expected: str) -> SettingsError:
    return SettingsError(
        "settings.bad_value",
        file="settings.toml",
        key=f"sbp.{key}",
        given=repr(given),
        expected=expected,
    )
