"""Whether a ZVT terminal's newest transaction is the one a register asks about. Pure.

No id of the register goes through the protocol: 06 20 tells number, sum and time of the newest
transaction, whoever began it. So it counts as ours only where each of these fits and the shop says
that no other till uses the terminal; otherwise a person looks at the slip.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from pos_desktop.hardware.terminals.requests import declined, unknown
from pos_desktop.hardware.terminals.zvt_answer import Talk, answer_of
from pos_desktop.hardware.terminals.zvt_fields import StatusInformation
from pos_desktop.ports import TerminalAnswer, TerminalRequest

NO_MARK = "//"
"""Of a terminal that has done nothing so far."""

CLOCKS_DIFFER = timedelta(minutes=2)
"""So far the terminal's clock may be from the register's; beyond it the time proves nothing."""

_LAST_RECEIPT = 9999


@dataclass(frozen=True, slots=True)
class Question:
    """What the register knows about a request that it asks about.

    before: mark of the terminal's newest transaction when the request began, "" where that is not
    known; checked: the terminal itself had told it on that connection. newest: nothing was begun
    here since. begun, until: local time between which it was carried out, if it was. alone: the
    shop says that no other till uses the terminal; shared: transactions that this register did not
    begin were seen there lately all the same.
    """

    before: str
    checked: bool
    newest: bool
    begun: datetime
    until: datetime
    alone: bool
    shared: bool


def answer_of_question(
    talk: Talk, request: TerminalRequest, asked: Question, encoding: str
) -> TerminalAnswer:
    """What the terminal's newest transaction says about a request."""
    status = talk.status
    if talk.aborted is not None or talk.refused is not None or status is None or not status.mark:
        return unknown("terminal.cannot_tell")
    if status.mark == asked.before:
        return declined("terminal.not_done")
    fits = (
        asked.checked
        and asked.newest
        and status.amount_minor == request.amount_minor
        and follows(asked.before, status.mark)
        and _is_between(status, asked.begun, asked.until)
    )
    if fits and asked.alone and not asked.shared:
        return answer_of(talk, request, encoding)
    reason = "terminal.last_was"
    if fits:  # another till's payment of the same sum in these minutes would look the same
        reason = "terminal.shared" if asked.alone else "terminal.whose"
    return unknown(reason, amount_minor=status.amount_minor or 0, time=_clock(status.time))


def follows(before: str, mark: str) -> bool:
    """Whether a transaction came directly after another one at the same terminal."""
    if NO_MARK in (before, mark) or not before:
        return before == NO_MARK
    old, new = before.split("/"), mark.split("/")
    if len(old) != len(new) or old[0] != new[0]:
        return False
    receipt = int(old[1] or 0)
    if receipt == 0 == int(new[1] or 0):  # a terminal that numbers no receipts counts its traces
        return int(new[2] or 0) == int(old[2] or 0) + 1
    return int(new[1] or 0) in ({receipt + 1} if receipt < _LAST_RECEIPT else {0, 1})


def _is_between(status: StatusInformation, begun: datetime, until: datetime) -> bool:
    happened = _happened(status, begun)
    if happened is None:
        return False
    return begun - CLOCKS_DIFFER <= happened <= until + CLOCKS_DIFFER


def _happened(status: StatusInformation, near: datetime) -> datetime | None:
    """When it was by the terminal's clock, which tells no year; None where it told none."""
    times = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            times.append(datetime.strptime(f"{year}{status.date}{status.time}", "%Y%m%d%H%M%S"))
        except ValueError:
            continue
    return min(times, key=lambda time: abs(time - near), default=None)


def _clock(time: str) -> str:
    return f"{time[:2]}:{time[2:4]}" if len(time) == 6 else ""
