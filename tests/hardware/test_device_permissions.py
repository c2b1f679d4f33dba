"""A person whom the system does not let at a device reads which group or which rule is missing."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial  # noqa: F401 the port's own imports have to be there before the rights go

from pos_desktop import i18n
from pos_desktop.gui.equipment_words import shown
from pos_desktop.hardware.profiles import scanner_profile
from pos_desktop.hardware.scanners.scanner_loop import DirectScanner
from pos_desktop.hardware.supervisor import DeviceSupervisor
from pos_desktop.hardware.transports.hid_device import HidTransport
from pos_desktop.hardware.transports.permissions import INSTALL_RULES, refused_path
from pos_desktop.i18n import t
from pos_desktop.ports import Health
from pos_desktop.ports.equipment import EquipmentRow
from pos_desktop.settings import Endpoint
from tests.hardware.printing import FakeClock, FakeQueue, wait_until

if sys.platform == "win32":
    pytest.skip("groups and rules of device files are of POSIX", allow_module_level=True)

NOBODY = 65_534


def hid_at(path: str) -> DirectScanner:
    """A scanner behind hidapi, which says only that it failed."""

    class Library:
        def enumerate(self, _vendor: int, _product: int) -> list[dict[str, object]]:
            return [{"path": path.encode(), "usage_page": 0x8C, "usage": 2}]

        def device(self) -> Library:
            return self

        def open_path(self, name: bytes) -> None:
            os.close(os.open(name, os.O_RDWR | os.O_NOCTTY))

        def close(self) -> None:
            pass

    profile = scanner_profile("hid-generic")

    def transport() -> HidTransport:
        hid = profile.transport.hid
        return HidTransport(0x0C2E, 0x0206, hid, library=Library())  # type: ignore[arg-type]

    return DirectScanner(transport, profile, lambda _event: None, FakeClock())


@pytest.fixture
def closed_line() -> Iterator[str]:
    """A serial line that is its owner's and its group's only."""
    import pty

    master, slave = pty.openpty()
    path = os.ttyname(slave)
    os.chmod(path, stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP | stat.S_IWGRP)
    if os.geteuid() != 0:
        os.chmod(path, 0)  # root alone may become somebody else; whoever is somebody is shut out
    yield path
    os.close(master)
    os.close(slave)


def told_to_a_stranger(device: str, kind: str, path: str) -> tuple[str, str, str, str]:
    """Health, reason, badge and advice as a user reads them who is in no group of the system.

    A process may be forked that becomes somebody else; started anew it might not even be let at the
    interpreter.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, json.dumps(_as_a_stranger(device, kind, path)).encode())
        except BaseException as error:  # noqa: BLE001 nothing of pytest may go on in this process
            os.write(writing, json.dumps(repr(error)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as said:
        told = json.loads(said.read())
    os.waitpid(child, 0)
    assert isinstance(told, list), told
    return told[0], told[1], told[2], told[3]


def _as_a_stranger(device: str, kind: str, path: str) -> list[str]:
    i18n.set_language("en")
    assert t("equipment.badge.permission")  # texts and profiles are read while that is allowed
    supervisor = DeviceSupervisor(lambda _event: None)
    endpoint = Endpoint.parse(f"{kind}:{path}" if kind != "hid" else "hid:0c2e:0206")
    if device == "scale":
        supervisor.add_scale(endpoint)
    elif device == "printer":
        supervisor.add_printer(endpoint, FakeQueue(), FakeClock())
    else:
        supervisor.add(hid_at(path))
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    supervisor.start()
    wait_until(lambda: supervisor.states[device].health is not Health.CONNECTING, 10.0)
    state = supervisor.states[device]
    supervisor.stop()
    said = shown(EquipmentRow(device, str(endpoint), state=state), None)
    return [state.health.value, state.reason, said.badge, said.advice]


@pytest.mark.parametrize(
    ("device", "kind"), [("scale", "serial"), ("printer", "file"), ("scanner", "hid")]
)
def test_a_stranger_to_the_group_reads_which_one_to_join(
    closed_line: str, device: str, kind: str
) -> None:
    import grp

    group = grp.getgrgid(os.stat(closed_line).st_gid).gr_name
    health, reason, badge, advice = told_to_a_stranger(device, kind, closed_line)
    assert (health, reason, badge) == ("misconfigured", f"{device}.permission", "No access")
    expected = INSTALL_RULES if group == "root" else f"sudo usermod -aG {group} $USER"
    assert expected in advice


def test_where_no_group_has_the_device_the_rules_are_to_be_installed(
    closed_line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() == 0:
        os.chown(closed_line, 0, 0)
        assert INSTALL_RULES in told_to_a_stranger("scale", "serial", closed_line)[3]
    error = refused_path("/dev/no-such-hidraw", PermissionError(13, "Permission denied"))
    assert (error.cause, error.values["fix"]) == ("permission", INSTALL_RULES)


def test_every_port_of_a_group_that_people_know_names_it(tmp_path: Path) -> None:
    """The group of serial ports is dialout on Debian and uucp on Arch: it is read, not guessed."""
    import grp

    port = tmp_path / "ttyUSB0"
    port.touch()
    group = grp.getgrgid(port.stat().st_gid).gr_name
    for number, named in ((1, "EPERM"), (13, "EACCES")):
        error = refused_path(str(port), OSError(number, named))
        assert (error.cause, error.values["group"]) == ("permission", group)
