"""Reading for whom goods are sold, and under which tax system, from the cells of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pos_desktop.domain.contact import phone_of
from pos_desktop.domain.settlement import Agent, AgentKind
from pos_desktop.operations.import_values import LONGEST_NAME, ValueProblemError, plain_text

_NOBODY = frozenset({"нет", "-", "no", "none"})
_KINDS = {
    "комиссионер": AgentKind.COMMISSION_AGENT,
    "комиссия": AgentKind.COMMISSION_AGENT,
    "поверенный": AgentKind.ATTORNEY,
    "платежный агент": AgentKind.PAYING_AGENT,
    "платежный субагент": AgentKind.PAYING_SUBAGENT,
    "банковский платежный агент": AgentKind.BANK_PAYING_AGENT,
    "банковский платежный субагент": AgentKind.BANK_PAYING_SUBAGENT,
    "агент": AgentKind.OTHER,
    "другой": AgentKind.OTHER,
    **{kind.value: kind for kind in AgentKind},
}
_TAX_SYSTEMS = {
    "осн": "osn", "осно": "osn", "общая": "osn", "osn": "osn",
    "усн": "usn_income", "усн доход": "usn_income", "усн доходы": "usn_income",
    "usn_income": "usn_income",
    "усн доход-расход": "usn_income_outcome", "усн доходы минус расходы": "usn_income_outcome",
    "usn_income_outcome": "usn_income_outcome",
    "есхн": "esn", "esn": "esn",
    "псн": "patent", "патент": "patent", "patent": "patent",
    "магазина": "", "-": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AgentCells:
    """What a row says of an agent; empty cells say nothing."""

    kind: str = ""
    name: str = ""
    inn: str = ""
    phone: str = ""


def read_tax_system(text: str) -> str:
    """ "" = the shop's own; ValueProblemError("import.tax_system_unknown")."""
    found = _TAX_SYSTEMS.get(_plain(text))
    if found is None:
        raise ValueProblemError("import.tax_system_unknown")
    return found


def read_agent_kind(text: str) -> AgentKind | None:
    """None = the shop's own goods; ValueProblemError("import.agent_unknown")."""
    if _plain(text) in _NOBODY:
        return None
    found = _KINDS.get(_plain(text))
    if found is None:
        raise ValueProblemError("import.agent_unknown")
    return found


def read_inn(text: str) -> str:
    """10 digits of a firm or 12 of a person; ValueProblemError("import.inn_unreadable")."""
    plain = "".join(text.split()).removesuffix(".0")
    if not re.fullmatch("[0-9]{10}|[0-9]{12}", plain):
        raise ValueProblemError("import.inn_unreadable")
    return plain


def read_phone(text: str) -> str:
    """ValueProblemError("import.phone_unreadable")."""
    found = phone_of(text)
    if not found:
        raise ValueProblemError("import.phone_unreadable")
    return found


def agent_of(cells: AgentCells, before: Agent | None) -> Agent | None:
    """The agent after a row: its cells over what was known; a supplier without a kind is sold for
    by commission. ValueProblemError("import.supplier_inn_needed") where nobody can be named."""
    kind: AgentKind | None = before.kind if before else AgentKind.COMMISSION_AGENT
    if cells.kind:
        kind = read_agent_kind(cells.kind)
    if kind is None:
        return None
    known = before or Agent(kind, "", "")
    made = replace(
        known,
        kind=kind,
        supplier_name=plain_text(cells.name)[:LONGEST_NAME] or known.supplier_name,
        supplier_inn=read_inn(cells.inn) if cells.inn else known.supplier_inn,
        supplier_phone=read_phone(cells.phone) if cells.phone else known.supplier_phone,
    )
    if not made.supplier_inn:
        raise ValueProblemError("import.supplier_inn_needed")
    return made


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())
