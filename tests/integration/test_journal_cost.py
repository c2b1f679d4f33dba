"""What a commit costs in counters that no other load can move: syncs and bytes of the WAL."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pos_desktop.journal.checkpoint import Checkpointer
from pos_desktop.journal.connection import open_checkpointer
from tests.journal_samples import opened, sample_commit, shift_commit

REPOSITORY = Path(__file__).resolve().parents[2]

SESSION = """
import os, sys
from pathlib import Path
from tests.journal_samples import opened, sample_commit, shift_commit
journal = opened(Path(sys.argv[1]))
journal.commit(shift_commit())
journal.log.stop()
journal._checkpointer.stop()
for n in range(1, 60):
    journal.commit(sample_commit(n))
os.write(2, b"BEGIN-MARK")
for n in range(60, 80):
    journal.commit(sample_commit(n))
os.write(2, b"END-MARK")
journal.close()
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_sale_is_one_sync_and_at_most_32_kilobytes(tmp_path):
    trace = tmp_path / "trace"
    command = ["strace", "-f", "-e", "trace=fsync,fdatasync,pwrite64,write", "-o", str(trace)]
    subprocess.run(
        [*command, sys.executable, "-c", SESSION, str(tmp_path / "data")],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
        timeout=100,
    )
    measured = trace.read_text().split("BEGIN-MARK")[1].split("END-MARK")[0]
    assert len(re.findall(r"f(?:data)?sync\(", measured)) == 20
    written = sum(int(size) for size in re.findall(r"pwrite64\(.*= (\d+)", measured))
    assert written / 20 <= 32_768


def test_the_wal_starts_over_after_a_checkpoint_instead_of_growing(tmp_path):
    journal = opened(tmp_path)
    journal.commit(shift_commit())
    path = tmp_path / "journal.sqlite"
    checkpointer = Checkpointer(path, journal._writer.exclusive, print, frames=50)
    raw = open_checkpointer(path)
    moved = 0
    for n in range(1, 101):
        journal.commit(sample_commit(n))
        moved += checkpointer.checkpoint(raw)
    frames = raw.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()[1]
    raw.close()
    journal.close()
    assert moved >= 5
    assert frames < 100
