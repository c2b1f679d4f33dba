"""Which bank or terminal was asked for money, in words; for whoever has to look there. Qt-free."""

from __future__ import annotations

from pos_desktop.gui.device_address import written
from pos_desktop.gui.messages import text_for
from pos_desktop.i18n import has_text, t
from pos_desktop.operations.reckon_sbp import DEVICE as SBP


def peer_name(device: str, peer: str) -> str:
    """ "T-Bank (1700000000001)", "No. 28004869", "10.0.0.5:20007 (zvt)"; peer:
    ports.PaymentTerminal.peer."""
    if not peer:
        return t("terminal.peer_before")
    if peer.startswith("id:"):
        return t("terminal.peer_number", number=peer.removeprefix("id:").partition(",")[0])
    if device == SBP:
        bank, _, detail = peer.partition(" ")
        name = f"equipment.place.sbp_{bank}"
        place = t(name) if has_text(name) else bank
    else:
        place, detail = written(peer), peer.partition(",")[2]
    return f"{place} ({detail})" if detail else place


def asked_elsewhere(device: str, peer: str) -> str:
    """Whoever was asked is not set up now: who it was, where to look, how to have it asked."""
    code = "sbp.asked_elsewhere" if device == SBP else "terminal.asked_elsewhere"
    words = text_for(code, {"peer": peer_name(device, peer)})
    return f"{words.title}. {words.detail}"
