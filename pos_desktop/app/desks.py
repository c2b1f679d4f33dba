"""The desks of a register: those of selling are built at once, the others when somebody comes to
them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_desktop.app.assembly import OpenRegister
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
from pos_desktop.gui.desks import Desks
from pos_desktop.gui.open_sales import OpenSales
from pos_desktop.shipped import resource_path

if TYPE_CHECKING:
    from pos_desktop.gui.desk_equipment import EquipmentDesk
    from pos_desktop.gui.desk_prices import PricesDesk
    from pos_desktop.gui.desk_promotions import PromotionsDesk
    from pos_desktop.gui.desk_refund import RefundDesk
    from pos_desktop.gui.desk_reports import ReportsDesk
    from pos_desktop.gui.desk_staff import StaffDesk
    from pos_desktop.gui.desk_stock import StockDesk
    from pos_desktop.gui.report_reading import ReportWork


def build_desks(desk: Desk, register: OpenRegister, report_work: ReportWork) -> Desks:
    """report_work: the thread of long reads, which the caller ends."""
    journal, settings = register.journal, register.settings

    def prices() -> PricesDesk:
        from pos_desktop.gui.desk_prices import PricesDesk

        return PricesDesk(desk, register.price_lists, register.catalogue)

    def promotions() -> PromotionsDesk:
        from pos_desktop.gui.desk_promotions import PromotionsDesk

        return PromotionsDesk(desk, register.promotions)

    def refund() -> RefundDesk:
        from pos_desktop.gui.desk_refund import RefundDesk

        days, ffd = settings.selling.refund_days, settings.operator.ffd
        return RefundDesk(desk, journal.refunds, limit_days=days, ffd=ffd)

    def staff() -> StaffDesk:
        from pos_desktop.gui.desk_staff import StaffDesk

        return StaffDesk(desk, register.staff, journal.pin_resets)

    def stock() -> StockDesk:
        from pos_desktop.gui.desk_stock import StockDesk
        from pos_desktop.operations.print_labels import LabelPrinter
        from pos_desktop.operations.stock_room import StockRoom
        from pos_desktop.receipts.label import load_templates

        catalogue, devices = register.catalogue, register.devices

        def labels() -> LabelPrinter | None:
            encoder = devices.label_encoder
            return LabelPrinter(journal.labels, encoder) if encoder is not None else None

        room = StockRoom(register.place, journal.stock, catalogue, catalogue)
        return StockDesk(room, desk, catalogue, load_templates(resource_path("labels")), labels)

    return Desks(
        sale=desk,
        lines=LinesDesk(desk),
        copies=CopiesDesk(desk, journal.deliveries, settings.telegram.bot),
        open_sales=OpenSales(desk),
        payment=PaymentDesk(desk),
        qr=QrDesk(desk, journal.reports, journal.contradictions),
        contradictions=ContradictionsDesk(desk, journal.contradictions, journal.reports),
        pin_resets=PinResetsDesk(desk, journal.pin_resets),
        refund_answers=RefundAnswers(desk, journal.refunds),
        advances=AdvanceDesk(desk, journal.settlements, journal.refunds),
        papers=PapersDesk(desk),
        shelf=ShelfDesk(desk, register.catalogue),
        shift=_shift_desk(desk, register),
        customers=CustomersDesk(desk),
        build_equipment=lambda: _equipment(desk, register),
        build_prices=prices,
        build_promotions=promotions,
        build_refund=refund,
        build_reports=lambda: _reports(desk, register, report_work),
        build_staff=staff,
        build_stock=stock,
    )


def _equipment(desk: Desk, register: OpenRegister) -> EquipmentDesk:
    from pos_desktop.app.equipment import RegisterEquipment
    from pos_desktop.gui.desk_equipment import EquipmentDesk

    room = RegisterEquipment(register, register.device_logs, register.watch)
    return EquipmentDesk(desk, room, register.journal.reports, room.trials.when)


def _reports(desk: Desk, register: OpenRegister, work: ReportWork) -> ReportsDesk:
    from pos_desktop.gui.desk_reports import ReportsDesk

    journal = register.journal
    return ReportsDesk(
        desk,
        journal.reports,
        journal.stock,
        work,
        with_cloud=register.sync is not None,
        blind_close=register.settings.drawer.blind_close,
    )


def _shift_desk(desk: Desk, register: OpenRegister) -> ShiftDesk:
    journal = register.journal
    return ShiftDesk(
        register.place,
        desk,
        journal.shifts,
        journal.refunds,
        register.devices.open_drawer,
        journal.reports,
    )
