"""The paper of a card terminal, as the bank wants its lines."""

from __future__ import annotations

from collections.abc import Iterable

from pos_desktop.receipts.document import Cut, Document, Element, Feed, Line

_MOST_INDENT = 16


def slip_elements(lines: Iterable[str]) -> list[Element]:
    """Its lines with the indents they came with."""
    elements: list[Element] = []
    for text in lines:
        words = text.strip()
        if words:
            indent = min(len(text) - len(text.lstrip()), _MOST_INDENT)
            elements.append(Line(words, indent=indent))
        else:
            elements.append(Feed(1))
    return elements


def terminal_slip(lines: Iterable[str], lang: str) -> Document:
    """A paper of its own."""
    return Document((*slip_elements(lines), Feed(1), Cut()), lang)
