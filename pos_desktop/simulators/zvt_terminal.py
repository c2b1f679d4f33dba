"""A card terminal that speaks ZVT over TCP, with the bank behind it: it counts every charge.

Source: the interface description ZVT (700), revision 13. The register sends a command, the
terminal acknowledges it and then holds the word: intermediate status, status information with the
result, lines of the receipt, completion (06 0F) or abort (06 1E), each acknowledged by the register
with 80 00 00 before the next.
"""

from __future__ import annotations

import random
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from .on_cable import OnCable
from .wire import TICK_SECONDS
from .zvt_apdu import (
    ACK,
    Command,
    apdu,
    bcd,
    fields_of,
    lllvar,
    llvar,
    take_command,
    text_block,
    text_lines,
)

TERMINAL_ID = 28004869
PAYMENT_RECEIPT, ADMIN_RECEIPT, INTERMEDIATE = 0x02, 0x04, 0x08
DECLINED, ABORTED, NOT_POSSIBLE, ALREADY_REVERSED, NOTHING_TO_REPEAT = 0x05, 0x6C, 0x83, 0xB4, 0x64

TerminalMode = Literal[
    "ok", "decline", "customer_aborts", "silent", "garbage", "split", "slow", "cut", "dies_before",
    "dies_after", "mute_after", "unplugged",
]  # fmt: skip
"""silent: reads and never answers; cut: hangs up in the middle of its status information; slow:
pauses between two messages; dies_before: hangs up on a command, before any money; dies_after and
mute_after: take the money, then hang up or say nothing more."""
SLOW_SECONDS = 1.0
_STATUS = b"\x04\x0f"


@dataclass(frozen=True, slots=True)
class Booking:
    """One movement at the bank. kind: "pay" | "refund" | "reversal"; reversed: taken back. at: by
    the terminal's clock, seconds of the epoch."""

    kind: str
    amount_minor: int
    receipt: int
    trace: int
    reversed: bool = False
    at: float = 0.0


class TerminalBank:
    """What the bank and the terminal's own memory hold; outlives the terminal's cable. clock: the
    terminal's. terminal_id: who it is."""

    def __init__(
        self, clock: Callable[[], float] = time.time, terminal_id: int = TERMINAL_ID
    ) -> None:
        self.clock = clock
        self.terminal_id = terminal_id
        self.bookings: list[Booking] = []
        self.last: Booking | None = None
        self._number = 0

    @property
    def taken_minor(self) -> int:
        """What the cardholders paid, less what went back."""
        signs = {"pay": 1, "refund": -1}
        return sum(signs[one.kind] * one.amount_minor for one in self.bookings if not one.reversed)

    @property
    def charges(self) -> int:
        """How often a card was charged, whether or not it was taken back."""
        return sum(one.kind == "pay" for one in self.bookings)

    def book(self, kind: str, amount_minor: int) -> Booking:
        self.last = self._numbered(kind, amount_minor)
        self.bookings.append(self.last)
        return self.last

    def reverse(self, receipt: int) -> Booking | None:
        """Take the payment of that receipt back; the reversal has a receipt of its own. None where
        there is nothing to take back."""
        for place, one in enumerate(self.bookings):
            if one.receipt == receipt and one.kind == "pay" and not one.reversed:
                self.bookings[place] = replace(one, reversed=True)
                self.last = self._numbered("reversal", one.amount_minor)
                return self.last
        return None

    def _numbered(self, kind: str, amount_minor: int) -> Booking:
        self._number += 1
        receipt, trace = self._number % 10_000, 470 + self._number
        return Booking(kind, amount_minor, receipt, trace, at=self.clock())


