"""How the refund page says its sums and ways."""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.tender import BY_TERMINAL, TenderKind
from pos_desktop.gui.models.refund import WAY, Choice
from pos_desktop.gui.texts import money
from pos_desktop.i18n import quantity, t
from pos_desktop.operations.give_back import GivenBack
from pos_desktop.operations.refund_terminal import Over

REASONS = ("not_suitable", "defect", "expired", "mistake")
_MONEY_WAYS = ("cash", "card")
_KEPT = "store_credit"
MOST_WAYS = 3
"""So many ways have room beside each other."""


def reasons() -> list[tuple[str, str]]:
    return [(name, t(f"refund.reason.{name}")) for name in REASONS]


def counted(choice: Choice) -> tuple[str, str]:
    """ "2 позиции", "3 шт" of what is chosen."""
    lines = choice.back()
    if not lines:
        return "", ""
    pieces = sum(line.qty for line in lines if line.unit == Unit.PIECE)
    weight = sum(line.qty for line in lines if line.unit == Unit.KILOGRAM)
    parts = []
    if pieces:
        parts.append(f"{quantity(pieces)} {t('units.pcs')}")
    if weight:
        parts.append(f"{quantity(weight, 3)} {t('units.kg')}")
    return t("refund.positions", count=len(lines)), " · ".join(parts)


def ways(choice: Choice) -> list[tuple[str, str, str]]:
    """(name, title, detail) of the ways the money can go: as it came first."""
    left = choice.original.left
    as_paid = replace(choice, way=WAY).money() or {k: v for k, v in left.items() if v}
    found = [(WAY, _as_paid(choice, as_paid), _as_paid_detail(choice, as_paid))]
    over = choice.original.over
    if over and len(as_paid) == 1 and set(as_paid) <= BY_TERMINAL:
        found.append((over, *_over(choice, over)))
    for kind in _MONEY_WAYS:
        if set(as_paid) == {kind} or len(found) == MOST_WAYS:
            continue
        words = t(f"refund.way.{kind}")
        needs_word = choice.total_minor and choice.is_other_way(kind)
        detail = t("refund.needs_senior") if needs_word else t("refund.within")
        found.append((kind, words, detail))
    if len(found) < MOST_WAYS and choice.original.fact.customer_id and _KEPT not in as_paid:
        found.append((_KEPT, t(f"refund.way.{_KEPT}"), t("refund.needs_senior")))
    return found


def _over(choice: Choice, over: Over) -> tuple[str, str]:
    """Title and detail of what may move the money instead."""
    if over is Over.HERE:
        return t("refund.over.here"), t("refund.over.here_detail")
    paid = next(tender for tender in choice.original.fact.tenders if tender.kind in BY_TERMINAL)
    words = t(f"refund.over.person_{paid.kind}")
    return words, t("refund.needs_senior" if paid.by else "refund.over.person_detail")


def _as_paid(choice: Choice, as_paid: dict[str, int]) -> str:
    if len(as_paid) == 1:
        kind = next(iter(as_paid))
        reference = next(
            (t_.reference for t_ in choice.original.fact.tenders if t_.kind == kind), ""
        )
        if kind == TenderKind.QR:
            return t(f"refund.way.{kind}")
        return " ".join(part for part in (t(f"refund.way.{kind}"), reference) if part)
    return t("refund.way.mixed")


def _as_paid_detail(choice: Choice, as_paid: dict[str, int]) -> str:
    if len(as_paid) == 1:
        [kind] = as_paid
        outside = next((part for part in choice.original.outside if part.kind == kind), None)
        if outside is not None:
            return t(f"refund.outside.{kind if outside.by else 'by_code'}")
        most = choice.original.left[next(iter(as_paid))]
        return t("refund.as_paid", most=money(most, symbol=False))
    return " + ".join(
        f"{t(f'refund.tender.{kind}')} {money(minor, symbol=False)}"
        for kind, minor in as_paid.items()
    )


def done_words(done: GivenBack) -> tuple[str, int, str]:
    """(what to do with the money, how much of it, the receipts that were made)."""
    numbers = ", ".join(f"№ {receipt.number}" for receipt in done.receipts)
    made = t("refund.done.receipts", count=len(done.receipts), numbers=numbers)
    if done.cash_minor > 0:
        return t("refund.done.give"), done.cash_minor, made
    if done.cash_minor < 0:
        return t("refund.done.take"), -done.cash_minor, made
    return t("refund.done.settled"), 0, made
