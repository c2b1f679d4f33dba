"""A payment code on paper: what it says, and that it is no receipt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.operations.print_qr import print_qr
from pos_desktop.receipts.document import Qr
from pos_desktop.receipts.qr_slip import QrSlip, qr_slip
from tests.till_fakes import CASHIER, workplace

PAYLOAD = "https://qr.nspk.ru/AD100004BAL7227F9BNP6KNE007J9B3K?type=02&sum=51766&cur=RUB"


def test_the_slip_says_the_sum_until_when_and_that_it_is_no_receipt():
    place = workplace()
    job = print_qr(place, PAYLOAD, 51_766, 1_764_000_300_000_000, staff=CASHIER)
    said = place.prints.added[job - 1].payload.decode()
    assert PAYLOAD in said
    assert "517,66" in said
    assert "до" in said
    assert "не чек" in said
    assert place.prints.added[job - 1].sale_number == 0


def test_the_shops_own_code_has_no_end():
    document = qr_slip(QrSlip("ru", "Лавка", PAYLOAD, 100, "RUB"))
    texts = [getattr(element, "text", "") for element in document.elements]
    assert not any("действует" in text for text in texts)
    assert [e.text for e in document.elements if isinstance(e, Qr)] == [PAYLOAD]


def test_without_a_printer_it_is_refused():
    place = replace(workplace(), encoder=None)
    with pytest.raises(RefusalError, match=r"printer\.not_set_up"):
        print_qr(place, PAYLOAD, 100, staff=CASHIER)
