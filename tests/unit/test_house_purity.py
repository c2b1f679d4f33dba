"""What the import contracts cannot see: clocks asked by a method, texts and colours in screens."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pos_desktop

ROOT = Path(pos_desktop.__file__).parent
PURE = ("domain", "operations", "receipts", "ports", "contract")
CLOCKS = {"now", "utcnow", "today"}
# Of a Path and of the built-in; what a test of the domain needs is handed over as text.
FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "exists", "glob", "mkdir"}
SHOWN = {
    *("setText", "setTitle", "setWindowTitle", "setToolTip", "setPlaceholderText"),
    *("setAccessibleName", "setAccessibleDescription", "QLabel", "QPushButton", "addItem"),
}
COLOUR = re.compile(r"#[0-9A-Fa-f]{3}(?:[0-9A-Fa-f]{3})?\b")
# What a keyboard of the screen shows are letters, and paper has its own test pattern.
LETTERS = {"keyboard_layouts.py", "onscreen_keyboard.py"}


@lru_cache(maxsize=1000)
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def nodes(*folders: str) -> Iterator[tuple[Path, ast.AST]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(tree(path)):
                yield path, node


def where(path: Path, node: ast.expr) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_pure_packages_are_told_the_time():
    asking = [
        where(path, node)
        for path, node in nodes(*PURE)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and ast.unparse(node.func.value).rpartition(".")[2] in ("datetime", "date", "dt")
    ]
    assert not asking


def test_the_domain_touches_no_file():
    touching = [
        where(path, node)
        for path, node in nodes("domain", "contract")
        if isinstance(node, ast.Call) and called(node) in FILES
    ]
    assert not touching


def test_no_screen_spells_out_what_a_person_reads_or_hears():
    spelled = [
        f"{where(path, node)} {text.value}"
        for path, node in nodes("gui")
        if isinstance(node, ast.Call) and called(node) in SHOWN
        for text in node.args
        if isinstance(text, ast.Constant)
        and isinstance(text.value, str)
        and re.search(r"[^\W\d_]{2,}", text.value)
        and path.name not in LETTERS
    ]
    assert not spelled


def test_no_word_of_one_language_stands_in_the_window():
    """A single letter is a key, not a word."""
    docstrings = {node.value for _, node in nodes("gui") if isinstance(node, ast.Expr)}
    words = [
        f"{where(path, node)} {node.value}"
        for path, node in nodes("gui")
        if isinstance(node, ast.Constant)
        and node not in docstrings
        and isinstance(node.value, str)
        and re.search("[А-Яа-яЁё]{2,}", node.value)
        and path.name not in LETTERS
    ]
    assert not words


def test_colours_are_made_in_the_theme_only():
    theme = {"theme.py", "palettes.py", "paint.py"}
    coloured = [
        where(path, node)
        for path, node in nodes("gui")
        if path.name not in theme
        and (
            called(node) == "QColor"
            or (isinstance(node, ast.Attribute) and ast.unparse(node).startswith("Qt.GlobalColor."))
            or (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and COLOUR.fullmatch(node.value)
            )
        )
        and isinstance(node, ast.expr)
        and not ast.unparse(node).endswith(".transparent")
    ]
    assert not coloured
