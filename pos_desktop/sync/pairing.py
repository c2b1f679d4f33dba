"""Getting this register's token from the cloud by a one-time code."""

from __future__ import annotations

import msgspec

from pos_desktop.contract.entries import ErrorBody
from pos_desktop.contract.pairing import PairAnswer, PairRequest
from pos_desktop.contract.wire import JSON_TYPE, PAIR_PATH
from pos_desktop.domain.errors import RejectedError, UnreachableError
from pos_desktop.sync.transport import checked_url, new_client, reason_of

_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 10.0


def pair(url: str, request: PairRequest) -> PairAnswer:
    """Ask for the token; keep it in the key store, never in settings.

    request.request_id must be random, at least 16 characters, and stored before the call: after an
    UnreachableError the same request may be asked again, for the code may be used up by now.
    RefusalError("cloud.url"), RejectedError("pair.code" | "batch.malformed"), UnreachableError(also
    "pair.limit": too many tries, wait a minute).
    """
    import httpx

    address = checked_url(url)
    with new_client(address, _CONNECT_SECONDS, _ANSWER_SECONDS) as client:
        try:
            response = client.post(
                PAIR_PATH, content=msgspec.json.encode(request), headers={"content-type": JSON_TYPE}
            )
        except httpx.HTTPError as error:
            raise UnreachableError(reason_of(error), url=address) from error
    try:
        if response.status_code == httpx.codes.OK:
            answer = msgspec.json.decode(response.content, type=PairAnswer)
            if answer.register_id == request.register_id and answer.token:
                return answer
            raise UnreachableError("cloud.bad_answer", url=address)
        error_body = msgspec.json.decode(response.content, type=ErrorBody)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreachableError("cloud.bad_answer", url=address) from error
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise UnreachableError(error_body.code, url=address)  # the same request, a little later
    if response.status_code >= 500:
        raise UnreachableError("cloud.server_error", url=address)
    raise RejectedError(error_body.code, url=address)
