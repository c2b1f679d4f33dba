"""program.log: what failed behind the sale can be read afterwards, and never fills the disk."""

from __future__ import annotations

import logging
import threading

import pytest

from pos_desktop.app.log_file import LogFile


@pytest.fixture
def log(tmp_path, monkeypatch):
    monkeypatch.setattr(threading, "excepthook", lambda _failed: None)
    made = LogFile(tmp_path)
    yield tmp_path / "program.log"
    made.close()


def test_what_a_worker_says_is_written_down_with_its_time_and_thread(log):
    logging.getLogger("pos_desktop.journal.sqlite_journal").error("behind the sale: disk full")
    [line] = log.read_text(encoding="utf-8").splitlines()
    assert "ERROR" in line
    assert line.endswith("pos_desktop.journal.sqlite_journal: behind the sale: disk full")
    assert threading.current_thread().name in line


def test_addresses_that_a_network_library_tells_are_not(log):
    logging.getLogger("httpx").info("HTTP Request: POST https://operator.example/v5/group/sell")
    assert log.read_text(encoding="utf-8") == ""


def test_a_thread_that_an_error_ends_leaves_its_name_and_the_error(log):
    def work() -> None:
        raise ValueError("nobody expected this")

    thread = threading.Thread(target=work, name="a-worker")
    thread.start()
    thread.join(5)
    text = log.read_text(encoding="utf-8")
    assert "a-worker" in text
    assert "nobody expected this" in text


def test_a_year_of_warnings_takes_five_megabytes(log):
    logger = logging.getLogger("pos_desktop.fiscal")
    for _ in range(70):
        logger.warning("x" * 100_000)
    sizes = [path.stat().st_size for path in log.parent.iterdir()]
    assert len(sizes) == 5
    assert sum(sizes) <= 5 * 1024 * 1024
