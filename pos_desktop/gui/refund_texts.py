"""What is said while the money of a refund moves outside the register: over a terminal, through a
bank, or by a person's hand. Qt-free."""

from __future__ import annotations

from pos_desktop.domain.facts import RefundBegun, RefundPart
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.peer_words import peer_name
from pos_desktop.gui.texts import money
from pos_desktop.i18n import t
from pos_desktop.operations.refund_terminal import part_now

_MAY_BREAK = "\u200b"
_RUN = 6
"""A bank's order is one long word, which would not fit into a narrow column: it may be broken
unseen after each run of letters."""


def said(begun: RefundBegun, name: str) -> str:
    """A text that is another one where a bank moves the money than at a card terminal."""
    return t(f"refund.{_mover(part_now(begun))}.{name}")


def _mover(part: RefundPart) -> str:
    return "bank" if part.kind == TenderKind.QR else "terminal"


def head(begun: RefundBegun) -> tuple[str, int]:
    """(which way money goes, how much of it now)."""
    part = part_now(begun)
    word = t("refund.terminal.take") if part.amount_minor < 0 else said(begun, "give")
    return word, abs(part.amount_minor)


def before_and_after(begun: RefundBegun) -> str:
    """Of a refund of several payments: what went back before, and what comes next; else ""."""
    words: list[str] = []
    if begun.gone_minor:
        words.append(t("refund.part.gone", amount=money(begun.gone_minor)))
    if then := begun.parts[1:]:
        listed = ", ".join(
            t(f"refund.part.{one.kind}", amount=money(one.amount_minor)) for one in then
        )
        words.append(t("refund.part.then", listed=listed))
    return " ".join(words)


def by_hand(begun: RefundBegun) -> tuple[str, str]:
    """(what a person is to do, where), where no device is asked."""
    part = part_now(begun)
    if part.kind == TenderKind.QR:
        return t("refund.bank.there" if part.by else "refund.bank.there_by_code"), _at_bank(part)
    if part.by and part.amount_minor > 0:
        return t("refund.terminal.there"), taken_elsewhere(part)
    return t("refund.terminal.title"), ""


def _at_bank(part: RefundPart) -> str:
    if not part.reference:
        return taken_elsewhere(part)
    order = _MAY_BREAK.join(
        part.reference[place : place + _RUN] for place in range(0, len(part.reference), _RUN)
    )
    return f"{taken_elsewhere(part)} {t('refund.bank.order', reference=order)}"


def taken_elsewhere(part: RefundPart) -> str:
    """Who took a payment that no device set up here can give back."""
    if part.by:
        return t(f"refund.{_mover(part)}.taken_by", peer=peer_name(part.by, part.peer))
    return t("refund.bank.taken_by_code")
