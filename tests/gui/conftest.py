"""Widgets of a test are destroyed on the thread that made them, never on a worker's."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def garbage_is_collected_on_the_windows_thread() -> Iterator[None]:
    """As gui/collector.py does in the program: see there for what happens else."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()
