"""What the top bar says of the shop, the register, the shift and who is there."""

from __future__ import annotations

from datetime import datetime

from pos_desktop import i18n
from pos_desktop.gui.desk import Snapshot
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.topbar import TopBarTexts
from pos_desktop.i18n import t


def bar_texts(shop: Shop, shown: Snapshot) -> TopBarTexts:
    """Ready texts for the left side of the bar."""
    shift = long = t("window.no_shift")
    if shown.shift is not None:
        opened = datetime.fromtimestamp(shown.shift.opened_at_us / 1_000_000, shop.zone)
        shift = t("window.shift", number=i18n.number(shown.shift.number))
        long = t("window.shift_opened", shift=shift, time=i18n.time(opened))
    return TopBarTexts(
        shop=shop.place_name,
        register=shop.register_name,
        shift=long,
        shift_short=shift,
        cashier=_cashier(shown),
    )


def _cashier(shown: Snapshot) -> str:
    """Who sells; beside it who opened the shift, where that is somebody else."""
    if shown.staff is None:
        return ""
    name = shown.staff.short_name
    opener = shown.shift.opened_by if shown.shift is not None else ""
    if not opener or opener == name:
        return name
    return t("window.cashier_of_shift", name=name, opener=opener)
