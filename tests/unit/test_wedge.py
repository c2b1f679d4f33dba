"""A keyboard scanner's keys are told from a person's, and read under any layout."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.hardware.profiles import scanner_profile
from pos_desktop.hardware.scanners.us_keys import KEYPAD, MODIFIER_KEYS, US_KEYS, position
from pos_desktop.hardware.scanners.wedge import WedgeDecoder
from pos_desktop.ports import Modifiers, Stroke, Verdict

SETTINGS = scanner_profile("wedge-generic").scanner
GS = "\x1d"
RUSSIAN = dict(
    zip(
        "`qwertyuiop[]asdfghjkl;'zxcvbnm,./" + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?',
        "ёйцукенгшщзхъфывапролджэячсмитьбю." + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,",
        strict=True,
    )
)
BY_CHAR = {
    char: (number, shifted == char and plain != char)
    for number, (plain, shifted) in US_KEYS.items()
    for char in (plain, shifted)
}


@dataclass
class Window:
    """What a window with the filter ends up with: typed keys in order, and scans."""

    decoder: WedgeDecoder
    typed: list[str] = field(default_factory=list)
    scans: list[str] = field(default_factory=list)
    now_ms: int = 0

    def press(self, stroke: Stroke) -> None:
        deadline = self.decoder.deadline_ms
        if deadline is not None and deadline <= stroke.time_ms:
            self.wait_until(deadline)
        self.now_ms = stroke.time_ms
        decision = self.decoder.key(stroke)
        self.typed += [held.text for held in decision.replay]
        if decision.scan:
            self.scans.append(decision.scan)
        if decision.verdict is Verdict.PASS:
            self.typed.append(stroke.text)

    def wait_until(self, time_ms: int) -> None:
        self.now_ms = time_ms
        decision = self.decoder.tick(time_ms)
        self.typed += [held.text for held in decision.replay]
        if decision.scan:
            self.scans.append(decision.scan)

    def settle(self) -> None:
        self.wait_until(self.now_ms + 1000)

    def enter(self, gap_ms: int = 5) -> None:
        self.press(Stroke(28 + 8, "\r", self.now_ms + gap_ms))

    def keys(self, text: str, gap_ms: int = 5, layout: dict[str, str] | None = None) -> None:
        for char in text:
            time_ms = self.now_ms + gap_ms
            if char == GS:
                shown = "ъ" if layout else GS
                self.press(Stroke(27 + 8, shown, time_ms, Modifiers.CTRL))
                continue
            number, shifted = BY_CHAR[char]
            shown = (layout or {}).get(char, char)
            if shifted:
                self.press(Stroke(42 + 8, "", time_ms - 1, Modifiers.SHIFT))
            modifiers = Modifiers.SHIFT if shifted else Modifiers.NONE
            self.press(Stroke(number + 8, shown, time_ms, modifiers))


@pytest.fixture
def window() -> Window:
    return Window(WedgeDecoder(SETTINGS, "x11"))


def test_a_scan_arrives_whole_and_nothing_of_it_is_typed(window: Window) -> None:
    window.keys("4600051000057")
    window.enter()
    assert window.scans == ["4600051000057"]
    assert [text for text in window.typed if text] == []


def test_a_russian_layout_changes_nothing(window: Window) -> None:
    window.keys("ABc-12.qwerty", layout=RUSSIAN)
    window.enter()
    assert window.scans == ["ABc-12.qwerty"]


@pytest.mark.parametrize("layout", [None, RUSSIAN])
def test_group_separators_are_kept_under_any_layout(
    window: Window, layout: dict[str, str] | None
) -> None:
    code = f"0104600051000057215abcDEF{GS}93dGVz"
    window.keys(code, layout=layout)
    window.enter()
    assert window.scans == [code]


def test_alt_and_029_on_the_keypad_is_a_group_separator(window: Window) -> None:
    window.keys("01046000")
    for key in (82, 80, 73):
        window.press(Stroke(56 + 8, "", window.now_ms + 1, Modifiers.ALT))
        window.press(Stroke(key + 8, KEYPAD[key], window.now_ms + 4, Modifiers.ALT))
    window.keys("93abc")
    window.enter()
    assert window.scans == [f"01046000{GS}93abc"]


def test_the_character_that_windows_types_after_alt_is_not_read_twice() -> None:
    window = Window(WedgeDecoder(SETTINGS, "windows"))
    for at, char in enumerate("01046000"):
        window.press(Stroke(BY_CHAR[char][0], char, at * 4))
    window.now_ms = 40
    for key in (82, 80, 73):
        window.press(Stroke(56, "", window.now_ms + 1, Modifiers.ALT))
        window.press(Stroke(key, "", window.now_ms + 3, Modifiers.ALT))
    window.press(Stroke(56, GS, window.now_ms + 2))
    for char in "93abc":
        window.press(Stroke(BY_CHAR[char][0], char, window.now_ms + 4))
    window.press(Stroke(28, "\r", window.now_ms + 4))
    assert window.scans == [f"01046000{GS}93abc"]
    assert GS not in window.typed


def f8(window: Window) -> None:
    window.press(Stroke(66 + 8, "", window.now_ms + 4))


@pytest.mark.parametrize("profile_id", ["wedge-generic", "wedge-f8"])
def test_f8_inside_a_code_is_a_group_separator_and_takes_no_payment(profile_id: str) -> None:
    window = Window(WedgeDecoder(scanner_profile(profile_id).scanner, "x11"))
    window.keys("0104600051000057215abcDEF")
    f8(window)
    window.keys("93dGVz")
    window.enter()
    assert window.scans == [f"0104600051000057215abcDEF{GS}93dGVz"]
    assert [text for text in window.typed if text] == []


def test_a_short_beginning_is_enough_for_f8_where_the_profile_says_so(window: Window) -> None:
    named = Window(WedgeDecoder(scanner_profile("wedge-f8").scanner, "x11"))
    for one in (window, named):
        one.keys("21a")
        f8(one)
        one.keys("93dGVz")
        one.enter()
        one.settle()
    assert named.scans == [f"21a{GS}93dGVz"]
    assert window.scans == ["93dGVz"]


@pytest.mark.parametrize("profile_id", ["wedge-generic", "wedge-f8"])
def test_f8_alone_is_a_persons(profile_id: str) -> None:
    window = Window(WedgeDecoder(scanner_profile(profile_id).scanner, "x11"))
    f8(window)
    assert window.typed == [""]
    assert not window.decoder.holding


def test_a_function_key_in_the_middle_of_a_scan_presses_nothing(window: Window) -> None:
    window.keys("46000510")
    window.press(Stroke(96, "", window.now_ms + 4))  # F12: payment
    window.press(Stroke(46 + 8, "\x03", window.now_ms + 4, Modifiers.CTRL))
    window.keys("00057")
    window.enter()
    assert window.scans == ["4600051000057"]
    assert window.typed == []


def test_what_was_taken_for_a_scan_and_is_none_comes_back_whole(window: Window) -> None:
    window.keys("46000510")
    window.press(Stroke(96, "F12", window.now_ms + 4))
    window.settle()
    assert window.typed == [*"46000510", "F12"]
    assert window.scans == []


def test_separators_of_fixed_lengths_come_back_where_the_profile_says_so(window: Window) -> None:
    lost, whole = (
        "01046000510000572112345678901AB93dGVz",
        "01046000510000572112345678901AB\x1d93dGVz",
    )
    restoring = Window(WedgeDecoder(scanner_profile("wedge-lost-gs").scanner, "x11"))
    for one in (window, restoring):
        one.keys(lost)
        one.enter()
    assert (window.scans, restoring.scans) == ([lost], [whole])


def test_another_scanner_set_up_while_the_shop_is_open_is_read_its_own_way() -> None:
    in_use = [SETTINGS]
    window = Window(WedgeDecoder(lambda: in_use[-1], "x11"))
    window.keys("46000510")
    window.enter()
    window.settle()
    in_use.append(scanner_profile("wedge-tab").scanner)
    window.keys("46000510")
    window.press(Stroke(15 + 8, "\t", window.now_ms + 5))
    assert window.scans == ["46000510", "46000510"]


def test_alt_and_0065_is_a_letter(window: Window) -> None:
    window.keys("12345")
    for key in (82, 82, 77, 76):
        window.press(Stroke(key + 8, KEYPAD[key], window.now_ms + 4, Modifiers.ALT))
    window.enter()
    assert window.scans == ["12345A"]


def test_capslock_does_not_turn_a_marking_code_around(window: Window) -> None:
    number, _ = BY_CHAR["a"]
    for at in range(6):
        shifted = Modifiers.SHIFT if at % 2 else Modifiers.NONE
        window.press(Stroke(number + 8, "a" if shifted else "A", at * 5, shifted))
    window.now_ms = 25
    window.enter()
    assert window.scans == ["aAaAaA"]


def test_windows_scan_codes_are_read_too() -> None:
    window = Window(WedgeDecoder(SETTINGS, "windows"))
    for at, char in enumerate("4600051"):
        window.press(Stroke(BY_CHAR[char][0], char, at * 5))
    window.press(Stroke(28, "\r", 40))
    assert window.scans == ["4600051"]


def test_without_scan_codes_russian_letters_are_taken_back() -> None:
    window = Window(WedgeDecoder(SETTINGS, "none"))
    for at, char in enumerate("ФИс12юйцу"):
        window.press(Stroke(0, char, at * 5))
    window.press(Stroke(0, "\r", 50))
    assert window.scans == ["ABc12.qwe"]


def test_without_scan_codes_an_english_code_stays_as_it_is() -> None:
    window = Window(WedgeDecoder(SETTINGS, "none"))
    for at, char in enumerate("A,b.c;d"):
        window.press(Stroke(0, char, at * 5))
    window.press(Stroke(0, "\r", 40))
    assert window.scans == ["A,b.c;d"]


def test_without_scan_codes_caps_lock_is_noticed_and_undone() -> None:
    window = Window(WedgeDecoder(SETTINGS, "none"))
    for at, (char, shifted) in enumerate(
        (("a", True), ("B", False), ("c", True), *[("1", False)] * 4)
    ):
        modifiers = Modifiers.SHIFT if shifted else Modifiers.NONE
        window.press(Stroke(0, char, at * 5, modifiers))
    window.press(Stroke(0, "\r", 50))
    assert window.scans == ["AbC1111"]


def test_a_prefix_is_known_under_a_russian_layout_without_scan_codes() -> None:
    window = Window(WedgeDecoder(msgspec.structs.replace(SETTINGS, prefix="~"), "none"))
    for at, char in enumerate("Ёй2"):
        window.press(Stroke(0, char, at * 5))
    window.press(Stroke(0, "\r", 20))
    assert window.scans == ["q2"]


def test_a_prefix_lets_a_slow_scanner_take_its_time() -> None:
    window = Window(WedgeDecoder(msgspec.structs.replace(SETTINGS, prefix="~"), "x11"))
    window.keys("~46000510", gap_ms=90)
    window.enter(gap_ms=90)
    assert window.scans == ["46000510"]


def test_a_person_types_unharmed(window: Window) -> None:
    window.keys("milk 3", gap_ms=120)
    window.enter(gap_ms=120)
    window.settle()
    assert "".join(window.typed) == "milk 3\r"
    assert window.scans == []


def test_a_persons_key_waits_no_longer_than_the_profile_says(window: Window) -> None:
    window.keys("m")
    assert window.typed == []
    window.wait_until(window.now_ms + SETTINGS.hold_ms)
    assert window.typed == ["m"]


def test_a_short_fast_burst_is_typed(window: Window) -> None:
    window.keys("12345")
    window.enter()
    assert "".join(window.typed) == "12345\r"
    assert window.scans == []


def test_a_key_held_down_is_a_person(window: Window) -> None:
    window.keys("5")
    for at in range(20):
        window.press(Stroke(6 + 8, "5", 400 + at * 30, auto_repeat=True))
    window.settle()
    assert "".join(window.typed) == "5" * 21
    assert window.scans == []


def test_a_shortcut_and_a_function_key_go_through_at_once(window: Window) -> None:
    window.press(Stroke(46 + 8, "\x03", 10, Modifiers.CTRL))
    window.press(Stroke(88 + 8, "", 20))
    assert window.typed == ["\x03", ""]
    assert not window.decoder.holding


def test_keys_before_a_shortcut_keep_their_order(window: Window) -> None:
    window.keys("ab")
    window.press(Stroke(46 + 8, "\x03", window.now_ms + 5, Modifiers.CTRL))
    assert window.typed == ["a", "b", "\x03"]


def test_a_scan_right_after_typing_is_still_a_scan(window: Window) -> None:
    window.keys("ab", gap_ms=150)
    window.now_ms += 200
    window.keys("4600051000057")
    window.enter()
    assert "".join(window.typed) == "ab"
    assert window.scans == ["4600051000057"]


def test_a_slow_bluetooth_gap_inside_a_fast_code_is_waited_for(window: Window) -> None:
    window.keys("46000510")
    window.now_ms += 90
    window.keys("00057", gap_ms=5)
    window.enter()
    assert window.scans == ["4600051000057"]


def test_two_scans_in_a_row_are_two(window: Window) -> None:
    for code in ("4600051000057", "4600051000064"):
        window.keys(code)
        window.enter()
        window.now_ms += 30
    assert window.scans == ["4600051000057", "4600051000064"]


def test_the_second_enter_of_cr_lf_presses_no_button(window: Window) -> None:
    window.keys("4600051000057")
    window.enter()
    window.enter()
    assert window.typed == []
    window.now_ms += 500
    window.enter()
    assert window.typed == ["\r"]


def test_enter_alone_is_enter(window: Window) -> None:
    window.enter()
    assert window.typed == ["\r"]


def test_a_scanner_with_tab_as_suffix() -> None:
    window = Window(WedgeDecoder(msgspec.structs.replace(SETTINGS, suffix="\t"), "x11"))
    window.keys("46000510")
    window.press(Stroke(15 + 8, "\t", window.now_ms + 5))
    assert window.scans == ["46000510"]


def test_a_scanner_without_suffix_ends_with_a_pause() -> None:
    window = Window(WedgeDecoder(msgspec.structs.replace(SETTINGS, suffix=""), "x11"))
    window.keys("46000510")
    window.settle()
    assert window.scans == ["46000510"]
    assert window.typed == []


def test_a_prefix_makes_a_short_code_certain() -> None:
    window = Window(WedgeDecoder(msgspec.structs.replace(SETTINGS, prefix="~"), "x11"))
    window.keys("~12")
    window.enter()
    assert window.scans == ["12"]


STROKES = st.builds(
    Stroke,
    st.integers(0, 200),
    st.text(max_size=1),
    st.integers(0, 400),
    st.sampled_from([Modifiers.NONE, Modifiers.SHIFT, Modifiers.CTRL, Modifiers.ALT]),
    st.booleans(),
)


@given(st.lists(STROKES, max_size=30))
def test_no_key_is_lost_doubled_or_moved(strokes: list[Stroke]) -> None:
    """Each key ends in exactly one place: delivered in order, swallowed, or part of a scan."""
    decoder = WedgeDecoder(SETTINGS, "x11")
    delivered: list[int] = []
    swallowed = scanned = now_ms = 0
    for at, drawn in enumerate(strokes):
        now_ms += drawn.time_ms
        stroke = Stroke(
            drawn.native_scan_code, drawn.text, now_ms, drawn.modifiers, drawn.auto_repeat, at
        )
        held_before = len(decoder._held)
        decision = decoder.key(stroke)
        delivered += [int(str(held.event)) for held in decision.replay]
        if decision.verdict is Verdict.PASS:
            delivered.append(at)
        elif decision.verdict is Verdict.SWALLOW:
            swallowed += 1
        if decision.scan:
            scanned += held_before
    late = decoder.tick(now_ms + 10_000)
    delivered += [int(str(held.event)) for held in late.replay]
    assert len(delivered) == len(set(delivered))
    # A modifier key goes through at once: the keys it modifies carry it themselves.
    letters = [
        at for at in delivered if position(strokes[at].native_scan_code, "x11") not in MODIFIER_KEYS
    ]
    assert letters == sorted(letters)
    assert len(delivered) + swallowed + scanned == len(strokes)


@given(st.text(st.sampled_from([*BY_CHAR, GS]), min_size=6, max_size=90), st.booleans())
def test_any_code_of_keyboard_characters_is_read_as_it_was_sent(code: str, russian: bool) -> None:
    window = Window(WedgeDecoder(SETTINGS, "x11"))
    window.keys(code, layout=RUSSIAN if russian else None)
    window.enter()
    assert window.scans == [code]


GAPS = st.lists(st.integers(1, 34), min_size=90, max_size=90)
CODES = st.text(st.sampled_from([*BY_CHAR, GS]), min_size=6, max_size=80)


@given(CODES, GAPS, st.booleans(), st.sampled_from(["x11", "windows"]))
def test_nothing_of_a_scan_is_ever_typed(
    code: str, gaps: list[int], russian: bool, source: str
) -> None:
    """Whatever the gaps of a scanner are within its profile, and under any layout."""
    add = 8 if source == "x11" else 0
    window = Window(WedgeDecoder(SETTINGS, source))  # type: ignore[arg-type]
    for char, gap in zip(code, gaps, strict=False):
        at = window.now_ms + gap
        if char == GS:
            window.press(Stroke(27 + add, "ъ" if russian else GS, at, Modifiers.CTRL))
            continue
        number, shifted = BY_CHAR[char]
        shown = RUSSIAN.get(char, char) if russian else char
        modifiers = Modifiers.SHIFT if shifted else Modifiers.NONE
        window.press(Stroke(number + add, shown, at, modifiers))
    window.press(Stroke(28 + add, "\r", window.now_ms + gaps[-1]))
    window.settle()
    assert window.scans == [code]
    assert window.typed == []


@given(
    st.lists(st.tuples(st.sampled_from([*BY_CHAR, "\r"]), st.integers(50, 600)), max_size=60),
    st.sampled_from(["wedge-generic", "wedge-f8", "wedge-tab", "wedge-lost-gs"]),
)
def test_what_a_person_types_is_never_a_scan_and_keeps_its_order(
    keys: list[tuple[str, int]], profile_id: str
) -> None:
    """People are not quicker than twenty keys a second over a whole word."""
    window = Window(WedgeDecoder(scanner_profile(profile_id).scanner, "x11"))
    for char, gap in keys:
        number, shifted = BY_CHAR.get(char, (28, False))
        modifiers = Modifiers.SHIFT if shifted else Modifiers.NONE
        window.press(Stroke(number + 8, char, window.now_ms + gap, modifiers))
    window.settle()
    assert window.scans == []
    assert window.typed == [char for char, _ in keys]


@given(st.lists(CODES, min_size=1, max_size=4), st.text("abcдеж 12", max_size=5))
def test_scans_between_typed_words_are_told_from_them(codes: list[str], word: str) -> None:
    window = Window(WedgeDecoder(SETTINGS, "x11"))
    typed = "".join(char for char in word if char in BY_CHAR)
    for code in codes:
        window.keys(typed, gap_ms=150)
        window.settle()
        window.keys(code)
        window.enter()
        window.settle()
    assert window.scans == codes
    assert "".join(window.typed) == typed * len(codes)
