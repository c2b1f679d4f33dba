"""The world around the first run: devices that answer at once, services that accept or refuse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from pos_desktop.app.printer_paper import picture_of
from pos_desktop.domain.errors import DeviceError, PosError
from pos_desktop.gui.screens.first_run_ports import FirstRunPorts
from pos_desktop.hardware.profiles import printer_profile
from pos_desktop.operations.import_catalogue import ImportRules, preview_import
from pos_desktop.operations.import_row import NewProductDefaults
from pos_desktop.ports.equipment import FoundDevice, ModelChoice, PaperPage, SearchResult
from pos_desktop.settings import Printing, Replies
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


class FakeTrials:
    """EquipmentTrials whose answers are given; what was asked for is kept in `asked`."""

    def __init__(self, **answers: Any) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.found: tuple[FoundDevice, ...] = (
            FoundDevice("printer", "usb:04b8:0e28", "Epson TM-T20III", "printer-1", sure=True),
        )
        self.page: Callable[..., None] = lambda *_: None
        self.replies: Replies = "profile"
        self.weight: Callable[..., int] = _no_scale
        self.scan: Callable[..., str] = lambda *_: "4607025390015"
        for name, answer in answers.items():
            setattr(self, name, answer)

    def models(self, device: str) -> list[ModelChoice]:
        return [ModelChoice(f"{device}-1", f"Epson TM-T20III {device}")]

    def search(self, wishes: Any, _go_on: Any) -> SearchResult:
        self.asked.append(("search", wishes))
        return SearchResult(self.found)

    def print_page(self, _device: str, endpoint: str, profile: str) -> Replies:
        self.asked.append(("page", endpoint, profile))
        self.page(endpoint, profile)
        return self.replies

    def print_label(self, endpoint: str, profile: str) -> Replies:
        self.asked.append(("label", endpoint, profile))
        self.page(endpoint, profile)
        return self.replies

    def paper(self, _profile: str) -> PaperPage:
        """That of one model, whatever was chosen."""
        return picture_of(printer_profile("TM-T20III"), Printing(), "ru", "27.11.2026 11:14")

    def read_weight(self, endpoint: str, profile: str) -> int:
        return self.weight(endpoint, profile)

    def read_scan(self, endpoint: str, profile: str) -> str:
        return self.scan(endpoint, profile)

    def show_text(self, endpoint: str, profile: str, lines: tuple[str, str]) -> None:
        self.asked.append(("text", endpoint, profile, lines))

    def cancel(self) -> None:
        pass

    def greet(self, endpoint: str, profile: str) -> None:
        self.asked.append(("greet", endpoint, profile))


def _no_scale(*_: object) -> int:
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
        "trials": FakeTrials(),
        "check_operator": lambda operator, password: None,
        "pair": lambda url, code, register: None,
        "keep_secret": lambda name, secret: None,
        "preview": lambda table, columns, _tax_system, progress: preview_import(
            table, columns, EmptyShop(), rules, progress=progress
        ),
        "apply": lambda preview, progress: 1 if progress(1, 1) else 0,
    }
    return FirstRunPorts(**(ports | changes))
