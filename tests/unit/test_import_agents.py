"""Goods of a supplier and goods under another tax system: from the file to the receipt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.settlement import Agent, AgentKind
from pos_desktop.domain.tender import TenderKind
from pos_desktop.journal.catalogue_rows import card_of, product_of
from pos_desktop.operations import pay, sell
from pos_desktop.operations.import_agents import (
    AgentCells,
    agent_of,
    read_agent_kind,
    read_inn,
    read_phone,
    read_tax_system,
)
from pos_desktop.operations.import_values import ValueProblemError
from tests.till_fakes import CASHIER, COFFEE, SHIFT, FakeCatalogue, workplace

HONEY = Agent(AgentKind.COMMISSION_AGENT, "ООО «Пасека»", "5544332219", "+78121234567")


def test_a_supplier_named_in_a_file_is_sold_for_by_commission():
    cells = AgentCells("", "ООО «Пасека»", "5544332219", "8 812 123-45-67")
    assert agent_of(cells, None) == HONEY


def test_a_row_changes_only_what_it_says():
    assert agent_of(AgentCells(kind="Поверенный"), HONEY) == replace(HONEY, kind=AgentKind.ATTORNEY)
    assert agent_of(AgentCells(kind="нет"), HONEY) is None


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        (read_tax_system, "упрощёнка", "import.tax_system_unknown"),
        (read_agent_kind, "друг", "import.agent_unknown"),
        (read_inn, "123", "import.inn_unreadable"),
        (read_phone, "нет", "import.phone_unreadable"),
        (lambda _t: agent_of(AgentCells(name="Кто-то"), None), "", "import.supplier_inn_needed"),
    ],
)
def test_a_cell_that_says_nothing_sure_is_refused(read, text, code):
    with pytest.raises(ValueProblemError) as refused:
        read(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "system"), [("УСН доход", "usn_income"), ("Патент", "patent"), ("ОСН", "osn")]
)
def test_tax_systems_are_read_as_accountants_write_them(text, system):
    assert read_tax_system(text) == system


def test_a_card_keeps_supplier_and_tax_system():
    product = replace(COFFEE, agent=HONEY, tax_system="patent")
    assert product_of(card_of(product)) == product


def test_what_the_card_says_stands_in_the_receipt():
    product = replace(COFFEE, agent=HONEY, tax_system="patent")
    place = workplace(catalogue=FakeCatalogue([product]))
    sale = sell.add_scanned(place, None, COFFEE.barcodes[0], staff=CASHIER).sale
    payment = pay.begin_payment(place, sale, staff=CASHIER)
    left = payment.left_minor
    payment = pay.add_tender(place, payment, TenderKind.CASH, left, staff=CASHIER)
    pay.complete(place, payment, SHIFT, staff=CASHIER)
    fact = place.journal.facts()[-1]
    assert fact.tax_system == "patent"
    assert fact.lines[0].agent.supplier_inn == "5544332219"
