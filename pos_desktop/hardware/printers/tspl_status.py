"""What a TSPL label printer says about itself: one byte in answer to ESC ! ?.

Source: TSC, TSPL/TSPL2 Programming Manual: bit 0 head open, 1 paper jam, 2 out of paper, 3 out of
ribbon, 4 pause, 5 printing, 7 another error.
"""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.hardware.printers.escpos_status import PrinterCondition

_REASONS = (
    (0x01, "printer.cover_open"),
    (0x04, "printer.paper_out"),
    (0x08, "printer.ribbon_out"),
    (0x02, "printer.fault"),
    (0x80, "printer.fault"),
    (0x10, "printer.offline"),
)


@dataclass(frozen=True, slots=True)
class TsplStatus:
    value: int

    def condition(self) -> PrinterCondition:
        reasons = (reason for bit, reason in _REASONS if self.value & bit)
        return PrinterCondition(next(reasons, ""))


class TsplStatusCodec:
    """Bytes as they come -> statuses. Bit 6 is never set: such a byte is none."""

    def feed(self, data: bytes) -> list[TsplStatus]:
        return [TsplStatus(byte) for byte in data if not byte & 0x40]

    def reset(self) -> None:
        """A status is one byte: nothing is ever incomplete."""
