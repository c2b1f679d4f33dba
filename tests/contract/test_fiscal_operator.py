"""What every fiscal operator does, whichever it is: the contract of ports.FiscalOperator."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from pos_desktop.domain.fiscal import FiscalDocument, FiscalReceipt
from pos_desktop.fiscal.atol_online import AtolCapabilities
from pos_desktop.fiscal.operators import OPERATORS
from pos_desktop.ports import (
    Accepted,
    Done,
    Duplicate,
    FiscalOperator,
    Pending,
    PollResult,
    Rejected,
    Resubmit,
    SubmitResult,
    Unavailable,
    Unknown,
)
from pos_desktop.simulators.atol_online import AtolOnlineSimulator
from tests.contract.fiscal_shop import document, line, operator_of


class MemoryOperator:
    """The smallest operator there can be."""

    def __init__(self) -> None:
        self.keys: dict[str, FiscalDocument] = {}
        self.next_results: list[Any] = []
        self.next_polls: list[Any] = []

    def capabilities(self) -> AtolCapabilities:
        return AtolCapabilities()

    def submit(self, document: FiscalDocument, key: str) -> SubmitResult:
        if document.positions[0].vat == "vat18":
            return Rejected("bad", "vat18")
        planned = self.next_results.pop(0) if self.next_results else None
        if isinstance(planned, Unavailable):
            return planned
        if key in self.keys:
            return Duplicate(key)
        self.keys[key] = document
        return planned or Accepted(key)

    def poll(self, reference: str) -> PollResult:
        if self.next_polls:
            planned: PollResult = self.next_polls.pop(0)
            return planned
        number = list(self.keys).index(reference) + 1
        total = self.keys[reference].total_minor
        return Done(
            FiscalReceipt("9999", number, "0000000001", "2026-11-24T12:30", 1, 1, "1", total)
        )

    def close(self) -> None:
        self.closed = True


class FiscalOperatorContract:
    """Inherit it, give `operator` and the five ways the world goes wrong."""

    operator: FiscalOperator

    def registered(self) -> list[str]:
        """Keys in the order they were registered."""
        raise AssertionError("each implementation says what it registered")

    def cut_off(self) -> None: ...
    def lose_next_answer(self) -> None: ...
    def be_busy_once(self) -> None: ...
    def take_long_once(self) -> None: ...
    def give_up_next(self) -> None: ...

    def result(self, reference: str) -> PollResult:
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            result = self.operator.poll(reference)
            if not isinstance(result, Pending):
                return result
        raise AssertionError("no result in five seconds")

    def test_a_document_is_accepted_and_then_registered_with_its_total(self):
        accepted = self.operator.submit(document(1, line(1, 12345)), "r2-000001-v1")
        assert isinstance(accepted, Accepted)
        done = self.result(accepted.reference)
        assert isinstance(done, Done)
        assert done.receipt.total_minor == 12345
        assert done.receipt.fd == 1
        assert len(done.receipt.fp) == 10
        assert self.registered() == ["r2-000001-v1"]

    def test_the_same_key_again_is_a_duplicate_with_the_same_reference(self):
        first = self.operator.submit(document(1), "r2-000001-v1")
        again = self.operator.submit(document(1), "r2-000001-v1")
        assert isinstance(first, Accepted)
        assert again == Duplicate(first.reference)
        assert isinstance(self.result(first.reference), Done)
        assert self.registered() == ["r2-000001-v1"]

    def test_documents_are_registered_in_the_order_they_were_submitted(self):
        keys = [f"r2-{number:06d}-v1" for number in range(1, 21)]
        references = [self.reference_of(number, key) for number, key in enumerate(keys, start=1)]
        numbers = []
        for reference in references:
            done = self.result(reference)
            assert isinstance(done, Done)
            numbers.append(done.receipt.fd)
        assert self.registered() == keys
        assert numbers == sorted(numbers)

    def reference_of(self, number: int, key: str) -> str:
        accepted = self.operator.submit(document(number), key)
        assert isinstance(accepted, Accepted)
        return accepted.reference

    def test_a_lost_answer_is_unknown_and_asking_again_finds_the_document(self):
        self.lose_next_answer()
        assert isinstance(self.operator.submit(document(1), "r2-000001-v1"), Unknown)
        again = self.operator.submit(document(1), "r2-000001-v1")
        assert isinstance(again, Duplicate)
        assert isinstance(self.result(again.reference), Done)
        assert self.registered() == ["r2-000001-v1"]

    def test_a_document_that_cannot_be_right_is_rejected_and_nothing_is_registered(self):
        wrong = document(1)
        changed = replace(wrong, positions=(replace(wrong.positions[0], vat="vat18"),))
        refused = self.operator.submit(changed, "r2-000001-v1")
        assert isinstance(refused, Rejected)
        assert "vat18" in refused.text
        assert self.registered() == []

    def test_a_busy_operator_is_unavailable_and_the_same_key_goes_later(self):
        self.be_busy_once()
        busy = self.operator.submit(document(1), "r2-000001-v1")
        assert isinstance(busy, Unavailable)
        assert not busy.needs_person
        assert isinstance(self.operator.submit(document(1), "r2-000001-v1"), Accepted)

    def test_without_a_connection_it_is_certain_that_nothing_was_registered(self):
        self.cut_off()
        refused = self.operator.submit(document(1), "r2-000001-v1")
        assert isinstance(refused, Unavailable)
        assert not refused.needs_person
        assert self.registered() == []

    def test_a_result_that_is_not_there_yet_is_pending(self):
        accepted = self.operator.submit(document(1), "r2-000001-v1")
        assert isinstance(accepted, Accepted)
        self.take_long_once()
        assert self.operator.poll(accepted.reference) == Pending()
        assert isinstance(self.result(accepted.reference), Done)

    def test_a_document_the_operator_gave_up_is_to_be_sent_under_a_new_key(self):
        self.give_up_next()
        accepted = self.operator.submit(document(1), "r2-000001-v1")
        assert isinstance(accepted, Accepted)
        assert isinstance(self.result(accepted.reference), Resubmit)

    def test_it_says_how_many_positions_it_takes_and_how_often_it_may_be_asked(self):
        said = self.operator.capabilities()
        assert said.max_positions >= 100
        assert 0.1 <= said.poll_interval_seconds <= 10


class TestMemoryOperator(FiscalOperatorContract):
    @pytest.fixture(autouse=True)
    def _operator(self) -> None:
        self.memory = MemoryOperator()
        self.operator = self.memory

    def registered(self) -> list[str]:
        return list(self.memory.keys)

    def cut_off(self) -> None:
        self.memory.next_results = [Unavailable("off")]

    def lose_next_answer(self) -> None:
        self.memory.next_results = [Unknown("lost")]

    def be_busy_once(self) -> None:
        self.memory.next_results = [Unavailable("busy", 1.0)]

    def take_long_once(self) -> None:
        self.memory.next_polls = [Pending()]

    def give_up_next(self) -> None:
        self.memory.next_polls = [Resubmit("timeout")]


class TestAtolOnline(FiscalOperatorContract):
    @pytest.fixture(autouse=True)
    def _operator(self) -> Iterator[None]:
        with AtolOnlineSimulator() as self.simulator:
            self.operator = operator_of(self.simulator)
            yield
            self.operator.close()

    def registered(self) -> list[str]:
        return [document.external_id for document in self.simulator.documents]

    def cut_off(self) -> None:
        self.simulator.set_mode("down")

    def lose_next_answer(self) -> None:
        self.simulator.fail_next("drop_answer")

    def be_busy_once(self) -> None:
        self.simulator.fail_next("http_503")

    def take_long_once(self) -> None:
        self.simulator.fail_next("code_34_long")

    def give_up_next(self) -> None:
        self.simulator.fail_next("fail_timeout_code1")


def test_the_contract_is_run_on_every_operator_of_the_table():
    under_test = {"atol_online": TestAtolOnline}
    assert set(OPERATORS) == set(under_test)
    assert all(issubclass(suite, FiscalOperatorContract) for suite in under_test.values())
