"""A shop's own profiles beside those that are shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_desktop import shipped
from pos_desktop.hardware.profile_check import all_paths, check_profiles
from pos_desktop.hardware.profiles import (
    printer_profile,
    profile_ids,
    use_own_profiles,
)


@pytest.fixture
def own(tmp_path):
    (tmp_path / "printers").mkdir()
    use_own_profiles(tmp_path)
    yield tmp_path / "printers"
    use_own_profiles(None)


def copied(folder: Path, name: str, **changed: str) -> None:
    text = shipped.profile_path("printers", "escpos-80.toml").read_text(encoding="utf-8")
    for old, new in changed.items():
        text = text.replace(old, new)
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def test_a_profile_in_the_shops_folder_is_offered_with_the_others(own):
    copied(own, "kassa-printer")
    assert "kassa-printer" in profile_ids("printers")
    assert "escpos-80" in profile_ids("printers")
    assert printer_profile("kassa-printer").id == "kassa-printer"


def test_the_shops_own_profile_wins_over_the_shipped_one_of_its_name(own):
    copied(own, "escpos-80", **{"schema = 1": "schema = 1\naliases = ['ours']"})
    assert printer_profile("escpos-80").aliases == ("ours",)


def test_without_a_folder_there_are_the_shipped_ones_only():
    assert "kassa-printer" not in profile_ids("printers")


def test_names_left_over_in_a_copy_are_told_though_only_the_copy_is_checked(own):
    cas = shipped.profile_path("scales", "cas-ad.toml").read_text(encoding="utf-8")
    (own / "my-cas.toml").write_text(cas, encoding="utf-8")
    alone = [own / "my-cas.toml"]
    _, [error] = check_profiles(alone, all_paths())
    assert (error.code, error.values["other"]) == ("profile.twice", "cas-ad")
    assert "cas-type-6" in str(error.values["name"])
    assert check_profiles(alone)[1] == []
    _, unchanged = check_profiles([shipped.profile_path("scales", "cas-ad.toml")], all_paths())
    assert unchanged == []
