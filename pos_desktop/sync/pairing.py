"""Getting this register's token from the cloud by a one-time code."""

from __future__ import annotations

from http import HTTPStatus

import msgspec

from pos_desktop.contract.entries import ErrorBody
from pos_desktop.contract.pairing import PairAnswer, PairRequest
from pos_desktop.contract.wire import JSON_TYPE, PAIR_PATH
from pos_desktop.domain.errors import RejectedError, UnreachableError
from pos_desktop.http_connection import Loss
from pos_desktop.sync.transport import checked_url, new_connection, reason_of

_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 10.0


def pair(url: str, request: PairRequest) -> PairAnswer:
    """Ask for the token; keep it in the key store, never in settings.

    request.request_id must be random, at least 16 characters, and stored before the call: after an
    UnreachableError the same request may be asked again, for the code may be used up by now.
    RefusalError("cloud.url"), RejectedError("pair.code" | "batch.malformed"), UnreachableError(also
    "pair.limit": too many tries, wait a minute).
    """
    address = checked_url(url)
    connection = new_connection(address, _CONNECT_SECONDS, _ANSWER_SECONDS)
    reply = connection.request(
        "POST", PAIR_PATH, headers={"content-type": JSON_TYPE}, content=msgspec.json.encode(request)
    )
    connection.close()
    if isinstance(reply, Loss):
        raise UnreachableError(reason_of(reply), url=address)
    try:
        if reply.status == HTTPStatus.OK:
            answer = msgspec.json.decode(reply.content, type=PairAnswer)
            if answer.register_id == request.register_id and answer.token:
                return answer
            raise UnreachableError("cloud.bad_answer", url=address)
        error_body = msgspec.json.decode(reply.content, type=ErrorBody)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreachableError("cloud.bad_answer", url=address) from error
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise UnreachableError(error_body.code, url=address)  # the same request, a little later
    if reply.status >= 500:
        raise UnreachableError("cloud.server_error", url=address)
    raise RejectedError(error_body.code, url=address)
