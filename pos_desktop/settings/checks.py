"""What a setting can get wrong that its type does not tell; each error names the field."""

from __future__ import annotations

from urllib.parse import urlsplit

from pos_desktop.settings import Printing, Sbp, SettingsError

PULSE_MS = (2, 510)
"""The shortest and the longest pulse that ESC p can say: a byte of 2 ms steps."""

_MERCHANT_LONGEST = 12
_TERMINAL_LONGEST = 64
_ACCOUNT_DIGITS = 20
_LONGEST_LINK = 512


def checked_drawer(printing: Printing) -> Printing:
    """The settings as they are; SettingsError("settings.bad_value") names the length that no
    printer can make."""
    for key in ("drawer_on_ms", "drawer_off_ms"):
        given: int = getattr(printing, key)
        if given and not PULSE_MS[0] <= given <= PULSE_MS[1]:
            raise SettingsError(
                "settings.bad_value",
                file="settings.toml",
                key=f"printing.{key}",
                given=repr(given),
                expected=f"{PULSE_MS[0]}-{PULSE_MS[1]}",
            )
    return printing


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
