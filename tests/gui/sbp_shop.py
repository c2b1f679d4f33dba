"""A shop whose bank makes QR codes: the simulated bank on loopback, and its customers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pos_desktop.keystore import Keystore
from pos_desktop.settings import DataDir, Device, Sbp, Settings
from pos_desktop.simulators.network import Relay
from pos_desktop.simulators.sbp_banks import BANKS, RaiffeisenSimulator, TBankSimulator
from tests.gui.open_shop import SETTINGS, OpenShop, open_shop

STATIC = "https://qr.nspk.ru/AS10003P3RH0LJ2A9ROO038L6NT5RU1M?type=01&bank=100000000111&crc=F0C4"
SECRETS = {"raiffeisen": "raif:simulated", "tbank": "tbank:simulated"}


@dataclass
class BankSide:
    """simulator: the bank; relay: the way to it, which can be cut; folder: of the register."""

    simulator: RaiffeisenSimulator | TBankSimulator
    relay: Relay
    folder: Path
    bank: str
    static: str = ""
    printer: Device = field(default_factory=Device)

    def settings(self) -> Settings:
        sbp = Sbp(provider=self.bank, url=self.relay.url, static_payload=self.static)
        if isinstance(self.simulator, RaiffeisenSimulator):
            sbp = replace(sbp, merchant_id=self.simulator.merchant_id)
        else:
            sbp = replace(sbp, terminal_key=self.simulator.terminal_key)
        return replace(SETTINGS, sbp=sbp, printer=self.printer)

    @contextmanager
    def opened(self, qtbot) -> Iterator[OpenShop]:
        """The register, as often as it is opened."""
        Keystore(DataDir(self.folder)).set("sbp.secret", SECRETS[self.bank])
        with open_shop(qtbot, self.folder, self.settings()) as shop:
            yield shop

    def pays(self, code: str = "", *, slowly: bool = False) -> bool:
        """A customer follows the code, the newest one unless told."""
        return self.simulator.ledger.pay(code or self.simulator.last_live_code(), slowly=slowly)

    @property
    def taken(self) -> list[tuple[str, int]]:
        return self.simulator.ledger.taken

    @property
    def returned(self) -> list[tuple[str, int]]:
        return self.simulator.ledger.returned


@contextmanager
def bank_side(folder: Path, bank: str = "raiffeisen", static: str = "") -> Iterator[BankSide]:
    simulator = BANKS[bank]()
    simulator.start()
    host, _, port = simulator.url.removeprefix("http://").partition(":")
    relay = Relay(host, int(port))
    relay.start()
    try:
        yield BankSide(simulator, relay, folder, bank, static)
    finally:
        relay.stop()
        simulator.stop()
