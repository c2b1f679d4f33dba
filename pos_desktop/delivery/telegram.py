"""A Telegram bot of the shop (Bot API 7): a customer follows a code to the bot, which then sends
the receipt to that chat.

A bot may not write first and cannot find a chat by a phone number, hence the code: the deep link
t.me/<bot>?start=<code>, and "/start <code>" in getUpdates.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from pos_desktop.http_connection import HttpConnection, Loss
from pos_desktop.ports import Found, Letter, MaybeSent, NotSent, SendResult, Sent

API = "https://api.telegram.org"

_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 20.0
_START = "/start "


class _Chat(msgspec.Struct):
    id: int


class _Message(msgspec.Struct):
    chat: _Chat
    text: str = ""


class _Update(msgspec.Struct):
    update_id: int
    message: _Message | None = None


class _Parameters(msgspec.Struct):
    retry_after: float = 0.0


class _Answer(msgspec.Struct):
    ok: bool
    error_code: int = 0
    description: str = ""
    parameters: _Parameters | None = None
    result: msgspec.Raw = msgspec.Raw(b"null")


class TelegramChannel:
    """token: of the bot, asked for with each request; api: for tests another address."""

    repeats_are_one = False

    def __init__(self, token: Callable[[], str], api: str = API) -> None:
        self._token = token
        self._connection = HttpConnection(
            api, answer_seconds=_ANSWER_SECONDS, connect_seconds=_CONNECT_SECONDS
        )
        self._next_update = 0

    def send(self, letter: Letter) -> SendResult:
        fields = {"chat_id": letter.address, "caption": f"{letter.subject}\n{letter.text}"[:1024]}
        files = {"document": (letter.pdf_name, letter.pdf, "application/pdf")}
        reply = self._connection.request(
            "POST", self._path("sendDocument"), form=fields, files=files
        )
        if isinstance(reply, Loss):
            if reply.certainly_not_sent:
                return NotSent(f"delivery.telegram_unreachable: {reply}")
            return MaybeSent(f"delivery.connection_lost: {reply}")
        answer = _answer(reply.content)
        if answer is None:
            return MaybeSent(f"delivery.telegram_unclear: HTTP {reply.status}")
        if answer.ok:
            return Sent()
        return _refused(answer)

    def look(self) -> list[Found]:
        """Codes that customers have followed since the last look. An answer that cannot be had
        now is asked for again: the bot keeps updates for a day."""
        wanted = '["message"]'
        query: dict[str, int | str] = {"offset": self._next_update, "allowed_updates": wanted}
        reply = self._connection.request("GET", self._path("getUpdates"), query=query)
        if isinstance(reply, Loss):
            return []
        answer = _answer(reply.content)
        if answer is None or not answer.ok:
            return []
        try:
            updates = msgspec.json.decode(answer.result, type=list[_Update])
        except msgspec.MsgspecError:
            return []
        found: list[Found] = []
        for update in updates:
            self._next_update = max(self._next_update, update.update_id + 1)
            message = update.message
            if message is not None and message.text.startswith(_START):
                code = message.text.removeprefix(_START).strip()
                found.append(Found(code, str(message.chat.id)))
        return found

    def close(self) -> None:
        self._connection.close()

    def _path(self, method: str) -> str:
        return f"bot{self._token()}/{method}"


def _answer(content: bytes) -> _Answer | None:
    try:
        return msgspec.json.decode(content, type=_Answer)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _refused(answer: _Answer) -> NotSent:
    """403: the customer has blocked the bot; 400: no such chat; 401, 404: a wrong token; 429: not
    so fast."""
    said = " ".join(answer.description.split())[:200]
    if answer.error_code in (401, 404):
        return NotSent(f"delivery.telegram_token: {said}", retry_after_seconds=600.0)
    if answer.error_code in (400, 403):
        return NotSent(f"delivery.no_such_chat: {said}", final=True)
    wait_seconds = answer.parameters.retry_after if answer.parameters else 0.0
    return NotSent(f"delivery.telegram_refused: {said}", retry_after_seconds=wait_seconds)
