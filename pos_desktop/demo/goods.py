"""The shop of the demo: who sells, and what hangs beside the scanner."""

from __future__ import annotations

from pos_desktop.i18n import t
from pos_desktop.ports.world import ScanItem
from pos_desktop.settings import Organisation

ORGANISATION = Organisation(
    name="ООО «Лесная лавка»",
    inn="7802145638",
    address="195220, г. Санкт-Петербург, ул. Лесная, д. 18",
    place="Магазин на Лесной",
    tax_system="osn",
)

GROUP_SEPARATOR = "\x1d"
MILK_GTIN = "04607025390015"
# What hangs at the scanner: name in demo.toml, code, kind. A code "" is made anew each time it is
# shown.
GOODS: tuple[tuple[str, str, str], ...] = (
    ("milk", "", "marked"),
    ("coffee", "4607084120301", "goods"),
    ("bread", "4601238051176", "goods"),
    ("bag", "4609990001040", "goods"),
)
MISREAD_CODE = "4601238051173"
UNKNOWN_CODE = "4690000000009"


def scan_items(serial: int) -> list[ScanItem]:
    """Goods of the sample shop; serial: of the marked package, one nobody has sold yet."""
    marked = marked_code(MILK_GTIN, serial)
    items = [ScanItem(t(f"demo.goods.{name}"), code or marked, kind) for name, code, kind in GOODS]
    items.append(ScanItem(t("demo.scan_misread"), MISREAD_CODE, "misread"))
    items.append(ScanItem(t("demo.scan_unknown"), UNKNOWN_CODE, "unknown"))
    return items


def marked_code(gtin: str, serial: int) -> str:
    """A Data Matrix of "Chestny Znak" milk: GTIN, six characters of serial, and behind a group
    separator the four characters of the check code (GS1 General Specifications, AI 01, 21, 93)."""
    alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    text = ""
    for _ in range(5):
        serial, place = divmod(serial, len(alphabet))
        text = alphabet[place] + text
    return f"01{gtin}215{text}{GROUP_SEPARATOR}93dGVz"
