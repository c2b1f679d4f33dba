"""What the log of the devices costs, for devices.py, in a process of its own: the same devices with
it, with it written to the disk as well, and without it, in turn. Samples as JSON at the end.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from pos_desktop.hardware.device_log import DeviceLogs
from pos_desktop.hardware.supervisor import DeviceSupervisor
from pos_desktop.ports import Event, Health, NewPrintJob
from pos_desktop.settings import Endpoint
from tests.hardware.printing import FakeClock, FakeQueue

WAYS = ("none", "memory", "file")
_ONLINE_SECONDS = 20.0
_SETTLE_SECONDS = 0.5
_JOB_EVERY_SECONDS = 0.2
_RECEIPT = b"\x1b@" + b"".join(b"%-42d\n" % line for line in range(40)) + b"\x1dV\x01"


def _nobody(_event: Event) -> None:
    pass


class Counter:
    """The devices of a shop without the register around them. way: one of WAYS."""

    def __init__(self, endpoints: dict[str, str], way: str, folder: Path) -> None:
        names = tuple(endpoints) if way == "file" else ()
        logs = None
        if way != "none":
            logs = DeviceLogs(FakeClock().now_us, folder=folder, to_file=names)
        places = {name: Endpoint.parse(text) for name, text in endpoints.items()}
        self._logs = logs
        self._supervisor = made = DeviceSupervisor(_nobody, logs=logs)
        self._jobs = FakeQueue()
        for name in ("printer", "second_printer", "label_printer"):
            queue = self._jobs if name == "printer" else FakeQueue()
            made.add_printer(places[name], queue, FakeClock(), name=name)
        self._scale = made.add_scale(places["scale"])
        made.add_scanner(places["scanner"], FakeClock())
        made.add_display(places["customer_display"])
        made.add_terminal(places["terminal"], folder / "terminal.json", "RUB")

    def __enter__(self) -> Counter:
        self._supervisor.start()
        until = time.monotonic() + _ONLINE_SECONDS
        while not self._all_online():
            if time.monotonic() > until:
                raise RuntimeError(f"not all ONLINE: {self._supervisor.states}")
            time.sleep(0.02)
        time.sleep(_SETTLE_SECONDS)
        return self

    def __exit__(self, *_: object) -> None:
        self._supervisor.stop()
        if self._logs is not None:
            self._logs.close()

    def _all_online(self) -> bool:
        return all(one.health is Health.ONLINE for one in self._supervisor.states.values())

    def idle(self, seconds: float) -> float:
        """Per cent of one core while nothing happens."""
        began, spent = time.monotonic(), time.process_time()
        time.sleep(seconds)
        return 100 * (time.process_time() - spent) / (time.monotonic() - began)

    def busy(self, seconds: float) -> float:
        """The same while the scale is asked as often as it may be and receipts are printed."""
        self._scale.start_weighing()
        began, spent = time.monotonic(), time.process_time()
        while (passed := time.monotonic() - began) < seconds:
            self._jobs.add(NewPrintJob("", 0, "test", _RECEIPT))
            threading.Event().wait(min(_JOB_EVERY_SECONDS, max(0.0, seconds - passed)))
        percent = 100 * (time.process_time() - spent) / (time.monotonic() - began)
        self._scale.stop_weighing()
        return percent


def piece_us(way: str, folder: Path, count: int) -> float:
    """Microseconds for one answer of a scale that is logged."""
    log = DeviceLogs(FakeClock().now_us, folder=folder, to_file=("scale",)).of("scale")
    if way == "memory":
        log.keep_in(None)
    began = time.perf_counter()
    for _ in range(count):
        log.bytes_passed("in", b"\x0201.255\r")
    log.keep_in(None)
    return (time.perf_counter() - began) * 1e6 / count


def main(
    endpoints: dict[str, str], rounds: int, seconds: float
) -> dict[str, dict[str, list[float]]]:
    found: dict[str, dict[str, list[float]]] = {
        what: {way: [] for way in WAYS} for what in ("idle", "busy", "piece_us")
    }
    for turn in range(rounds):
        for way in WAYS[turn % 3 :] + WAYS[: turn % 3]:
            with TemporaryDirectory() as name, Counter(endpoints, way, Path(name)) as counter:
                found["idle"][way].append(counter.idle(seconds))
                found["busy"][way].append(counter.busy(seconds))
            if way != "none":
                with TemporaryDirectory() as name:
                    found["piece_us"][way].append(piece_us(way, Path(name), 20_000))
    return found


if __name__ == "__main__":
    _given = json.loads(sys.argv[1])
    print(json.dumps(main(_given["endpoints"], _given["rounds"], _given["seconds"])))
