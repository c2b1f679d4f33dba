"""What a receipt is stored with, whatever operation makes it: lines, fiscal key, paper."""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.domain.facts import SaleCompleted, SoldAgent, SoldLine, StockPart
from pos_desktop.domain.fiscal import fiscal_key
from pos_desktop.domain.money import divide_half_up
from pos_desktop.domain.pricing import PricedLine
from pos_desktop.domain.printing import SECOND_PRINTER
from pos_desktop.domain.settlement import Agent
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations.print_slip import slip_job
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import NewPrintJob
from pos_desktop.receipts.sale_receipt import SaleReceipt, sale_receipt


def fiscal_key_of(place: Workplace, number: int) -> str:
    """The key of the fiscal document of receipt `number` of this register."""
    return fiscal_key(place.register_number, number, register_id=place.register_id)


def sold_line(n: int, sums: PricedLine) -> SoldLine:
    """Line n of a receipt from the sums of an open sale."""
    line = sums.line
    return SoldLine(
        n=n,
        product_id=line.product_id,
        name=line.name,
        qty=line.quantity.thousandths,
        unit=line.quantity.unit.value,
        price_minor=line.price_minor,
        discount_minor=sums.discount_minor,
        total_minor=sums.total_minor,
        vat=line.vat,
        vat_minor=sums.vat_minor,
        kind=line.kind.value,
        barcode=line.barcode,
        marking=line.marking_code or "",
        list_price_minor=line.list_price_minor,
        price_reason=line.price_reason,
        shares=sums.shares,
        method=line.method.value,
        agent=_agent(line.agent),
        parts=tuple(
            StockPart(part.product_id, divide_half_up(part.qty * line.quantity.thousandths, 1000))
            for part in line.parts
        ),
        category_id=line.category_id,
        cost_minor=line.cost_minor,
        note=line.note,
        certificate=line.certificate,
        marked_group=line.marked_group or "",
        whole_minor=line.whole_minor,
        by_hand=line.by_hand,
    )


def _agent(agent: Agent | None) -> SoldAgent | None:
    if agent is None:
        return None
    return SoldAgent(
        agent.kind.value, agent.supplier_name, agent.supplier_inn, agent.supplier_phone
    )


def receipt_jobs(place: Workplace, fact: SaleCompleted, now_us: int) -> tuple[NewPrintJob, ...]:
    """The receipt as it stands now; where a fiscal answer is due it is held back a moment for
    it. Nothing where the buyer wants no paper, but for what the shop keeps of a terminal's."""
    shop_slips = tuple(job for tender in fact.tenders for job in slip_job(place, tender.shop_slip))
    if place.encoder is None or not fact.on_paper:
        return shop_slips
    what = SaleReceipt(
        fact,
        now_us,
        place.seller,
        place.style,
        place.country.vat,
        place.zone,
        fiscal_due=place.fiscal_due,
    )
    wait_us = place.country.print_wait_ms * 1000 if place.fiscal_due else 0
    receipt = NewPrintJob(
        sale_id=fact.sale_id,
        sale_number=fact.number,
        kind="receipt",
        payload=place.encoder.encode(sale_receipt(what)),
        opens_drawer=any(tender.kind == TenderKind.CASH for tender in fact.tenders),
        not_before_us=now_us + wait_us if wait_us else 0,
    )
    return (receipt, *_copy(place, what, receipt), *shop_slips)


def _copy(place: Workplace, what: SaleReceipt, receipt: NewPrintJob) -> tuple[NewPrintJob, ...]:
    """The same receipt for the second printer, where the shop has a copy come out there."""
    if place.second is None or not place.second.copies:
        return ()
    payload = place.second.encoder.encode(sale_receipt(replace(what, as_copy=True)))
    copy = replace(receipt, kind="copy", payload=payload, opens_drawer=False, device=SECOND_PRINTER)
    return (copy,)
