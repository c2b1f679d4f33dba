"""The shop's picture for the heads of its receipts: logo.png in the data folder."""

from __future__ import annotations

import io
import logging
import os
from pathlib import Path

from pos_desktop.domain.errors import RefusalError

_log = logging.getLogger(__name__)

MAX_WIDTH_DOTS = 576
MAX_ROWS = 200
"""What a receipt printer takes without a pause; see hardware.printers.escpos_bytes."""


def read_logo(path: Path) -> bytes:
    """The picture as it lies there, b"" where there is none or the file is no picture."""
    if not path.exists():
        return b""
    from PIL import Image

    try:
        picture = path.read_bytes()
        with Image.open(io.BytesIO(picture)) as opened:
            opened.verify()
    except (OSError, SyntaxError, ValueError) as error:
        # A receipt without its picture is a receipt; a sale must not wait for one.
        _log.warning("the logo is left out: %s", error)
        return b""
    return picture


def keep_logo(path: Path, picture: bytes) -> None:
    """Put a picture of any size there, as a PNG no larger than a receipt takes, on white paper;
    b"" removes the one that is there. RefusalError("logo.not_a_picture", reason=)."""
    if not picture:
        path.unlink(missing_ok=True)
        return
    from PIL import Image

    try:
        with Image.open(io.BytesIO(picture)) as opened:
            rgba = opened.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise RefusalError("logo.not_a_picture", reason=str(error)) from error
    paper = Image.new("RGBA", rgba.size, "white")
    paper.alpha_composite(rgba)
    grey = paper.convert("L")
    grey.thumbnail((MAX_WIDTH_DOTS, MAX_ROWS))
    fresh = path.with_suffix(".new")
    grey.save(fresh, "PNG")
    os.replace(fresh, path)
