"""Which language a label printer speaks, by its profile."""

from __future__ import annotations

from collections.abc import Callable

from pos_desktop.hardware.labels.tspl import TsplEncoder
from pos_desktop.hardware.labels.zpl import ZplEncoder
from pos_desktop.hardware.profiles import LabelSettings, PrinterProfile
from pos_desktop.receipts.label import LabelEncoder

_MM_PER_INCH = 25.4


def _zpl(dots_per_mm: int, label: LabelSettings) -> LabelEncoder:
    return ZplEncoder(dots_per_mm, as_pictures=label.text == "picture")


def _tspl(dots_per_mm: int, label: LabelSettings) -> LabelEncoder:
    return TsplEncoder(dots_per_mm, as_pictures=label.text == "picture", gap_mm=label.gap_mm)


LABEL_LANGUAGES: dict[str, Callable[[int, LabelSettings], LabelEncoder]] = {
    "zpl": _zpl,
    "tspl": _tspl,
}
"""Key of a profile's [label] -> what makes its encoder."""


def label_encoder(profile: PrinterProfile) -> LabelEncoder:
    """The encoder of a label printer's profile; one without [label] speaks ZPL."""
    label = profile.label or LabelSettings()
    return LABEL_LANGUAGES[label.language](round(profile.printer.dpi / _MM_PER_INCH), label)
