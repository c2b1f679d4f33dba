"""The register's side of QR payments with every bank there is."""

from __future__ import annotations

import pytest

from pos_desktop.simulators.network import Relay
from pos_desktop.simulators.sbp_banks import BANKS
from tests.contract.sbp_till import SbpTill


@pytest.fixture(params=sorted(BANKS))
def till(request):
    simulator = BANKS[request.param]()
    simulator.start()
    host, _, port = simulator.url.removeprefix("http://").partition(":")
    relay = Relay(host, int(port))
    relay.start()
    made = SbpTill(simulator, relay)
    yield made
    made.bank.close()
    relay.stop()
    simulator.stop()
