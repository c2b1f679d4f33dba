"""What of the catalogue a cashier arranges at the register: favourite tiles, labels of the scales.
Each change is a fact in the journal."""

from __future__ import annotations

from pos_desktop.domain.barcode import has_right_check_digit
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import FavouritesChanged, LabelPatternsChanged
from pos_desktop.domain.labels import (
    LabelPattern,
    LabelReading,
    LabelValue,
    readings,
    value_check_digit,
    with_pattern,
)
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.reference_edits import commit_catalogue
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import CatalogueEdit, CatalogueKeeper, Commit

MAX_FAVOURITES = 200


def set_favourites(
    place: Workplace, shelf: CatalogueKeeper, product_ids: tuple[str, ...], *, staff: StaffMember
) -> None:
    """These are the favourite tiles, in this order.

    RefusalError("rights.missing" | "favourites.too_many").
    """
    demand(staff, Action.EDIT_FAVOURITES)
    if len(product_ids) > MAX_FAVOURITES:
        raise RefusalError("favourites.too_many", limit=MAX_FAVOURITES)
    wanted = tuple(dict.fromkeys(product_ids))
    if wanted == tuple(product.product_id for product in shelf.favourites()):
        return
    fact = FavouritesChanged(wanted, staff.staff_id, staff.short_name)
    commit_catalogue(place.journal, shelf, Commit((fact,)), CatalogueEdit(favourites=wanted))


def read_label(place: Workplace, text: str) -> tuple[LabelReading, ...]:
    """The ways to read a scanned label that name goods of the shop; where none does, every way.

    RefusalError("scan.misread" | "label.not_in_store") where it is no label of scales.
    """
    code = text[3:] if text.startswith("]") else text
    code = code.strip()
    found = readings(code)
    if not found:
        raise RefusalError("label.not_in_store", code=code)
    if not has_right_check_digit(code):
        raise RefusalError("scan.misread", code=code)

    def fits(reading: LabelReading) -> bool:
        product = place.catalogue.by_plu(int(reading.item))
        kinds = {True: LabelValue.PIECES, False: LabelValue.WEIGHT}
        return product is not None and reading.pattern.value is not kinds[product.weighed]

    likely = sorted(found, key=lambda reading: not _verified(reading))
    return tuple(filter(fits, likely)) or tuple(likely)


def _verified(reading: LabelReading) -> bool:
    """Whether the digit before the value checks it, where the pattern says that it does; scales
    that reckon it otherwise than GS1 does are offered last."""
    if not reading.pattern.verifier:
        return True
    return value_check_digit(f"{reading.amount:0{reading.pattern.value_digits}d}") == reading.check


def set_label_pattern(
    place: Workplace, shelf: CatalogueKeeper, chosen: LabelPattern, *, staff: StaffMember
) -> None:
    """Labels of this prefix are read so from now on; RefusalError("rights.missing")."""
    demand(staff, Action.CHANGE_SETTINGS)
    patterns = with_pattern(shelf.label_patterns(), chosen)
    texts = tuple(pattern.text for pattern in patterns)
    fact = LabelPatternsChanged(texts, staff.staff_id, staff.short_name)
    commit_catalogue(place.journal, shelf, Commit((fact,)), CatalogueEdit(label_patterns=texts))
