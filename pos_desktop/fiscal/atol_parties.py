"""Who buys, who sells and for whom: the parties of a document for ATOL Online v5."""

from __future__ import annotations

from typing import Any

from pos_desktop.domain.contact import email_of, phone_of
from pos_desktop.domain.facts import SoldAgent
from pos_desktop.domain.fiscal import FiscalDocument, Seller
from pos_desktop.domain.settlement import AgentKind
from pos_desktop.fiscal.atol_text import fiscal_text
from pos_desktop.fiscal.atol_values import demand, is_inn

MAX_PARTY_LENGTH = 256  # FFD tags 1225, 1227
MAX_ADDRESS_LENGTH = 256  # 1009, 1187
_AGENTS = frozenset(kind.value for kind in AgentKind)


def client(document: FiscalDocument, seller: Seller) -> dict[str, str]:
    """The buyer: where the electronic receipt goes, else the shop's own e-mail, else none; name
    and INN where the buyer wants them (FFD tags 1008, 1227, 1228)."""
    found = _address(document.contact) or {"email": email_of(seller.email) or "none"}
    name = fiscal_text(document.buyer_name, MAX_PARTY_LENGTH)
    if name:
        found["name"] = name
    if document.buyer_inn:
        demand(is_inn(document.buyer_inn), "client.inn", document.buyer_inn)
        found["inn"] = document.buyer_inn
    return found


def _address(contact: str) -> dict[str, str]:
    email = email_of(contact)
    if email:
        return {"email": email}
    phone = phone_of(contact)
    return {"phone": phone} if phone else {}


def company(document: FiscalDocument, seller: Seller) -> dict[str, str]:
    """The seller (FFD tags 1018, 1055, 1117, 1187, 1009)."""
    place = fiscal_text(seller.place or seller.address, MAX_ADDRESS_LENGTH)
    demand(bool(place), "payment_address", seller.place)
    found = {
        "email": email_of(seller.email) or "none",
        "sno": document.tax_system,
        "inn": seller.inn,
        "payment_address": place,
    }
    location = fiscal_text(seller.address, MAX_ADDRESS_LENGTH)
    if location:
        found["location"] = location
    return found


def agent_fields(agent: SoldAgent) -> dict[str, Any]:
    """agent_info and supplier_info of a position (FFD tags 1222, 1224, 1226); never one alone."""
    demand(agent.kind in _AGENTS, "agent_info.type", agent.kind)
    demand(is_inn(agent.supplier_inn), "supplier_info.inn", agent.supplier_inn)
    supplier: dict[str, Any] = {"inn": agent.supplier_inn}
    name = fiscal_text(agent.supplier_name, MAX_PARTY_LENGTH)
    if name:
        supplier["name"] = name
    phone = phone_of(agent.supplier_phone)
    if phone:
        supplier["phones"] = [phone]
    return {"agent_info": {"type": agent.kind}, "supplier_info": supplier}
