"""HTTP to a bank, and its JSON objects."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pos_desktop.http_connection import HttpConnection, Loss, Reply
from pos_desktop.payments import reasons
from pos_desktop.payments.bank import Silent

ANSWER_SECONDS = 10.0
CONNECT_SECONDS = 5.0

_REASONS = {
    Loss.BAD_ADDRESS: reasons.BAD_ADDRESS,
    Loss.BAD_CERTIFICATE: reasons.BAD_CERTIFICATE,
    Loss.UNREACHABLE: reasons.UNREACHABLE,
    Loss.PROXY: reasons.UNREACHABLE,
    Loss.TIMEOUT: reasons.TIMEOUT,
    Loss.CONNECTION_LOST: reasons.CONNECTION_LOST,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """fields: of the JSON object, numbers with a point as Decimal."""

    status: int
    fields: dict[str, Any]

    def text(self, name: str) -> str:
        """A field as text: ids come as numbers from one method and as text from the next; "" where
        it is missing or no plain value."""
        value = self.fields.get(name)
        plain = isinstance(value, str | int | Decimal) and not isinstance(value, bool)
        return str(value).strip() if plain else ""


class BankHttp:
    """Requests below one base address. A key to the shop's money travels with them: over plain HTTP
    within this machine only."""

    def __init__(
        self,
        url: str,
        answer_seconds: float = ANSWER_SECONDS,
        connect_seconds: float = CONNECT_SECONDS,
    ) -> None:
        self._connection = HttpConnection(
            url, answer_seconds=answer_seconds, connect_seconds=connect_seconds
        )

    def send(
        self, method: str, path: str, body: bytes | None = None, bearer: str = ""
    ) -> Answer | Silent:
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        reply = self._connection.request(method, path, headers=headers, content=body)
        if isinstance(reply, Loss):
            return Silent(_REASONS[reply], reply.certainly_not_sent, reply.needs_person)
        fields = _object(reply)
        if reply.status >= 500 or fields is None:
            # What a proxy or a broken server says tells nothing of the request.
            return Silent(reasons.BAD_ANSWER)
        return Answer(reply.status, fields)

    def close(self) -> None:
        self._connection.close()


def _object(reply: Reply) -> dict[str, Any] | None:
    # A cancelled code is answered with nothing at all.
    fields = reply.json() if reply.content.strip() else {}
    return fields if isinstance(fields, dict) else None
