"""Training beside a shop: the same goods and people, and nothing of it in the shop's books."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from pos_desktop.demo.training import FOLDER, training_folder
from pos_desktop.domain.errors import RefusalError
from pos_desktop.journal.verify import verify
from pos_desktop.settings import DataDir
from tests.gui.open_shop import SETTINGS, open_shop

SESSION = """\
signin Иванова 1111
scan 4601238051176
expect total 62.50
pay cash 100.00
expect change 37.50
wait printed
wait fiscalised
screenshot training
"""


@pytest.mark.timeout(180)
def test_a_training_sells_the_shops_goods_and_leaves_its_books_alone(qtbot, tmp_path):
    shop = tmp_path / "shop"
    with open_shop(qtbot, shop) as opened:
        replace(SETTINGS).save(DataDir(shop))
        opened.sign_in()
        opened.scan("4601238051176")
        before = opened.opened.register.journal.outbox.last_seq()
        script = tmp_path / "session.txt"
        script.write_text(SESSION, encoding="utf-8")
        command = [
            sys.executable, "-m", "pos_desktop", "train", "--data", str(shop), "--lang", "ru",
            "--script", str(script), "--screenshot", str(tmp_path / "shots"),
        ]  # fmt: skip
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=150, check=False, env=environment
        )
        assert done.returncode == 0, done.stderr
        # The shop was open all the while, its sale is as it was, and so is its journal.
        assert opened.opened.register.journal.outbox.last_seq() == before
        assert opened.lines() == 1
    books = verify(shop / FOLDER)
    assert books.is_good
    assert books.counts["SaleCompleted"] == 1
    assert "SaleCompleted" not in verify(shop).counts
    assert (tmp_path / "shots" / "training.png").exists()


def test_a_folder_that_no_training_has_left_is_not_emptied(tmp_path):
    shop = DataDir(tmp_path)
    kept = shop.folder(FOLDER) / "my-papers.txt"
    kept.write_text("mine", encoding="utf-8")
    with pytest.raises(RefusalError, match=r"training\.folder"):
        training_folder(shop)
    assert kept.read_text(encoding="utf-8") == "mine"


def test_the_next_training_begins_with_an_empty_folder(tmp_path):
    shop = DataDir(tmp_path)
    training_folder(shop).file("journal.sqlite").write_text("old", encoding="ascii")
    assert not training_folder(shop).file("journal.sqlite").exists()
