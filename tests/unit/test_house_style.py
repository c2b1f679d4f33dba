"""The house's own rules of writing, for its code and its tests."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE_FOLDERS = ("pos_desktop", "tests", "packaging")
TEXT_SUFFIXES = {".py", ".toml", ".md", ".sh", ".txt", ".csv", ".html", ".css", ".js", ".svg"}
TEXT_SUFFIXES |= {"", ".spec", ".lock", ".ini", ".mako", ".jinja", ".service", ".rules", ".json"}
MOST_LINES_OF_A_FILE = 500
MOST_LINES_OF_A_FUNCTION = 70


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


@lru_cache(maxsize=1000)
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def where(path: Path, node: ast.AST | None = None) -> str:
    line = f":{node.lineno}" if isinstance(node, ast.stmt | ast.expr) else ""
    return f"{path.relative_to(ROOT)}{line}"


def test_ruff_has_nothing_to_say():
    command = [sys.executable, "-m", "ruff", "check", "--output-format=concise", *CODE_FOLDERS]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.timeout(300)
def test_the_types_are_strict_and_agree():
    command = [sys.executable, "-m", "mypy", "--no-color-output"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_outgrows_a_reader():
    long = {}
    for path in sources(*CODE_FOLDERS):
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > MOST_LINES_OF_A_FILE:
            long[where(path)] = lines
    assert not long


def test_no_function_outgrows_a_screen():
    long = {}
    for path in sources(*CODE_FOLDERS):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MOST_LINES_OF_A_FUNCTION:
                    long[f"{where(path, node)} {node.name}"] = lines
    assert not long


def test_every_package_opens_with_what_is_in_it():
    silent = []
    packages = {path.parent for path in sources("pos_desktop")}
    for package in sorted(packages):
        start = package / "__init__.py"
        text = ast.get_docstring(tree(start)) if start.is_file() else None
        if text is None or len(text) < 80:
            silent.append(where(start))
    assert not silent


def test_no_name_says_nothing():
    empty_words = {"utils", "util", "helpers", "helper", "manager", "base", "misc"}
    found = [
        where(path)
        for path in sources("pos_desktop")
        if empty_words & set(re.split(r"[_/]", path.relative_to(ROOT).with_suffix("").as_posix()))
    ]
    assert not found


def test_only_the_command_line_prints():
    printing = [
        where(path, node)
        for path in sources("pos_desktop")
        if path.name != "__main__.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert not printing


def test_nothing_replaces_the_products_own_parts_in_a_test():
    patch = re.compile(r"\bunittest\.mo" + r"ck\b|\bmocker\b|\bmo" + r"ck\.patch\b")
    patching = [where(p) for p in sources("tests") if patch.search(p.read_text(encoding="utf-8"))]
    assert not patching


# Joined here so that this file does not contain what it looks for.
FOREIGN = [
    *("py" + "pi.", "python" + "hosted", "npm" + "js.org", "crates" + ".io", "deb." + "debian"),
    *("/ro" + "ot/", "/wo" + "rk/", "/ho" + "me/", "golang" + ".org", "C:\\Us" + "ers"),
]
UNFINISHED = ["TO" + "DO", "FIX" + "ME", "XX" + "X ", "raise NotImpl" + "ementedError"]


def texts() -> Iterator[tuple[Path, str]]:
    single = [ROOT / "README.md", ROOT / "pyproject.toml"]
    folders = [ROOT / name for name in (*CODE_FOLDERS, "resources", "hardware_profiles", ".ci")]
    files = [p for folder in folders for p in sorted(folder.rglob("*")) if p.is_file()]
    for path in single + files:
        if path.suffix in TEXT_SUFFIXES and "__pycache__" not in path.parts:
            yield path, path.read_text(encoding="utf-8", errors="replace")


def test_no_file_names_a_package_host_or_somebodys_machine():
    found = [f"{where(p)}: {word}" for p, text in texts() for word in FOREIGN if word in text]
    assert not found


def test_nothing_is_left_unfinished():
    found = [
        f"{where(path)}: {word}"
        for path, text in texts()
        if path.suffix == ".py" and path != Path(__file__)
        for word in UNFINISHED
        if word in text
    ]
    assert not found
