"""Telegram's Bot API as far as a receipt needs it: getUpdates and sendDocument, on loopback, and
people who follow a code, block the bot or lose their connection.

Written from the public description of the Bot API (methods, answers, error codes).
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import parse_qs, urlsplit

MAX_BODY_BYTES = 8 * 1024 * 1024

Mood = Literal["ok", "flood", "wrong-token", "blocked", "lost-answer", "garbage"]


@dataclass(frozen=True, slots=True)
class SentDocument:
    """What a person received."""

    chat_id: str
    caption: str
    name: str
    content: bytes


@dataclass
class _State:
    mood: Mood = "ok"
    updates: list[dict[str, object]] = field(default_factory=list)
    documents: list[SentDocument] = field(default_factory=list)
    next_update: int = 1


class TelegramSimulator:
    """token: the one bot's. documents: what arrived, in order."""

    def __init__(
        self,
        token: str = "12345:simulated",  # noqa: S107 - of a simulator
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        """OSError when the port is taken; 0 takes a free one."""
        self._state = _State()
        self._lock = threading.Lock()
        simulator = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._answer(b"")

            def do_POST(self) -> None:
                length = min(int(self.headers.get("Content-Length") or 0), MAX_BODY_BYTES)
                self._answer(self.rfile.read(length))

            def _answer(self, body: bytes) -> None:
                content_type = self.headers.get("Content-Type") or ""
                reply = simulator._reply(token, self.path, content_type, body)
                if reply is None:
                    self.close_connection = True
                    return
                status, content = reply
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:
                """A simulator writes no log of requests."""

        self._server = ThreadingHTTPServer((host, port), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, name="telegram-simulator", daemon=True
        )

    @property
    def url(self) -> str:
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    @property
    def documents(self) -> list[SentDocument]:
        with self._lock:
            return list(self._state.documents)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5.0)

    def set_mood(self, mood: Mood) -> None:
        with self._lock:
            self._state.mood = mood

    def person_follows(self, code: str, chat_id: int) -> None:
        """A customer opens t.me/<bot>?start=<code> and presses Start."""
        self.person_writes(f"/start {code}", chat_id)

    def person_writes(self, text: str, chat_id: int) -> None:
        with self._lock:
            state = self._state
            state.updates.append(
                {
                    "update_id": state.next_update,
                    "message": {"message_id": 1, "chat": {"id": chat_id}, "text": text},
                }
            )
            state.next_update += 1

    def _reply(
        self, token: str, path: str, content_type: str, body: bytes
    ) -> tuple[int, bytes] | None:
        """(status, JSON); None breaks the connection off."""
        parts = urlsplit(path)
        with self._lock:
            mood = self._state.mood
            if mood == "wrong-token" or not parts.path.startswith(f"/bot{token}/"):
                return _refusal(401, "Unauthorized")
            if mood == "garbage":
                return 200, b"<html>"
            if mood == "flood":
                return _refusal(429, "Too Many Requests: retry after 7", retry_after=7)
            method = parts.path.rpartition("/")[2]
            if method == "getUpdates":
                offset = int(parse_qs(parts.query).get("offset", ["0"])[0])
                return _result([u for u in self._state.updates if _number(u) >= offset])
            if method != "sendDocument":
                return _refusal(404, "Not Found")
            if mood == "blocked":
                return _refusal(403, "Forbidden: bot was blocked by the user")
            self._state.documents.append(_document(content_type, body))
            return None if mood == "lost-answer" else _result({"message_id": 2})


def _number(update: dict[str, object]) -> int:
    return int(str(update["update_id"]))


def _document(content_type: str, body: bytes) -> SentDocument:
    """The multipart form, read by the library's own parser."""
    head = f"Content-Type: {content_type}\r\nMIME-Version: 1.0\r\n\r\n".encode()
    fields: dict[str, tuple[str, bytes]] = {}
    for part in message_from_bytes(head + body, policy=HTTP).walk():
        name = part.get_param("name", header="content-disposition")
        if isinstance(name, str):
            content = part.get_payload(decode=True)
            fields[name] = (
                part.get_filename() or "",
                content if isinstance(content, bytes) else b"",
            )
    name, content = fields.get("document", ("", b""))
    return SentDocument(
        fields.get("chat_id", ("", b""))[1].decode(),
        fields.get("caption", ("", b""))[1].decode(),
        name,
        content,
    )


def _result(result: object) -> tuple[int, bytes]:
    return 200, json.dumps({"ok": True, "result": result}).encode()


def _refusal(code: int, text: str, *, retry_after: int = 0) -> tuple[int, bytes]:
    answer: dict[str, object] = {"ok": False, "error_code": code, "description": text}
    if retry_after:
        answer["parameters"] = {"retry_after": retry_after}
    return code, json.dumps(answer).encode()