class ZvtTerminalSimulator(OnCable):
    """The terminal on TCP.

    card_waits: the customer shows no card until `show_card`; until then the register may abort with
    06 B0. slow_seconds: between two messages; 0 leaves it to the mode. prints: whether receipts
    come as text blocks (06 D3) or line by line (06 D1), where the register asked to print them.
    slip: the lines of a receipt, those of a German terminal where it is None. introduces: whether
    it tells its number to a register that comes, and not only with a payment. on_change is called
    from the wire's thread or the caller's, when a card is asked for or no more.
    """

    def __init__(
        self,
        bank: TerminalBank | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        prints: Literal["blocks", "lines"] = "blocks",
        slip: Callable[[Booking], tuple[str, ...]] | None = None,
        on_change: Callable[[], None] | None = None,
        seed: int = 700,
    ) -> None:
        super().__init__("zvt-terminal", host, port)
        self.bank = bank or TerminalBank()
        self.prints = prints
        self.on_change = on_change
        self._slip = slip or _german_slip
        self.mode: TerminalMode = "ok"
        self.card_waits = False
        self.introduces = True
        self.slow_seconds = 0.0
        self.commands: list[int] = []
        self._noise = random.Random(seed)  # noqa: S311 noise on a line, repeatable
        self._lock = threading.RLock()
        self._buffer = bytearray()
        self._config = 0
        self._waiting: deque[bytes | Callable[[], None]] = deque()
        self._paused = 0.0
        self._amount_minor = 0
        self._kind = ""

    def set_mode(self, mode: TerminalMode) -> None:
        """Change what it does from the next command on; "unplugged" is the cable."""
        with self._lock:
            self.mode = mode
        self.set_cable("unplugged" if mode == "unplugged" else "in")

    @property
    def asked_minor(self) -> int:
        """The sum a card is asked for now, 0 = none."""
        with self._lock:
            return self._amount_minor if self._kind else 0

    def show_card(self, *, again: bool = False) -> None:
        """The customer puts the card on the reader; again: the next one has to be shown, too."""
        with self._lock:
            self.card_waits = again
            if self._kind:
                self._decide()
                self._say_next()
        self._tell()

    # The wire's side.

    def host_came(self) -> None:
        """A register dialled in: what was on its way to another one is lost."""
        with self._lock:
            self._buffer.clear()
            self._waiting.clear()
            self._kind = ""

    def received(self, data: bytes) -> None:
        """Bytes of the register."""
        with self._lock:
            self._buffer += data
            before = self._kind
            while (command := take_command(self._buffer)) is not None:
                self._take(command)
            changed = self._kind != before
        if changed:
            self._tell()

    def idle(self) -> None:
        """Time passes; a slow terminal goes on after a while."""
        with self._lock:
            if self._paused > 0:
                self._paused -= TICK_SECONDS
                if self._paused <= 0:
                    self._say_next(waited=True)

    def room(self) -> int:
        """How much it reads ahead."""
        return 1024

    def _tell(self) -> None:
        if self.on_change is not None:
            self.on_change()

    # What the register says.

    def _take(self, command: Command) -> None:
        if command.control in (0x8000, 0x8400):
            self._say_next()
            return
        self.commands.append(command.control)
        if self.mode == "silent":
            return
        if self.mode == "garbage":
            self._send(self._noise.randbytes(40))
            return
        if self.mode == "dies_before" and command.control in (0x0601, 0x0630, 0x0631):
            self._hang_up()
            return
        acts: dict[int, Callable[[bytes], None]] = {
            0x0600: self._register,
            0x0601: lambda data: self._ask_for_card("pay", fields_of(data)),
            0x0631: lambda data: self._ask_for_card("refund", fields_of(data[3:])),
            0x0630: lambda data: self._reverse(fields_of(data[3:])),
            0x0650: self._end_of_day,
            0x0620: self._repeat,
            0x06B0: self._abort,
            0x0501: lambda _data: self._answer(apdu(0x060F, b"\x27\x00")),
            0x0602: lambda _data: self._send(ACK),
        }
        act = acts.get(command.control)
        if act is None:
            self._send(apdu(0x8400 + NOT_POSSIBLE))
        else:
            act(command.data)

    def _register(self, data: bytes) -> None:
        self._config = data[3] if len(data) > 3 else 0
        currency = data[4:6] if len(data) > 5 else b"\x09\x78"
        number = b"\x29" + bcd(self.bank.terminal_id, 4) if self.introduces else b""
        self._answer(apdu(0x060F, b"\x19\x00" + number + b"\x49" + currency))

    def _ask_for_card(self, kind: str, fields: dict[int, bytes]) -> None:
        self._kind = kind
        self._amount_minor = int(fields.get(0x04, b"\0").hex())
        self._answer()
        if self._config & INTERMEDIATE:
            self._waiting.append(apdu(0x04FF, b"\x0a"))
        if not self.card_waits:
            self._decide()
        self._say_next()

    def _decide(self) -> None:
        """The card is on the reader: the bank is asked."""
        if self._config & INTERMEDIATE:
            self._waiting.append(apdu(0x04FF, b"\x04"))
        if self.mode == "customer_aborts":
            self._refuse(ABORTED, "Abbruch durch Kunde")
        elif self.mode == "decline":
            self._refuse(DECLINED, "Karte abgelehnt")
        else:
            self._waiting.append(self._book)

    def _book(self) -> None:
        booking = self.bank.book(self._kind, self._amount_minor)
        self._kind = ""
        if self.mode == "dies_after":
            self._hang_up()
        elif self.mode == "mute_after":
            self._waiting.clear()
        else:
            self._waiting.append(self._status(booking))
            self._print(self._slip(booking), PAYMENT_RECEIPT)
            self._waiting.append(apdu(0x060F))
            self._say_next()

    def _refuse(self, code: int, text: str) -> None:
        self._kind = ""
        said = b"\x27" + bytes([code]) + b"\x29" + bcd(self.bank.terminal_id, 4)
        said += b"\x3c" + lllvar(text.encode("cp437"))
        self._waiting += [apdu(0x040F, said), apdu(0x061E, bytes([code]))]

    def _reverse(self, fields: dict[int, bytes]) -> None:
        booking = self.bank.reverse(int(fields.get(0x87, b"\0").hex()))
        if booking is None:
            self._answer(apdu(0x061E, bytes([ALREADY_REVERSED])))
        elif self.mode == "dies_after":
            self._hang_up()
        else:
            self._answer(self._status(booking))
            self._print(self._slip(booking), PAYMENT_RECEIPT)
            self._waiting.append(apdu(0x060F))

    def _end_of_day(self, _data: bytes) -> None:
        total = b"\x27\x00\x04" + bcd(abs(self.bank.taken_minor), 6)
        self._answer(apdu(0x040F, total))
        count = len(self.bank.bookings)
        lines = ("Kassenschnitt", f"Anzahl {count}", f"Gesamt {_euros(self.bank.taken_minor)}")
        self._print(lines, ADMIN_RECEIPT, receipt_type=3)
        self._waiting.append(apdu(0x060F))

    def _repeat(self, _data: bytes) -> None:
        last = self.bank.last
        if last is None:
            self._answer(apdu(0x061E, bytes([NOTHING_TO_REPEAT])))
            return
        self._answer(self._status(last))
        self._print(self._slip(last), PAYMENT_RECEIPT)
        self._waiting.append(apdu(0x060F))

    def _abort(self, _data: bytes) -> None:
        self._send(ACK)
        if self._kind:
            self._waiting.clear()
            self._refuse(ABORTED, "Abbruch")
            self._say_next()

    # What the terminal says.

    def _status(self, booking: Booking) -> bytes:
        card = bytes.fromhex("f8eeeeeeeeeeee4771")
        fields = (
            b"\x27\x00\x04" + bcd(booking.amount_minor, 6),
            b"\x0b" + bcd(booking.trace, 3) + _time_fields(booking.at),
            b"\x0e\x25\x12\x17\x00\x01\x19\x70\x22\xf0" + card,
            b"\x29" + bcd(self.bank.terminal_id, 4) + b"\x2a" + b"100461763".ljust(15),
            b"\x49\x09\x78\x87" + bcd(booking.receipt, 2) + b"\x88" + bcd(booking.trace, 3),
            b"\x8a\x2e\x8b" + llvar(b"Debit Mastercard\0"),
        )
        return apdu(0x040F, b"".join(fields))

    def _print(self, lines: tuple[str, ...], wanted: int, receipt_type: int = 2) -> None:
        if not self._config & wanted:
            return
        if self.prints == "blocks":
            self._waiting.append(text_block(lines, receipt_type))
        else:
            self._waiting += text_lines(lines, receipt_type)

    def _answer(self, *messages: bytes) -> None:
        """Acknowledge the command; the first message follows at once, as the terminal has the
        word, the others after the register's acknowledgements."""
        self._waiting.clear()
        self._send(ACK)
        if messages:
            self._waiting.extend(messages)
            self._say_next()

    def _say_next(self, *, waited: bool = False) -> None:
        pause = self.slow_seconds or (SLOW_SECONDS if self.mode == "slow" else 0.0)
        if pause and not waited and self._waiting:
            self._paused = pause
            return
        if not self._waiting:
            return
        said = self._waiting.popleft()
        if callable(said):
            said()
        else:
            self._send(said)

    def _send(self, data: bytes) -> None:
        if self._wire is None:
            return
        if self.mode == "split":
            for at in range(len(data)):
                self._wire.send(data[at : at + 1])
        elif self.mode == "cut" and data.startswith(_STATUS):
            self._wire.send(data[: len(data) // 2])
            self._hang_up()
        else:
            self._wire.send(data)

    def _hang_up(self) -> None:
        """As when its mains is pulled: the host gets an error, the memory stays."""
        self._waiting.clear()
        self._kind = ""
        if self._wire is not None:
            threading.Thread(target=self._wire.cut, name="zvt-cut", daemon=True).start()


def _time_fields(at: float) -> bytes:
    """HHMMSS and MMDD of the wall."""
    wall = time.localtime(at)
    return bytes.fromhex(time.strftime("0c%H%M%S0d%m%d", wall))


def _german_slip(booking: Booking) -> tuple[str, ...]:
    names = {"pay": "Verkauf", "refund": "Gutschrift", "reversal": "Storno"}
    return (
        "** KUNDENBELEG **",
        names[booking.kind],
        f"Terminal-ID {TERMINAL_ID}",
        f"Beleg-Nr {booking.receipt:04d}",
        "Nr **** **** **** 4771",
        f"Betrag EUR {_euros(booking.amount_minor)}",
    )


def _euros(amount_minor: int) -> str:
    return f"{amount_minor // 100},{amount_minor % 100:02d}"
