"""Import of products from a table: a preview first, then all of it or nothing.

A row is recognised by its article, else by one of its barcodes; a row that is not becomes a new
product. Columns that are absent and cells that are empty leave a known product as it is. Barcodes
are added, never taken away: the shelf may still hold packs with the old ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pos_desktop.domain.catalogue import Category, Product
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.tax import VatRate
from pos_desktop.operations.import_assortment import link_goods
from pos_desktop.operations.import_columns import Columns, ImportField
from pos_desktop.operations.import_row import NewProductDefaults, RowProblem, RowReader
from pos_desktop.operations.tabular_table import Table, TableRow
from pos_desktop.ports import CatalogueChange, CatalogueWriter, KnownProducts

Progress = Callable[[int, int], bool]

MOST_PROBLEMS_SHOWN = 1000
_ROWS_BETWEEN_PROGRESS = 200


class RowState(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """before: the product as it is, None for a new one; after: as the row would make it."""

    row: int
    state: RowState
    before: Product | None
    after: Product


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do. first: the first rows. problems: at most MOST_PROBLEMS_SHOWN of
    problem_count; with any of them nothing can be applied. notes: what was mended on the way.
    change: new and changed products and the categories they need.
    """

    columns: Columns
    new_count: int
    changed_count: int
    unchanged_count: int
    error_count: int
    problem_count: int
    first: tuple[PreviewRow, ...]
    problems: tuple[RowProblem, ...]
    notes: tuple[RowProblem, ...]
    change: CatalogueChange
    stock_base: int = 0


@dataclass(frozen=True, slots=True)
class ImportRules:
    """rates: those a product may have today. defaults: for columns that the file lacks.
    new_id: ids of new products and categories. stock_base: number that figures of stock in the file
    will hold from, 0 = from the first entry of the journal.
    """

    rates: Iterable[VatRate]
    defaults: NewProductDefaults
    new_id: Callable[[], str]
    stock_base: int = 0


def preview_import(
    table: Table,
    columns: Columns,
    known: KnownProducts,
    rules: ImportRules,
    *,
    first_rows: int = 50,
    progress: Progress | None = None,
) -> ImportPreview:
    """Read every row and compare it with the catalogue; nothing is written.

    progress(done, of) -> go on. RefusalError: "import.columns_missing" (fields) where name and
    price, and article or barcodes are not all there; "import.cancelled".
    """
    _check_columns(columns)
    run = _Run(columns, known, rules)
    rows = [row for row in table.rows if row.number > columns.heading_row]
    seen: list[PreviewRow] = []
    for done, row in enumerate(rows):
        if (
            progress is not None
            and done % _ROWS_BETWEEN_PROGRESS == 0
            and not progress(done, len(rows))
        ):
            raise RefusalError("import.cancelled", done=done, of=len(rows))
        seen.append(run.row(row))
    return _summary(columns, run.linked(seen, rows), run, first_rows)


def apply_import(
    preview: ImportPreview,
    *,
    writer: CatalogueWriter,
    staff: StaffMember,
    progress: Progress | None = None,
    begin_base: Callable[[int], int] | None = None,
) -> int:
    """Write what the preview showed in one transaction; the new version of the catalogue.

    begin_base: notes in the journal that figures of so many products hold from now on; the number
    of that base. It is noted before anything is written: a base that no product names is harmless.

    RefusalError: "rights.missing", "import.has_problems" (count), "import.cancelled",
    "catalogue.barcode_taken" where the catalogue has changed since the preview.
    """
    demand(staff, Action.IMPORT_CATALOGUE)
    if preview.problem_count:
        raise RefusalError("import.has_problems", count=preview.problem_count)
    return writer.apply(_on_base(preview, begin_base), progress)


