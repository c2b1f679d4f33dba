"""From the operator's answers to the results of the port; pure."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from pos_desktop.domain.fiscal import FiscalReceipt
from pos_desktop.fiscal import reasons
from pos_desktop.fiscal.atol_errors import (
    AtolError,
    ErrorClass,
    class_of_request,
    class_of_result,
    error_of,
)
from pos_desktop.fiscal.atol_http import Answer
from pos_desktop.ports import (
    Accepted,
    Done,
    Duplicate,
    Pending,
    PollResult,
    Rejected,
    Resubmit,
    SubmitResult,
    Unavailable,
    Unknown,
)

_BUSY = (429, 503)
# Without the service's error object such a status comes from a wrong address or from a stranger in
# between (a proxy, a captive portal).
_NOT_THE_SERVICE = (301, 302, 303, 307, 308, 401, 403, 404, 405, 407, 410)
_TOO_LARGE = 413
_MOST_RETRY_AFTER_SECONDS = 3600.0
_REFERENCE = re.compile(r"[0-9A-Za-z_-]{1,128}")


def submit_result(answer: Answer) -> SubmitResult:
    """What an answer to a registration means. Anything not understood is Unknown."""
    error = error_of(answer.content)
    if error is not None:
        return _of_submit_error(error, answer)
    reference = _reference(answer.content)
    if answer.status in (200, 201) and reference:
        return Accepted(reference)
    if answer.status in _BUSY or answer.status in _NOT_THE_SERVICE:
        return refusal_of(answer)
    if answer.status == _TOO_LARGE:
        return Rejected(reasons.REFUSED, "HTTP 413")
    return Unknown(reasons.BAD_ANSWER if answer.status == 200 else reasons.SERVER_ERROR)


def poll_result(answer: Answer) -> PollResult:
    """What a report means. A report not understood is asked for again: nothing was sent."""
    content = answer.content if isinstance(answer.content, dict) else {}
    error = error_of(content)
    status = content.get("status")
    if answer.status == 200 and status == "done":
        receipt = receipt_of(content.get("payload"))
        # Registered, but its numbers cannot be read: no later report will read better.
        return Done(receipt) if receipt else Unknown("done: unreadable payload")
    if answer.status == 200 and status == "fail" and error is not None:
        return _of_result_error(error)
    if answer.status == 200 and (status == "wait" or _is_pending(error)):
        return Pending()
    if error is not None:
        match class_of_request(error):
            case ErrorClass.PENDING:
                return Pending()
            case ErrorClass.CONFIG:
                return Unavailable(error.reason, needs_person=True)
            case _ if error.code == 30:
                # The operator does not know its own reference any more (results live 30 days).
                return Unknown(error.said)
            case _ if answer.status in (200, 400):
                # Something about this one document; the others need not wait for it.
                return Pending()
    return refusal_of(answer)


def refusal_of(answer: Answer, *, of_token: bool = False) -> Unavailable:
    """An answer that leaves the document certainly unregistered, or a report unread."""
    error = error_of(answer.content)
    if error is not None:
        kind = class_of_request(error)
        person = kind is ErrorClass.CONFIG or (of_token and kind is ErrorClass.DOCUMENT)
        return Unavailable(error.reason, _wait(answer), needs_person=person)
    if answer.status in _BUSY:
        return Unavailable(reasons.BUSY, _wait(answer))
    if answer.status in _NOT_THE_SERVICE:
        return Unavailable(reasons.NOT_THE_SERVICE, needs_person=True)
    return Unavailable(reasons.BAD_ANSWER, _wait(answer))


def receipt_of(payload: Any) -> FiscalReceipt | None:
    """The requisites of a registered receipt; None where one of them is missing or unreadable."""
    if not isinstance(payload, dict):
        return None
    try:
        moment = datetime.strptime(str(payload["receipt_datetime"]), "%d.%m.%Y %H:%M:%S")
        attribute = int(str(payload["fiscal_document_attribute"]))
        total = Decimal(str(payload["total"])).scaleb(2)
        if total != total.to_integral_value():
            return None
        return FiscalReceipt(
            fn=_digits(payload["fn_number"]),
            fd=int(_digits(payload["fiscal_document_number"])),
            fp=f"{attribute:010d}",
            registered_at=moment.strftime("%Y-%m-%dT%H:%M"),
            shift_number=int(_digits(payload["shift_number"])),
            number_in_shift=int(_digits(payload["fiscal_receipt_number"])),
            kkt_number=_digits(payload["ecr_registration_number"]),
            total_minor=int(total),
            fns_site=str(payload.get("fns_site") or ""),
            ofd_url=str(payload.get("ofd_receipt_url") or ""),
        )
    except (KeyError, ValueError, ArithmeticError):
        return None


def _of_submit_error(error: AtolError, answer: Answer) -> SubmitResult:
    match class_of_request(error):
        case ErrorClass.DUPLICATE:
            reference = _reference(answer.content)
            return Duplicate(reference) if reference else Unknown(error.reason)
        case ErrorClass.DOCUMENT:
            return Rejected(reasons.REFUSED, error.said)
        case ErrorClass.CONFIG:
            return Unavailable(error.reason, _wait(answer), needs_person=True)
        case _ if answer.status in _BUSY:
            return Unavailable(error.reason, _wait(answer))
        case _:
            return Unknown(error.reason)


def _of_result_error(error: AtolError) -> PollResult:
    match class_of_result(error):
        case ErrorClass.DOCUMENT:
            return Rejected(reasons.REFUSED, error.said)
        case ErrorClass.MARKING:
            return Rejected(reasons.MARKING_REFUSED, error.said, fault="marking")
        case ErrorClass.CONFIG:
            return Rejected(error.reason, error.said, fault="config")
        case ErrorClass.TRANSIENT:
            return Resubmit(error.reason)
        case ErrorClass.PENDING:
            return Pending()
        case _:
            return Unknown(error.said)


def _is_pending(error: AtolError | None) -> bool:
    return error is not None and class_of_request(error) is ErrorClass.PENDING


def _reference(content: Any) -> str:
    """The uuid of an answer; only what is safe inside a path."""
    uuid = content.get("uuid") if isinstance(content, dict) else None
    return uuid if isinstance(uuid, str) and _REFERENCE.fullmatch(uuid) else ""


def _digits(value: Any) -> str:
    text = str(value)
    if not text.isascii() or not text.isdigit():
        raise ValueError(text)
    return text


def _wait(answer: Answer) -> float:
    return min(answer.retry_after_seconds, _MOST_RETRY_AFTER_SECONDS)
