"""What the devices have done lately, gathered on the way of their events to the window.

Called by the threads of devices: it keeps a word for each and returns.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from pos_desktop.domain.printing import PrintState
from pos_desktop.hardware.device_log import DeviceLogs
from pos_desktop.ports import (
    BarcodeScanned,
    DeviceChanged,
    DeviceState,
    Event,
    Health,
    PrintJobChanged,
    WeightRead,
)

_WORKS = (Health.ONLINE, Health.DEGRADED)


@dataclass(slots=True)
class Seen:
    """state since since_us; last_us: when it last did something; values: what that was. port: the
    name under which it was found, "" where that is the one it was set up with."""

    state: DeviceState | None = None
    since_us: int = 0
    lost_us: int = 0
    last_us: int = 0
    port: str = ""
    values: dict[str, object] = field(default_factory=dict)


class EquipmentWatch:
    """Events in words go to the logs of the devices."""

    def __init__(self, logs: DeviceLogs, now_us: Callable[[], int]) -> None:
        self._logs = logs
        self._now_us = now_us
        self._seen: dict[str, Seen] = {}
        self._begun: dict[tuple[str, int], float] = {}

    def seen(self, device: str) -> Seen:
        return self._seen.setdefault(device, Seen())

    def forget(self, device: str) -> None:
        """Another device stands in its place."""
        self._seen.pop(device, None)

    def hear(self, event: Event) -> None:
        """Take one event over; unknown ones are nobody's of here."""
        if isinstance(event, DeviceChanged):
            self._device_changed(event.state)
        elif isinstance(event, PrintJobChanged):
            self._job_changed(event)
        elif isinstance(event, BarcodeScanned):
            seen = self.seen("scanner")
            seen.last_us = self._now_us()
            seen.values = {"code": event.text, "source": event.source}
            self._logs.of("scanner").happened("scanned", length=len(event.text))
        elif isinstance(event, WeightRead) and event.weight_grams is not None:
            seen = self.seen("scale")
            seen.last_us = self._now_us()
            seen.values = {"weight_grams": event.weight_grams, "status": event.status.value}

    def _device_changed(self, state: DeviceState) -> None:
        seen, now_us = self.seen(state.device), self._now_us()
        before, seen.state, seen.since_us = seen.state, state, now_us
        log = self._logs.of(state.device)
        if state.health in _WORKS:
            before_port, seen.port = seen.port, str(state.values.get("found_at", ""))
            if seen.port and seen.port != before_port:
                log.happened("moved", path=seen.port)
        if state.health is Health.ONLINE:
            if seen.lost_us:
                log.happened("reconnected", seconds=(now_us - seen.lost_us) // 1_000_000)
            elif before is None or before.health is not Health.ONLINE:
                log.happened("online")
        elif state.health not in (Health.CONNECTING, Health.DISABLED):
            fix = {"fix": state.values["fix"]} if state.values.get("fix") else {}
            log.happened("trouble", reason=state.reason, **fix)
        if state.health in _WORKS:
            seen.lost_us = 0
        elif state.health in (Health.OFFLINE, Health.MISCONFIGURED) and not seen.lost_us:
            seen.lost_us = now_us

    def _job_changed(self, event: PrintJobChanged) -> None:
        key = (event.device, event.job_id)
        log = self._logs.of(event.device)
        if event.state is PrintState.SENDING:
            self._begun[key] = time.monotonic()
            return
        begun = self._begun.pop(key, None)
        if event.state is PrintState.DONE and begun is not None:
            seen = self.seen(event.device)
            seen.last_us = self._now_us()
            tenths = round((time.monotonic() - begun) * 10)
            log.happened("printed", bytes=event.sent_bytes, tenths=tenths)
        elif event.state in (PrintState.HELD, PrintState.UNKNOWN, PrintState.FAILED):
            log.happened(f"job_{event.state.value}", reason=event.reason)
