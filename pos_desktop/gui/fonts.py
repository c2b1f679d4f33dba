"""Inter, the font of the window, loaded from resources/fonts (SIL Open Font License, licence beside
the files).
"""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from pos_desktop.shipped import resource_path

_FILES = {
    QFont.Weight.Normal: "Inter-Regular.ttf",
    QFont.Weight.Medium: "Inter-Medium.ttf",
    QFont.Weight.DemiBold: "Inter-SemiBold.ttf",
    QFont.Weight.Bold: "Inter-Bold.ttf",
}
# Some platforms file the cuts under one family, others call the middle ones "Inter Medium", "Inter
# SemiBold".
_families: dict[QFont.Weight, str] = {}


def load() -> None:
    """Register the four cuts with Qt once; needs a QGuiApplication. A file that cannot be read is
    logged, not fatal.
    """
    if _families:
        return
    for weight, name in _FILES.items():
        font_id = QFontDatabase.addApplicationFont(str(resource_path("fonts", name)))
        found = QFontDatabase.applicationFontFamilies(font_id) if font_id >= 0 else []
        if not found:
            import logging

            logging.getLogger(__name__).warning("The font file %s could not be loaded", name)
        _families[weight] = found[0] if found else "Inter"


def family(weight: QFont.Weight) -> str:
    """Return the family name under which Qt knows the cut of this weight."""
    return _families.get(weight, "Inter")
