"""Profiles, their README and the rules for udev say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from pos_desktop.__main__ import main
from pos_desktop.hardware.profile_check import all_paths, check_profiles, kind_names
from pos_desktop.hardware.profiles import KINDS, ScannerProfile, use_own_profiles
from pos_desktop.hardware.transports.permissions import RULES_FILE
from pos_desktop.hardware.udev_rules import udev_rules

ROOT = Path(__file__).parents[2]
README = ROOT / "hardware_profiles" / "README.md"
RULES = ROOT / "packaging" / "udev" / RULES_FILE
UPDATE = "run: pos-desktop profiles udev > packaging/udev/" + RULES_FILE
# A key of udev(7) with its operator and its value in quotes.
PART = re.compile(r'[A-Z]+(\{[A-Za-z_]+\})?(==|!=|=|\+=|-=|:=)"[^"]*"')


@pytest.fixture(autouse=True)
def _no_profiles_of_a_shop():
    yield
    use_own_profiles(None)


def keys_of(section: Any, prefix: str = "") -> Iterator[str]:
    """Every key of a section, dotted; a list of sections is one key."""
    for name, hint in get_type_hints(section).items():
        if name == "id":
            continue
        inner = [
            one
            for one in (hint, *get_args(hint))
            if isinstance(one, type) and issubclass(one, msgspec.Struct)
        ]
        is_list = hint not in inner and type(None) not in get_args(hint)
        if inner and not is_list:
            yield from keys_of(inner[0], f"{prefix}{name}.")
        else:
            yield prefix + name


def test_every_field_of_every_kind_is_explained_and_no_other():
    """A field more: one row in hardware_profiles/README.md."""
    told = set(re.findall(r"^\| `([a-z0-9_.]+)` \|", README.read_text(encoding="utf-8"), re.M))
    there = {key for made in KINDS.values() for key in keys_of(made)}
    assert there - told == set(), "not in the README"
    assert told - there == set(), "no such field any more"


def test_every_key_is_used_by_the_program():
    """A key that nothing reads promises what does not happen."""
    package = ROOT / "pos_desktop"
    read = "\n".join(
        path.read_text("utf-8")
        for folder in ("hardware", "app", "gui", "receipts")
        for path in (package / folder).rglob("*.py")
        if "profiles" not in path.relative_to(package).parts
    )
    # The version is for the reader of the file; the columns of font B are chosen in the profile.
    elsewhere = {"schema", "kind", "printer.columns_b"}
    there = {key for made in KINDS.values() for key in keys_of(made)} - elsewhere
    unused = [key for key in sorted(there) if not re.search(rf"\.{key.rpartition('.')[2]}\b", read)]
    assert unused == []


def limits_of(section: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every key with a lowest and a highest value, as "2-510"."""
    for name, hint in get_type_hints(section, include_extras=True).items():
        for one in (hint, *get_args(hint)):
            if isinstance(one, type) and issubclass(one, msgspec.Struct):
                yield from limits_of(one, f"{prefix}{name}.")
            for meta in getattr(one, "__metadata__", ()):
                if isinstance(meta, msgspec.Meta) and None not in (meta.ge, meta.le):
                    yield prefix + name, f"{meta.ge}-{meta.le}"


def test_every_range_of_the_readme_is_the_one_that_is_read():
    told = dict(re.findall(r"^\| `([a-z0-9_.]+)` \| ([^|]*) \|", README.read_text("utf-8"), re.M))
    limits = {key: text for made in KINDS.values() for key, text in limits_of(made)}
    assert len(limits) > 20
    wrong = [key for key, text in limits.items() if key in told and text not in told[key]]
    assert wrong == []


def test_the_readme_promises_no_more_than_the_profiles():
    good, _ = check_profiles(all_paths())
    on_hardware = {profile.id for profile in good if profile.verified == "hardware"}
    promised = "No shipped profile was tried on a real device" in README.read_text(encoding="utf-8")
    assert promised is not bool(on_hardware)


def test_what_an_emulator_has_tried_is_told_and_no_other():
    """A profile that says `emulator`: one row that names who understood it."""
    good, _ = check_profiles(all_paths())
    rows = README.read_text("utf-8").partition("`emulator` rests on:\n\n")[2].partition("\n\n")[0]
    told = {name for row in rows.split("\n") for name in re.findall(r"`([^`]+)`", row)}
    assert told == {profile.id for profile in good if profile.verified == "emulator"}


