"""The paper of a card terminal, as the bank wants its lines."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pos_desktop.receipts.document import Cut, Document, Element, Feed, Line, Pair

_MOST_INDENT = 16
_GAP = re.compile(r" {3,}")


def slip_elements(lines: Iterable[str]) -> list[Element]:
    """Its lines with the indents they came with; two words with a gap between them stand at the
    two edges of this paper, however wide that of the terminal is."""
    elements: list[Element] = []
    for text in lines:
        words = text.strip()
        indent = min(len(text) - len(text.lstrip()), _MOST_INDENT)
        columns = _GAP.split(words)
        if len(columns) == 2:
            elements.append(Pair(columns[0], columns[1], indent=indent))
        elif words:
            elements.append(Line(words, indent=indent))
        else:
            elements.append(Feed(1))
    return elements


def terminal_slip(lines: Iterable[str], lang: str) -> Document:
    """A paper of its own."""
    return Document((*slip_elements(lines), Feed(1), Cut()), lang)
