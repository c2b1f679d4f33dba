"""What each error of ATOL Online means for the register: the classes of the protocol's error table.

A class answers three questions: was anything registered, may the same key go again, and can waiting
mend it. Codes that the protocol does not tell are UNCLEAR: nothing is sent twice on a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pos_desktop.fiscal import reasons


class ErrorClass(StrEnum):
    """What to do about an error."""

    TOKEN = "token"  # noqa: S105 - a class of errors: renew the token and repeat
    CONFIG = "config"  # a person mends settings or the cash register; the queue stands
    DOCUMENT = "document"  # this body is wrong for good; the queue goes on
    MARKING = "marking"  # as DOCUMENT, because of a marking code
    DUPLICATE = "duplicate"  # known under this key: a success
    PENDING = "pending"  # no result yet
    TRANSIENT = "transient"  # nothing was registered; the same again later
    UNCLEAR = "unclear"  # it may have been registered


@dataclass(frozen=True, slots=True)
class AtolError:
    """error.code, error.text, error.type ("system", "driver", "timeout", "agent", "unknown")."""

    code: int
    text: str
    kind: str

    @property
    def said(self) -> str:
        """For a person who has to settle it: "driver 128: ..."."""
        return f"{self.kind} {self.code}: {self.text}".rstrip(": ")

    @property
    def reason(self) -> str:
        """The stable reason of a state it leads to."""
        if self.kind == "timeout":
            return reasons.NOT_PROCESSED
        return _REASONS.get(self.code, reasons.SERVER_ERROR)


_REASONS: dict[int, str] = {
    10: reasons.ACCESS_REFUSED,
    11: reasons.ACCESS_REFUSED,
    12: reasons.WRONG_PASSWORD,
    13: reasons.WRONG_PASSWORD,
    14: reasons.USER_BLOCKED,
    **dict.fromkeys((20, 21), reasons.ACCESS_REFUSED),
    31: reasons.NOT_SUPPORTED,
    **dict.fromkeys((36, 68, 141, 402, 411, 420, 421), reasons.NOT_PROCESSED),
    **dict.fromkeys((120, 121, 137, 139, 140), reasons.DRIVE_FULL),
    **dict.fromkeys((2003, 2009), reasons.WRONG_ORGANISATION),
}

# Answers to requests.
_OF_REQUEST: dict[int, ErrorClass] = {
    0: ErrorClass.UNCLEAR,
    1: ErrorClass.UNCLEAR,
    10: ErrorClass.CONFIG,
    11: ErrorClass.TOKEN,
    12: ErrorClass.CONFIG,
    13: ErrorClass.DOCUMENT,
    14: ErrorClass.CONFIG,
    20: ErrorClass.CONFIG,
    21: ErrorClass.CONFIG,
    30: ErrorClass.UNCLEAR,
    31: ErrorClass.CONFIG,
    32: ErrorClass.DOCUMENT,
    33: ErrorClass.DUPLICATE,
    34: ErrorClass.PENDING,
    40: ErrorClass.DOCUMENT,
    41: ErrorClass.DOCUMENT,
    # "Server configuration" says nothing about the document: the same key is safe either way.
    50: ErrorClass.UNCLEAR,
}

# Results of accepted documents, status "fail". Their key stays taken, so sending again means a new
# version of the key.
_OF_RESULT: dict[int, ErrorClass] = {
    **dict.fromkeys((13, 32, 40, 41, 128, 143, 144, 243, 2006, 2007), ErrorClass.DOCUMENT),
    **dict.fromkeys((405, 409), ErrorClass.MARKING),
    # The drive is worn out, full of documents not passed on, or the organisation is another one.
    **dict.fromkeys((120, 121, 137, 139, 140, 2003, 2009), ErrorClass.CONFIG),
    # "Send again": clock behind the last document, buffer full, shift over 24 hours, no link.
    **dict.fromkeys((36, 68, 141, 402, 411, 420, 421), ErrorClass.TRANSIENT),
    34: ErrorClass.PENDING,
}
_DRIVER_BUFFER_FULL = 40


def error_of(answer: Any) -> AtolError | None:
    """The error object of an answer's JSON, None where there is none or it is no object."""
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict) or not isinstance(error.get("code"), int):
        return None
    text = " ".join(str(error.get("text", "")).split())[:300]
    return AtolError(error["code"], text, str(error.get("type", "unknown")))


def class_of_request(error: AtolError) -> ErrorClass:
    """Of an error that answers getToken, a registration or a report."""
    return _OF_REQUEST.get(error.code, ErrorClass.UNCLEAR)


def class_of_result(error: AtolError) -> ErrorClass:
    """Of the error in a report with status "fail"."""
    if error.kind == "timeout":
        return ErrorClass.TRANSIENT
    if error.kind == "driver" and error.code == _DRIVER_BUFFER_FULL:
        return ErrorClass.TRANSIENT
    return _OF_RESULT.get(error.code, ErrorClass.UNCLEAR)
