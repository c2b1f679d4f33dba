"""What a bank's program left behind, read as an answer. Pure.

A result that the program wrote outweighs its exit code, which some systems cut to eight bits; two
that contradict each other, or neither of them, are UNKNOWN and never "no".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pos_desktop.hardware.profiles import CommandSettings
from pos_desktop.hardware.terminals.requests import declined, unknown
from pos_desktop.hardware.terminals.slips import masked_card, plain, reference_of, slip_lines
from pos_desktop.ports import TerminalAnswer, TerminalOutcome

MOST_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Leavings:
    """exit_code: negative where a signal ended it, None where that is not known. result, slip: the
    bytes of the files, None where there is none."""

    exit_code: int | None
    result: bytes | None = None
    slip: bytes | None = None


def answer_of(settings: CommandSettings, left: Leavings) -> TerminalAnswer:
    """Read what a program left; never raises, whatever the bytes are."""
    words = _words(settings.result, _text(settings, left.result))
    paper = _text(settings, left.slip)
    from_slip = _words(settings.slip, paper) or {}
    said = {**from_slip, **{key: value for key, value in (words or {}).items() if value}}
    verdict = _verdict(settings, left, words)
    text = plain(said.get("text", "")).strip()
    if text:
        verdict.values["text"] = text
    copies = re.split(settings.slip_split, paper) if settings.slip_split else [paper]
    slips = [lines for copy in copies if (lines := slip_lines(copy))]
    return TerminalAnswer(
        outcome=verdict.outcome,
        reference=reference_of(said.get("rrn", "") or said.get("auth", "")),
        card=masked_card(said.get("card", "")),
        slip=slips[0] if slips else (),
        merchant_slip=slips[1] if len(slips) > 1 else (),
        reason=verdict.reason,
        values=verdict.values,
    )


def terminal_number(settings: CommandSettings, left: Leavings) -> str:
    """The number of the terminal in a result, "" where it tells none."""
    words = _words(settings.result, _text(settings, left.result)) or {}
    return words.get("terminal", "")


def _verdict(
    settings: CommandSettings, left: Leavings, words: dict[str, str] | None
) -> TerminalAnswer:
    exit_code = left.exit_code
    if not settings.result:
        return _by_code(settings, exit_code)
    if words is None:
        if exit_code in settings.declined_codes:
            return declined("terminal.declined", text=str(exit_code))
        if exit_code in settings.cancel_codes:
            return TerminalAnswer(TerminalOutcome.CANCELLED, reason="terminal.cancelled")
        died = exit_code is not None and not 0 <= exit_code < _CRASHED
        return unknown("terminal.program_died" if died else "terminal.no_result")
    code = words["code"]
    if code in settings.ok_results:
        if exit_code is None or exit_code < 0 or exit_code in settings.ok_codes:
            return TerminalAnswer(TerminalOutcome.APPROVED)
        return unknown("terminal.contradiction", code=exit_code)
    if code in settings.cancel_results:
        return TerminalAnswer(TerminalOutcome.CANCELLED, reason="terminal.cancelled")
    return declined("terminal.declined", text=code)


_CRASHED = 0x8000_0000
"""Exit codes of Windows from here on are of a process that did not end by itself."""


def _by_code(settings: CommandSettings, exit_code: int | None) -> TerminalAnswer:
    if exit_code is None:
        return unknown("terminal.no_result")
    if exit_code < 0 or exit_code >= _CRASHED:
        return unknown("terminal.program_died")
    if exit_code in settings.ok_codes:
        return TerminalAnswer(TerminalOutcome.APPROVED)
    if exit_code in settings.cancel_codes:
        return TerminalAnswer(TerminalOutcome.CANCELLED, reason="terminal.cancelled")
    return declined("terminal.declined", text=str(exit_code))


def _text(settings: CommandSettings, content: bytes | None) -> str:
    return (content or b"")[:MOST_BYTES].decode(settings.encoding, "replace")


def _words(pattern: str, text: str) -> dict[str, str] | None:
    """The named groups of a pattern, None where it is not found or there is no pattern."""
    found = re.search(pattern, text) if pattern and text else None
    if found is None:
        return None
    return {key: value or "" for key, value in found.groupdict().items()}
