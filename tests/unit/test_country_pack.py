"""Country packs: right ones load, wrong ones are refused by file, key and value."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.fiscal.country import CountryPackError, load_country
from pos_desktop.shipped import resource_path

RUSSIA = Path(resource_path("countries", "ru.toml"))


def changed(folder: Path, old: str, new: str) -> Path:
    text = RUSSIA.read_text(encoding="utf-8")
    assert old in text
    path = folder / "zz.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_russia_as_the_law_has_it():
    pack = load_country(RUSSIA)
    assert (pack.code, pack.currency, pack.timezone) == ("ru", "RUB", "Europe/Moscow")
    assert pack.print_wait_ms == 3000
    minute_us = 60_000_000
    assert pack.warn_after_us == 15 * minute_us
    assert pack.alarm_after_us == 24 * 60 * minute_us
    assert pack.limit_us == 30 * 24 * 60 * minute_us
    assert (pack.shift_warn_us, pack.shift_limit_us) == (23 * 60 * minute_us, 24 * 60 * minute_us)
    assert pack.denominations_minor == (
        *(10, 50, 100, 200, 500, 1000),
        *(5000, 10000, 20000, 50000, 100000, 200000, 500000),
    )
    assert pack.vat.rate_on("vat22", date(2026, 11, 24)).numerator == 22
    assert pack.vat.rate_on("vat22", date(2026, 11, 24)).denominator == 122
    with pytest.raises(RefusalError):
        pack.vat.rate_on("vat20", date(2026, 11, 24))


def test_every_pack_of_the_house_loads():
    packs = sorted(RUSSIA.parent.glob("*.toml"))
    assert [load_country(path).code for path in packs] == [path.stem for path in packs]


def test_cash_is_rounded_by_the_one_step_of_the_pack_and_not_at_all_without_it(tmp_path: Path):
    assert load_country(RUSSIA).cash_step_minor == 100
    assert load_country(changed(tmp_path, "step = 100", "step = 50")).cash_step_minor == 50
    assert load_country(changed(tmp_path, "step = 100", "")).cash_step_minor == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('currency = "RUB"', "", "currency"),
        ("percent = 10", 'percent = "ten"', "ten"),
        ("from = 2026-01-01", 'from = "2026"', "2026"),
        ("[cash]", "[money]", "cash"),
        ("limit_days = 30", "", "limit_days"),
        ("print_wait_ms = 3000", 'print_wait_ms = "soon"', "soon"),
        ("step = 100", "step = 0", "cash.step"),
        ("step = 100", 'step = "rouble"', "rouble"),
        ("step = 100", "step = true", "cash.step"),
    ],
)
def test_a_wrong_pack_says_what_is_wrong_with_it(tmp_path: Path, old: str, new: str, said: str):
    with pytest.raises(CountryPackError) as refused:
        load_country(changed(tmp_path, old, new))
    assert refused.value.code == "country.bad_value"
    assert refused.value.values["file"] == "zz.toml"
    assert said in str(refused.value.values["text"])


def test_a_pack_that_is_no_toml_or_not_there_is_named(tmp_path: Path):
    with pytest.raises(CountryPackError, match="unreadable"):
        load_country(changed(tmp_path, "[cash]", "[cash"))
    with pytest.raises(CountryPackError, match="unreadable"):
        load_country(tmp_path / "nowhere.toml")
