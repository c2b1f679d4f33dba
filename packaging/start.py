"""Entry point of the frozen program."""

from __future__ import annotations

from pos_desktop.__main__ import main

if __name__ == "__main__":
    raise SystemExit(main())
