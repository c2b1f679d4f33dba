"""One row of an import -> a product, keeping what the row does not speak of."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.tax import VatRate
from pos_desktop.operations import import_agents as agents
from pos_desktop.operations import import_assortment as assortment
from pos_desktop.operations import import_values as values
from pos_desktop.operations.import_agents import AgentCells
from pos_desktop.operations.import_columns import Columns, ImportField
from pos_desktop.operations.import_values import ValueProblemError
from pos_desktop.operations.tabular_table import TableRow

_OF_AGENT = (
    ImportField.AGENT,
    ImportField.SUPPLIER,
    ImportField.SUPPLIER_INN,
    ImportField.SUPPLIER_PHONE,
)
_Value = TypeVar("_Value")
_LONGEST_ARTICLE = 64
_LONGEST_SHOWN = 80
_LARGEST_PLU = 99_999
_MOST_FAVOURITES = 1000


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in a row. value: the text of the cell, shortened. code: stable, its text is
    filled from values.
    """

    row: int
    field: str
    value: str
    code: str
    values: dict[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewProductDefaults:
    """What a new product gets where the file has no such column."""

    vat: str
    category_id: str = ""
    unit: Unit = Unit.PIECE


def usual_vat(rates: tuple[VatRate, ...], tax_system: str) -> str:
    """The rate of goods whose file names none: the country's standard one under the general system,
    no tax under the others."""
    if tax_system not in ("", "osn"):
        return "none"
    plain = [rate for rate in rates if rate.percent and not rate.calculated]
    return max(plain, key=lambda rate: rate.percent or 0).code


class RowReader:
    """Reads the mapped cells of rows and collects what is wrong with them."""

    def __init__(
        self,
        columns: Columns,
        rates: Iterable[VatRate],
        category_of: Callable[[str], str],
        stock_base: int = 0,
    ) -> None:
        """category_of: name of a category -> its id, made if it is new. stock_base: what a figure
        of stock in the file is put on; the same figure again is a change then, since goods may have
        moved meanwhile."""
        self._columns = columns
        self._stock_base = stock_base
        self._rates = tuple(rates)
        self._category_of = category_of
        self.problems: list[RowProblem] = []
        self.notes: list[RowProblem] = []
        self._readers: dict[ImportField, tuple[str, Callable[[str], Any]]] = {
            ImportField.SHORT_NAME: ("short_name", _text),
            ImportField.CATEGORY: ("category_id", self._category),
            ImportField.PRICE: ("price_minor", values.read_price),
            ImportField.UNIT: ("unit", values.read_unit),
            ImportField.VAT: ("vat", lambda text: values.read_vat(text, self._rates)),
            ImportField.PLU: ("plu", lambda text: values.read_whole(text, _LARGEST_PLU)),
            ImportField.WEIGHED: ("weighed", values.read_flag),
            ImportField.KIND: ("kind", values.read_kind),
            ImportField.MARKED: ("marked_group", values.read_marked_group),
            ImportField.AGE_LIMIT: ("age_limit", lambda text: values.read_whole(text, 99)),
            ImportField.MIN_PRICE: ("min_price_minor", values.read_price),
            ImportField.COST: (
                "cost_minor",
                lambda text: values.read_price(text, rounded=True),
            ),
            ImportField.STOCK: ("stock_thousandths", values.read_stock),
            ImportField.MIN_STOCK: ("min_stock_thousandths", values.read_min_stock),
            ImportField.FAVOURITE: (
                "favourite",
                lambda text: values.read_whole(text, _MOST_FAVOURITES),
            ),
            ImportField.COLOUR: ("colour_index", lambda text: values.read_whole(text, 99)),
            ImportField.NAME_EN: ("name_en", _text),
            ImportField.SHORT_NAME_EN: ("short_name_en", _text),
            ImportField.PACKS: ("packs", assortment.read_packs),
            ImportField.KIT: ("kit", assortment.read_kit),
            ImportField.MODIFIERS: ("modifiers", assortment.read_modifiers),
            ImportField.VARIANT_NAME: ("variant_name", _text),
            ImportField.TAX_SYSTEM: ("tax_system", agents.read_tax_system),
        }

    def article(self, row: TableRow) -> str:
        return values.plain_text(self._cell(row, ImportField.ARTICLE))[:_LONGEST_ARTICLE]

    def parent(self, row: TableRow) -> str:
        """The article of the product that this row is a variant of, "" for none."""
        return values.plain_text(self._cell(row, ImportField.VARIANT_OF))[:_LONGEST_ARTICLE]

    def barcodes(self, row: TableRow) -> tuple[str, ...] | None:
        """The codes of the row; None after a problem was noted."""
        text = self._cell(row, ImportField.BARCODES)
        return self._read(row, ImportField.BARCODES, text, values.read_barcodes) if text else ()

    def product(self, row: TableRow, before: Product) -> Product:
        """`before` with what the row says; cells that cannot be read leave it and add a problem."""
        changes: dict[str, Any] = {}
        name = self._cell(row, ImportField.NAME)
        if ImportField.NAME in self._columns.fields or not before.name:
            read = self._read(row, ImportField.NAME, name, values.read_name)
            if read is not None:
                changes["name"], was_cut = read
                if was_cut:
                    self._note(row, ImportField.NAME, name, "import.name_cut")
        for wanted, (attribute, reader) in self._readers.items():
            text = self._cell(row, wanted)
            if not text:
                continue
            place = len(self.problems)
            read = self._read(row, wanted, text, reader)
            if len(self.problems) == place:
                changes[attribute] = read
                if wanted is ImportField.STOCK:
                    changes["stock_base"] = self._stock_base
        cells = AgentCells(*(self._cell(row, wanted) for wanted in _OF_AGENT))
        if cells != AgentCells():
            place = len(self.problems)
            first = next(w for w in _OF_AGENT if self._cell(row, w))
            agent = self._read(
                row,
                first,
                self._cell(row, first),
                lambda _text: agents.agent_of(cells, before.agent),
            )
            if len(self.problems) == place:
                changes["agent"] = agent
        return replace(before, **changes)

    def complain(self, row: TableRow, wanted: ImportField, code: str, **details: object) -> None:
        """Note a problem that concerns more than the cell itself."""
        text = self._cell(row, wanted)
        self.problems.append(_problem(row, wanted, text, code, details))

    def _note(self, row: TableRow, wanted: ImportField, text: str, code: str) -> None:
        self.notes.append(_problem(row, wanted, text, code, {"most": values.LONGEST_NAME}))

    def _cell(self, row: TableRow, wanted: ImportField) -> str:
        return row.cell(self._columns.fields.get(wanted, -1)).strip()

    def _read(
        self, row: TableRow, wanted: ImportField, text: str, reader: Callable[[str], _Value]
    ) -> _Value | None:
        try:
            return reader(text)
        except ValueProblemError as error:
            self.problems.append(_problem(row, wanted, text, error.code, error.values))
            return None

    def _category(self, text: str) -> str:
        return self._category_of(_text(text))


def _text(text: str) -> str:
    return values.plain_text(text)[: values.LONGEST_NAME]


def _problem(
    row: TableRow, wanted: ImportField, text: str, code: str, details: dict[str, object]
) -> RowProblem:
    shown = values.plain_text(text)[:_LONGEST_SHOWN]
    return RowProblem(row.number, wanted.value, shown, code, dict(details))
