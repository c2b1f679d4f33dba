"""A receipt for a present tells no price and finds its sale."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.barcode import CodeKind, understand
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.exchange_code import exchange_code, sale_id_of
from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations import pay, reprint, sell
from tests.till_fakes import CASHIER, COFFEE, SHIFT, FakeLedger, detail_of, workplace


def sold():
    place = workplace(ledger=FakeLedger())
    added = sell.add_scanned(place, None, COFFEE.barcodes[0], staff=CASHIER)
    payment = pay.begin_payment(place, added.sale, staff=CASHIER)
    payment = pay.add_tender(place, payment, TenderKind.CASH, 34900, staff=CASHIER)
    pay.complete(place, payment, SHIFT, staff=CASHIER)
    fact = place.journal.facts()[-1]
    place.ledger.details[fact.sale_id] = detail_of(fact, FiscalState.QUEUED)
    return place, fact


def test_a_gift_receipt_names_the_goods_and_no_price():
    place, fact = sold()
    reprint.print_gift(place, fact.sale_id, staff=CASHIER)
    (job,) = place.prints.added
    paper = job.payload.decode()
    assert job.kind == "gift"
    assert COFFEE.name in paper
    assert "349" not in paper
    assert exchange_code(fact.sale_id) in paper


def test_its_code_finds_the_sale_and_is_no_goods():
    code = exchange_code("0192d2f0")
    assert sale_id_of(code) == "0192d2f0"
    assert sale_id_of("4607084120301") == ""
    assert understand(code).kind is CodeKind.RECEIPT


def test_what_was_not_bought_is_no_present():
    place, fact = sold()
    back = replace(fact, operation="sell_refund")
    place.ledger.details["back"] = detail_of(back, FiscalState.QUEUED)
    for sale_id, code in (("back", "gift.only_sales"), ("nowhere", "sale.unknown")):
        with pytest.raises(RefusalError) as refused:
            reprint.print_gift(place, sale_id, staff=CASHIER)
        assert refused.value.code == code
    silent = replace(place, encoder=None)
    with pytest.raises(RefusalError) as refused:
        reprint.print_gift(silent, fact.sale_id, staff=CASHIER)
    assert refused.value.code == "printer.not_set_up"


def test_before_the_first_sale_there_is_no_last_receipt():
    with pytest.raises(RefusalError) as refused:
        reprint.last_sale_id(workplace())
    assert refused.value.code == "sale.none_yet"
