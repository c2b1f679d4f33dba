"""How long wrong tries close the way in, of one person or of the whole register."""

from __future__ import annotations

from dataclasses import dataclass

TRIES = 5
"""Wrong PINs of one person in a row up to the first lock."""

REGISTER_TRIES = 10
"""Wrong PINs and badges in a row, whosoever, up to the first lock of the register."""

FIRST_LOCK_SECONDS = 30
LONGEST_LOCK_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Lock:
    """tries: wrong ones in a row. until_us: UTC microseconds, 0 = open. allowed: tries up to the
    first lock."""

    tries: int
    until_us: int
    allowed: int

    def left_seconds(self, now_us: int) -> int:
        """How long it still holds, rounded up; never longer than it was when it began, should the
        clock have been set back since."""
        until_us = min(self.until_us, now_us + lock_seconds(self.tries, self.allowed) * 1_000_000)
        return max(0, -(-(until_us - now_us) // 1_000_000))

    def after_clock_change(self, now_us: int) -> Lock:
        """The same lock where the clock was set back: it ends as long from now as it was meant
        to."""
        longest_us = now_us + lock_seconds(self.tries, self.allowed) * 1_000_000
        return Lock(self.tries, min(self.until_us, longest_us), self.allowed)

    def after_wrong_try(self, now_us: int) -> Lock:
        tries = self.tries + 1
        seconds = lock_seconds(tries, self.allowed)
        return Lock(tries, now_us + seconds * 1_000_000 if seconds else 0, self.allowed)


def lock_seconds(tries: int, allowed: int = TRIES) -> int:
    """0 up to the try before the last free one, then a lock that doubles with every wrong try."""
    if tries < allowed:
        return 0
    doubled: int = FIRST_LOCK_SECONDS << min(tries - allowed, 16)
    return min(doubled, LONGEST_LOCK_SECONDS)
