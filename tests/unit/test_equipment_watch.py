"""What the equipment page's log tells of a device's ups and downs."""

from __future__ import annotations

from pos_desktop.app.equipment_watch import EquipmentWatch
from pos_desktop.hardware.device_log import DeviceLogs
from pos_desktop.ports import DeviceChanged, DeviceState, Health


class Heard:
    def __init__(self) -> None:
        self.now_us = 1_000_000
        self.logs = DeviceLogs(lambda: self.now_us)
        self.watch = EquipmentWatch(self.logs, lambda: self.now_us)

    def __call__(self, health: Health, reason: str = "", **values: object) -> None:
        self.now_us += 2_000_000
        self.watch.hear(DeviceChanged(DeviceState("scale", health, reason, values)))

    @property
    def log(self) -> list[tuple[str, dict[str, object]]]:
        return [(event.code, event.values) for event in self.logs.of("scale").events()]


def test_a_device_that_came_back_elsewhere_is_logged_with_its_new_name_once() -> None:
    hear = Heard()
    hear(Health.ONLINE)
    hear(Health.OFFLINE, "scale.not_found")
    hear(Health.ONLINE, "device.moved", found_at="COM5")
    assert hear.log[1:] == [
        ("trouble", {"reason": "scale.not_found"}),
        ("moved", {"path": "COM5"}),
        ("reconnected", {"seconds": 2}),
    ]
    hear(Health.OFFLINE, "scale.no_answer")
    hear(Health.ONLINE, "device.moved", found_at="COM5")
    hear(Health.ONLINE)
    assert [code for code, _ in hear.log].count("moved") == 1
    hear(Health.DEGRADED, "scale.no_answer", found_at="COM6")
    assert ("moved", {"path": "COM6"}) in hear.log


def test_what_an_administrator_has_to_type_stands_in_the_log() -> None:
    hear = Heard()
    fix = "sudo usermod -aG dialout $USER"
    hear(Health.MISCONFIGURED, "scale.permission", group="dialout", fix=fix)
    assert hear.log == [("trouble", {"reason": "scale.permission", "fix": fix})]
