"""Starting the demo's world and telling a register where everything is."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from pos_desktop.demo.cloud_process import cloud_is_installed
from pos_desktop.demo.goods import ORGANISATION
from pos_desktop.demo.world import BANK_KEY, PARTS, DemoWorld, WorldOptions
from pos_desktop.domain.errors import RefusalError
from pos_desktop.hardware.profiles import (
    display_profile,
    printer_profile,
    scale_profile,
    scanner_profile,
    terminal_profile,
    use_own_profiles,
)
from pos_desktop.i18n import t
from pos_desktop.keystore import Keystore
from pos_desktop.settings import (
    OWN_PROFILES,
    Cloud,
    DataDir,
    Device,
    LabelPrinter,
    Operator,
    Register,
    Sbp,
    Settings,
    Terminal,
)

OPERATOR_PASSWORD = "operator.password"  # noqa: S105 - a name in the key store
SBP_SECRET = "sbp.secret"  # noqa: S105 - a name in the key store
_PROFILES: Mapping[str, Callable[[str], object]] = {
    "printer": printer_profile,
    "label_printer": printer_profile,
    "scanner": scanner_profile,
    "scale": scale_profile,
    "display": display_profile,
    "terminal": terminal_profile,
}


def start_world(options: WorldOptions, data_dir: DataDir) -> tuple[DemoWorld, Settings]:
    """Start everything virtual; the world and the settings of the register that stands in it.

    The settings are saved in data_dir, whose register keeps its id over runs. OSError when
    loopback has no free port, SettingsError, ProfileError or RefusalError ("operator.url",
    "cloud.url") for a real part that cannot be; nothing is left running then.
    """
    # The secrets of toys belong beside their data, not into a person's key ring.
    os.environ.setdefault("POS_DESKTOP_KEYSTORE", "file")
    unknown = set(options.real) - set(PARTS)
    if unknown:
        raise ValueError(f"no such part of the world: {', '.join(sorted(unknown))}")
    use_own_profiles(data_dir.file(OWN_PROFILES))
    _check_real(options.real)
    if not options.real.get("cloud") and not cloud_is_installed():
        sys.stderr.write(t("demo.no_cloud") + "\n")
    world = DemoWorld(options, data_dir)
    try:
        world.start()
        settings = _settings(world, options, data_dir)
    except BaseException:
        world.stop()
        raise
    return world, settings


def _check_real(real: Mapping[str, str]) -> None:
    """Who names a real part on the command line is told there what is wrong with it."""
    for part, profile_of in _PROFILES.items():
        endpoint = Device(real.get(part, "")).parsed()
        if endpoint is not None and endpoint.profile:
            profile_of(endpoint.profile)
    for part in ("operator", "cloud"):
        url = real.get(part, "")
        parts = urlsplit(url)
        if url and not (parts.scheme in ("http", "https") and parts.hostname):
            raise RefusalError(f"{part}.url", url=url)


def _settings(world: DemoWorld, options: WorldOptions, data_dir: DataDir) -> Settings:
    """What the register is told; a folder that was used before keeps its register."""
    before = Settings.load(data_dir)
    real = options.real
    operator = Operator(world.operator_url, "demo-group", "demo")
    if url := real.get("operator"):
        operator = replace(before.operator, url=url) if before.operator.login else operator
        operator = replace(operator, url=url)
    else:
        Keystore(data_dir).set(OPERATOR_PASSWORD, "demo")
    Keystore(data_dir).set(SBP_SECRET, BANK_KEY)
    settings = replace(
        before,
        language=options.lang,
        theme="light",
        idle_lock_minutes=0,
        organisation=before.organisation if before.organisation.inn else ORGANISATION,
        register=Register(before.register.register_id or new_register_id(), 2, "Касса 2"),
        printer=Device(real.get("printer") or world.printer_endpoint),
        label_printer=LabelPrinter(real.get("label_printer") or world.label_printer_endpoint),
        scanner=Device(real.get("scanner") or world.scanner_endpoint),
        scale=Device(real.get("scale") or world.scale_endpoint),
        customer_display=Device(real.get("display") or world.display_endpoint),
        terminal=Terminal(real["terminal"])
        if real.get("terminal")
        else Terminal(world.terminal_endpoint, alone=True),
        operator=operator,
        cloud=Cloud(real.get("cloud") or world.cloud_url),
        sbp=virtual_bank(world),
    )
    settings.save(data_dir)
    return settings


def virtual_bank(world: DemoWorld) -> Sbp:
    """Where QR codes are made in this world."""
    if not world.bank_url:
        return Sbp()
    return Sbp(provider="raiffeisen", merchant_id=world.bank_merchant_id, url=world.bank_url)


def new_register_id() -> str:
    """A UUIDv7 for a register that did not exist before."""
    import uuid_utils

    return str(uuid_utils.uuid7())
