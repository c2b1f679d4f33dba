"""Promotions as data: what a file may say, what is answered when it says something else."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.promotions.card import promotion_of
from pos_desktop.domain.promotions.compiled import Promotions
from pos_desktop.domain.promotions.rules import Promotion, Tiers
from pos_desktop.domain.promotions.writing import card_of
from pos_desktop.operations.import_promotions import preview_promotions, sample_promotions
from pos_desktop.shipped import resource_path
from tests.unit.test_promotions_properties import rules

GOOD: dict[str, object] = {"id": "x", "name": "Акция", "kind": "percent", "percent": "10"}
ARTICLES = {"00-1": "p1", "00-2": "p2"}


def refused(**changes: object) -> RefusalError:
    card = {**GOOD, **changes}
    with pytest.raises(RefusalError) as caught:
        promotion_of(card, ARTICLES.get)
    return caught.value


@settings(max_examples=100)
@given(rules())
def test_a_rule_written_as_a_card_is_read_as_the_same_rule(made: list[Promotion]):
    for rule in made:
        assert promotion_of(card_of(rule)) == rule


@pytest.mark.parametrize(
    ("changes", "code", "key"),
    [
        ({"kind": "halves"}, "promotion.bad_value", "kind"),
        ({"procent": 5}, "promotion.unknown_key", "procent"),
        ({"take": 3}, "promotion.unknown_key", "take"),
        ({"name": ""}, "promotion.missing_key", "name"),
        ({"percent": ""}, "promotion.missing_key", "percent"),
        ({"percent": "150"}, "promotion.bad_value", "percent"),
        ({"percent": "0"}, "promotion.bad_value", "percent"),
        ({"percent": "ten"}, "promotion.bad_value", "percent"),
        ({"on": "maybe"}, "promotion.bad_value", "on"),
        ({"priority": "high"}, "promotion.bad_value", "priority"),
        ({"times": "-1"}, "promotion.bad_value", "times"),
        ({"days": ["monday"]}, "promotion.bad_value", "days"),
        ({"from_time": "25:00"}, "promotion.bad_value", "from_time"),
        ({"until_date": "31.13.2026"}, "promotion.bad_value", "until_date"),
        ({"min_receipt": "-5"}, "promotion.bad_value", "min_receipt"),
        ({"products": ["00-9"]}, "promotion.no_such_product", "products"),
        ({"kind": "tiers", "percent": "", "by": "sum", "steps": "5"},
         "promotion.bad_value", "steps"),
        ({"kind": "tiers", "percent": "", "by": "weight", "steps": "5=5"},
         "promotion.bad_value", "by"),
        ({"kind": "n_for_m", "take": 2, "pay": 2}, "promotion.bad_value", "pay"),
        ({"kind": "bundle", "percent": "", "parts": "0 x 00-1", "price": 5},
         "promotion.bad_value", "parts"),
        ({"kind": "gift", "gift": "|"}, "promotion.bad_value", "gift"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_card_is_named_by_its_key(
    changes: dict[str, object], code: str, key: str
):
    error = refused(**changes)
    assert (error.code, error.values["key"]) == (code, key)
    if code == "promotion.bad_value":
        assert error.values["allowed"]


def test_the_promotions_of_the_sample_shop_are_all_understood():
    made = sample_promotions(resource_path("sample", "promotions.toml").read_bytes())
    assert len(made) == 8
    assert all(rule.name_en for rule in made)
    assert Promotions(made).is_coupon("осень")


def test_a_table_from_a_spreadsheet_gives_the_same_promotions_with_an_error_for_each_wrong_row():
    text = (
        "id;name;kind;percent;products;days\n"
        "a;Десять;percent;10;00-1,00-2;sat, sun\n"
        "b;Сто сорок;percent;140;00-1;\n"
        "c;Чужой товар;percent;5;00-7;\n"
        "a;Ещё раз;percent;5;;\n"
    )
    book = openpyxl.Workbook()
    for row in text.splitlines():
        book.active.append(row.split(";"))
    sheet = io.BytesIO()
    book.save(sheet)
    for data in (text.encode(), sheet.getvalue()):
        preview = preview_promotions(data, ARTICLES.get, frozenset(), frozenset())
        assert [rule.promotion_id for rule in preview.rules] == ["a"]
        assert preview.rules[0].goods.products == {"p1", "p2"}
        assert [(p.row, p.error.code) for p in preview.problems] == [
            (3, "promotion.bad_value"),
            (4, "promotion.no_such_product"),
            (5, "promotion.id_twice"),
        ]


def test_a_category_that_is_not_there_is_an_error_of_its_row():
    text = (
        b'[[promotion]]\nid = "a"\nname = "A"\nkind = "percent"\npercent = 5\ncategories = ["x"]\n'
    )
    preview = preview_promotions(text, ARTICLES.get, frozenset({"tea"}), frozenset())
    assert preview.problems[0].error.values["allowed"] == "tea"


@pytest.mark.parametrize(
    "data", [b"[[promotion]]\nid = ", b'[[promotion]]\nid = "a"\n[shop]\nx = 1\n']
)
def test_a_file_that_is_no_list_of_promotions_is_refused_as_a_whole(data: bytes):
    with pytest.raises(RefusalError):
        preview_promotions(data, ARTICLES.get, frozenset(), frozenset())


def test_headings_nobody_knows_are_refused_with_those_there_are():
    with pytest.raises(RefusalError) as caught:
        preview_promotions(b"id;nome\n1;2\n", ARTICLES.get, frozenset(), frozenset())
    assert caught.value.values["key"] == "nome"
    assert "percent" in str(caught.value.values["allowed"])


def test_days_and_dates_may_be_written_as_people_do():
    made = promotion_of({**GOOD, "days": "Сб, вс", "until_date": "31.12.2026"})
    assert made.when.days == {5, 6}
    assert made.when.until_date == date(2026, 12, 31)
    tiers = {"id": "t", "name": "T", "kind": "tiers", "by": "сумма", "steps": "1000 = 5"}
    assert promotion_of(tiers).effect == Tiers("sum", ((100_000, 500),))
