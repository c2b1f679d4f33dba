"""Commit of a sale through the real journal, against the least a durable write costs here.

The limit: 8 KiB written over a file that has its blocks already, then fdatasync.
"""

from __future__ import annotations

import gc
import os
import re
import shutil
import sys
import tempfile
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median
from subprocess import run as run_process
from time import perf_counter_ns, thread_time_ns

from pos_desktop.domain.facts import SaleCompleted
from pos_desktop.journal.connection import PAGE_BYTES
from pos_desktop.journal.sqlite_journal import SqliteJournal
from pos_desktop.ports import Commit
from tests.bench import machine
from tests.bench.figures import Figure, against, counted, timed
from tests.bench.long_journal import long_journal
from tests.bench.options import Options
from tests.bench.raw_writes import RawWrites
from tests.bench.shop import Sales, completing, open_book, save_as_draft
from tests.journal_samples import shift_commit

NAME = "commit"
LONG_JOURNAL_ENTRIES = 1_000_000
_FRAME_HEAD_BYTES = 24  # sqlite.org/walformat.html: a frame is a head and a page
_WARM_UP = 20


class SellingBook:
    """One journal that sales are completed in; times, processor times and WAL bytes of each."""

    def __init__(self, folder: Path, seed: int) -> None:
        folder.mkdir(exist_ok=True)
        self._journal: SqliteJournal = open_book(folder)
        if self._journal.open_shift() is None:
            self._journal.commit(shift_commit())
        self._sales = Sales(seed, self._journal.next_sale_number())
        self.times_us: list[float] = []
        self.processor_us: list[float] = []
        self.wal_bytes: list[float] = []

    def prepare(self) -> Commit:
        tender, sale = self._sales.next()
        save_as_draft(self._journal, sale)
        return completing(tender, sale)

    def complete(self, commit: Commit) -> None:
        frames = self._frames()
        processor, start = thread_time_ns(), perf_counter_ns()
        self._journal.commit(commit)
        self.times_us.append((perf_counter_ns() - start) / 1000)
        self.processor_us.append((thread_time_ns() - processor) / 1000)
        written = self._frames() - frames
        if written > 0:  # less: the WAL began anew in between
            self.wal_bytes.append(written * (PAGE_BYTES + _FRAME_HEAD_BYTES))

    def forget(self) -> None:
        for samples in (self.times_us, self.processor_us, self.wal_bytes):
            samples.clear()

    def _frames(self) -> int:
        raw = self._journal._writer.raw
        frames: int = raw.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()[1]
        return frames

    def close(self) -> None:
        self._journal.close()


def run(options: Options) -> list[Figure]:
    entries = 3_000 if options.quick else LONG_JOURNAL_ENTRIES
    rounds = 100 if options.quick else 2_000
    with machine.folder() as folder, ExitStack() as stack:
        long_folder = folder / "long"
        options.say(f"building a journal of {entries:,} entries")
        with machine.common_scheduling():
            long_journal(long_folder, entries)
        raw = stack.enter_context(closing(RawWrites(folder)))
        empty = stack.enter_context(closing(SellingBook(folder / "empty", 1)))
        full = stack.enter_context(closing(SellingBook(long_folder, 2)))
        limits_us = _interleaved(raw, (empty, full), rounds)
        return [
            against(
                NAME, "a sale into an empty journal", empty.times_us, "us",
                "8 KiB + fdatasync", limits_us, ratio_at_most=2.0,
            ),
            against(
                NAME, f"a sale after {entries:,} entries", full.times_us, "us",
                "8 KiB + fdatasync", limits_us, ratio_at_most=2.0,
            ),
            against(
                NAME, f"after {entries:,} entries against empty", full.times_us, "us",
                "empty", empty.times_us, ratio_at_most=1.15,
            ),
            timed(NAME, "processor time of it, empty", empty.processor_us, "us"),
            timed(NAME, "processor time of it, long", full.processor_us, "us"),
            counted(NAME, "WAL of a sale, empty", median(empty.wal_bytes), "B", at_most=32_000),
            counted(NAME, "WAL of a sale, long", median(full.wal_bytes), "B", at_most=32_000),
            _syncs(30 if options.quick else 200),
        ]  # fmt: skip


def _interleaved(
    raw: RawWrites, books: tuple[SellingBook, SellingBook], rounds: int
) -> list[float]:
    """Fill the books' samples; the limit's times. What comes first changes from round to round."""
    limits_us: list[float] = []
    gc.collect()
    for turn in range(rounds + _WARM_UP):
        if turn == _WARM_UP:
            limits_us.clear()
            for book in books:
                book.forget()
        start = perf_counter_ns()
        raw.write()
        limits_us.append((perf_counter_ns() - start) / 1000)
        for book in books if turn % 2 else reversed(books):
            book.complete(book.prepare())
    return limits_us


# ---------------------------------------------------------------- how often the disk is waited for

_BEGIN, _END = "/sale-begins", "/sale-ends"


def _syncs(sales: int) -> Figure:
    """fdatasync and fsync by the thread that sells, between two marks, under strace."""
    what = "fdatasync of a sale"
    if shutil.which("strace") is None:
        return counted(NAME, what, float("nan"), "", note="strace is not there")
    with tempfile.TemporaryDirectory(prefix="pos-bench-") as name:
        trace = Path(name) / "trace"
        calls = "trace=fdatasync,fsync,stat,newfstatat"
        command = ["strace", "-f", "-e", calls, "-o", str(trace), sys.executable, "-m",
                   "tests.bench.commit", name, str(sales)]  # fmt: skip
        done = run_process(
            command, cwd=machine.ROOT, env=machine.environment(), capture_output=True, text=True,
            timeout=120, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            return counted(NAME, what, float("nan"), "", note=f"strace: {done.stderr[-200:]}")
        found = _calls_a_sale(trace, done.stdout.split()[-1])
    more = sum(count > 1 for count in found)
    note = f"{more} of {len(found)} waited twice: SQLite syncs the head of a WAL that begins anew"
    return counted(NAME, what, median(found), "calls", at_most=1, note=note if more else "")


def _calls_a_sale(trace: Path, thread: str) -> list[int]:
    found: list[int] = []
    selling = False
    with trace.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.split(" ", 1)[0] != thread:
                continue
            if _BEGIN in line:
                selling = True
                found.append(0)
            elif _END in line:
                selling = False
            elif selling and re.search(r" f(data)?sync\(", line):
                found[-1] += 1
    return found


def _marked_sales(folder: Path, count: int) -> None:
    """The traced child: complete sales, each between two marks that a trace can see."""
    book = SellingBook(folder / "book", 1)
    for _ in range(count):
        commit = book.prepare()
        sale = next(fact for fact in commit.facts if isinstance(fact, SaleCompleted))
        assert commit.draft_removed == sale.sale_id
        os.path.exists(_BEGIN)
        book.complete(commit)
        os.path.exists(_END)
    book.close()
    print(os.getpid())


if __name__ == "__main__":
    _marked_sales(Path(sys.argv[1]), int(sys.argv[2]))
