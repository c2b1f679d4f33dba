"""Who a card terminal is. An address may be given to another terminal, and a terminal another
address; the number that its bank gave it stays. So that number is what a request is stored with,
where the protocol tells one, and the address until it does.
"""

from __future__ import annotations

import contextlib

from pos_desktop.hardware.terminals.memory import TerminalMemory
from pos_desktop.ports import TerminalRequest


def real_number(told: str) -> str:
    """A number that a terminal told, "" where it is none: one that its bank has not set up yet
    tells zeros."""
    return told if told.isdecimal() and told.strip("0") else ""


class TerminalIdentity:
    """Of the terminal at the address of `memory`, which notes its number: a bank's program tells
    it only with an operation. protocol: whose numbers these are. Read by any thread, told by the
    driver's own."""

    def __init__(self, protocol: str, memory: TerminalMemory) -> None:
        self._protocol = protocol
        self._memory = memory
        self.number = memory.number()

    @property
    def peer(self) -> str:
        """ports.PaymentTerminal.peer: "id:28004869,zvt", or the address."""
        return f"id:{self.number},{self._protocol}" if self.number else self._memory.address

    def answers_for(self, peer: str) -> bool:
        """ports.PaymentTerminal.answers_for."""
        return peer in (self.peer, self._memory.address)

    def is_asked(self, request: TerminalRequest) -> bool:
        """Whether a request is for this very terminal, as far as anybody can tell."""
        return not request.peer or self.answers_for(request.peer)

    def is_other_than(self, number: str) -> bool:
        """Whether a number is another terminal's; "" is nobody's."""
        return bool(number and self.number) and number != self.number

    def told(self, number: str) -> None:
        """The terminal said who it is."""
        if not real_number(number) or number == self.number:
            return
        self.number = number
        with contextlib.suppress(OSError):  # it says so again
            self._memory.know(number)
