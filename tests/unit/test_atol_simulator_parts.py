"""The parts of the simulated fiscal operator that need no connection."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.simulators.atol_drive import FiscalDrive
from pos_desktop.simulators.atol_errors import SERVICE_ERRORS, document_error
from pos_desktop.simulators.atol_failures import FailurePlan, Stage, failure
from pos_desktop.simulators.atol_kkt_rules import RATE_PERCENT, included_vat, rate_allowed
from pos_desktop.simulators.atol_orders import decode_json, encode_json
from pos_desktop.simulators.atol_rules import decoded_gs1m, rounded
from pos_desktop.simulators.atol_shapes import decimal, moment, record, text

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=timezone(timedelta(hours=3)))


@given(st.integers(min_value=0, max_value=4_294_967_295))
def test_every_amount_of_whole_kopecks_passes_as_money(kopecks: int) -> None:
    written = f"{kopecks // 100}.{kopecks % 100:02}".encode()
    assert list(decimal(2, "42949672.95")(decode_json(written), "sum")) == []


@pytest.mark.parametrize("written", [b"0.001", b"-0.01", b"42949672.96", b'"1.00"', b"true"])
def test_what_is_no_money_is_told_with_its_path(written: bytes) -> None:
    faults = list(decimal(2, "42949672.95")(decode_json(written), "receipt.total"))
    assert [fault.path for fault in faults] == ["receipt.total"]


def test_money_is_written_back_as_it_came() -> None:
    assert (
        encode_json(decode_json(b'{"sum":120.00,"price":0.10}')) == b'{"sum":120.00,"price":0.10}'
    )


def test_an_unknown_field_is_named_with_its_whole_path() -> None:
    shape = record({"inner": record({"name": text(5)})})
    faults = [str(fault) for fault in shape({"inner": {"name": "abc", "nmae": 1}}, "")]
    assert faults == ["inner.nmae: неизвестное поле"]


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("24.11.2026", True),
        ("29.02.2028", True),
        ("29.02.2026", False),
        ("1.11.2026", False),
        ("2026-11-24", False),
        ("２４.11.2026", False),
    ],
)
def test_a_date_has_one_form_and_exists(written: str, right: bool) -> None:
    assert (list(moment("dd.mm.yyyy", "%d.%m.%Y")(written, "date")) == []) is right


@given(st.integers(min_value=0, max_value=10**10), st.sampled_from(sorted([*RATE_PERCENT, "none"])))
def test_included_vat_is_the_nearest_kopeck_half_up(kopecks: int, vat_type: str) -> None:
    percent = RATE_PERCENT.get(vat_type, 0)
    by_integers = (2 * kopecks * percent + 100 + percent) // (2 * (100 + percent))
    assert included_vat(Decimal(kopecks) / 100, vat_type) * 100 == by_integers


def test_half_a_kopeck_is_rounded_up() -> None:
    assert rounded(Decimal("0.005")) == Decimal("0.01")
    assert rounded(Decimal("2.675")) == Decimal("2.68")


@pytest.mark.parametrize(
    ("operation", "vat_type", "day", "allowed"),
    [
        ("sell", "vat20", date(2025, 12, 31), True),
        ("sell", "vat20", date(2026, 1, 1), False),
        ("buy", "vat120", date(2026, 1, 1), False),
        ("sell_refund", "vat20", date(2026, 6, 1), True),
        ("sell_correction", "vat20", date(2026, 6, 1), True),
        ("sell", "vat22", date(2025, 12, 31), False),
        ("sell_refund", "vat22", date(2025, 12, 31), False),
        ("sell", "vat22", date(2026, 1, 1), True),
        ("sell", "vat5", date(2024, 12, 31), False),
        ("sell", "vat10", date(2020, 1, 1), True),
    ],
)
def test_a_rate_has_its_days(operation: str, vat_type: str, day: date, allowed: bool) -> None:
    assert rate_allowed(operation, vat_type, day) is allowed


def test_the_attribute_follows_from_content_and_number_only() -> None:
    one, other = (FiscalDrive("9999078900000961", "0000000001054216") for _ in range(2))
    first = one.register(b"content", NOON)
    assert other.register(b"content", NOON + timedelta(hours=1)) == type(first)(
        first.fn_number,
        1,
        first.fiscal_document_attribute,
        1,
        1,
        first.ecr_registration_number,
        NOON + timedelta(hours=1),
        NOON + timedelta(hours=1),
    )
    assert one.register(b"content", NOON).fiscal_document_attribute != (
        first.fiscal_document_attribute
    )
    assert 0 <= first.fiscal_document_attribute <= 9_999_999_999


def test_a_shift_ends_24_hours_after_its_first_document() -> None:
    drive = FiscalDrive("9999078900000961", "0000000001054216")
    drive.register(b"", NOON)
    last = drive.register(b"", NOON + timedelta(hours=23, minutes=59, seconds=59))
    assert (last.shift_number, last.fiscal_receipt_number) == (1, 2)
    new = drive.register(b"", NOON + timedelta(hours=24))
    assert (new.shift_number, new.fiscal_receipt_number, new.fiscal_document_number) == (2, 1, 3)


def test_a_restored_drive_goes_on_counting() -> None:
    drive = FiscalDrive("9999078900000961", "0000000001054216")
    numbers = drive.register(b"", NOON)
    after_restart = FiscalDrive("9999078900000961", "0000000001054216")
    after_restart.restore(numbers)
    assert after_restart.register(b"x", NOON) == drive.register(b"x", NOON)


@pytest.mark.parametrize(
    ("code", "http_status"),
    [
        (0, 400),
        (1, 400),
        (10, 401),
        (11, 401),
        (12, 401),
        (13, 400),
        (14, 403),
        (20, 401),
        (21, 401),
        (30, 400),
        (31, 400),
        (32, 400),
        (33, 400),
        (34, 200),
        (40, 400),
        (41, 415),
        (50, 500),
    ],
)
def test_every_service_error_has_the_http_status_of_the_protocol(
    code: int, http_status: int
) -> None:
    assert SERVICE_ERRORS[code].http_status == http_status


def test_a_fault_of_the_agent_and_one_of_the_driver_differ_in_kind() -> None:
    assert document_error(2003).kind == "agent"
    assert document_error(177).kind == "driver"
    assert document_error(9999).kind == "driver"


def test_a_marking_code_is_base64_of_at_most_200_bytes() -> None:
    assert decoded_gs1m("AR0=") == b"\x01\x1d"
    assert decoded_gs1m("not base64!") is None
    assert decoded_gs1m("A" * 268) is None
    assert decoded_gs1m("") is None


def test_a_plan_hands_out_failures_by_stage_and_route_in_order() -> None:
    plan = FailurePlan()
    plan.add(failure("http_503"), 1)
    plan.add(failure("drop_answer"), 1)
    plan.add(failure("http_429", "any"), 1)
    assert plan.take(Stage.ANSWER, "report") == ""
    assert plan.take(Stage.ENTRY, "report") == "http_429"
    assert plan.take(Stage.ANSWER, "register") == "drop_answer"
    assert plan.take(Stage.ENTRY, "register") == "http_503"
    assert len(plan) == 0


def test_a_fate_of_documents_has_no_other_route() -> None:
    with pytest.raises(ValueError, match="register"):
        failure("foreign_total", "report")
