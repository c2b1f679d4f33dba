"""A server with one register, and the browser of its owner."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from pathlib import Path

import httpx
import msgspec

from pos_desktop.cloud.server import CloudServer
from pos_desktop.contract.heartbeat import Heartbeat
from pos_desktop.contract.wire import entries_path, heartbeat_path
from pos_desktop.sync.packing import packed_batch
from tests.integration.cloud_support import FakeOutbox, cloud_settings, paired_token, wait_until

MOSCOW = dt.timezone(dt.timedelta(hours=3))
NOW = dt.datetime(2026, 11, 24, 14, 32, tzinfo=MOSCOW)


def us(hour: int, minute: int = 0, day: int = 24) -> int:
    return int(dt.datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW).timestamp()) * 1_000_000


class Shop:
    """A server with one register, whose clock stands at NOW, and a browser."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.now_us = int(NOW.timestamp()) * 1_000_000
        self.server = CloudServer(
            cloud_settings(
                folder,
                time_zone="Europe/Moscow",
                now_us=lambda: self.now_us,
                **settings,
            )
        )
        self.server.start()
        self.browser = self.new_browser()
        self.outbox = FakeOutbox(register=str(uuid.uuid4()))
        self.token = paired_token(self.server, self.outbox.register)

    def new_browser(self) -> httpx.Client:
        return httpx.Client(
            base_url=self.server.url, trust_env=False, follow_redirects=True, timeout=20
        )

    def sign_in(self) -> None:
        self.browser.get(self.server.login_link().removeprefix(self.server.url))

    def sync(self) -> None:
        body = packed_batch(self.outbox.register, self.outbox.entries)
        self.put(entries_path(self.outbox.register, 1), body, {"content-encoding": "zstd"})
        wait_until(lambda: self.server.parts.projector._turn() == 0)

    def beat(self, state: Heartbeat) -> None:
        self.put(heartbeat_path(self.outbox.register), msgspec.json.encode(state), {})

    def put(self, path: str, body: bytes, headers: dict[str, str]) -> None:
        with self.new_browser() as register:
            answer = register.put(
                path, content=body, headers={"authorization": f"Bearer {self.token}", **headers}
            )
        assert answer.status_code == 200, answer.text

    def text(self, path: str) -> str:
        """The page as a person reads it: no tags, spaces of one kind."""
        answer = self.browser.get(path)
        assert answer.status_code == 200, answer.text
        return plain(answer.text)


def plain(page: str) -> str:
    bare = re.sub(r"<title>.*?</title>|<span class=.short.>.*?</span>", " ", page, flags=re.DOTALL)
    bare = re.sub(r"<[^>]+>", " ", bare)
    return re.sub(r"[\s\u00a0\u202f]+", " ", bare)
