"""What a register tells of itself twice a minute, so that its owner sees trouble before a call."""

from __future__ import annotations

import msgspec


class QueueReport(msgspec.Struct, frozen=True, omit_defaults=True):
    """waiting: documents not delivered; oldest_us: UTC microseconds of the oldest, 0 = none;
    parked: refused ones."""

    waiting: int = 0
    oldest_us: int = 0
    parked: int = 0


class DeviceReport(msgspec.Struct, frozen=True, omit_defaults=True):
    """device: "printer"; health: "online", "offline" and the other words of ports.Health; reason: a
    stable code."""

    device: str
    health: str
    reason: str = ""


class Heartbeat(msgspec.Struct, frozen=True, omit_defaults=True):
    """at_us: the register's clock, UTC microseconds. last_seq, last_hash: its journal's end."""

    at_us: int
    last_seq: int
    last_hash: str = ""
    software_version: str = ""
    staff_name: str = ""
    cloud: QueueReport = QueueReport()
    fiscal: QueueReport = QueueReport()
    printing: QueueReport = QueueReport()
    devices: list[DeviceReport] = []


class HeartbeatAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """acknowledged and last_hash: the end of what the server has of this register."""

    server_time_us: int
    acknowledged: int
    last_hash: str = ""
