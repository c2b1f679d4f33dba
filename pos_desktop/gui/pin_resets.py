"""Who signs in above a cashier is told of PINs that were set anew at the computer, until he says
that he has seen to it."""

from __future__ import annotations

from pos_desktop.gui.attention import Attention
from pos_desktop.gui.desk import Snapshot
from pos_desktop.gui.messages import text_for
from pos_desktop.gui.screens.journal_words import moment
from pos_desktop.gui.session import Shop
from pos_desktop.ports.people import PinReset

_SOURCE = "pin_reset"


class PinResets:
    def __init__(self, shop: Shop, attention: Attention) -> None:
        self._shop = shop
        self._desk = shop.desks.pin_resets
        self._attention = attention
        self._staff_id = ""
        self._unseen: tuple[PinReset, ...] = ()
        shop.till.changed.connect(self._look)
        attention.seen.connect(self._seen)

    def _look(self, shown: Snapshot) -> None:
        staff_id = shown.staff.staff_id if shown.staff is not None else ""
        came, self._staff_id = staff_id != self._staff_id, staff_id
        if came:
            self._shop.till.ask(self._desk.unseen, self._show)

    def _show(self, unseen: tuple[PinReset, ...]) -> None:
        self._unseen = unseen
        if not unseen:
            self._attention.forget(_SOURCE)
            return
        first = unseen[0]
        code = "staff.people_gone" if first.way == "no_people" else "staff.pin_reset"
        values: dict[str, object] = {
            "name": first.name,
            "at": moment(first.at_us, self._shop.zone),
            "account": first.account,
        }
        self._attention.show(_SOURCE, text_for(code, values, "danger"), "seen")

    def _seen(self, source: str) -> None:
        if source == _SOURCE and self._unseen:
            seq = self._unseen[0].seq
            self._shop.till.run(lambda: self._desk.see(seq), self._show)
