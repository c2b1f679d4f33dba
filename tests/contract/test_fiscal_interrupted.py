"""Power cuts and stops in the midst of registering, and faults at random: what an auditor would
compare stays right."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.ports import Commit, WorkerFailed
from pos_desktop.simulators.atol_online import AtolOnlineSimulator
from pos_desktop.simulators.network import ChaosOdds, ChaosProxy
from tests.contract.fiscal_shop import (
    MemoryBook,
    Register,
    assert_each_once_in_order,
    operator_of,
    sell,
)


@pytest.fixture
def simulator() -> Iterator[AtolOnlineSimulator]:
    with AtolOnlineSimulator() as running:
        yield running


@pytest.fixture
def book() -> MemoryBook:
    return MemoryBook()


def assert_the_thread_ends() -> None:
    """Long before the answer that it waits for."""
    for thread in threading.enumerate():
        if thread.name == "fiscal-worker":
            thread.join(8)
            assert not thread.is_alive()


class Died(BaseException):
    """The power went."""


class DyingBook(MemoryBook):
    """Loses power before or after the write number `dies_at`."""

    def __init__(self) -> None:
        super().__init__()
        self.writes = 0
        self.dies_at = 0
        self.after = False

    def commit(self, what: Commit) -> int:
        with self._power():
            return super().commit(what)

    def move(self, key: str, new: FiscalState, **more: Any) -> None:
        with self._power():
            super().move(key, new, **more)

    @contextmanager
    def _power(self) -> Iterator[None]:
        self.writes += 1
        if self.writes == self.dies_at and not self.after:
            raise Died
        yield
        if self.writes == self.dies_at:
            raise Died


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("dies_at", range(1, 10))
def test_a_power_cut_around_any_write_loses_and_doubles_nothing(
    simulator: AtolOnlineSimulator, dies_at: int, after: bool
):
    book = DyingBook()
    book.dies_at, book.after = dies_at, after
    sell(book, 3)
    operator = operator_of(simulator)
    with pytest.raises(Died):
        Register(book, operator).run()
    book.settle_at_start()
    Register(book, operator).run()
    assert_each_once_in_order(simulator, book)
    operator.close()


def test_the_thread_registers_what_is_sold_and_ends_in_time(
    simulator: AtolOnlineSimulator, book: MemoryBook
):
    register = Register(book, operator_of(simulator), steady_seconds=time.monotonic)
    register.worker.start()
    sell(book, 3)
    register.worker.wake()
    deadline = time.monotonic() + 10
    while book.status().waiting and time.monotonic() < deadline:
        time.sleep(0.01)
    register.worker.stop()
    assert_the_thread_ends()
    assert_each_once_in_order(simulator, book)


class FullDisk(MemoryBook):
    """Cannot store the next move to one state."""

    refused: FiscalState | None = None

    def move(self, key: str, new: FiscalState, **more: Any) -> None:
        if new is self.refused:
            self.refused = None
            raise StorageError("storage.full")
        super().move(key, new, **more)


def test_an_answer_that_could_not_be_stored_is_asked_for_again(simulator: AtolOnlineSimulator):
    book = FullDisk()
    book.refused = FiscalState.ACCEPTED
    sell(book, 2)
    operator = operator_of(simulator)
    register = Register(book, operator)
    with pytest.raises(StorageError):
        register.run()
    assert book.state(1) is FiscalState.SENDING
    register.run()
    assert simulator.duplicates == 1
    assert_each_once_in_order(simulator, book)
    operator.close()


def test_a_failure_of_the_loop_is_said_and_the_loop_goes_on(simulator: AtolOnlineSimulator):
    book = FullDisk()
    book.refused = FiscalState.SENDING
    sell(book, 2)
    register = Register(book, operator_of(simulator), steady_seconds=time.monotonic)
    register.worker.start()
    deadline = time.monotonic() + 10
    while book.status().waiting and time.monotonic() < deadline:
        if WorkerFailed("fiscal", "storage.full") in register.events:
            register.worker.wake()
        time.sleep(0.01)
    register.worker.stop()
    assert_each_once_in_order(simulator, book)


def test_stopping_cuts_a_request_that_waits(simulator: AtolOnlineSimulator, book: MemoryBook):
    simulator.set_mode("slow", delay_seconds=20)
    register = Register(book, operator_of(simulator, timeout_seconds=30))
    sell(book, 1)
    register.worker.start()
    deadline = time.monotonic() + 10
    while not simulator.requests and time.monotonic() < deadline:
        time.sleep(0.01)
    register.worker.stop()
    assert_the_thread_ends()


ON_THE_WAY = (
    "refuse",
    "not_http",
    "http_503",
    "http_429",
    "http_500_code50",
    "http_400_code0",
    "http_400_code1",
    "expired_token",
    "drop_answer",
    "invalid_json",
    "code_34_long",
    "missing_token",
    "user_blocked",
)
# These make the operator take a document and not register it: it goes again under another key, and
# those sent after it may be registered before it.
AFTER_ACCEPTANCE = (
    "fail_timeout_code1",
    "driver_fault_36",
    "driver_fault_402",
    "driver_fault_68",
    "driver_fault_137",
)
STEPS = st.one_of(
    st.tuples(st.just("sell"), st.integers(1, 8)),
    st.tuples(st.sampled_from(ON_THE_WAY), st.integers(1, 3)),
    st.tuples(st.sampled_from(["drop_answer", "invalid_json", "http_503"]), st.just(-1)),
    st.tuples(st.sampled_from(["down", "up", "expire", "restart", "retry"]), st.just(0)),
    st.tuples(st.just("turns"), st.integers(1, 12)),
)


class Storm:
    """A register and an operator to whom things happen."""

    def __init__(self, simulator: AtolOnlineSimulator) -> None:
        self.simulator = simulator
        self.book = MemoryBook()
        self.operator = operator_of(simulator, timeout_seconds=5.0)
        self.register = Register(self.book, self.operator)

    def step(self, what: str, count: int) -> None:
        if what == "sell":
            sell(self.book, count)
            self.register.worker.wake()
        elif what == "turns":
            self.register.turns(count)
        elif what in ("down", "up"):
            self.simulator.set_mode(what)
        elif what == "expire":
            self.simulator.expire_tokens()
        elif what == "restart":
            self.book.settle_at_start()
            self.register = Register(self.book, self.operator, self.register.clock)
        elif what == "retry":
            self.register.worker.retry_now()
        elif count < 0:
            self.simulator.fail_next(what, route="report")
        else:
            self.simulator.fail_next(what, times=count)

    def calm(self) -> None:
        self.simulator.set_mode("up")
        self.register.run()
        self.operator.close()


@settings(max_examples=40)
@given(st.lists(STEPS, min_size=3, max_size=25))
def test_whatever_happens_on_the_way_each_sale_is_registered_once_and_in_order(
    steps: list[tuple[str, int]],
):
    with AtolOnlineSimulator() as simulator:
        storm = Storm(simulator)
        for what, count in steps:
            storm.step(what, count)
        storm.calm()
        assert_each_once_in_order(simulator, storm.book)


@settings(max_examples=40)
@given(
    st.lists(
        st.one_of(STEPS, st.tuples(st.sampled_from(AFTER_ACCEPTANCE), st.integers(1, 3))),
        min_size=3,
        max_size=25,
    )
)
def test_what_the_operator_took_and_gave_up_is_registered_once_too(steps: list[tuple[str, int]]):
    with AtolOnlineSimulator() as simulator:
        storm = Storm(simulator)
        for what, count in steps:
            storm.step(what, count)
        storm.calm()
        sold = [(row.sale_number, row.fact.total_minor) for row in storm.book.rows]
        taken = [
            (int(document.external_id.split("-")[1]), int(document.total * 100))
            for document in simulator.documents
        ]
        assert sorted(taken) == sold
        at_once = [
            int(document.external_id.split("-")[1])
            for document in simulator.documents
            if document.external_id.endswith("-v1")
        ]
        assert at_once == sorted(at_once)
        assert storm.book.rejected == []


def test_a_network_that_drops_doubles_and_delays_changes_nothing(simulator: AtolOnlineSimulator):
    address = urlsplit(simulator.url)
    odds = ChaosOdds(
        drop_request=0.1,
        drop_answer=0.1,
        duplicate=0.1,
        unavailable=0.1,
        delay=0.05,
        delay_seconds=0.01,
    )
    proxy = ChaosProxy(str(address.hostname), address.port or 0, odds=odds, seed=2).start()
    operator = operator_of(simulator, url=f"{proxy.url}{address.path}", timeout_seconds=5.0)
    book = MemoryBook()
    sell(book, 150)
    Register(book, operator).run()
    operator.close()
    proxy.stop()
    assert_each_once_in_order(simulator, book)
    assert proxy.counters.duplicated > 0
    assert proxy.counters.dropped_answers > 0
