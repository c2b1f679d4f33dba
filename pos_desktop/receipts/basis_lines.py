"""What a refund or a correction says about the receipt it belongs to (FFD tags 1173, 1178, 1179,
1192)."""

from __future__ import annotations

from datetime import date

from pos_desktop.domain.facts import SaleCompleted
from pos_desktop.i18n import date as written
from pos_desktop.i18n import number, translate
from pos_desktop.receipts.document import Element, Line, Pair


def basis_lines(fact: SaleCompleted, lang: str) -> list[Element]:
    """Nothing for an ordinary sale."""
    rows: list[Element] = []
    if fact.original_number:
        shown = number(fact.original_number, lang)
        rows.append(Pair(translate(lang, "receipt.of_receipt"), f"№ {shown}"))
    if fact.original_fp:
        rows.append(Pair(translate(lang, "receipt.of_fp"), fact.original_fp))
    if fact.correction is not None:
        kind = translate(lang, f"receipt.correction_{fact.correction.kind}")
        rows.append(Pair(translate(lang, "receipt.correction_kind"), kind))
        day = written(date.fromisoformat(fact.correction.base_date), lang)
        rows.append(Pair(translate(lang, "receipt.correction_day"), day))
        if fact.correction.base_number:
            title = translate(lang, "receipt.correction_number")
            rows.append(Pair(title, fact.correction.base_number))
    if fact.reason and fact.operation != "sell":
        rows.append(Line(translate(lang, "receipt.reason", reason=fact.reason)))
    return rows
