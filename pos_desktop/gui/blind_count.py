"""Whether what the drawer should hold is covered for who is signed in."""

from __future__ import annotations

from pos_desktop.gui.session import Shop
from pos_desktop.operations.count_drawer import counts_blind


def covers_drawer(shop: Shop) -> bool:
    """On the window's thread; where nobody is signed in, nothing is told either."""
    shown = shop.till.current
    if shown is None or shown.staff is None:
        return shop.drawer.blind_close
    return counts_blind(shown.staff, blind_close=shop.drawer.blind_close)
