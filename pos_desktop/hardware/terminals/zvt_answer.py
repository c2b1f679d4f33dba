"""From what a ZVT terminal said in one exchange to an answer. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pos_desktop.hardware.terminals.requests import declined, unknown
from pos_desktop.hardware.terminals.slips import masked_card, plain, reference_of, slip_lines
from pos_desktop.hardware.terminals.zvt_codec import (
    ABORTED,
    COMPLETED,
    INTERMEDIATE,
    PRINT_BLOCK,
    PRINT_LINE,
    STATUS,
    Apdu,
)
from pos_desktop.hardware.terminals.zvt_fields import (
    MERCHANT,
    PrintedText,
    StatusInformation,
    status_of,
    text_block_of,
    text_line_of,
)
from pos_desktop.ports import TerminalAct, TerminalAnswer, TerminalOutcome, TerminalRequest

CANCELLED_CODE = 0x6C
BUSY_CODE = 0x9C
PROGRESS = {
    0x00: "terminal.confirm_amount",
    0x01: "terminal.enter_pin",
    0x02: "terminal.enter_pin",
    0x04: "terminal.asks_bank",
    0x0A: "terminal.insert_card",
    0x0B: "terminal.remove_card",
    0x0C: "terminal.card_unread",
    0x0E: "terminal.wait",
    0x15: "terminal.wrong_pin",
    0x17: "terminal.wait",
    0x1C: "terminal.remove_card",
}
"""Intermediate status -> code of the text; the others say that something is going on."""


@dataclass(slots=True)
class Talk:
    """One exchange as it goes on. refused: the code of 84 xx; aborted: of 06 1E. terminal_id: who
    the terminal said it is, "" where it did not."""

    status: StatusInformation | None = None
    printed: list[PrintedText] = field(default_factory=list)
    completed: bool = False
    aborted: int | None = None
    refused: int | None = None
    terminal_id: str = ""

    @property
    def ended(self) -> bool:
        return self.completed or self.aborted is not None or self.refused is not None

    def take(self, message: Apdu) -> str | None:
        """Note a message; its progress code, "" for one without, None for an unknown one."""
        if message.control == INTERMEDIATE:
            code = message.data[0] if message.data else 0xFF
            return PROGRESS.get(code, "terminal.at_terminal")
        if message.control in (STATUS, COMPLETED):
            said = status_of(message.data)
            self.terminal_id = said.terminal_id or self.terminal_id
        if message.control == STATUS:
            self.status = said
        elif message.control == PRINT_BLOCK:
            self.printed.append(text_block_of(message.data))
        elif message.control == PRINT_LINE:
            self.printed.append(text_line_of(message.data))
        elif message.control == COMPLETED:
            self.completed = True
        elif message.control == ABORTED:
            self.aborted = message.data[0] if message.data else 0xFF
        else:
            return None
        return ""


def answer_of(talk: Talk, request: TerminalRequest, encoding: str) -> TerminalAnswer:
    """What became of a request whose exchange has ended."""
    verdict = _verdict(talk, request)
    status = talk.status or StatusInformation()
    if text := plain(status.text):
        verdict.values["text"] = text
    return replace(
        verdict,
        reference=reference_of(status.reference),
        card=masked_card(status.card),
        slip=_slip(talk, encoding, merchant=False),
        merchant_slip=_slip(talk, encoding, merchant=True),
    )


def _verdict(talk: Talk, request: TerminalRequest) -> TerminalAnswer:
    if talk.refused is not None:
        busy = talk.refused == BUSY_CODE
        reason = "terminal.device_busy" if busy else "terminal.refused"
        return declined(reason, code=f"{talk.refused:02X}")
    result = talk.status.result if talk.status is not None else None
    if talk.aborted is not None:
        if result == 0:
            return unknown("terminal.contradiction", code=f"{talk.aborted:02X}")
        return _not_done(result if result is not None else talk.aborted)
    if result:
        return _not_done(result)
    if request.act is TerminalAct.RECONCILE:
        return TerminalAnswer(TerminalOutcome.APPROVED)
    if result is None or talk.status is None:
        return unknown("terminal.no_result")
    if talk.status.amount_minor not in (None, request.amount_minor):
        return unknown("terminal.other_amount", amount_minor=talk.status.amount_minor)
    return TerminalAnswer(TerminalOutcome.APPROVED)


def _not_done(code: int) -> TerminalAnswer:
    if code == CANCELLED_CODE:
        return TerminalAnswer(TerminalOutcome.CANCELLED, reason="terminal.cancelled")
    return declined("terminal.declined", code=f"{code:02X}", text=f"{code:02X}")


def _slip(talk: Talk, encoding: str, *, merchant: bool) -> tuple[str, ...]:
    lines = [
        line.decode(encoding, "replace")
        for text in talk.printed
        if (text.receipt_type == MERCHANT) == merchant
        for line in text.lines
    ]
    return slip_lines("\n".join(lines))
