"""What the READMEs name is there: settings, commands with their options, files and protocols."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from pos_desktop.__main__ import main
from pos_desktop.hardware.scales.protocols import SCALES
from pos_desktop.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
READMES = [ROOT / "README.md", *sorted(ROOT.glob("*/**/README.md"))]
TICKED = re.compile(r"`([^`]+)`")
# A folder of the data folder, languages; what packaging makes.
BESIDE = {"display", "ru", "en"}
MADE = {"dist/pos-desktop/"}
PLACES = (ROOT, ROOT / "pos_desktop", ROOT / "tests", ROOT / "packaging")


def sections() -> dict[str, Any]:
    hints = get_type_hints(Settings)
    return {name: hint for name, hint in hints.items() if is_dataclass(hint)}


def words_of(section: Any) -> set[str]:
    """Its keys, and the values that they may have."""
    hints = get_type_hints(section)
    words = {field.name for field in fields(section)}
    return words | {str(value) for hint in hints.values() for value in get_args(hint)}


def rows() -> Iterator[tuple[str, str]]:
    yield from re.findall(r"^\| `\[([a-z_]+)\]` \| (.*) \|$", README, re.M)
    top = re.search(r"^\| at the top \| (.*) \|$", README, re.M)
    assert top is not None
    yield "", top[1]


def test_every_setting_that_is_told_of_is_one():
    known = sections()
    wrong = [
        f"{name}.{word}"
        for name, told in rows()
        for word in TICKED.findall(told)
        if re.fullmatch("[a-z_]+", word)
        and word not in words_of(known[name] if name else Settings) | BESIDE
    ]
    assert not wrong
    assert {name for name, _ in rows() if name} <= set(known)


@pytest.mark.parametrize("told", re.findall(r"^\| `(pos-desktop[^`]*)`", README, re.M))
def test_every_command_and_option_that_is_told_of_is_there(capsys, told):
    words = told.replace("\\|", " ").split()[1:]
    command = [word for word in words[:1] if not word.startswith("[")]
    if command in (["profiles"], ["staff"]):
        command.append(words[1])
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for option in re.findall(r"--[a-z-]+", told):
        assert option in said


def test_every_file_that_is_told_of_is_there():
    missing = [
        f"{readme.relative_to(ROOT)}: {word}"
        for readme in READMES
        for word in TICKED.findall(readme.read_text(encoding="utf-8"))
        if re.fullmatch(r"[a-z_.]+(/[\w.-]+)+/?", word) and word not in MADE
        if not any((place / word).exists() for place in (*PLACES, readme.parent))
    ]
    assert not missing


def test_the_number_of_scale_protocols_is_what_there_are():
    told = re.search(r"\((\d+) protocols so far\)", README)
    assert told is not None
    assert int(told[1]) == len(SCALES)
