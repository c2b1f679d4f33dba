"""A register at its equipment page, for tests."""

from __future__ import annotations

from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.ports import Health
from pos_desktop.settings import Device


def trust(shop) -> None:
    """The person at the register may change settings."""
    desk = shop.opened.shop.desks.sale
    desk._member = StaffMember("boss", "Гусев Роман", "Гусев Р.", Role.OWNER)


def at(endpoint_port: int) -> str:
    return f"tcp://127.0.0.1:{endpoint_port}"


def page_of(shop):
    shop.window.open_page("equipment")
    page = shop.window.beside.page("equipment")
    shop.wait(lambda: page.view is not None)
    return page


def with_printer(shop, paper):
    shop.opened.register.set_up_device("printer", Device(at(paper.port), "TM-T20III"))
    page = page_of(shop)
    shop.wait(lambda: page.page is not None and bool(page.detail.pages))
    shop.wait(lambda: page.row("printer").state.health is Health.ONLINE or page.read() or False)
    return page
