"""What the window asks of the composition root to take goods from a file into the open register."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pos_desktop.domain.staff import StaffMember
from pos_desktop.gui.side_work import Work
from pos_desktop.operations.import_catalogue import ImportPreview, Progress
from pos_desktop.operations.import_columns import Columns
from pos_desktop.operations.tabular_table import Table


@dataclass(frozen=True, slots=True)
class GoodsPorts:
    """work: a thread beside the cashier's lane; the two others run there and may raise PosError.

    preview: compares a file with the catalogue. apply: demands the right of that person and writes
    all or nothing; when it returns, sale and search know the goods.
    """

    work: Work
    preview: Callable[[Table, Columns, Progress], ImportPreview]
    apply: Callable[[ImportPreview, StaffMember, Progress], int]
