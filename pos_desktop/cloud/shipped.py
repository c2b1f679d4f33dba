"""Where shipped resources lie: in a checkout, in a wheel, in a frozen program."""

from __future__ import annotations

import sys
from pathlib import Path


def resources_dir() -> Path | None:
    """The folder that holds fonts/ and icons/, None where it was left out."""
    package = Path(__file__).resolve().parents[1]
    frozen = getattr(sys, "_MEIPASS", None)
    places = [package / "_data", package.parent]
    if frozen is not None:
        places.insert(0, Path(frozen))
    for place in places:
        if (place / "resources" / "fonts").is_dir():
            return place / "resources"
    return None
