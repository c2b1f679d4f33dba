"""A small file that a person chose, read on the cashier's lane."""

from __future__ import annotations

from pathlib import Path

from pos_desktop.domain.errors import RefusalError

MOST_BYTES = 4 << 20
"""More would keep the cashier waiting."""


def file_bytes(path: Path) -> bytes:
    """RefusalError: "import.unreadable" (reason) where the disk refuses, "import.too_large"
    (bytes, most)."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise RefusalError("import.unreadable", reason=str(error.strerror)) from error
    if len(data) > MOST_BYTES:
        raise RefusalError("import.too_large", bytes=len(data), most=MOST_BYTES)
    return data
