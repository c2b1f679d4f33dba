"""A shop of fakes for the journal screen: rows in a list, a till that notes what is pressed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QObject, Signal

from pos_desktop.domain.fiscal import FiscalState, Seller
from pos_desktop.domain.printing import PrintState
from pos_desktop.fiscal.country import load_country
from pos_desktop.gui.session import Queues
from pos_desktop.ports import QueueStatus, SaleDetail, SaleRow
from pos_desktop.receipts.sale_receipt import ReceiptStyle
from pos_desktop.shipped import resource_path
from tests.journal_samples import START_US, sale_id_of, sample_sale

NOTHING_WAITS = QueueStatus(0, 0, 0, 0)
COUNTRY = load_country(resource_path("countries", "ru.toml"))


def sale_row(number: int, **changes: Any) -> SaleRow:
    """Sale number n: printed, registered and in the cloud, unless said otherwise."""
    row = SaleRow(
        seq=number * 3,
        sale_id=sale_id_of(number),
        number=number,
        occurred_at_us=START_US + number * 60_000_000,
        shift_number=148,
        staff_name="Иванова М.",
        operation="sell",
        total_minor=sample_sale(number).total_minor,
        tender_kinds=("cash",),
        print_state=PrintState.DONE,
        print_reason="",
        fiscal_key=f"r2-{number:06d}-v1",
        fiscal_state=FiscalState.REGISTERED,
        fiscal_reason="",
        synced=True,
    )
    return replace(row, **changes)


class ListLedger:
    """The SalesLedger port over a list, newest first; `asked` counts the questions."""

    def __init__(self, rows: list[SaleRow]) -> None:
        self.rows = rows
        self.asked = 0

    def sales(
        self,
        *,
        shift_number: int | None = None,
        only_waiting: bool = False,
        only_attention: bool = False,
        text: str = "",
        limit: int = 500,
    ) -> list[SaleRow]:
        self.asked += 1
        rows = [row for row in self.rows if text in f"{row.number} {row.total_minor / 100:.2f}"]
        if only_attention:
            rows = [row for row in rows if row.print_state is PrintState.UNKNOWN or refused(row)]
        if only_waiting:
            rows = [row for row in rows if not row.synced]
        return rows[:limit]

    def sale(self, sale_id: str) -> SaleDetail | None:
        row = next((row for row in self.rows if row.sale_id == sale_id), None)
        return SaleDetail(row, sample_sale(row.number), None) if row else None

    def change(self, number: int, **changes: Any) -> None:
        self.rows = [replace(r, **changes) if r.number == number else r for r in self.rows]


def refused(row: SaleRow) -> bool:
    return row.fiscal_state is FiscalState.REJECTED


class DirectTill(QObject):
    """Answers at once, in the same thread; `pressed` is what the screen asked the till to do."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[tuple[Any, ...]] = []

    def ask(self, question: Callable[[], Any], then: Callable[[Any], None]) -> None:
        then(question())

    def run(self, action: Callable[[], Any], then: Callable[[Any], None] | None = None) -> None:
        answer = action()
        if then is not None:
            then(answer)


class NotedPapers:
    """Notes for the till what the screen asks of the papers."""

    def __init__(self, pressed: list[tuple[Any, ...]]) -> None:
        self._pressed = pressed

    def copy(self, sale_id: str) -> None:
        self._pressed.append(("copy", sale_id))

    def gift(self, sale_id: str) -> None:
        self._pressed.append(("gift", sale_id))

    def settle_print(self, sale_id: str, came_out: bool) -> None:
        self._pressed.append(("settle", sale_id, came_out))

    def print_again(self, sale_id: str) -> None:
        self._pressed.append(("print again", sale_id))

    def send_fiscal_again(self, sale_id: str, looked_up: bool = False) -> None:
        self._pressed.append(("again", sale_id, looked_up))


def shop_of(rows: list[SaleRow], queues: Queues | None = None, **changes: Any) -> Any:
    """A Shop with what the journal screen looks at."""
    place = SimpleNamespace(
        ledger=ListLedger(rows),
        seller=Seller(
            "ООО «Лесная лавка»",
            "7802145638",
            "195220, г. Санкт-Петербург, ул. Лесная, д. 18",
            "Магазин на Лесной",
            "osn",
            "",
        ),
        style=ReceiptStyle("ru", "Касса 2", "www.nalog.gov.ru"),
        country=COUNTRY,
        zone=UTC,
    )
    till = DirectTill()
    shop = SimpleNamespace(
        till=till,
        desks=SimpleNamespace(papers=NotedPapers(till.pressed)),
        place=place,
        country=COUNTRY,
        zone=UTC,
        has_printer=True,
        has_operator=True,
        has_cloud=True,
        queues=lambda: shop.waits,
        waits=queues or Queues(NOTHING_WAITS, NOTHING_WAITS, NOTHING_WAITS),
        checks=[],
        check_links=lambda: shop.checks.append("checked"),
    )
    for name, value in changes.items():
        setattr(shop, name, value)
    return shop
