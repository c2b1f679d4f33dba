"""What the sign-in screen is told: who works here, where, how things are, which sale waits."""

from __future__ import annotations

from datetime import datetime

from pos_desktop import i18n
from pos_desktop.domain.rights import Action
from pos_desktop.domain.staff import PIN_DIGITS, StaffMember
from pos_desktop.gui.attention import Attention
from pos_desktop.gui.desk import Snapshot
from pos_desktop.gui.messages import Message, text_for
from pos_desktop.gui.models.signin import (
    HealthRow,
    LockNotice,
    PlaceTexts,
    StaffTile,
    initials_of,
)
from pos_desktop.gui.pin_resets import PinResets
from pos_desktop.gui.screens.signin import SignInScreen
from pos_desktop.gui.session import Shop
from pos_desktop.gui.texts import money, unbroken
from pos_desktop.i18n import number, t

_MOST_NAMED = 3


class People:
    """Feeds the sign-in screen from the open shop, and urges who still has the first PIN."""

    def __init__(self, screen: SignInScreen, shop: Shop, attention: Attention) -> None:
        self._screen = screen
        self._shop = shop
        self._attention = attention
        screen.set_pin_length(PIN_DIGITS)
        screen.forgotten_pressed.connect(self._say_who_helps)
        shop.roster.changed.connect(self._roster_changed)
        shop.till.changed.connect(self._urge)
        self.pin_resets = PinResets(shop, attention)
        self.retranslate()

    def retranslate(self) -> None:
        self._show_tiles()
        self._urge(self._shop.till.current)

    def _show_tiles(self) -> None:
        self._screen.set_staff(
            [tile_of(person, place) for place, person in enumerate(self._shop.roster.people)]
        )
        names = {code: i18n.language_name(code) for code in i18n.languages()}
        self._screen.set_languages(names, i18n.language())

    def show_snapshot(self, shown: Snapshot) -> None:
        """The place and its shift; the sale that was open when the register was locked."""
        shop = self._shop
        shift = t("window.no_shift")
        if shown.shift is not None:
            opened = datetime.fromtimestamp(shown.shift.opened_at_us / 1_000_000, shop.zone)
            shift = t(
                "window.shift_opened",
                shift=t("window.shift", number=number(shown.shift.number)),
                time=i18n.time(opened),
            )
        place = f"{shop.register_name} · {shop.address}" if shop.address else shop.register_name
        self._screen.set_place(PlaceTexts(shop.place_name, place, shift))
        if shown.priced is None:
            pin = shop.roster.told_pin()
            notice = LockNotice(t("window.first_pin"), pin, t("window.first_pin_after"))
            self._screen.set_lock_notice(notice if pin else None)
            return
        count = t("sale.positions", count=len(shown.priced.lines))
        total = money(shown.priced.total_minor)
        self._screen.set_lock_notice(
            LockNotice(
                before="",
                strong=t("sale.receipt_number", number=number(shown.number)),
                after=t("window.sale_waits", total=total, count=count),
            )
        )

    def _roster_changed(self) -> None:
        self._show_tiles()
        self._urge(self._shop.till.current)

    def _urge(self, shown: Snapshot | None) -> None:
        """The PIN that the program gave is told to everybody: its owner is to choose another."""
        me = shown.staff.staff_id if shown is not None and shown.staff is not None else ""
        if self._shop.roster.has_first_pin(me):
            self._attention.show("first_pin", text_for("signin.first_pin", {}), "staff")
        else:
            self._attention.forget("first_pin")

    def _say_who_helps(self) -> None:
        """Who does not know the PIN learns whom to ask."""
        asks = self._screen.selected()
        helpers = [p for p in self._shop.roster.who_may(Action.MANAGE_STAFF) if p.staff_id != asks]
        names = ", ".join(unbroken(p.short_name) for p in helpers[:_MOST_NAMED])
        self._screen.say(t("signin.ask", names=names) if names else t("signin.ask_nobody"))

    def show_health(self, rows: list[HealthRow]) -> None:
        self._screen.set_health(rows)

    def refuse(self, message: Message) -> None:
        self._screen.show_refusal(f"{message.title}. {message.detail}")


def tile_of(person: StaffMember, place: int) -> StaffTile:
    """The tile of a person; place: among all, for the colour."""
    role = person.position or t(f"window.role_{person.role.value}")
    return StaffTile(
        person.staff_id, person.short_name, initials_of(person.short_name), role, place
    )
