"""The desks beside the selling one: what a shift, a refund, a stock-take needs, each an object of
its own. Qt-free; every method runs on the cashier's lane (`till.run`, `till.ask`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pos_desktop.gui.desk import Desk
from pos_desktop.gui.desk_advance import AdvanceDesk
from pos_desktop.gui.desk_contradictions import ContradictionsDesk
from pos_desktop.gui.desk_copies import CopiesDesk
from pos_desktop.gui.desk_customers import CustomersDesk
from pos_desktop.gui.desk_lines import LinesDesk
from pos_desktop.gui.desk_papers import PapersDesk
from pos_desktop.gui.desk_payment import PaymentDesk
from pos_desktop.gui.desk_pin_resets import PinResetsDesk
from pos_desktop.gui.desk_qr import QrDesk
from pos_desktop.gui.desk_refund_answers import RefundAnswers
from pos_desktop.gui.desk_shelf import ShelfDesk
from pos_desktop.gui.desk_shift import ShiftDesk
from pos_desktop.gui.open_sales import OpenSales

if TYPE_CHECKING:
    from pos_desktop.gui.desk_equipment import EquipmentDesk
    from pos_desktop.gui.desk_prices import PricesDesk
    from pos_desktop.gui.desk_promotions import PromotionsDesk
    from pos_desktop.gui.desk_refund import RefundDesk
    from pos_desktop.gui.desk_reports import ReportsDesk
    from pos_desktop.gui.desk_staff import StaffDesk
    from pos_desktop.gui.desk_stock import StockDesk


@dataclass(frozen=True)
class Desks:
    """One field a desk; built by app/desks.py. Those at the end are loaded and built by the first
    who wants them: a day of nothing but sales never does.

    sale: who is signed in, and the open sale.
    lines: what is done with its lines beyond scanning.
    stock: goods in, out and counted.
    copies: receipts sent to customers.
    open_sales: those beside and parked.
    payment: terminals, money back, shared bills.
    qr: payment codes on paper.
    contradictions: devices that said other than the books.
    pin_resets: PINs that were set anew outside the register.
    refund_answers: what devices say of money that goes back.
    advances: advances, prepaid orders, debts.
    papers: copies and gift receipts.
    shelf: favourites and labels of the scales.
    prices: price lists of customers.
    promotions: why a price is what it is, coupons, the list.
    refund: what comes back, is exchanged or corrected.
    customers: who buys and what they hold.
    staff: who works here, PINs and badges.
    equipment: devices, how they are, setting them up.
    """

    sale: Desk
    lines: LinesDesk
    copies: CopiesDesk
    open_sales: OpenSales
    payment: PaymentDesk
    qr: QrDesk
    contradictions: ContradictionsDesk
    pin_resets: PinResetsDesk
    refund_answers: RefundAnswers
    advances: AdvanceDesk
    papers: PapersDesk
    shelf: ShelfDesk
    shift: ShiftDesk
    customers: CustomersDesk
    build_equipment: Callable[[], EquipmentDesk]
    build_prices: Callable[[], PricesDesk]
    build_promotions: Callable[[], PromotionsDesk]
    build_refund: Callable[[], RefundDesk]
    build_reports: Callable[[], ReportsDesk]
    build_staff: Callable[[], StaffDesk]
    build_stock: Callable[[], StockDesk]

    @cached_property
    def equipment(self) -> EquipmentDesk:
        return self.build_equipment()

    @cached_property
    def prices(self) -> PricesDesk:
        return self.build_prices()

    @cached_property
    def promotions(self) -> PromotionsDesk:
        return self.build_promotions()

    @cached_property
    def refund(self) -> RefundDesk:
        return self.build_refund()

    @cached_property
    def reports(self) -> ReportsDesk:
        return self.build_reports()

    @cached_property
    def staff(self) -> StaffDesk:
        return self.build_staff()

    @cached_property
    def stock(self) -> StockDesk:
        return self.build_stock()
