"""Texts and formats: what a cashier reads."""

from __future__ import annotations

import datetime as dt

import pytest

from pos_desktop import i18n

NBSP = "\u00a0"
MOSCOW = dt.timezone(dt.timedelta(hours=3))


def plain(text: str) -> str:
    return text.replace(NBSP, " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("amount_minor", "currency", "ru", "en"),
    [
        (124550, "RUB", "1 245,50 ₽", "1,245.50 ₽"),
        (0, "RUB", "0,00 ₽", "0.00 ₽"),
        (-6250, "RUB", "−62,50 ₽", "−62.50 ₽"),
        (1, "RUB", "0,01 ₽", "0.01 ₽"),
        (10**20 + 1, "RUB", "1 000 000 000 000 000 000,01 ₽", "1,000,000,000,000,000,000.01 ₽"),
        (50000, "KZT", "500,00 ₸", "500.00 ₸"),
        (500, "JPY", "500 ¥", "500 JP¥"),
    ],
)
def test_amounts_read_as_people_write_them(amount_minor, currency, ru, en):
    assert plain(i18n.money(amount_minor, currency, "ru")) == ru
    assert plain(i18n.money(amount_minor, currency, "en")) == en


def test_an_amount_never_breaks_across_lines_and_can_go_without_its_sign():
    assert " " not in i18n.money(124550, "RUB", "ru")
    assert i18n.money(124550, "RUB", "ru", symbol=False) == f"1{NBSP}245,50"


def test_quantities_show_every_digit_that_counts():
    assert i18n.quantity(2000, 0, "ru") == "2"
    assert i18n.quantity(1500, 0, "ru") == "1,5"
    assert i18n.quantity(2000, 3, "ru") == "2,000"
    assert i18n.quantity(-1, 0, "en") == "−0.001"
    assert plain(i18n.weight_kg(532, "ru")) == "0,532 кг"
    assert plain(i18n.weight_kg(532, "en")) == "0.532 kg"


def test_numbers_and_shares():
    assert plain(i18n.number(5235, "ru")) == "5 235"
    assert plain(i18n.percent(1050, "ru")) == "10,5 %"
    assert i18n.percent(2200, "en") == "22%"


def test_dates_and_times_are_those_of_the_wall_clock():
    moment = dt.datetime(2026, 11, 3, 15, 54, 7, tzinfo=MOSCOW)
    assert i18n.date(moment, "ru") == "03.11.2026"
    assert i18n.date(moment, "en") == "03/11/2026"
    assert plain(i18n.date(moment, "ru", style="long")) == "3 ноября 2026 г."
    assert i18n.time(moment, "ru") == i18n.time(moment, "en") == "15:54"
    assert i18n.time(moment, "ru", seconds=True) == "15:54:07"
    assert i18n.datetime(moment, "ru") == "03.11.2026 15:54"
    # The same instant in another zone has another wall clock, though both compare equal.
    assert i18n.time(moment.astimezone(dt.UTC), "ru") == "12:54"


@pytest.mark.parametrize(
    ("seconds", "ru", "en"),
    [
        (8040, "2 ч 14 мин", "2 hrs 14 mins"),
        (45, "45 с", "45 secs"),
        (0, "0 с", "0 secs"),
        (-5, "0 с", "0 secs"),
        (3600, "1 ч", "1 hr"),
        (3 * 86400 + 7300, "3 дн. 2 ч", "3 days 2 hrs"),
    ],
)
def test_a_span_shows_its_two_largest_units(seconds, ru, en):
    assert plain(i18n.duration(seconds, "ru")) == ru
    assert plain(i18n.duration(seconds, "en")) == en


def test_a_language_is_chosen_and_those_who_asked_are_told():
    told = []
    forget = i18n.on_language_changed(lambda: told.append(i18n.t("common.language_name")))
    i18n.set_language("en")
    i18n.set_language("en")
    forget()
    i18n.set_language("ru")
    assert told == ["English"]
    assert i18n.language() == "ru"
    assert [i18n.language_name(code) for code in i18n.languages()] == ["English", "Русский"]


def test_a_language_without_texts_is_refused():
    with pytest.raises(ValueError, match="en, ru"):
        i18n.set_language("xx")


def test_a_missing_text_fails_a_test_but_shows_its_key_in_a_shop(monkeypatch, caplog):
    with pytest.raises(i18n.UnknownTextError):
        i18n.t("common.no_such_text")
    monkeypatch.setattr(i18n, "_strict", False)
    assert i18n.t("nowhere.at_all") == "nowhere.at_all"
    assert "nowhere.at_all" in caplog.text


@pytest.fixture
def sample(monkeypatch):
    """Texts of a made-up area, as if they lay in its file."""
    for lang, toml in SAMPLE.items():
        monkeypatch.setitem(i18n._catalogues, lang, i18n.read_area(toml, "sample"))
        monkeypatch.setattr(i18n, "_read_areas", i18n._read_areas | {(lang, "sample")})


SAMPLE = {
    "ru": """
        [waiting]
        one = "{count} документ ждёт"
        few = "{count} документа ждут"
        many = "{count} документов ждут"
        other = "{count} документа ждут"
        [pay]
        cash = "Наличные: {total}"
        """,
    "en": """
        [waiting]
        one = "{count} document is waiting"
        other = "{count} documents are waiting"
        [pay]
        cash = "Cash: {total}"
        """,
}


@pytest.mark.parametrize(
    ("count", "ru", "en"),
    [
        (1, "1 документ ждёт", "1 document is waiting"),
        (3, "3 документа ждут", "3 documents are waiting"),
        (11, "11 документов ждут", "11 documents are waiting"),
        (1001, "1 001 документ ждёт", "1,001 documents are waiting"),
    ],
)
@pytest.mark.usefixtures("sample")
def test_words_agree_with_their_number(count, ru, en):
    assert plain(i18n.translate("ru", "sample.waiting", count=count)) == ru
    assert plain(i18n.translate("en", "sample.waiting", count=count)) == en


@pytest.mark.usefixtures("sample")
def test_values_go_into_texts_and_a_forgotten_one_is_noticed(monkeypatch, caplog):
    assert i18n.translate("en", "sample.pay.cash", total="5 {x}") == "Cash: 5 {x}"
    with pytest.raises(i18n.UnknownTextError):
        i18n.translate("en", "sample.pay.cash")
    monkeypatch.setattr(i18n, "_strict", False)
    assert i18n.translate("en", "sample.pay.cash") == "Cash: {total}"
    assert "total" in caplog.text


def test_a_catalogue_with_something_else_than_texts_is_refused():
    with pytest.raises(ValueError, match=r"a\.b\.c"):
        i18n.read_area("[b.c]\nd = 'too deep'", "a")
    with pytest.raises(ValueError, match=r"a\.n"):
        i18n.read_area("n = 5", "a")
