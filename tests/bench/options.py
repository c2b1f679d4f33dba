"""What the command line asks of every measurement."""

from __future__ import annotations

import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """quick: small data and few rounds, to see that a measurement runs; its figures mean little."""

    quick: bool = False

    def say(self, text: str) -> None:
        """Progress, beside the figures."""
        sys.stderr.write(f"  ... {text}\n")
        sys.stderr.flush()
