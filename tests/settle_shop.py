"""A shop over a real journal that takes advances, certificates, points and debts, and gives money
back, for the stories of settlement."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pos_desktop.domain.customers import Customer, CustomerRules
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import SaleCompleted, ShiftOpened
from pos_desktop.domain.loyalty import LoyaltyRules
from pos_desktop.domain.refund import Wish
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.gui.desk import Desk
from pos_desktop.gui.desk_advance import AdvanceDesk
from pos_desktop.gui.desk_customers import CustomersDesk
from pos_desktop.gui.desk_payment import PaymentDesk
from pos_desktop.gui.desk_refund import RefundDesk
from pos_desktop.gui.open_sales import OpenSales
from pos_desktop.operations.refund import RefundRequest
from pos_desktop.ports import Commit
from tests.journal_samples import CountingIds, StepClock, opened
from tests.till_fakes import BREAD, COFFEE, FakeCatalogue, workplace

OWNER = StaffMember("s9", "Лесная Ольга", "Лесная О.", Role.OWNER)

SOFA = replace(
    COFFEE, product_id="sofa", name="Диван", price_minor=3_000_000, barcodes=("2000017",)
)
RULES = CustomerRules(
    loyalty=LoyaltyRules(earn_hundredths={"all": 500}, payable_hundredths=5000, step_minor=100)
)


class _Owner:
    """A directory of one person, who may do everything here."""

    def members(self):
        return [OWNER]

    def check_pin(self, _staff_id, _pin):
        return OWNER

    def by_badge(self, _code):
        return None


class SettleShop:
    """Every desk of one register, signed in; a shift is open."""

    def __init__(self, folder: Path, ids_from: int = 1000) -> None:
        clock, ids = StepClock(), CountingIds(ids_from)
        self.journal = opened(folder, clock)
        self.place = workplace(
            journal=self.journal,
            ledger=self.journal.ledger,
            customers=self.journal.customers,
            customer_rules=RULES,
            catalogue=FakeCatalogue([SOFA, COFFEE, BREAD]),
            clock=clock,
            ids=ids,
        )
        if self.journal.open_shift() is None:
            self.journal.commit(Commit((ShiftOpened("shift-1", 1, "s2", "Соколова Т.", 0),)))
        self.desk = Desk(self.place, _Owner(), lambda: None)
        self.desk.sign_in("s9", "9999")
        self.advances = AdvanceDesk(self.desk, self.journal.settlements, self.journal.refunds)
        self.payments = PaymentDesk(self.desk)
        self.customers = CustomersDesk(self.desk)
        self.refunds = RefundDesk(self.desk, self.journal.refunds, limit_days=14, ffd="1.2")
        self.beside = OpenSales(self.desk)

    def regular(self, name: str = "Анна", limit_minor: int = 10_000_000) -> Customer:
        asked = Customer("", name, credit_limit_minor=limit_minor)
        return self.customers.add_only(asked)

    def scan(self, *goods) -> None:
        for product in goods:
            self.desk.scan(product.barcodes[0])

    def sold(self) -> list[SaleCompleted]:
        rows = sorted(self.journal.ledger.sales(), key=lambda row: row.number)
        return [self.journal.ledger.sale(row.sale_id).fact for row in rows]

    def last(self) -> SaleCompleted:
        return self.sold()[-1]

    def give_back(self, fact: SaleCompleted, n: int = 1, qty: int = 1000, money=()) -> None:
        wishes = (Wish(n, qty),)
        self.refunds.give_back(RefundRequest(fact.sale_id, wishes, "Не подошло", money))

    def owed_by_receipts(self, customer: Customer) -> int:
        return sum(
            one.left_minor
            for one in self.journal.settlements.open("", customer.customer_id)
            if one.is_debt
        )

    def owed(self, customer: Customer) -> int:
        return self.place.customers.holdings(customer.customer_id).debt_minor

    def certificate(self, number: str) -> int:
        return self.place.customers.certificate(number).balance_minor


def refusal(act) -> RefusalError:
    with pytest.raises(RefusalError) as caught:
        act()
    return caught.value
