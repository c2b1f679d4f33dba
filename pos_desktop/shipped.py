"""Finding the files that are shipped with the program: in a checkout, a wheel, a frozen program.

A leaf of its own, light enough to be imported before the first picture.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def _shipped() -> Path:
    """Return the folder that holds resources/ and hardware_profiles/."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen)
    package = Path(__file__).resolve().parent
    return package / "_data" if (package / "_data").is_dir() else package.parent


def resource_path(*parts: str) -> Path:
    """Return the path of a shipped resource, for example `resource_path("fonts", "Inter.ttf")`."""
    return _shipped().joinpath("resources", *parts)


def profile_path(*parts: str) -> Path:
    """Return the path of a shipped hardware profile, for example `profile_path("printers",
    "TM-T20III.toml")`.
    """
    return _shipped().joinpath("hardware_profiles", *parts)
