"""Every text a person sees exists in each language and asks for the same values."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from pos_desktop import i18n
from pos_desktop.domain.tender import TenderKind
from pos_desktop.i18n import translate
from pos_desktop.shipped import profile_path, resource_path

PACKAGE = Path(i18n.__file__).parent
PLURAL_FORMS = {"ru": {"one", "few", "many", "other"}, "en": {"one", "other"}}


@lru_cache(maxsize=8)
def catalogue(lang: str) -> dict[str, i18n.Text]:
    texts: dict[str, i18n.Text] = {}
    for path in sorted(resource_path("translations", lang).glob("*.toml")):
        texts |= i18n.read_area(path.read_text(encoding="utf-8"), path.stem)
    return texts


def forms(text: i18n.Text) -> list[str]:
    return list(text.values()) if isinstance(text, dict) else [text]


def placeholders(text: i18n.Text) -> set[str]:
    return {
        re.split(r"[.\[]", name)[0]
        for form in forms(text)
        for _, name, _, _ in string.Formatter().parse(form)
        if name is not None
    }


@lru_cache(maxsize=1)
def code() -> list[tuple[str, ast.Module]]:
    cloud = PACKAGE / "cloud"
    paths = [p for p in sorted(PACKAGE.rglob("*.py")) if not p.is_relative_to(cloud)]
    return [(p.name, ast.parse(p.read_text(encoding="utf-8"))) for p in paths]


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Yield place, key and call of every text asked for by a literal key.

    The cloud has texts of its own: it may not know the register's, and its own tests check them.
    """
    for name, module in code():
        for node in ast.walk(module):
            if not isinstance(node, ast.Call):
                continue
            func = node.func
            called = func.id if isinstance(func, ast.Name) else getattr(func, "attr", "")
            position = {"t": 0, "translate": 1}.get(called)
            if position is None or len(node.args) <= position:
                continue
            key = node.args[position]
            if isinstance(key, ast.Constant) and isinstance(key.value, str) and "." in key.value:
                yield f"{name}:{node.lineno}", key.value, node


def test_both_languages_have_the_same_texts():
    assert i18n.languages() == ("en", "ru")
    assert catalogue("ru").keys() == catalogue("en").keys()


def test_a_text_needs_the_same_values_in_both_languages():
    ru, en = catalogue("ru"), catalogue("en")
    differ = [key for key in ru if placeholders(ru[key]) != placeholders(en[key])]
    assert not differ


def test_a_text_has_plural_forms_in_both_languages_or_in_none():
    ru, en = catalogue("ru"), catalogue("en")
    assert [k for k in ru if isinstance(ru[k], dict) != isinstance(en[k], dict)] == []


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_plural_texts_have_every_form_of_their_language(lang):
    lacking = [
        key
        for key, text in catalogue(lang).items()
        if isinstance(text, dict) and text.keys() != PLURAL_FORMS[lang]
    ]
    assert not lacking


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_no_text_is_empty_or_has_stray_spaces(lang):
    bad = [k for k, text in catalogue(lang).items() for f in forms(text) if f != f.strip() or not f]
    assert not bad


def test_english_texts_hold_no_cyrillic():
    allowed = {"common.language_name", "sale.language"}  # what the other language is called there
    bad = [
        key
        for key, text in catalogue("en").items()
        if key not in allowed and re.search("[А-Яа-яЁё]", " ".join(forms(text)))
    ]
    assert not bad


def test_every_text_asked_for_exists():
    missing = [f"{place} {key}" for place, key, _ in calls() if key not in catalogue("ru")]
    assert not missing


def test_every_text_is_given_the_values_it_needs():
    starved = []
    for place, key, call in calls():
        given = {keyword.arg for keyword in call.keywords}
        if key in catalogue("ru") and None not in given:
            lacking = placeholders(catalogue("ru")[key]) - given
            if lacking:
                starved.append(f"{place} {key}: {lacking}")
    assert not starved


def test_no_text_is_left_over():
    literals, patterns = mentioned()
    unused = [
        key
        for key in catalogue("ru")
        if key not in literals and not any(p.fullmatch(key) for p in patterns)
    ]
    assert not unused


def mentioned() -> tuple[set[str], list[re.Pattern[str]]]:
    """Return strings that may be keys, and patterns of keys put together ("errors." + code). What
    is said while a list is empty is asked for by one key: its title and its detail."""
    areas = {key.partition(".")[0] + "." for key in catalogue("ru")}
    literals: set[str] = set(strings_of_data())
    patterns = []
    for _, module in code():
        for node in ast.walk(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                literals |= {node.value, f"{node.value}.title", f"{node.value}.detail"}
                if node.value.endswith(".") and any(node.value.startswith(a) for a in areas):
                    patterns.append(re.compile(re.escape(node.value) + ".+"))
            elif isinstance(node, ast.JoinedStr):
                parts = [p.value if isinstance(p, ast.Constant) else None for p in node.values]
                if parts and parts[0] and any(str(parts[0]).startswith(a) for a in areas):
                    pieces = (".+" if part is None else re.escape(str(part)) for part in parts)
                    patterns.append(re.compile("".join(pieces)))
    return literals, patterns


def strings_of_data() -> Iterator[str]:
    for folder in (resource_path("countries"), profile_path()):
        for path in folder.rglob("*.toml"):
            yield from strings_in(tomllib.loads(path.read_text(encoding="utf-8")))


def strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_in(inner)


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize(
    "area",
    ["cash.tender", "journal.tender", "payment.kind", "receipt.tender", "refund.tender",
     "refund.way", "reports.tender"],
)  # fmt: skip
def test_every_way_to_pay_has_its_name_wherever_it_is_named(lang, area):
    for kind in TenderKind:
        key = f"{area}.{kind.value}"
        assert translate(lang, key) != key
