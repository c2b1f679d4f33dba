"""A scanner that pretends to be a keyboard: telling its keys from a person's, and its text from
the layout.

Pure: no Qt, no clock, no timer. The window's event filter hands in each key press and does what it
is told; it also calls `tick` when `deadline_ms` has come. Sources for the times: gaps measured
between the keys of scanners are 1 to 30 ms, up to 100 ms for slow Bluetooth ones; people need more
than 80 ms.
"""

from __future__ import annotations

from collections.abc import Callable

from pos_desktop.domain.gs1 import GS, with_separators
from pos_desktop.domain.key_layout import as_typed_in_english, has_cyrillic
from pos_desktop.hardware.profiles import ScannerSettings
from pos_desktop.hardware.scanners.us_keys import (
    CTRL_BRACKET,
    ENTER_KEYS,
    F8_KEY,
    KEYPAD,
    MODIFIER_KEYS,
    TAB_KEY,
    US_KEYS,
    KeySource,
    position,
)
from pos_desktop.ports import Decision, Modifiers, Stroke, Verdict

# From so many keys on, a fast run is a scanner's and worth waiting for through a longer gap.
_SURE_AFTER_KEYS = 4
_MAX_KEYS = 1024

_NOTHING = Decision(Verdict.PASS)


class WedgeDecoder:
    """source: how the window system numbers keys. settings: of the profile in use, asked for anew
    at each run of keys, since another scanner may be set up while the shop is open.

    CapsLock is ignored where key positions are known: a scanner presses the keys of a keyboard
    whose CapsLock is off. Where they are not, letters that Shift made small give it away.
    """

    def __init__(
        self, settings: ScannerSettings | Callable[[], ScannerSettings], source: KeySource
    ) -> None:
        self._ask = settings if callable(settings) else None
        self._settings = settings() if callable(settings) else settings
        self._source: KeySource = source
        self._held: list[Stroke] = []
        self._gaps: list[int] = []
        self._text: list[str] = []
        self._alt_digits = ""
        self._by_alt = ""  # the character that Alt and digits made last; Windows types it as well
        self._from_positions = True
        self._caps_lock = False
        self._scanned_at_ms: int | None = None

    @property
    def holding(self) -> bool:
        return bool(self._held)

    @property
    def deadline_ms(self) -> int | None:
        """When to call `tick`, on the strokes' clock; None while nothing is held."""
        if not self._held:
            return None
        return self._last_ms() + self._patience_ms()

    def key(self, stroke: Stroke) -> Decision:
        """Judge one key press."""
        if not self._held and self._ask is not None:
            self._settings = self._ask()
        replay: tuple[Stroke, ...] = ()
        if self._held and stroke.time_ms - self._last_ms() > self._patience_ms():
            late = self.tick(stroke.time_ms)
            if late.scan:
                following = self.key(stroke)
                return Decision(following.verdict, following.replay, late.scan)
            replay = late.replay
        number = position(stroke.native_scan_code, self._source)
        if number in MODIFIER_KEYS:
            held_alt = self._held and (Modifiers.ALT in stroke.modifiers or bool(stroke.text))
            return Decision(Verdict.SWALLOW if held_alt else Verdict.PASS, replay)
        if self._held and self._by_alt and stroke.text == self._by_alt and not stroke.modifiers:
            self._by_alt = ""
            return Decision(Verdict.SWALLOW, replay)
        if stroke.auto_repeat or len(self._held) >= _MAX_KEYS:
            return Decision(Verdict.PASS, replay + self._release())
        if self._is_suffix(number, stroke):
            return self._end(stroke, replay)
        return self._add(number, stroke, replay)

    def tick(self, now_ms: int) -> Decision:
        """Judge the silence since the last key: a person typed, or a code without suffix ended."""
        deadline = self.deadline_ms
        if deadline is None or now_ms < deadline:
            return _NOTHING
        if not self._settings.suffix and self._is_scan(0):
            return Decision(Verdict.PASS, (), self._take_scan())
        return Decision(Verdict.PASS, self._release())

    def _add(self, number: int, stroke: Stroke, replay: tuple[Stroke, ...]) -> Decision:
        if not self._understand(number, stroke) and not self._is_surely_a_scan():
            return Decision(Verdict.PASS, replay + self._release())
        if self._held:
            self._gaps.append(max(0, stroke.time_ms - self._last_ms()))
        self._held.append(stroke)
        return Decision(Verdict.HOLD, replay)

    def _understand(self, number: int, stroke: Stroke) -> bool:
        """Add the stroke's character to the code; False when it is no character of a code."""
        modifiers = stroke.modifiers
        if Modifiers.META in modifiers:
            return False
        if Modifiers.ALT in modifiers:
            return self._alt_digit(number, stroke)
        self._close_alt_code()
        self._by_alt = ""
        if self._is_separator(number, stroke):
            self._text.append(GS)
            return True
        if Modifiers.CTRL in modifiers:
            return False
        char = self._character(number, stroke)
        self._text.append(char)
        return bool(char)

    def _is_separator(self, number: int, stroke: Stroke) -> bool:
        """Ctrl+], or F8 inside a code: alone it is a person's."""
        if Modifiers.CTRL in stroke.modifiers:
            return number == CTRL_BRACKET or stroke.text == GS
        if number != F8_KEY or stroke.modifiers or not self._held:
            return False
        return self._settings.gs_key == "f8" or self._is_surely_a_scan()

    def _character(self, number: int, stroke: Stroke) -> str:
        if number in US_KEYS:
            return US_KEYS[number][Modifiers.SHIFT in stroke.modifiers]
        if number in KEYPAD and stroke.text:
            return KEYPAD[number]
        if number:
            return ""  # a function key, an arrow, a key no scanner presses
        self._from_positions = False
        if Modifiers.SHIFT in stroke.modifiers and stroke.text.islower():
            self._caps_lock = True
        is_one = len(stroke.text) == 1 and (stroke.text.isprintable() or stroke.text == GS)
        return stroke.text if is_one else ""

    def _alt_digit(self, number: int, stroke: Stroke) -> bool:
        """Collect Alt+0,2,9 on the keypad: how scanners in "ALT mode" send a code by its number."""
        digit = KEYPAD.get(number) or (stroke.text if not number else "")
        if len(digit) != 1 or digit not in "0123456789" or len(self._alt_digits) >= 4:
            return False
        self._alt_digits += digit
        if int(self._alt_digits) == ord(GS) and len(self._alt_digits) >= 3:
            self._close_alt_code()
        return True

    def _close_alt_code(self) -> None:
        digits, self._alt_digits = self._alt_digits, ""
        if digits and int(digits) < 256:
            self._by_alt = bytes([int(digits)]).decode("cp1252", "ignore")
            self._text.append(self._by_alt)

    def _is_suffix(self, number: int, stroke: Stroke) -> bool:
        if stroke.modifiers & ~Modifiers.SHIFT:
            return False
        wanted = self._settings.suffix
        if number in ENTER_KEYS or (not number and stroke.text in ("\r", "\n")):
            return wanted != "\t"
        return wanted == "\t" and (number == TAB_KEY or (not number and stroke.text == "\t"))

    def _end(self, stroke: Stroke, replay: tuple[Stroke, ...]) -> Decision:
        last_gap = stroke.time_ms - self._last_ms() if self._held else 0
        scanned_at, self._scanned_at_ms = self._scanned_at_ms, None
        if self._is_scan(last_gap):
            self._scanned_at_ms = stroke.time_ms
            return Decision(Verdict.SWALLOW, replay, self._take_scan())
        if not self._held and scanned_at is not None:
            # CR LF after a code comes as Enter twice; the second must press no button.
            again = 0 <= stroke.time_ms - scanned_at <= self._settings.max_gap_ms
            return Decision(Verdict.SWALLOW if again else Verdict.PASS, replay)
        return Decision(Verdict.PASS, replay + self._release())

    def _is_scan(self, last_gap_ms: int) -> bool:
        self._close_alt_code()
        settings = self._settings
        gaps = [*self._gaps, last_gap_ms]
        if max(gaps) > settings.max_gap_ms:
            return False
        text = self._meant()
        if settings.prefix and text.startswith(settings.prefix):
            return len(text) > len(settings.prefix)
        fast = sum(gaps) <= settings.average_gap_ms * len(gaps)
        return len(text) >= settings.min_length and fast

    def _take_scan(self) -> str:
        text = self._meant().removeprefix(self._settings.prefix)
        self._release()
        return with_separators(text) if self._settings.restore_gs else text

    def _meant(self) -> str:
        """The code as the scanner has read it, whatever layout and CapsLock made of it."""
        text = "".join(self._text)
        if self._from_positions:
            return text
        if self._caps_lock:
            text = text.swapcase()
        return as_typed_in_english(text) if has_cyrillic(text) else text

    def _release(self) -> tuple[Stroke, ...]:
        held = tuple(self._held)
        self._held.clear()
        self._gaps.clear()
        self._text.clear()
        self._alt_digits = self._by_alt = ""
        self._from_positions = True
        self._caps_lock = False
        return held

    def _last_ms(self) -> int:
        return self._held[-1].time_ms

    def _patience_ms(self) -> int:
        """Return how long the next key may take: longer once the run is surely a scanner's."""
        settings = self._settings
        sure = self._is_surely_a_scan()
        return max(settings.hold_ms, settings.max_gap_ms) if sure else settings.hold_ms

    def _is_surely_a_scan(self) -> bool:
        """Whether nobody types like this. A function key in such a run is no wish of the cashier's:
        a scanner that sends F8 for a separator would take payment with it."""
        settings = self._settings
        fast = sum(self._gaps) <= settings.average_gap_ms * len(self._gaps)
        known = bool(settings.prefix) and "".join(self._text).startswith(settings.prefix)
        return known or (fast and len(self._held) >= _SURE_AFTER_KEYS)
