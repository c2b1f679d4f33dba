"""The papers of the drawer and the shift as samples: `python -m tests.unit.sample_papers` writes
what they look like now; look at each before it is accepted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from pathlib import Path

from pos_desktop.domain.facts import CashMoved, CountedCash, TenderSum, VatSum
from pos_desktop.domain.fiscal import Seller
from pos_desktop.domain.shift_report import CashMove, DrawerCount, ShiftReport
from pos_desktop.hardware.printers.escpos_bytes import EscposEncoder
from pos_desktop.hardware.profiles import printer_profile
from pos_desktop.receipts.cash_slip import cash_slip
from pos_desktop.receipts.document import Document
from pos_desktop.receipts.layout import TextRow, lay_out
from pos_desktop.receipts.sale_receipt import ReceiptStyle
from pos_desktop.receipts.shift_report import ShiftPaper, shift_paper
from tests.till_fakes import country

FOLDER = Path(__file__).parent / "papers"
PRINTERS = ("escpos-80", "escpos-58")
_AT_US = 1_795_533_000_000_000  # 2026-11-24 15:10 UTC
_SELLER = Seller("ООО «Лесная лавка»", "7802145638", "Лесная, 18", "Магазин на Лесной", "osn", "")
_STYLES = {
    "ru": ReceiptStyle("ru", "Касса 2", "www.nalog.gov.ru"),
    "en": ReceiptStyle("en", "Register 2", "www.nalog.gov.ru"),
}
_REPORT = ShiftReport(
    number=148,
    opened_at_us=_AT_US - 7 * 3_600_000_000,
    opened_by="Иванова М. С.",
    opening_minor=3_000_00,
    sales_count=97,
    sales_minor=84_215_50,
    refunds_count=2,
    refunds_minor=1_245_50,
    discounts_minor=1_310_00,
    voids_count=3,
    voids_minor=512_40,
    tenders=(
        TenderSum("cash", 31_204_00, 745_50),
        TenderSum("card", 48_011_50, 500_00),
        TenderSum("qr", 5_000_00),
    ),
    vats=(VatSum("vat22", 61_020_00, 11_003_60), VatSum("vat10", 21_950_00, 1_995_45)),
    moves=(
        CashMove(_AT_US - 5 * 3_600_000_000, "pay_in", 2_000_00, "change_fund", "", "Иванова М."),
        CashMove(_AT_US - 3_600_000_000, "safe_drop", 25_000_00, "", "сейф № 1", "Иванова М."),
        CashMove(_AT_US - 1_800_000_000, "open_drawer", 0, "", "размен", "Иванова М."),
    ),
    drawer_counts=(
        DrawerCount(_AT_US - 600_000_000, 10_948_50, 10_458_50, "Соколова Т. Н.", True),
        DrawerCount(_AT_US - 60_000_000, 10_448_50, 10_458_50, "Соколова Т. Н.", False),
    ),
    closed_at_us=_AT_US,
    closed_by="Соколова Т. Н.",
    counted=True,
    declared_minor=10_448_50,
    counts=(
        CountedCash(5_000_00, 1),
        CountedCash(1_000_00, 5),
        CountedCash(10_00, 44),
        CountedCash(50, 17),
    ),
    reason="change",
    explanation="сдали 10 ₽ лишних",
)


def _slip(kind: str, lang: str, why: str) -> Document:
    fact = CashMoved("m", 148, kind, 25_000_00, "RUB", "p", "Иванова М. С.")
    return cash_slip(fact, why, _AT_US, _SELLER, _STYLES[lang], UTC)


def _shift(lang: str, *, is_z: bool, with_drawer: bool = True) -> Document:
    open_still = replace(_REPORT, closed_at_us=0, closed_by="", counted=False, counts=())
    paper = ShiftPaper(
        _REPORT if is_z else open_still, _AT_US, _SELLER, _STYLES[lang], country().vat, "RUB", UTC,
        is_z=is_z, with_drawer=with_drawer,
    )  # fmt: skip
    return shift_paper(paper)


def papers() -> dict[str, Document]:
    return {
        "z_ru": _shift("ru", is_z=True),
        "z_en": _shift("en", is_z=True),
        "x_blind_ru": _shift("ru", is_z=False, with_drawer=False),
        "x_en": _shift("en", is_z=False),
        "safe_drop_ru": _slip("safe_drop", "ru", "в сейф № 1"),
        "pay_in_en": _slip("pay_in", "en", "change fund"),
    }


def laid_out(document: Document, columns: int) -> str:
    rows = [row.text for row in lay_out(document, columns) if isinstance(row, TextRow)]
    return "\n".join(rows).replace("\u00a0", " ") + "\n"


def as_printed(document: Document, printer: str) -> bytes:
    return EscposEncoder(printer_profile(printer)).encode(document)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, document in papers().items():
        for printer in PRINTERS:
            columns = printer_profile(printer).printer.columns
            text = laid_out(document, columns)
            (FOLDER / f"{name}_{columns}.txt").write_text(text, encoding="utf-8")
            (FOLDER / f"{name}_{columns}.bin").write_bytes(as_printed(document, printer))


if __name__ == "__main__":
    main()
