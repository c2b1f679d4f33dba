"""The banks whose QR codes can be used, by their names in the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from pos_desktop.payments import raiffeisen, tbank
from pos_desktop.payments.bank import QrBank
from pos_desktop.payments.bank_http import BankHttp


@dataclass(frozen=True, slots=True)
class BankAccount:
    """What the settings say of the shop at its bank; url "" = the bank's own."""

    merchant_id: str = ""
    account: str = ""
    terminal_key: str = ""
    url: str = ""


def peer_of(provider: str, of: BankAccount) -> str:
    """Which bank it is and by which number it knows the shop, "tbank 1700000000001": whoever has
    another number there knows nothing of this one's orders. A stand for trials is another bank and
    adds its host; what else the settings say of this bank, or how they spell it, changes nothing.
    """
    number, own_url = {
        "raiffeisen": (of.merchant_id, raiffeisen.URL),
        "tbank": (of.terminal_key, tbank.URL),
    }[provider]
    host = _host(of.url)
    return " ".join(part for part in (provider, number, host) if part and part != _host(own_url))


def _host(url: str) -> str:
    """With its port, and without a name and password before it."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


MakeBank = Callable[[BankAccount, Callable[[], str]], QrBank]


def _raiffeisen(of: BankAccount, secret: Callable[[], str]) -> QrBank:
    http = BankHttp(of.url or raiffeisen.URL)
    return raiffeisen.Raiffeisen(of.merchant_id, of.account, secret, http)


def _tbank(of: BankAccount, secret: Callable[[], str]) -> QrBank:
    return tbank.TBank(of.terminal_key, secret, BankHttp(of.url or tbank.URL))


BANKS: dict[str, MakeBank] = {"raiffeisen": _raiffeisen, "tbank": _tbank}
