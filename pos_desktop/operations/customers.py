"""Customers at the register, with no network: find, add, change, name one on the open sale.

The telephone and the card are what a customer is known by, so each belongs to one customer only.
"""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from datetime import date

from pos_desktop.domain.customers import Customer
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import CustomerSaved
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import Sale
from pos_desktop.domain.settlement import PaymentMethod
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.loyalty import points_of
from pos_desktop.operations.sell import refuse_while_paying
from pos_desktop.operations.telephone import e164
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit

MOST_LETTERS = 256  # FFD tag 1227, the buyer's name
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_INN = re.compile(r"[0-9]{10}|[0-9]{12}")


def is_card(place: Workplace, code: str) -> bool:
    """Whether a scanned code looks like a card of this shop's customers."""
    return bool(code) and code.startswith(place.customer_rules.card_prefixes)


def of_card(place: Workplace, code: str) -> Customer:
    """RefusalError("customer.unknown_card", card=)."""
    found = place.customers.by_card(code)
    if found is None:
        raise RefusalError("customer.unknown_card", card=code)
    return found


def add(place: Workplace, asked: Customer, *, staff: StaffMember) -> Customer:
    """A new customer; its id is made here. Refusals as change()."""
    demand(staff, Action.EDIT_CUSTOMER)
    if asked.price_list or asked.group or asked.credit_limit_minor:
        demand(staff, Action.CHANGE_PRICE)
    made = _checked(place, replace(asked, customer_id=place.ids.new_id()))
    return _save(place, made, staff)


def change(place: Workplace, asked: Customer, *, staff: StaffMember) -> Customer:
    """The customer as he is from now on. Group, price list and limit of debt change prices and
    need the right to do so.

    RefusalError: "customer.unknown", "customer.nameless" (neither name nor telephone),
    "customer.bad_phone" | "customer.bad_email" | "customer.bad_inn" | "customer.bad_birth_date"
    (value), "customer.phone_taken" | "customer.card_taken" (name of who has it),
    "customer.too_long" (limit), "customer.bad_limit".
    """
    demand(staff, Action.EDIT_CUSTOMER)
    known = place.customers.customer(asked.customer_id)
    if known is None:
        raise RefusalError("customer.unknown", customer_id=asked.customer_id)
    if _terms(known) != _terms(asked):
        demand(staff, Action.CHANGE_PRICE)
    made = _checked(place, asked)
    return known if made == known else _save(place, made, staff)


def attach(place: Workplace, sale: Sale | None, customer_id: str, *, staff: StaffMember) -> Sale:
    """The open sale with its customer; a sale is begun where there is none. Points that were to be
    spent come off where they are somebody else's, or may no longer be spent.

    RefusalError("customer.unknown" | "payment.in_progress" | "credit.names_customer").
    """
    demand(staff, Action.SELL)
    refuse_while_paying(sale)
    _refuse_other_debtor(sale, customer_id)
    customer = place.customers.customer(customer_id)
    if customer is None:
        raise RefusalError("customer.unknown", customer_id=customer_id)
    begun = sale or Sale(place.ids.new_id(), place.clock.now_us())
    is_same = begun.customer is not None and begun.customer.customer_id == customer_id
    changed = replace(begun, customer=customer.as_buyer())
    points = points_of(place, changed) if is_same else None
    if points is None or changed.bonus_minor > points.most_minor:
        changed = replace(changed, bonus_minor=0)
    place.journal.save_draft(changed, staff.staff_id, [])
    return changed


def detach(place: Workplace, sale: Sale, *, staff: StaffMember) -> Sale | None:
    """The open sale of nobody known; None where nothing is left of it. Refusals as attach()."""
    demand(staff, Action.SELL)
    refuse_while_paying(sale)
    _refuse_other_debtor(sale, "")
    if not sale.lines:
        place.journal.drop_draft(sale.sale_id)
        return None
    changed = replace(sale, customer=None, bonus_minor=0)
    place.journal.save_draft(changed, staff.staff_id, [])
    return changed


def _refuse_other_debtor(sale: Sale | None, customer_id: str) -> None:
    """A line that repays a debt says whose debt it is."""
    if sale is None or sale.customer is None or sale.customer.customer_id == customer_id:
        return
    if any(line.method is PaymentMethod.CREDIT_PAYMENT for line in sale.lines):
        raise RefusalError("credit.names_customer", name=sale.customer.name)


def _terms(customer: Customer) -> tuple[str, str, int]:
    return customer.group, customer.price_list, customer.credit_limit_minor


def _checked(place: Workplace, asked: Customer) -> Customer:
    made = replace(
        asked,
        name=" ".join(asked.name.split()),
        phone=e164(asked.phone, place.customer_rules.region),
        email=asked.email.strip(),
        card=asked.card.strip(),
        buyer_inn=asked.buyer_inn.strip(),
        birth_date=asked.birth_date.strip(),
    )
    if not made.name and not made.phone:
        raise RefusalError("customer.nameless")
    for text in (made.name, made.note, made.email, made.card):
        if len(text) > MOST_LETTERS:
            raise RefusalError("customer.too_long", value=text[:40], limit=MOST_LETTERS)
    if made.email and not (_EMAIL.fullmatch(made.email) and made.email.isascii()):
        raise RefusalError("customer.bad_email", value=made.email)
    if made.buyer_inn and not _INN.fullmatch(made.buyer_inn):
        raise RefusalError("customer.bad_inn", value=made.buyer_inn)
    if made.credit_limit_minor < 0:
        raise RefusalError("customer.bad_limit", amount_minor=made.credit_limit_minor)
    _check_birth_date(place, made.birth_date)
    _check_single(place, made)
    return made


def _check_birth_date(place: Workplace, text: str) -> None:
    if not text:
        return
    try:
        born = date.fromisoformat(text)
    except ValueError as error:
        raise RefusalError("customer.bad_birth_date", value=text) from error
    if not date(1900, 1, 1) <= born <= place.clock.today():
        raise RefusalError("customer.bad_birth_date", value=text)


def _check_single(place: Workplace, made: Customer) -> None:
    for other in place.customers.by_phone(made.phone) if made.phone else ():
        if other.customer_id != made.customer_id:
            raise RefusalError("customer.phone_taken", value=made.phone, name=other.name)
    other_card = place.customers.by_card(made.card) if made.card else None
    if other_card is not None and other_card.customer_id != made.customer_id:
        raise RefusalError("customer.card_taken", value=made.card, name=other_card.name)


def _save(place: Workplace, customer: Customer, staff: StaffMember) -> Customer:
    fact = CustomerSaved(**asdict(customer), staff_id=staff.staff_id, staff_name=staff.short_name)
    place.journal.commit(Commit((fact,)))
    return customer
