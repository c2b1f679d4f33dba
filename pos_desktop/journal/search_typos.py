"""Corrections of a mistyped word from the words that the catalogue uses."""

from __future__ import annotations

from collections.abc import Iterable

_SHORTEST = 4
_LONGEST = 10
_TWO_MISTAKES_FROM = 7
_WHOLE_LIMIT = 30_000
_MOST = 6


class Vocabulary:
    """Words of a catalogue and their beginnings, since a search is typed from the left.

    A word is compared by its first letters: as many as were typed, one fewer and one more, so one
    missing, extra, wrong or swapped letter is one mistake wherever it happened. Two mistakes are
    forgiven from seven letters on. In a large vocabulary the first letter must be right: this
    bounds the time of a search.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted({word[: _LONGEST + 1] for word in words})
        self._beginnings: dict[int, dict[str, list[str]]] = {}
        for length in range(_SHORTEST - 1, _LONGEST + 2):
            self._beginnings[length] = self._cut(length)

    def corrections(self, typed: str) -> list[str]:
        """Beginnings of known words that the typed word may have meant, the nearest first."""
        typed = typed[:_LONGEST]
        length = len(typed)
        if length < _SHORTEST or not typed.isalpha():
            return []
        near = self._near(typed, same_initial=True)
        if not near and len(self._words) <= _WHOLE_LIMIT:
            near = self._near(typed, same_initial=False)
        best = min(near.values(), default=0)
        kept = [word for word in near if near[word] == best]
        kept.sort(key=lambda word: (abs(len(word) - length), word))
        return kept[:_MOST]

    def _near(self, typed: str, *, same_initial: bool) -> dict[str, int]:
        # Some megabytes, which a day without a mistyped word does not need.
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        length = len(typed)
        most = 2 if length >= _TWO_MISTAKES_FROM else 1
        found: dict[str, int] = {}
        for cut in (length, length + 1, length - 1):
            allowed = most if cut == length else 1
            for choices in self._choices(cut, typed[0] if same_initial else ""):
                hits = extract(
                    typed, choices, scorer=OSA.distance, processor=None, limit=_MOST,
                    score_cutoff=allowed,
                )  # fmt: skip
                for word, distance, _place in hits:
                    found[word] = int(distance)
        return found

    def _choices(self, length: int, initial: str) -> Iterable[list[str]]:
        by_initial = self._beginnings.get(length, {})
        if initial:
            return [by_initial[initial]] if initial in by_initial else []
        return by_initial.values()

    def _cut(self, length: int) -> dict[str, list[str]]:
        by_initial: dict[str, list[str]] = {}
        last = ""
        for word in self._words:
            beginning = word[:length]
            if beginning != last:
                by_initial.setdefault(beginning[0], []).append(beginning)
                last = beginning
        return by_initial
