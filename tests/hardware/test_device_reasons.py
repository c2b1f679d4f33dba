"""Whatever keeps a device from working is said in words a cashier can act on, in both languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

from pos_desktop import i18n
from pos_desktop.app.devices import Devices
from pos_desktop.app.printers import PrintQueues
from pos_desktop.hardware import supervisor
from pos_desktop.hardware.device_line import reason_of
from pos_desktop.hardware.printers.printer_loop import _reason_of as printer_reason_of
from pos_desktop.hardware.transports.protocol import Cause, TransportError
from pos_desktop.settings import Settings
from pos_desktop.shipped import resource_path
from tests.hardware.printing import FakeClock, FakeQueue, Posted

HARDWARE = Path(supervisor.__file__).parent
CODE = re.compile(
    r"(printer|label_printer|scale|scanner|terminal|customer_display|drawer)\.[a-z_]+"
)
# An HID scanner that poses as a keyboard; no other device has a mode.
ONLY_SCANNERS = "wrong_mode"


def devices_of_a_register(tmp_path: Path) -> list[str]:
    queues = PrintQueues(FakeQueue(), FakeQueue())
    return list(Devices(Settings(), queues, Posted(), FakeClock(), tmp_path)._use)


def reasons(devices: list[str]) -> set[str]:
    """Every reason: written out in a driver, or made of a device and what its wire said."""
    found = set()
    for path in HARDWARE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value} if CODE.fullmatch(node.value) else set()
    for cause in get_args(Cause):
        error = TransportError(cause)
        found.add(printer_reason_of(error))
        found |= {
            reason_of(device, error)
            for device in devices
            if not device.endswith("printer") and (cause != ONLY_SCANNERS or device == "scanner")
        }
    return found


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_reason_says_what_happened_and_what_to_do(lang: str, tmp_path: Path) -> None:
    path = resource_path("translations", lang, "messages.toml")
    texts = i18n.read_area(path.read_text(encoding="utf-8"), "messages")
    codes = reasons(devices_of_a_register(tmp_path))
    assert len(codes) > 50
    # What a card terminal is doing is no trouble: one line of the payment screen says it.
    doing = i18n.read_area(
        resource_path("translations", lang, "terminal.toml").read_text("utf-8"), "terminal"
    )
    codes -= set(doing)
    speechless = [
        code
        for code in sorted(codes)
        for part in ("title", "detail")
        if not texts.get(f"messages.{code.replace('.', '_')}.{part}")
    ]
    assert not speechless


def test_each_device_of_a_register_is_among_them(tmp_path: Path) -> None:
    devices = devices_of_a_register(tmp_path)
    assert {"printer", "label_printer", "scale", "scanner"} <= set(devices)
    spoken = {code.partition(".")[0] for code in reasons(devices)}
    assert set(devices) - spoken <= {
        "label_printer",
        "second_printer",
    }  # they say what printers say
