"""Every expected failure that can reach a person has words in both languages."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_desktop import i18n
from pos_desktop.shipped import resource_path

PACKAGE = Path(i18n.__file__).parent
CODE = re.compile(r"[a-z_]+(\.[a-z_0-9]+)+")
# The cloud answers programs, the simulators play other makers' parts: neither speaks to a cashier.
SILENT = {"cloud", "simulators"}


def failures() -> Iterator[tuple[str, str, set[str | None]]]:
    """Yield place, code and names of the values of each expected failure with a literal code."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if SILENT & set(path.relative_to(PACKAGE).parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else ""
            code = node.args[0]
            if (
                called.endswith("Error")
                and isinstance(code, ast.Constant)
                and isinstance(code.value, str)
                and CODE.fullmatch(code.value)
            ):
                values = {keyword.arg for keyword in node.keywords}
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}", code.value, values


def words(lang: str) -> dict[str, i18n.Text]:
    path = resource_path("translations", lang, "messages.toml")
    return i18n.read_area(path.read_text(encoding="utf-8"), "messages")


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_failure_says_what_happened_and_what_to_press(lang):
    known = words(lang)
    speechless = sorted(
        {
            code
            for _, code, _ in failures()
            for part in ("title", "detail")
            if f"messages.{code.replace('.', '_')}.{part}" not in known
        }
    )
    assert not speechless


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_words_of_a_failure_use_only_the_values_it_carries(lang):
    known = words(lang)
    starved = []
    for place, code, values in failures():
        for part in ("title", "detail"):
            text = known.get(f"messages.{code.replace('.', '_')}.{part}", "")
            forms = text.values() if isinstance(text, dict) else [text]
            names = {
                name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name
            }
            if None not in values and names - values:
                starved.append(f"{place} {code}: {names - values}")
    assert not starved
