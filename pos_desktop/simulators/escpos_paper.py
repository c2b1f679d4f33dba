"""A receipt printer that understands ESC/POS and keeps its paper.

Pure: bytes in, status replies out; the paper can be read as text, as codes and as a picture.
Written from Epson's public ESC/POS command reference.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .escpos_commands import Command, next_command
from .escpos_effects import EPSON_CODEPAGES, Effects
from .escpos_items import Cut, DrawerPulse, Feed, Item, PrintedReceipt, receipt_of
from .escpos_status import Condition, Paper, RealTimeScanner
from .escpos_typesetter import Typesetter

if TYPE_CHECKING:
    from PIL import Image

RECEIVE_BUFFER_BYTES = 64 * 1024
DOTS_PER_MM = 8
# From the print head to the knife. `GS V 65/66 n` moves the last line past it; the paper between
# them is the blank top of the next receipt.
CUTTER_DISTANCE_DOTS = 112
MAX_ITEMS = 20_000
MAX_UNKNOWN = 1_000
_FULL_CUTS = {0, 48, 65, 97, 103}
_PARTIAL_CUTS = {1, 49, 66, 98, 104}


class PaperPrinter:
    """An ESC/POS printer without its cable.

    dots: width of the print head (576 for 80 mm paper, 384 for 58 mm). codepages: `ESC t` number
    to Python codec name, Epson's table when None. `feed` and the setters return what the printer
    sends to the host meanwhile.

    Read at will: items (the roll, from first_item on), receipts (cut off), pulses (drawer kicks),
    unknown (commands skipped), refused (codes not printed), lost_bytes (did not fit the buffer).
    """

    def __init__(
        self,
        dots: int = 576,
        codepages: dict[int, str] | None = None,
        *,
        model: str = "TM-T20III",
        maker: str = "EPSON",
        starts_in_kanji: bool = False,
    ) -> None:
        self.dots = dots
        self.model = model
        self.maker = maker
        self.items: list[Item] = [Feed(CUTTER_DISTANCE_DOTS)]
        self.first_item = 0
        self.receipts: list[PrintedReceipt] = []
        self.pulses: list[DrawerPulse] = []
        self.unknown: list[bytes] = []
        self.lost_bytes = 0
        self.roll_dots_left: int | None = None
        self._roll_dots = 0
        self._near_end_dots = 0
        self._receipt_start = 0
        self._setter = Typesetter(dots, self._emit)
        self._effects = Effects(
            self._setter,
            dict(EPSON_CODEPAGES if codepages is None else codepages),
            starts_in_kanji=starts_in_kanji,
        )
        self._condition = Condition()
        self._replies: list[bytes] = []
        self._own: dict[str, Callable[[bytes], bool | None]] = {
            "ESC @": self._initialise,
            "GS V": self._cut,
            "ESC i": lambda p: self._cut(b"\x00"),
            "ESC m": lambda p: self._cut(b"\x01"),
            "ESC p": self._kick,
            "GS r": lambda p: self._reply(self._condition.gs_r(p[0])),
            "ESC v": lambda p: self._reply(self._condition.gs_r(1)),
            "ESC u": lambda p: self._reply(self._condition.gs_r(2)),
            "GS a": self._automatic_status,
            "GS I": self._identify,
            "GS (": self._extended,
        }
        self._power_up()

    # What the host does.

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes from the line; return the replies in order, each as one piece.

        Real-time commands are answered at once wherever they stand. The rest prints, or waits in
        the receive buffer while there is no paper, the cover is open or the printer is offline.
        """
        for byte in data:
            urgent = self._real_time.push(byte)
            if self._condition.held and len(self._buffer) >= RECEIVE_BUFFER_BYTES:
                self.lost_bytes += 1
            else:
                self._buffer.append(byte)
            if urgent:
                self._act_at_once(urgent)
            if len(self._buffer) >= self._needed:
                self._drain()
        return self._take_replies()

    @property
    def free_bytes(self) -> int:
        """How much the receive buffer still takes; a wire stops reading at 0."""
        if not self._condition.held:
            return RECEIVE_BUFFER_BYTES
        return max(0, RECEIVE_BUFFER_BYTES - len(self._buffer))

    @property
    def waiting_bytes(self) -> int:
        """Bytes received and not yet printed."""
        return len(self._buffer)

    # What a person does.

    @property
    def condition(self) -> Condition:
        """What the sensors say."""
        return self._condition

    def set_condition(self, condition: Condition) -> list[bytes]:
        """Change the sensors; held bytes print as soon as they may. Return what is sent."""
        if condition.paper == "ok" and self.roll_dots_left is not None and self.roll_dots_left <= 0:
            self.roll_dots_left = self._roll_dots
        self._become(condition)
        self._drain()
        return self._take_replies()

    def set_paper(self, paper: Paper) -> list[bytes]:
        """Take the paper out, let it run low, or put it back: "ok" brings a new roll when the old
        one is used up.
        """
        return self.set_condition(replace(self._condition, paper=paper))

    def set_cover_open(self, is_open: bool) -> list[bytes]:
        """Open or close the cover."""
        return self.set_condition(replace(self._condition, cover_open=is_open))

    def set_offline(self, offline: bool) -> list[bytes]:
        """Take the printer offline by its button, or back."""
        return self.set_condition(replace(self._condition, offline=offline))

    def set_drawer_pin3(self, high: bool) -> list[bytes]:
        """Set the sensor pin of the drawer connector."""
        return self.set_condition(replace(self._condition, drawer_pin3_high=high))

    def load_roll(self, length_mm: int, *, near_end_mm: int = 1000) -> list[bytes]:
        """Put in a roll that really ends: near-end, then out in the middle of whatever prints."""
        self._roll_dots = self.roll_dots_left = length_mm * DOTS_PER_MM
        self._near_end_dots = near_end_mm * DOTS_PER_MM
        near = self.roll_dots_left <= self._near_end_dots
        return self.set_condition(replace(self._condition, paper="near-end" if near else "ok"))

    def tear_off(self) -> None:
        """A person tears off what hangs out: a printer without a knife leaves that to people."""
        self._cut(b"\x00")

    def power_cycle(self) -> None:
        """Switch off and on: the buffer, the unfinished line and all settings are gone."""
        self._power_up()

    # What can be read.

    @property
    def drawer_pulses(self) -> int:
        """How often the drawer was kicked."""
        return len(self.pulses)

    @property
    def paper_left_percent(self) -> int | None:
        """What is left of the roll; None while the roll is endless (no `load_roll`)."""
        if self.roll_dots_left is None:
            return None
        return max(0, self.roll_dots_left * 100 // self._roll_dots)

    @property
    def refused(self) -> list[str]:
        """Codes the printer was asked for and did not print."""
        return self._effects.refused

    @property
    def item_count(self) -> int:
        """Items ever printed: the index that the next one gets."""
        return self.first_item + len(self.items)

    @property
    def pending(self) -> PrintedReceipt:
        """What is printed since the last cut, as if it were cut now."""
        return receipt_of(self._since(self._receipt_start), self._receipt_start, Cut("partial"))

    @property
    def unfinished_line(self) -> str:
        """Characters that wait for their line feed."""
        return self._setter.unfinished_text

    def render(self, *, margin_dots: int = 0) -> Image.Image:
        """Draw the whole roll; greyscale, `dots` wide plus the margins."""
        return self.render_since(self.first_item, margin_dots=margin_dots)

    def render_since(self, item_index: int, *, margin_dots: int = 0) -> Image.Image:
        """Draw what was printed from item_index on (`item_count` of an earlier moment)."""
        from .paper_picture import render

        return render(self._since(item_index), self.dots, margin_dots=margin_dots)

    def render_receipt(self, receipt: PrintedReceipt, *, margin_dots: int = 0) -> Image.Image:
        """Draw one cut receipt."""
        from .paper_picture import render

        items = self._since(receipt.first_item)[: receipt.end_item - receipt.first_item]
        return render(items, self.dots, margin_dots=margin_dots)

    # Inside.

    def _since(self, item_index: int) -> list[Item]:
        return self.items[max(0, item_index - self.first_item) :]

    def _power_up(self) -> None:
        self._buffer = bytearray()
        self._needed = 1
        self._real_time = RealTimeScanner()
        self._real_time_pulse = True
        self._asb_mask = 0
        self._effects.reset()

    def _take_replies(self) -> list[bytes]:
        replies = self._replies
        self._replies = []
        return replies

    def _reply(self, data: bytes) -> None:
        if data:
            self._replies.append(data)

    def _become(self, condition: Condition) -> None:
        earlier = self._condition
        self._condition = condition
        if condition.asb_changed(earlier, self._asb_mask):
            self._reply(condition.asb())

    def _drain(self) -> None:
        while len(self._buffer) >= self._needed and not self._condition.held:
            command = next_command(self._buffer, double_byte=self._effects.kanji)
            if isinstance(command, int):
                self._needed = command
                return
            self._needed = 1
            raw = bytes(self._buffer[: command.size])
            del self._buffer[: command.size]
            if not self._run(command) and len(self.unknown) < MAX_UNKNOWN:
                self.unknown.append(raw)

    def _run(self, command: Command) -> bool:
        if command.name == "?":
            return False
        own = self._own.get(command.name)
        if own is not None and own(command.params) is False:
            return False
        return self._effects.run(command)

    def _emit(self, item: Item) -> None:
        self.items.append(item)
        if len(self.items) > MAX_ITEMS:
            dropped = MAX_ITEMS // 10
            del self.items[:dropped]
            self.first_item += dropped
        if self.roll_dots_left is not None:
            self.roll_dots_left -= item.height_dots
            if self.roll_dots_left <= 0:
                self._become(replace(self._condition, paper="out"))
            elif self.roll_dots_left <= self._near_end_dots:
                self._become(replace(self._condition, paper="near-end"))

    def _act_at_once(self, command: bytes) -> None:
        kind, n = command[1], command[2]
        if kind == 0x04:
            self._reply(self._condition.dle_eot(n))
        elif kind == 0x14 and n == 1:
            if self._real_time_pulse:
                milliseconds = command[4] * 100
                self.pulses.append(DrawerPulse((2, 5)[command[3]], milliseconds, milliseconds))
        elif kind == 0x14 or n == 2:
            # DLE DC4 8 and DLE ENQ 2 empty the receive buffer, themselves included.
            self._buffer.clear()
            self._needed = 1
            self._setter.clear_line()
            if kind == 0x14:
                self._reply(b"\x37\x25\x00")

    def _initialise(self, _params: bytes) -> None:
        self._effects.reset()
        self._asb_mask = 0

    def _automatic_status(self, p: bytes) -> None:
        self._asb_mask = p[0]
        if p[0]:
            self._reply(self._condition.asb())

    def _kick(self, p: bytes) -> bool:
        if p[0] % 48 not in (0, 1):
            return False
        # t1 and t2 count in steps of 2 ms.
        self.pulses.append(DrawerPulse((2, 5)[p[0] % 48], p[1] * 2, p[2] * 2))
        return True

    def _cut(self, p: bytes) -> bool:
        if p[0] not in _FULL_CUTS | _PARTIAL_CUTS:
            return False
        past_knife = len(p) > 1
        self._setter.feed(p[1] if past_knife else 0)
        cut = Cut("full" if p[0] in _FULL_CUTS else "partial")
        printed = receipt_of(self._since(self._receipt_start), self._receipt_start, cut)
        self._emit(cut)
        self._receipt_start = self.item_count
        if past_knife:
            self._emit(Feed(CUTTER_DISTANCE_DOTS))
        if printed.text.strip() or printed.qr_payloads or printed.barcodes or printed.pictures:
            self.receipts.append(printed)
        return True

    def _identify(self, p: bytes) -> bool:
        answers: dict[int, Any] = {
            1: b"\x63",
            2: b"\x02",
            3: b"\x01",
            65: b"_1.00\0",
            66: b"_" + self.maker.encode("ascii") + b"\0",
            67: b"_" + self.model.encode("ascii") + b"\0",
            68: b"_SIM0000001\0",
            69: b"_\0",
        }
        number = p[0] - 48 if 49 <= p[0] <= 51 else p[0]
        self._reply(answers.get(number, b""))
        return number in answers

    def _extended(self, p: bytes) -> bool:
        data = p[3:]
        if p[:1] == b"H" and data[:2] == b"00" and len(data) == 6:
            # Process id response: says that everything before it is done.
            self._reply(b'7"' + data[2:6] + b"\0")
        elif p[:1] == b"D" and data[:1] == b"\x14":
            for function, on in zip(data[1::2], data[2::2], strict=False):
                if function in (1, 49):
                    self._real_time_pulse = on % 48 == 1
        return p[:1] in (b"H", b"D", b"k", b"L", b"A", b"E", b"K", b"M", b"N", b"P", b"C")
