"""ATOL Online v5: a fiscal operator's cloud register over HTTP. Evotor's and OFD.ru's registers
speak the same protocol at other addresses.

Source: the vendor's protocol v5, revision 3.5, and the behaviour its public clients rely on.
Passwords and tokens are never written to a log, an error or a reason.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo

from pos_desktop.domain.errors import PosError, RefusalError
from pos_desktop.domain.fiscal import FiscalDocument, Seller
from pos_desktop.fiscal import reasons
from pos_desktop.fiscal.atol_answers import poll_result, refusal_of, submit_result
from pos_desktop.fiscal.atol_body import MAX_POSITIONS, receipt_body
from pos_desktop.fiscal.atol_errors import ErrorClass, class_of_request, error_of
from pos_desktop.fiscal.atol_http import Answer, AtolHttp, NoAnswer
from pos_desktop.fiscal.atol_values import encode_json
from pos_desktop.ports import PollResult, Rejected, SubmitResult, Unavailable, Unknown

TOKEN_LIFE_SECONDS = 24 * 3600.0
# Renewed a little early, so that no request meets its end.
_TOKEN_MARGIN_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class AtolCapabilities:
    """A cloud register manages its shifts itself and registers only while there is a network."""

    local_registrar: bool = False
    controls_shift: bool = False
    max_positions: int = MAX_POSITIONS
    poll_interval_seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class AtolAccount:
    """Where and as whom: url "https://online.atol.ru/possystem/v5", group code of the registers."""

    url: str
    login: str
    group: str


class AtolOnline:
    """The FiscalOperator port; used by one thread, `close` may come from another.

    password: asked for whenever a token is needed. zone: of the shop, None is the machine's own.
    steady_seconds: a clock that never jumps, for the life of tokens.
    """

    def __init__(
        self,
        account: AtolAccount,
        password: Callable[[], str],
        seller: Seller,
        zone: tzinfo | None,
        *,
        timeout_seconds: float = 10.0,
        connect_seconds: float = 5.0,
        steady_seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._account = account
        self._password = password
        self._seller = seller
        self._zone = zone
        self._steady_seconds = steady_seconds
        self._http = AtolHttp(account.url, timeout_seconds, connect_seconds)
        self._token = ""
        self._token_until = 0.0

    def capabilities(self) -> AtolCapabilities:
        return AtolCapabilities()

    def submit(self, document: FiscalDocument, key: str) -> SubmitResult:
        """Send a receipt for registration; see the port for what each result promises."""
        try:
            body = receipt_body(document, key, self._seller, self._zone)
        except RefusalError as error:
            return Rejected(error.code, _told(error))
        path = f"{self._account.group}/{document.operation}"
        answer = self._call("POST", path, body)
        if isinstance(answer, Unavailable):
            return answer
        if isinstance(answer, NoAnswer):
            if answer.certainly_not_sent:
                return Unavailable(answer.reason, needs_person=answer.needs_person)
            return Unknown(answer.reason)
        return submit_result(answer)

    def poll(self, reference: str) -> PollResult:
        """Ask for the result of an accepted receipt."""
        answer = self._call("GET", f"{self._account.group}/report/{reference}")
        if isinstance(answer, Unavailable):
            return answer
        if isinstance(answer, NoAnswer):
            return Unavailable(answer.reason, needs_person=answer.needs_person)
        return poll_result(answer)

    def check_account(self) -> Unavailable | None:
        """Ask for a token now: None where address, login and password are right."""
        return self._renew_token()

    def close(self) -> None:
        """Cut the connection; a request under way ends soon."""
        self._http.close()

    def _call(
        self, method: str, path: str, body: bytes | None = None
    ) -> Answer | NoAnswer | Unavailable:
        """One request under a valid token, repeated once where the token has run out."""
        for last_try in (False, True):
            refused = self._renew_token()
            if refused is not None:
                return refused
            answer = self._http.send(method, path, body, self._token)
            if isinstance(answer, NoAnswer):
                return answer
            error = error_of(answer.content)
            if error is None or class_of_request(error) is not ErrorClass.TOKEN:
                return answer
            self._token = ""
            if last_try:
                return Unavailable(reasons.ACCESS_REFUSED)
        raise AssertionError("a second try always returns")

    def _renew_token(self) -> Unavailable | None:
        """Have a token that lives; what stands in the way otherwise. Nothing was sent then."""
        now = self._steady_seconds()
        if self._token and now < self._token_until:
            return None
        self._token = ""
        try:
            secret = self._password()
        except PosError as error:
            return Unavailable(error.code, needs_person=True)
        if not secret or not self._account.login:
            return Unavailable(reasons.NO_PASSWORD, needs_person=True)
        body = encode_json({"login": self._account.login, "pass": secret})
        answer = self._http.send("POST", "getToken", body)
        if isinstance(answer, NoAnswer):
            return Unavailable(answer.reason, needs_person=answer.needs_person)
        token = answer.content.get("token") if isinstance(answer.content, dict) else None
        if answer.status == 200 and isinstance(token, str) and 0 < len(token) <= 1000:
            self._token = token
            self._token_until = now + TOKEN_LIFE_SECONDS - _TOKEN_MARGIN_SECONDS
            return None
        return refusal_of(answer, of_token=True)


def _told(error: RefusalError) -> str:
    """What the format cannot carry: "vat: vat18"."""
    return f"{error.values.get('field', '')}: {error.values.get('value', '')}"