def _on_base(preview: ImportPreview, begin_base: Callable[[int], int] | None) -> CatalogueChange:
    """The change, its figures of stock on the base that begins now."""
    change = preview.change
    fresh = preview.stock_base
    count = sum(1 for p in change.products if fresh and p.stock_base == fresh)
    if begin_base is None or not count:
        return change
    base = begin_base(count)
    products = tuple(
        replace(p, stock_base=base) if p.stock_base == fresh else p for p in change.products
    )
    return CatalogueChange(products, change.categories)


def _relinked(one: PreviewRow, after: Product, wrong: bool) -> PreviewRow:
    if wrong:
        return replace(one, state=RowState.ERROR)
    if one.state is RowState.NEW or one.state is RowState.ERROR:
        return replace(one, after=after)
    state = RowState.UNCHANGED if after == one.before else RowState.CHANGED
    return replace(one, after=after, state=state)


def _check_columns(columns: Columns) -> None:
    fields = columns.fields
    missing = [f.value for f in (ImportField.NAME, ImportField.PRICE) if f not in fields]
    if ImportField.ARTICLE not in fields and ImportField.BARCODES not in fields:
        missing.append(ImportField.ARTICLE.value)
    if missing:
        raise RefusalError("import.columns_missing", fields=", ".join(missing))


def _summary(
    columns: Columns, seen: Sequence[PreviewRow], run: _Run, first_rows: int
) -> ImportPreview:
    counts = dict.fromkeys(RowState, 0)
    for row in seen:
        counts[row.state] += 1
    changing = (RowState.NEW, RowState.CHANGED)
    problems = run.reader.problems
    return ImportPreview(
        columns,
        counts[RowState.NEW],
        counts[RowState.CHANGED],
        counts[RowState.UNCHANGED],
        counts[RowState.ERROR],
        len(problems),
        tuple(seen[:first_rows]),
        tuple(problems[:MOST_PROBLEMS_SHOWN]),
        tuple(run.reader.notes[:MOST_PROBLEMS_SHOWN]),
        CatalogueChange(
            tuple(row.after for row in seen if row.state in changing), tuple(run.new_categories)
        ),
        run.stock_base,
    )


