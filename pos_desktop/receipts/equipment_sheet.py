"""The result of setting a register up, on its own paper: which devices, where, how they are."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.i18n import translate
from pos_desktop.receipts.document import Cut, Document, Element, Feed, Line, Pair, Rule
from pos_desktop.receipts.sale_receipt import ReceiptStyle


@dataclass(frozen=True, slots=True)
class SheetDevice:
    """name, state: in words of the paper's language. lines: model, place and settings."""

    name: str
    state: str
    lines: tuple[str, ...]


def equipment_sheet(style: ReceiptStyle, devices: tuple[SheetDevice, ...], when: str) -> Document:
    """when: date and time as text."""
    rows: list[Element] = [
        Line(translate(style.lang, "receipt.equipment_title"), align="center", bold=True),
        Line(f"{style.register_name}  {when}".strip(), align="center"),
        Rule(),
    ]
    for device in devices:
        rows.append(Pair(device.name, device.state, bold=True))
        rows += [Line(line, indent=2) for line in device.lines if line]
        rows.append(Rule())
    if not devices:
        rows.append(Line(translate(style.lang, "receipt.equipment_none"), align="center"))
    rows.append(Line(translate(style.lang, "receipt.equipment_keep"), align="center"))
    return Document((*rows, Feed(1), Cut()), style.lang)
