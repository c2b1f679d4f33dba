"""The packages the product stands on: their versions are locked, allowed and harmless."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "packaging" / "requirements.lock"
MACHINES = [
    {"python_version": version, "python_full_version": f"{version}.1", **system}
    for version in ("3.11", "3.12", "3.13")
    for system in (
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    )
]


def wanted() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    return [Requirement(line) for line in project["dependencies"] + extras]


def locked() -> list[Requirement]:
    joined = LOCK.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split("--hash")[0].strip() for line in joined.splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def applies(requirement: Requirement, machine: dict[str, str]) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(machine)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: f"{m['python_version']}-{m['os_name']}")
def test_the_lock_holds_one_allowed_version_of_every_package(machine):
    entries = [entry for entry in locked() if applies(entry, machine)]
    for need in wanted():
        if not applies(need, machine):
            continue
        name = canonicalize_name(need.name)
        versions = [
            next(iter(entry.specifier)).version
            for entry in entries
            if canonicalize_name(entry.name) == name
        ]
        assert len(versions) == 1, f"{name} is locked {len(versions)} times"
        assert need.specifier.contains(versions[0], prereleases=True), f"{name} {versions[0]}"


def test_every_locked_package_has_an_exact_version_and_hashes():
    blocks = re.split(r"\n(?=\S)", LOCK.read_text(encoding="utf-8").strip())
    for block in blocks:
        assert re.match(r"[a-z0-9-]+(\[[a-z,]+\])?==\S+", block), block[:80]
        assert "--hash=sha256:" in block, block[:80]
        assert "://" not in block, block[:80]


def test_qt_loses_no_reference_to_none():
    """PySide6 6.12.0 under Python < 3.12 drops one at each call and aborts the process in hours."""
    probe = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "app = QApplication([])\n"
        "before = sys.getrefcount(None)\n"
        "for _ in range(10_000): app.processEvents()\n"
        "print(sys.getrefcount(None) - before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert abs(int(done.stdout)) <= 50
