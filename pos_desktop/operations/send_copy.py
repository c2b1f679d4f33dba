"""An electronic copy of a receipt for who asks for it: by e-mail, or by a code to follow with
Telegram."""

from __future__ import annotations

from pos_desktop.domain.delivery import Delivery, DeliveryChannel, DeliveryState, read_email
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import SaleCompleted
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import DeliveryQueue, NewDelivery


def send_by_email(
    place: Workplace, queue: DeliveryQueue, sale_id: str, address: str, *, staff: StaffMember
) -> str:
    """Queue a copy; its id. RefusalError("delivery.not_set_up" | "contact.not_email" |
    "sale.unknown")."""
    demand(staff, Action.REPRINT)
    _demand_channel(place, DeliveryChannel.EMAIL)
    _demand_sale(place, sale_id)
    return _add(place, queue, sale_id, DeliveryChannel.EMAIL, read_email(address))


def wait_for_telegram(
    place: Workplace, queue: DeliveryQueue, sale_id: str, *, staff: StaffMember
) -> str:
    """Queue a copy for the customer who follows the code; its id, from which the code follows.

    A copy that still waits for this receipt is the one shown again. Refusals as send_by_email.
    """
    demand(staff, Action.REPRINT)
    _demand_channel(place, DeliveryChannel.TELEGRAM)
    _demand_sale(place, sale_id)
    for copy in queue.of_sale(sale_id):
        if copy.state is DeliveryState.WAITING:
            return copy.delivery_id
    return _add(place, queue, sale_id, DeliveryChannel.TELEGRAM, "")


def send_copy_again(queue: DeliveryQueue, delivery_id: str, *, staff: StaffMember) -> None:
    """A person wants a copy sent that failed, or of which nobody knows whether it arrived.

    RefusalError("delivery.not_stuck") where it is neither.
    """
    demand(staff, Action.REPRINT)
    copy: Delivery | None = queue.get(delivery_id)
    stuck = (DeliveryState.FAILED, DeliveryState.UNKNOWN)
    if copy is None or copy.state not in stuck or not copy.address:
        raise RefusalError("delivery.not_stuck", delivery_id=delivery_id)
    queue.move(delivery_id, DeliveryState.QUEUED, reason="asked")


def copies_of(place: Workplace, fact: SaleCompleted) -> tuple[NewDelivery, ...]:
    """What a completed sale queues by itself: its receipt to the e-mail the customer gave."""
    if DeliveryChannel.EMAIL not in place.letter_channels or "@" not in fact.contact:
        return ()
    try:
        address = read_email(fact.contact)
    except RefusalError:
        # The operator has the contact as it was given; a sale does not fail for a letter.
        return ()
    return (NewDelivery(place.ids.new_id(), fact.sale_id, DeliveryChannel.EMAIL, address),)


def _add(
    place: Workplace, queue: DeliveryQueue, sale_id: str, channel: DeliveryChannel, address: str
) -> str:
    delivery_id = place.ids.new_id()
    queue.add(NewDelivery(delivery_id, sale_id, channel, address))
    return delivery_id


def _demand_channel(place: Workplace, channel: DeliveryChannel) -> None:
    if channel not in place.letter_channels:
        raise RefusalError("delivery.not_set_up", channel=channel.value)


def _demand_sale(place: Workplace, sale_id: str) -> None:
    if place.ledger.sale(sale_id) is None:
        raise RefusalError("sale.unknown", sale_id=sale_id)
