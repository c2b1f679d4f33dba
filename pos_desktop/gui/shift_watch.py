"""The shift on the way through the window: opened before selling, warned about before its day is
over, closed first thing where it is."""

from __future__ import annotations

from pos_desktop.gui.attention import Attention
from pos_desktop.gui.desk import Snapshot
from pos_desktop.gui.messages import text_for
from pos_desktop.gui.session import Shop

_SOURCE = "shift"


class ShiftWatch:
    """Asked by the window; holds no widget of its own."""

    def __init__(self, shop: Shop, attention: Attention) -> None:
        self._shop = shop
        self._attention = attention
        self._said = ("", 0)

    def page_for(self, shown: Snapshot, *, arriving: bool) -> str:
        """The page that comes before the sale: "shift_open", "shift_close" or "". arriving: the
        person has just signed in."""
        if shown.shift is None:
            return "shift_open"
        waits = shown.payment is not None and bool(shown.payment.tenders)
        if arriving and not waits and self._age_us(shown) >= self._shop.country.shift_limit_us:
            return "shift_close"
        return ""

    def look(self, shown: Snapshot | None) -> None:
        """Say that the shift comes to its end, once a minute at most."""
        if shown is None or shown.shift is None:
            self._forget()
            return
        age_us, country = self._age_us(shown), self._shop.country
        if age_us < country.shift_warn_us:
            self._forget()
            return
        over = age_us >= country.shift_limit_us
        left_seconds = max(0, country.shift_limit_us - age_us) // 1_000_000
        saying = ("shift.over" if over else "shift.ending", left_seconds // 60)
        if saying == self._said:
            return
        self._said = saying
        values = {"number": shown.shift.number, "left_seconds": max(60, left_seconds)}
        level = "danger" if over else "warning"
        button = "shift_close" if over else ""
        self._attention.show(_SOURCE, text_for(saying[0], values, level), button)  # type: ignore[arg-type]

    def retranslate(self) -> None:
        """The notice is said anew at the next look."""
        self._said = ("", 0)

    def _age_us(self, shown: Snapshot) -> int:
        opened_at_us = shown.shift.opened_at_us if shown.shift else 0
        return self._shop.place.clock.now_us() - opened_at_us

    def _forget(self) -> None:
        if self._said[0]:
            self._said = ("", 0)
            self._attention.forget(_SOURCE)
