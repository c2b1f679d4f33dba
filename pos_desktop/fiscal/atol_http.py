"""HTTP to the operator: its token, its JSON, and the fiscal side's reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pos_desktop.fiscal import reasons
from pos_desktop.http_connection import HttpConnection, Loss

_REASONS = {
    Loss.BAD_ADDRESS: reasons.BAD_ADDRESS,
    Loss.BAD_CERTIFICATE: reasons.BAD_CERTIFICATE,
    Loss.UNREACHABLE: reasons.UNREACHABLE,
    Loss.PROXY: reasons.PROXY,
    Loss.TIMEOUT: reasons.TIMEOUT,
    Loss.CONNECTION_LOST: reasons.CONNECTION_LOST,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """content: the JSON, numbers with a point as Decimal; None where it is no JSON."""

    status: int
    content: Any
    retry_after_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """certainly_not_sent: not a byte of the request has left this machine."""

    reason: str
    certainly_not_sent: bool
    needs_person: bool = False


class AtolHttp:
    """Requests below one base address. A password and receipts travel with them: over plain HTTP to
    near machines only."""

    def __init__(self, url: str, timeout_seconds: float, connect_seconds: float) -> None:
        self._connection = HttpConnection(
            url,
            answer_seconds=timeout_seconds,
            connect_seconds=connect_seconds,
            near_may_be_plain=True,
        )

    def send(
        self, method: str, path: str, body: bytes | None = None, token: str = ""
    ) -> Answer | NoAnswer:
        headers = {"Token": token} if token else {}
        if body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        reply = self._connection.request(method, path, headers=headers, content=body)
        if isinstance(reply, Loss):
            return NoAnswer(_REASONS[reply], reply.certainly_not_sent, reply.needs_person)
        return Answer(reply.status, reply.json(), reply.retry_after_seconds)

    def close(self) -> None:
        """Ends a request that waits; a later one opens another connection."""
        self._connection.close()
