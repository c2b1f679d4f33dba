"""QR codes for the screen."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QImage


@lru_cache(maxsize=4)
def code_image(text: str) -> QImage:
    """A QR code, one pixel a module, with its quiet zone."""
    import segno

    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=3)]
    side = len(rows)
    image = QImage(side, side, QImage.Format.Format_Grayscale8)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            image.setPixel(x, y, 0xFF000000 if dark else 0xFFFFFFFF)
    return image
