"""Many faults at once: who repeats by external id ends with each document registered once."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from pos_desktop.simulators.atol_online import AtolOnlineSimulator
from tests.contract.atol_till import ClockByHand, Till, sale

KINDS = [
    "refuse",
    "not_http",
    "http_503",
    "http_429",
    "http_500_code50",
    "expired_token",
    "drop_answer",
    "invalid_json",
    "timeout_after_register",
]
MOST_TRIES = 2_000


@pytest.fixture
def operator() -> Iterator[AtolOnlineSimulator]:
    with AtolOnlineSimulator(inn="5544332219", clock=ClockByHand()) as simulator:
        simulator.settings.hold_seconds = 0.01
        yield simulator


def send_until_known(till: Till, number: int) -> str:
    """Repeat one document by its external id until the operator names its uuid."""
    for _ in range(MOST_TRIES):
        try:
            answer = till.send(sale(number))
            content = answer.json()
        except (httpx.TransportError, ValueError):
            continue
        error = content.get("error") or {}
        if error.get("code") == 11:
            till.get_token()
        elif "uuid" in content:
            return str(content["uuid"])
    raise AssertionError(f"document {number} was not accepted in {MOST_TRIES} tries")


@pytest.mark.parametrize("seed", range(3))
def test_whatever_fails_each_document_is_registered_once_and_in_order(
    operator: AtolOnlineSimulator, seed: int
) -> None:
    fate = random.Random(seed)
    till = Till(operator)
    till.get_token()
    for number in range(60):
        for kind in fate.sample(KINDS, fate.randrange(4)):
            operator.fail_next(kind)
        uuid = send_until_known(till, number)
        assert operator.documents[-1].uuid == uuid
    documents = operator.documents
    assert [document.external_id for document in documents] == [
        f"kassa1-{number:06}-v1" for number in range(60)
    ]
    assert [document.fiscal_document_number for document in documents] == list(range(1, 61))
    till.http.close()


def test_an_operator_that_goes_down_and_up_under_load_registers_each_document_once(
    operator: AtolOnlineSimulator,
) -> None:
    done = threading.Event()

    def switch() -> None:
        while not done.wait(0.02):
            operator.set_mode("down")
            operator.set_mode("up")

    till = Till(operator)
    till.get_token()
    switching = threading.Thread(target=switch, name="switching")
    switching.start()
    try:
        with ThreadPoolExecutor(max_workers=4) as pool:
            uuids = list(pool.map(lambda number: send_until_known(till, number), range(150)))
    finally:
        done.set()
        switching.join(10)
    documents = operator.documents
    assert {document.uuid for document in documents} == set(uuids)
    assert [document.fiscal_document_number for document in documents] == list(range(1, 151))
    till.http.close()