def test_all_shipped_profiles_are_good_and_mean_one_model_each():
    good, wrong = check_profiles(all_paths())
    assert wrong == []
    assert len(good) == len(all_paths())


def test_a_kind_is_named_after_its_folder():
    assert {f"{kind}s" for kind in kind_names()} == set(KINDS)


def test_the_udev_rules_are_those_of_the_profiles():
    good, _ = check_profiles(all_paths())
    assert RULES.read_text(encoding="utf-8") == udev_rules(good), UPDATE


def test_every_usb_id_of_a_profile_has_a_rule():
    text = RULES.read_text(encoding="utf-8")
    good, _ = check_profiles(all_paths())
    for profile in good:
        for usb_id in profile.match.usb:
            vendor, product = usb_id.split(":")
            assert f'"{vendor}"' in text, profile.id
            assert isinstance(profile, ScannerProfile) or f'"{product}"' in text, profile.id


def test_the_rules_are_written_as_udev_reads_them():
    """Parts with their operator between commas, each rule with something to match and to set."""
    for line in RULES.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        parts = line.split(", ")
        assert all(PART.fullmatch(part) for part in parts), line
        assert any("==" in part for part in parts), line
        assert any(part.startswith("GROUP=") for part in parts), line
        assert any(part == 'MODE="0660"' for part in parts), line


def check(capsys, *files: str, data: Path) -> tuple[int, str]:
    code = main(["profiles", "check", "--data", str(data), *files])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_checking_the_shipped_profiles_says_that_all_is_well(capsys, tmp_path):
    code, said = check(capsys, data=tmp_path)
    assert code == 0
    assert str(len(all_paths())) in said


def test_a_typing_error_names_file_key_and_what_is_allowed(capsys, tmp_path):
    text = (ROOT / "hardware_profiles/printers/escpos-80.toml").read_text(encoding="utf-8")
    mine = tmp_path / "kassa.toml"
    mine.write_text(text.replace("columns_a =", "colums_a ="), encoding="utf-8")
    code, said = check(capsys, str(mine), data=tmp_path)
    assert code == 1
    assert str(mine) in said
    assert "printer.colums_a" in said
    assert "printer.columns_a" in said


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('schema = 1\nkind = "toaster"\n', "printer, scale"),
        ("this is no TOML", "kassa.toml"),
        ('kind = "scale"\n', "schema"),
    ],
)
def test_what_is_wrong_in_a_profile_is_said(capsys, tmp_path, text, named):
    mine = tmp_path / "kassa.toml"
    mine.write_text(text, encoding="utf-8")
    code, said = check(capsys, str(mine), data=tmp_path)
    assert code == 1
    assert named in said


def test_a_scale_with_a_protocol_that_is_none_is_refused_with_those_there_are(capsys, tmp_path):
    text = (ROOT / "hardware_profiles/scales/toledo-8217.toml").read_text(encoding="utf-8")
    mine = tmp_path / "kassa.toml"
    mine.write_text(text.replace('"toledo_8217"', '"abacus"'), encoding="utf-8")
    code, said = check(capsys, str(mine), data=tmp_path)
    assert code == 1
    assert "mt_sics" in said


def test_the_shops_own_profiles_are_checked_and_listed_with_the_others(capsys, tmp_path):
    own = tmp_path / "profiles" / "printers"
    own.mkdir(parents=True)
    text = (ROOT / "hardware_profiles/printers/escpos-80.toml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("aliases")]
    (own / "kassa-1.toml").write_text("\n".join(lines), encoding="utf-8")
    assert main(["profiles", "list", "--data", str(tmp_path)]) == 0
    assert "kassa-1" in capsys.readouterr().out


def test_two_models_of_one_name_are_told_apart_by_an_error(capsys, tmp_path):
    own = tmp_path / "profiles" / "printers"
    own.mkdir(parents=True)
    text = (ROOT / "hardware_profiles/printers/escpos-80.toml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("aliases")]
    (own / "kassa-1.toml").write_text('aliases = ["TM-T88V"]\n' + "\n".join(lines))
    code, said = check(capsys, data=tmp_path)
    assert code == 1
    assert "TM-T88V".casefold() in said.casefold()
