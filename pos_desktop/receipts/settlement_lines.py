"""What a position says of its settlement: prepaid, on credit, sold for somebody else (54-FZ art.
4.7, FFD tags 1214, 1222, 1225, 1226). Goods that are simply paid for say nothing."""

from __future__ import annotations

from pos_desktop.domain.facts import SaleCompleted, SoldLine
from pos_desktop.domain.fiscal import method_of
from pos_desktop.domain.settlement import PaymentMethod
from pos_desktop.i18n import translate
from pos_desktop.receipts.document import Element, Line


def settlement_lines(line: SoldLine, fact: SaleCompleted, lang: str) -> list[Element]:
    """The lines under a position, in the language of the receipt."""
    rows: list[Element] = []
    method = method_of(line, fact)
    if method != PaymentMethod.FULL_PAYMENT:
        rows.append(Line(translate(lang, f"receipt.method.{method}"), indent=3))
    if line.agent is not None:
        kind = translate(lang, f"receipt.agent.{line.agent.kind}")
        named = f"{line.agent.supplier_name} {line.agent.supplier_inn}".strip()
        supplier = translate(lang, "receipt.supplier", name=named)
        rows.append(Line(f"{kind}. {supplier}", indent=3, hang=2))
    return rows
