"""A register's side of the ATOL Online v5 protocol, as little as the tests of the operator need."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta, timezone
from typing import Any

import httpx

from pos_desktop.simulators.atol_online import AtolOnlineSimulator

MOSCOW = timezone(timedelta(hours=3))

# The minimal example of the protocol notes.
MINIMAL: dict[str, Any] = {
    "timestamp": "24.11.2026 10:15:00",
    "external_id": "kassa1-000123-v1",
    "receipt": {
        "client": {"email": "none", "phone": "none"},
        "company": {
            "email": "shop@example.ru",
            "sno": "osn",
            "inn": "5544332219",
            "payment_address": "https://v5.online.atol.ru",
        },
        "items": [
            {
                "name": "Хлеб",
                "price": 60.00,
                "quantity": 2,
                "measure": 0,
                "sum": 120.00,
                "payment_method": "full_payment",
                "payment_object": 1,
                "vat": {"type": "vat10", "sum": 10.91},
            }
        ],
        "payments": [{"type": 0, "sum": 120.00}],
        "vats": [{"type": "vat10", "sum": 10.91}],
        "total": 120.00,
    },
}


class ClockByHand:
    """Time that moves only when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 10, 15, tzinfo=MOSCOW)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **amount: float) -> None:
        self.now += timedelta(**amount)


class Till:
    """The little of a register that these tests need."""

    def __init__(self, simulator: AtolOnlineSimulator, timeout_seconds: float = 5.0) -> None:
        self.http = httpx.Client(timeout=timeout_seconds, trust_env=False)
        self.simulator = simulator
        self.token = ""

    def get_token(self, login: str = "demo", password: str = "demo") -> httpx.Response:
        answer = self.http.post(
            f"{self.simulator.url}/getToken", json={"login": login, "pass": password}
        )
        if answer.status_code == 200:
            self.token = answer.json()["token"]
        return answer

    def send(
        self, body: Any, operation: str = "sell", group: str = "demo-group", **more: Any
    ) -> httpx.Response:
        url = f"{self.simulator.url}/{group}/{operation}"
        return self.http.post(url, json=body, headers={"Token": self.token}, **more)

    def report(self, uuid: str, group: str = "demo-group") -> httpx.Response:
        url = f"{self.simulator.url}/{group}/report/{uuid}"
        return self.http.get(url, headers={"Token": self.token})


def sale(number: int = 1) -> dict[str, Any]:
    body = copy.deepcopy(MINIMAL)
    body["external_id"] = f"kassa1-{number:06}-v1"
    return body


def code_of(answer: httpx.Response) -> int:
    code: int = answer.json()["error"]["code"]
    return code