class _Run:
    """One reading of one table: what was seen in earlier rows, to find doubles."""

    def __init__(self, columns: Columns, known: KnownProducts, rules: ImportRules) -> None:
        self._columns = columns
        self._known = known
        self._rules = rules
        self._categories = {_key(c.name): c.category_id for c in known.categories()}
        self._categories |= {_key(c.category_id): c.category_id for c in known.categories()}
        self._last_position = max((c.position for c in known.categories()), default=0)
        self._row_of_article: dict[str, int] = {}
        self._row_of_code: dict[str, int] = {}
        self._row_of_product: dict[str, int] = {}
        self._row_of_plu: dict[int, int] = {}
        self.new_categories: list[Category] = []
        self.stock_base = rules.stock_base
        self.reader = RowReader(columns, rules.rates, self._category, rules.stock_base)

    def row(self, row: TableRow) -> PreviewRow:
        problems_before = len(self.reader.problems)
        article = self.reader.article(row)
        codes = self.reader.barcodes(row) or ()
        before = self._find(article, codes)
        start = before or self._new_product(article)
        after = self.reader.product(row, start)
        after = replace(
            after, barcodes=after.barcodes + tuple(c for c in codes if c not in after.barcodes)
        )
        if before is None:
            after = self._completed(row, after)
        elif article and not before.article:
            after = replace(after, article=article)
        if len(self.reader.problems) == problems_before:
            self._check_doubles(row, article, codes, before, after)
        if len(self.reader.problems) > problems_before:
            state = RowState.ERROR
        elif before is None:
            state = RowState.NEW
        else:
            state = RowState.UNCHANGED if after == before else RowState.CHANGED
        return PreviewRow(row.number, state, before, after)

    def linked(self, seen: Sequence[PreviewRow], rows: Sequence[TableRow]) -> list[PreviewRow]:
        """The rows with kits and variants linked, once every article is known."""
        parents = {row.number: self.reader.parent(row) for row in rows if self.reader.parent(row)}
        good = {one.row: one.after for one in seen if one.state is not RowState.ERROR}
        touched = {n for n, product in good.items() if product.kit} | parents.keys()
        if not touched:
            return list(seen)
        parents = {n: article for n, article in parents.items() if n in good}
        linked, missing = link_goods(good, parents, self._known.by_article)
        by_number = {row.number: row for row in rows}
        for one in missing:
            field = ImportField.KIT if one.of == "kit" else ImportField.VARIANT_OF
            self.reader.complain(
                by_number[one.row], field, "import.article_unknown", article=one.article
            )
        wrong = {one.row for one in missing}
        return [_relinked(one, linked.get(one.row, one.after), one.row in wrong) for one in seen]

    def _find(self, article: str, codes: Sequence[str]) -> Product | None:
        found = self._known.by_article(article) if article else None
        for code in () if article else codes:
            found = found or self._known.by_barcode(code)
        return found

    def _new_product(self, article: str) -> Product:
        defaults = self._rules.defaults
        return Product(
            product_id="",
            article=article,
            name="",
            category_id=defaults.category_id,
            price_minor=0,
            vat=defaults.vat,
            unit=defaults.unit,
        )

    def _completed(self, row: TableRow, after: Product) -> Product:
        """A new product gets an id, and must have a price; goods by the kilogram are weighed."""
        if not row.cell(self._columns.fields[ImportField.PRICE]).strip():
            self.reader.complain(row, ImportField.PRICE, "import.price_missing")
        weighed = after.weighed
        if ImportField.WEIGHED not in self._columns.fields:
            weighed = after.unit is Unit.KILOGRAM
        return replace(after, product_id=self._rules.new_id(), weighed=weighed)

    def _check_doubles(
        self,
        row: TableRow,
        article: str,
        codes: Sequence[str],
        before: Product | None,
        after: Product,
    ) -> None:
        """The same article, product, code or PLU twice in the file, or one of another product."""
        complain = self.reader.complain
        if not article and not codes:
            complain(row, ImportField.ARTICLE, "import.key_missing")
        if article:
            first = self._row_of_article.setdefault(article, row.number)
            if first != row.number:
                complain(row, ImportField.ARTICLE, "import.article_twice", first_row=first)
                return
        if before is not None:
            first = self._row_of_product.setdefault(before.product_id, row.number)
            if first != row.number:
                complain(row, ImportField.BARCODES, "import.product_twice", first_row=first)
                return
        for code in (*codes, *(code for pack in after.packs for code in pack.barcodes)):
            self._check_code(row, code, before)
        if after.plu and (before is None or before.plu != after.plu):
            self._check_plu(row, after)

    def _check_code(self, row: TableRow, code: str, before: Product | None) -> None:
        first = self._row_of_code.setdefault(code, row.number)
        if first != row.number:
            self.reader.complain(
                row, ImportField.BARCODES, "import.barcode_twice", code_text=code, first_row=first
            )
            return
        owner = self._known.by_barcode(code)
        if owner is not None and (before is None or owner.product_id != before.product_id):
            self.reader.complain(
                row, ImportField.BARCODES, "import.barcode_taken", code_text=code, name=owner.name
            )

    def _check_plu(self, row: TableRow, after: Product) -> None:
        first = self._row_of_plu.setdefault(after.plu, row.number)
        owner = self._known.by_plu(after.plu)
        if first != row.number:
            self.reader.complain(row, ImportField.PLU, "import.plu_twice", first_row=first)
        elif owner is not None and owner.product_id != after.product_id:
            self.reader.complain(row, ImportField.PLU, "import.plu_taken", name=owner.name)

    def _category(self, name: str) -> str:
        """The id of a category by its name or id, or of a new one put after the last."""
        key = _key(name)
        if key not in self._categories:
            self._last_position += 1
            category_id = self._rules.new_id()
            self._categories[key] = category_id
            self.new_categories.append(Category(category_id, name, self._last_position))
        return self._categories[key]


def _key(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())
