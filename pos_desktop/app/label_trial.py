"""The label that a label printer is tried with."""

from __future__ import annotations

from pos_desktop.domain.catalogue import Product
from pos_desktop.i18n import translate
from pos_desktop.receipts.label import LabelWish, PlacedLabel, load_templates, place_label
from pos_desktop.receipts.printer_page import SAMPLE_BARCODE, SAMPLE_MINOR
from pos_desktop.shipped import resource_path

_TEMPLATE = "tag_43x25"
"""The smallest of the built-in ones: it fits on every roll."""


def trial_label(lang: str, when: str) -> PlacedLabel:
    """A label of nothing that is sold. when: date and time as a paper says them, so that nobody
    takes an older label for this one."""
    name = f"{trial_name(lang)} {when}"
    sample = Product("", "", name, "", SAMPLE_MINOR, "", barcodes=(SAMPLE_BARCODE,))
    templates = load_templates(resource_path("labels"))
    template = next(one for one in templates if one.name == _TEMPLATE)
    return place_label(template, LabelWish(sample, lang, "RUB"))


def trial_name(lang: str) -> str:
    """What it says it is, on the label and where it waits."""
    return translate(lang, "receipt.page_title")
