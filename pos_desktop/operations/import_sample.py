"""The sample shop of resources/sample: its goods through the ordinary import, and its staff."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pos_desktop.domain.catalogue import Category, Product
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.domain.tax import VatRate
from pos_desktop.operations.import_catalogue import ImportRules, preview_import
from pos_desktop.operations.import_columns import propose_columns
from pos_desktop.operations.import_row import NewProductDefaults
from pos_desktop.operations.tabular_file import read_table
from pos_desktop.ports import CatalogueChange


@dataclass(frozen=True, slots=True)
class SampleStaff:
    """A person of the sample shop. pin: four digits, printed in the demo; badge: an EAN-13."""

    member: StaffMember
    full_name: str
    short_name_en: str
    position_en: str
    pin: str
    badge: str


@dataclass(frozen=True, slots=True)
class _NewShop:
    """A catalogue that has its categories and nothing else."""

    known: tuple[Category, ...]

    def by_article(self, article: str) -> Product | None:
        return None

    def by_barcode(self, code: str) -> Product | None:
        return None

    def by_plu(self, plu: int) -> Product | None:
        return None

    def categories(self) -> list[Category]:
        return list(self.known)


def sample_change(
    products_csv: bytes, categories_csv: bytes, rates: Iterable[VatRate]
) -> CatalogueChange:
    """All goods and categories; product ids are the articles, so loading twice changes nothing.

    rates: those a product may have today. RefusalError("import.has_problems") for damaged files.
    """
    categories = tuple(
        Category(
            row["category"], row["name"], int(row["position"]), int(row["colour"]), row["name_en"]
        )
        for row in _rows(categories_csv)
    )
    table = read_table(products_csv)
    rules = ImportRules(tuple(rates), NewProductDefaults(vat="none"), new_id=lambda: "")
    preview = preview_import(table, propose_columns(table), _NewShop(categories), rules)
    if preview.problem_count or preview.change.categories:
        raise RefusalError("import.has_problems", count=preview.problem_count)
    products = tuple(replace(p, product_id=p.article) for p in preview.change.products)
    return CatalogueChange(products, categories)


def sample_staff(staff_csv: bytes) -> tuple[SampleStaff, ...]:
    """The people of the sample shop, in the order of the sign-in screen."""
    return tuple(
        SampleStaff(
            StaffMember(
                staff_id=row["staff_id"],
                name=row["name"],
                short_name=row["short_name"],
                role=Role(row["role"]),
                inn=row["inn"],
                position=row["position"],
            ),
            full_name=row["full_name"],
            short_name_en=row["short_name_en"],
            position_en=row["position_en"],
            pin=row["pin"],
            badge=row["badge"],
        )
        for row in _rows(staff_csv)
    )


def _rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8")), delimiter=";"))
