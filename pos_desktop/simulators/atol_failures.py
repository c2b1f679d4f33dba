"""Failures the simulated operator can be told to show, in order, and where each of them strikes."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from enum import Enum

from pos_desktop.simulators import atol_errors

TOKEN, REGISTER, REPORT, ANY = "token", "register", "report", "any"


class Stage(Enum):
    """When a failure takes effect."""

    ENTRY = "before the request is looked at; nothing is registered"
    ORDER = "on the outcome of the next accepted document"
    ANSWER = "after the request was carried out, on its answer"


@dataclass(frozen=True, slots=True)
class Failure:
    """A planned failure; route is TOKEN, REGISTER, REPORT or ANY."""

    kind: str
    stage: Stage
    route: str


# kind -> when it strikes, and on which route unless told otherwise.
KINDS: dict[str, tuple[Stage, str]] = {
    "refuse": (Stage.ENTRY, REGISTER),  # the connection is reset
    "not_http": (Stage.ENTRY, REGISTER),  # as a TLS alert or a proxy in between would answer
    "http_503": (Stage.ENTRY, REGISTER),  # with Retry-After
    "http_429": (Stage.ENTRY, REGISTER),  # with Retry-After
    "http_500_code50": (Stage.ENTRY, REGISTER),
    "http_400_code0": (Stage.ENTRY, REGISTER),
    "http_400_code1": (Stage.ENTRY, REGISTER),
    "missing_token": (Stage.ENTRY, REGISTER),
    "expired_token": (Stage.ENTRY, REGISTER),  # the token used is forgotten
    "group_mismatch": (Stage.ENTRY, REGISTER),
    "group_not_supported": (Stage.ENTRY, REGISTER),
    "wrong_password": (Stage.ENTRY, TOKEN),
    "user_blocked": (Stage.ENTRY, TOKEN),
    "code_34_long": (Stage.ENTRY, REPORT),  # one answer each
    "fail_timeout_code1": (Stage.ORDER, REGISTER),
    "foreign_total": (Stage.ORDER, REGISTER),  # the report tells one rouble more
    "timeout_after_register": (Stage.ANSWER, REGISTER),  # registered, no answer in time
    "drop_answer": (Stage.ANSWER, REGISTER),  # registered, the connection is cut
    "invalid_json": (Stage.ANSWER, REGISTER),  # carried out, status 200, broken body
}

# Any driver, agent or marking code: the report says fail. With "_closed" the drive took the
# document all the same.
_DRIVER_FAULT = re.compile(r"driver_fault_[0-9]{1,4}(_closed)?")

ERROR_OF_KIND = {
    "http_500_code50": atol_errors.SERVER_CONFIGURATION,
    "http_400_code0": 0,
    "http_400_code1": 1,
    "missing_token": atol_errors.MISSING_TOKEN,
    "expired_token": atol_errors.EXPIRED_TOKEN,
    "group_mismatch": atol_errors.GROUP_AND_TOKEN_DIFFER,
    "group_not_supported": atol_errors.GROUP_OF_OTHER_PROTOCOL,
    "wrong_password": atol_errors.WRONG_LOGIN_OR_PASSWORD,
    "user_blocked": atol_errors.USER_BLOCKED,
    "code_34_long": atol_errors.STATE_NOT_FOUND,
}


def failure(kind: str, route: str | None = None) -> Failure:
    """The failure of that kind; ValueError names the known kinds when there is none."""
    if _DRIVER_FAULT.fullmatch(kind) is not None:
        stage, usual = Stage.ORDER, REGISTER
    elif kind in KINDS:
        stage, usual = KINDS[kind]
    else:
        raise ValueError(f"unknown failure {kind!r}; known: {', '.join(KINDS)}, driver_fault_N")
    if route not in (None, TOKEN, REGISTER, REPORT, ANY):
        raise ValueError(f"unknown route {route!r}; known: token, register, report, any")
    if stage is Stage.ORDER and route not in (None, REGISTER):
        raise ValueError(f"{kind} strikes accepted documents, so its route is register")
    return Failure(kind, stage, route or usual)


class FailurePlan:
    """Failures still to come, taken in the order they were planned; guarded by its owner's lock."""

    def __init__(self) -> None:
        self._planned: deque[Failure] = deque()

    def __len__(self) -> int:
        return len(self._planned)

    def add(self, planned: Failure, times: int) -> None:
        """Plan the failure for that many requests."""
        self._planned.extend([planned] * times)

    def take(self, stage: Stage, route: str) -> str:
        """The kind that strikes now, which is thereby used up, or ""."""
        for planned in self._planned:
            if planned.stage is stage and planned.route in (route, ANY):
                self._planned.remove(planned)
                return planned.kind
        return ""

    def clear(self) -> None:
        """Forget what is planned."""
        self._planned.clear()
