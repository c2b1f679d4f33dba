"""A price list of customers from a CSV or XLSX file: article and price, with headings as any
program writes them. A whole list is replaced, or nothing is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.errors import PosError, RefusalError
from pos_desktop.domain.facts import PriceListChanged
from pos_desktop.domain.money import parse_amount_minor
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.import_columns import ImportField, propose_columns
from pos_desktop.operations.reference_edits import commit_price_list
from pos_desktop.operations.tabular_file import read_table
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit, PriceListEdit
from pos_desktop.ports.prices import ListPrice, PriceListWriter

MOST_LETTERS = 64


class Articles(Protocol):
    def by_article(self, article: str) -> Product | None: ...


@dataclass(frozen=True, slots=True)
class PriceFile:
    """What a file says. unknown: articles that no product has; they are left out and told."""

    prices: tuple[ListPrice, ...]
    unknown: tuple[str, ...]


def read_prices(data: bytes, articles: Articles) -> PriceFile:
    """RefusalError: as tabular_file.read_table, "import.columns_missing" (fields),
    "prices.bad_price" (row, value), "prices.none"."""
    table = read_table(data)
    columns = propose_columns(table)
    wanted = (ImportField.ARTICLE, ImportField.PRICE)
    missing = [field.value for field in wanted if field not in columns.fields]
    if missing:
        raise RefusalError("import.columns_missing", fields=", ".join(missing))
    article_at, price_at = (columns.fields[field] for field in wanted)
    prices: dict[str, ListPrice] = {}
    unknown: list[str] = []
    for row in table.rows:
        article = row.cell(article_at).strip()
        if row.number <= columns.heading_row or not article:
            continue
        product = articles.by_article(article)
        if product is None:
            unknown.append(article)
            continue
        price_minor = _price(row.number, row.cell(price_at))
        prices[product.product_id] = ListPrice(product.product_id, price_minor)
    if not prices:
        raise RefusalError("prices.none", unknown=len(unknown))
    return PriceFile(tuple(prices.values()), tuple(unknown))


def put_prices(
    place: Workplace, writer: PriceListWriter, name: str, found: PriceFile, *, staff: StaffMember
) -> str:
    """Make the list of that name what the file says; its id, which is its name in small letters.

    RefusalError: "rights.missing", "prices.nameless" (limit). StorageError: as of
    reference_edits.commit_catalogue.
    """
    demand(staff, Action.IMPORT_CATALOGUE)
    plain = " ".join(name.split())
    if not plain or len(plain) > MOST_LETTERS:
        raise RefusalError("prices.nameless", limit=MOST_LETTERS)
    list_id = plain.casefold()
    fact = PriceListChanged(list_id, plain, len(found.prices), staff.staff_id, staff.short_name)
    edit = PriceListEdit(list_id, plain, found.prices)
    commit_price_list(place.journal, writer, Commit((fact,)), edit)
    return list_id


def _price(row: int, text: str) -> int:
    try:
        price_minor = parse_amount_minor(text)
    except PosError as error:
        raise RefusalError("prices.bad_price", row=row, value=text) from error
    if price_minor <= 0:
        raise RefusalError("prices.bad_price", row=row, value=text)
    return price_minor
