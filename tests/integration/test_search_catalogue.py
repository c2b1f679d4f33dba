"""Search as a cashier types: parts of names, any layout and case, ё and е, mistakes, codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.journal.catalogue_store import SqliteCatalogue
from pos_desktop.journal.search_text import fold, other_layout, words_of
from pos_desktop.journal.search_typos import Vocabulary
from pos_desktop.operations.import_sample import sample_change
from pos_desktop.ports import CatalogueChange
from pos_desktop.shipped import resource_path
from tests.integration.catalogue_support import RATES, goods

MILK = "Молоко «Домик в деревне» 3,2 % 950 мл"
COFFEE = "Кофе молотый Жокей Классический 250 г"
RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    sample = resource_path("sample")
    made = SqliteCatalogue(tmp_path_factory.mktemp("shop") / "catalogue.sqlite")
    made.apply(
        sample_change(
            (sample / "products.csv").read_bytes(), (sample / "categories.csv").read_bytes(), RATES
        )
    )
    yield made
    made.close()


@pytest.fixture
def catalogue(tmp_path):
    made = SqliteCatalogue(tmp_path / "catalogue.sqlite")
    yield made
    made.close()


def names(catalogue, text, limit=50):
    return [hit.product.name for hit in catalogue.search(text, limit)]


@pytest.mark.parametrize(
    ("typed", "found", "how"),
    [
        ("молоко", MILK, "name"),
        ("мол дом", MILK, "name"),
        ("деревне 3,2", MILK, "name"),
        ("МОЛОКО ДОМИК", MILK, "name"),
        ("«домик»", MILK, "name"),
        ("кофе жокей", COFFEE, "name"),
        ("rjat ;jrtq", COFFEE, "layout"),
        ("VJKJRJ LJVBR", MILK, "layout"),
        ("шокалад", "Шоколад «Алёнка» 90 г", "typo"),
        ("млоко", MILK, "typo"),
        ("молооко", MILK, "typo"),
        ("мооко домик", MILK, "typo"),
        ("бородинскй", "Хлеб бородинский нарезка 400 г", "typo"),
        (",jhjlbycrq", "Хлеб бородинский нарезка 400 г", "typo"),
        ("аленка", "Шоколад «Алёнка» 90 г", "name"),
        ("алёнка", "Шоколад «Алёнка» 90 г", "name"),
        ("milk domik", MILK, "name"),
        ("4607084120301", COFFEE, "code"),
        ("46070841", COFFEE, "code"),
        ("00-3187", "Томаты", "code"),
        ("3187", "Томаты", "name"),
    ],
)
def test_a_cashier_finds_it(shop, typed, found, how):
    hits = shop.search(typed)
    assert (found, how) in [(hit.product.name, hit.matched) for hit in hits]


@pytest.mark.parametrize(
    "nothing", ["", "   ", "%", "*", "«»", "()", "\x00", "ъъъъъ", "ъ OR ъъ", "a" * 999]
)
def test_a_text_without_words_or_sense_finds_nothing_and_breaks_nothing(shop, nothing):
    assert shop.search(nothing) == []


@given(text=st.text(max_size=40))
def test_no_text_at_all_breaks_the_search(shop, text):
    hits = shop.search(text, 20)
    assert len(hits) <= 20
    assert len({hit.product.product_id for hit in hits}) == len(hits)


@given(data=st.data())
def test_every_product_is_found_by_the_beginnings_of_its_own_words(shop, data):
    product = data.draw(st.sampled_from(shop.favourites()))
    words = words_of(product.name)
    typed = " ".join(w[: data.draw(st.integers(1, len(w)))] for w in words)
    assert product.name in names(shop, typed, 5000)
    assert product.name in names(shop, typed.upper(), 5000)


def test_results_carry_price_and_stock(shop):
    hit = next(hit for hit in shop.search("томаты") if hit.product.name == "Томаты")
    assert (hit.product.price_minor, hit.product.stock_thousandths) == (219_00, 26_400)


def test_the_limit_is_kept(shop):
    assert len(shop.search("к", 7)) == 7
    assert shop.search("молоко", 0) == []


def test_what_sells_more_here_comes_first(catalogue):
    catalogue.apply(
        CatalogueChange(tuple(goods(f"Молоко {n}", article=f"m{n}") for n in range(90)))
    )
    catalogue.note_sold(["m80", "m80", "m80", "m7", "m7", "m33"])
    assert names(catalogue, "молоко", 4) == ["Молоко 80", "Молоко 7", "Молоко 33", "Молоко 0"]


def test_popularity_follows_a_product_through_a_new_name(catalogue):
    catalogue.apply(CatalogueChange((goods("Молоко", article="1"), goods("Кефир А", article="2"))))
    catalogue.note_sold(["1"])
    catalogue.apply(CatalogueChange((goods("Кефир Я", article="1"),)))
    assert names(catalogue, "молоко") == []
    assert names(catalogue, "кефир") == ["Кефир Я", "Кефир А"]


def test_a_part_inside_a_word_is_found_in_a_short_catalogue(catalogue):
    catalogue.apply(CatalogueChange((goods("Шоколад"), goods("Мармелад"), goods("Хлеб"))))
    assert names(catalogue, "околад") == ["Шоколад"]
    assert set(names(catalogue, "лад")) == {"Шоколад", "Мармелад"}


def test_new_words_are_known_to_corrections_after_an_import(catalogue):
    catalogue.apply(CatalogueChange((goods("Хлеб"),)))
    assert names(catalogue, "простоквышы") == []
    catalogue.apply(CatalogueChange((goods("Простокваша"),)))
    assert names(catalogue, "простоквышы") == ["Простокваша"]


def test_an_empty_catalogue_answers_with_nothing(catalogue):
    assert catalogue.search("молоко") == []
    assert catalogue.search("4607084120301") == []


@given(st.text())
def test_folding_twice_changes_nothing(text):
    once = fold(text)
    assert fold(once) == once


@given(st.text(alphabet=RUSSIAN_KEYS + RUSSIAN_KEYS.upper() + " ", max_size=30))
def test_case_and_yo_make_no_difference(text):
    assert fold(text) == fold(text.upper()) == fold(text.replace("ё", "е").replace("Ё", "Е"))


@given(st.text(alphabet=RUSSIAN_KEYS + RUSSIAN_KEYS.upper(), min_size=1, max_size=30))
def test_a_word_typed_in_the_wrong_layout_comes_back(text):
    wrong = other_layout(text)
    assert wrong.isascii()
    assert other_layout(wrong) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ghbdtn", "привет"),
        ("[kt,", "хлеб"),
        (";jrtq", "жокей"),
        ("ЬШДЛ", "MILK"),
        ("`;br", "ёжик"),
    ],
)
def test_the_other_layout_is_the_same_keys(typed, meant):
    assert other_layout(typed) == meant


@pytest.mark.parametrize("same", ["", "123", "milk молоко", "  - "])
def test_a_text_with_no_other_reading_has_no_other_layout(same):
    assert other_layout(same) == ""


def test_y_typed_as_two_characters_is_one_letter():
    assert fold("чай") == fold("чай") == "чай"


@given(st.data())
def test_any_single_mistake_after_the_first_letter_is_forgiven(data):
    vocabulary = Vocabulary(["молоко", "шоколад", "бородинский", "подсолнечное", "сметана"])
    word = data.draw(st.sampled_from(["молоко", "шоколад", "сметана"]))
    place = data.draw(st.integers(1, len(word) - 2))
    letter = data.draw(st.sampled_from("абвгд"))
    wrong = data.draw(
        st.sampled_from(
            [
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + letter + word[place + 1 :],
                word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            ]
        )
    )
    assert any(word.startswith(found) for found in vocabulary.corrections(wrong))


@pytest.mark.parametrize("typed", ["", "мо", "лед", "12345", "мол0ко", "ъъъъъъ"])
def test_short_and_odd_words_are_not_guessed_at(typed):
    assert Vocabulary(["молоко", "мороженое"]).corrections(typed) == []
