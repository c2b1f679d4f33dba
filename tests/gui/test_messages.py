from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from pos_desktop import i18n
from pos_desktop.domain.errors import DeviceError, RefusalError, StorageError
from pos_desktop.gui.messages import message_for, reason_text, text_for
from pos_desktop.shipped import resource_path

PACKAGE = Path(i18n.__file__).parent
FIRST_HALVES = {
    *("import.price", "import.stock", "import.kit_amount", "import.pack_amount"),
    "cloud.token",
}
"""First halves of codes, file settings and keys of profiles."""


def test_a_refusal_is_a_warning_with_its_values_by_locale():
    said = message_for(RefusalError("tender.above_due", amount_minor=20000, left_minor=12345))
    assert said.level == "warning"
    assert "123,45\u00a0₽" in said.detail


def test_the_disk_and_devices_are_danger():
    assert message_for(StorageError("storage.full")).level == "danger"
    assert message_for(DeviceError("printer.paper_out")).level == "danger"


def test_spans_are_said_in_minutes():
    said = message_for(RefusalError("signin.locked", seconds=120))
    assert "2\u00a0мин" in said.detail


def test_a_code_without_words_is_named_and_nothing_breaks():
    said = text_for("quasar.exploded", {})
    assert "quasar.exploded" in said.detail


@pytest.mark.parametrize("reason", ["printer.paper_out", "print.interrupted", "fiscal.timeout"])
def test_a_stored_reason_becomes_words(reason: str):
    assert reason_text(reason) != reason


def test_the_operators_own_words_are_shown_as_they_came():
    assert reason_text("fiscal.refused: Неверная ставка НДС") == "Неверная ставка НДС"
    assert reason_text("") == i18n.t("messages.no_reason")


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_words_are_short_enough_for_a_banner(lang: str):
    path = resource_path("translations", lang, "messages.toml")
    texts = i18n.read_area(path.read_text(encoding="utf-8"), "messages")
    long = {k: v for k, v in texts.items() if k.endswith(".title") and len(str(v)) > 60}
    assert not long


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_what_may_be_stored_as_a_reason_needs_no_values(lang: str):
    path = resource_path("translations", lang, "messages.toml")
    texts = i18n.read_area(path.read_text(encoding="utf-8"), "messages")
    stored = ("printer_", "print_", "scale_", "scanner_", "cloud_", "sync_", "chain_", "entry_")
    bad = [
        k
        for k, v in texts.items()
        if k.startswith(tuple(f"messages.{area}" for area in stored))
        and k.endswith(".title")
        and "{" in str(v)
    ]
    assert not bad


def reasons_of_devices_and_services() -> set[str]:
    """Stable codes that are not raised but stored or posted: reasons of states, answers, rows."""
    areas = "cloud|chain|entry|fiscal|import|pair|print|printer|scale|scanner|sync|transport"
    code = re.compile(rf"({areas})\.[a-z_]+")
    places = ["contract/wire.py", "fiscal/reasons.py", "sync/engine.py", "sync/transport.py"]
    paths = [PACKAGE / place for place in places]
    paths += [*(PACKAGE / "hardware").rglob("*.py"), *(PACKAGE / "operations").glob("import_*.py")]
    found = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value} if code.fullmatch(node.value) else set()
    return found - FIRST_HALVES


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_reason_of_a_device_or_service_has_words(lang: str):
    path = resource_path("translations", lang, "messages.toml")
    texts = i18n.read_area(path.read_text(encoding="utf-8"), "messages")
    reasons = reasons_of_devices_and_services()
    assert len(reasons) > 60
    speechless = [r for r in reasons if f"messages.{r.replace('.', '_')}.title" not in texts]
    assert not sorted(speechless)


def test_a_missing_permission_says_what_the_administrator_types():
    fix = "sudo usermod -aG dialout $USER"
    message = message_for(DeviceError("scale.permission", path="/dev/ttyUSB0", fix=fix))
    assert fix in message.detail


def test_words_for_money_nobody_knows_about_never_say_that_it_was_not_taken():
    """The codes as the drivers of terminals write them, and those their health is told by."""
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted((PACKAGE / "hardware" / "terminals").glob("*.py"))
    )
    codes = set(re.findall(r'unknown\(\s*"([a-z_.]+)"', source))
    assert "terminal.unreachable" in codes
    for code in sorted(codes):
        for lang, taken in (("ru", "не списаны"), ("en", "No money was taken")):
            values = {"code": "6C", "amount_minor": "62,50", "time": "14:36"}
            key = f"messages.{code.replace('.', '_')}.detail"
            detail = i18n.translate(lang, key, **values)
            assert taken not in detail, (code, lang, detail)
