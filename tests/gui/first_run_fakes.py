"""The world around the first run: devices that answer at once, services that accept or refuse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from pos_desktop.domain.errors import DeviceError, PosError
from pos_desktop.gui.screens.first_run_ports import FirstRunPorts, FoundDevice, ProfileChoice
from pos_desktop.operations.import_catalogue import ImportRules, preview_import
from pos_desktop.operations.import_row import NewProductDefaults
from tests.gui.journal_shop import COUNTRY

REGISTER_ID = "019ab0c4-7a00-7000-8000-0000000000aa"


class DirectWork:
    """Runs everything at once, in the same thread."""

    def ask(
        self,
        question: Callable[[], Any],
        then: Callable[[Any], None],
        failed: Callable[[PosError], None],
    ) -> None:
        try:
            answer = question()
        except PosError as error:
            failed(error)
            return
        then(answer)

    def tell(self, what: Callable[[], None]) -> None:
        what()

    def stop(self, timeout_seconds: float = 1.0) -> bool:
        return True


class EmptyShop:
    """KnownProducts of a register without goods."""

    def by_article(self, _article: str) -> None:
        return None

    def by_barcode(self, _code: str) -> None:
        return None

    def by_plu(self, _plu: int) -> None:
        return None

    def categories(self) -> list[Any]:
        return []


def no_scale(_device: object) -> int:
    raise DeviceError("scale.unreachable")


def fake_ports(**changes: Any) -> FirstRunPorts:
    ids = iter(range(100_000))
    rules = ImportRules(
        COUNTRY.vat.valid_on(date(2026, 11, 23)),
        NewProductDefaults(vat="vat22"),
        lambda: f"id-{next(ids)}",
    )
    ports: dict[str, Any] = {
        "new_id": lambda: REGISTER_ID,
        "profiles": lambda kind: [ProfileChoice(f"{kind}-1", f"Epson TM-T20III {kind}")],
        "find_devices": lambda: [
            FoundDevice("printer", "usb:04b8:0e28", "Epson TM-T20III", "printer-1")
        ],
        "print_test_page": lambda device: None,
        "read_weight": no_scale,
        "read_scan": lambda device: "4607025390015",
        "check_operator": lambda operator, password: None,
        "pair": lambda url, code, register: None,
        "keep_secret": lambda name, secret: None,
        "preview": lambda table, columns, _tax_system, progress: preview_import(
            table, columns, EmptyShop(), rules, progress=progress
        ),
        "apply": lambda preview, progress: 1 if progress(1, 1) else 0,
    }
    return FirstRunPorts(**(ports | changes))
