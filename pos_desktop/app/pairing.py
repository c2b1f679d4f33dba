"""Getting the register's token from the cloud behind the selling, as often as the network wants."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from pos_desktop import __version__
from pos_desktop.contract.pairing import PairRequest, plain_code
from pos_desktop.domain.errors import PosError, RejectedError, UnreachableError
from pos_desktop.keystore import Keystore
from pos_desktop.sync.pairing import pair

TOKEN = "cloud.token"  # noqa: S105 - a name in the key store
_REQUEST = "cloud.pair_request"
_PAUSE_SECONDS = 3.0

_log = logging.getLogger(__name__)


def request_id_for(code: str, keystore: Keystore, new_id: Callable[[], str]) -> str:
    """The id of the request with this code, stored before it is sent: a code whose answer was lost
    answers again to the same id, and to no other."""
    known_code, _, known_id = (keystore.get(_REQUEST) or "").partition(" ")
    if known_id and known_code == plain_code(code):
        return known_id
    made = new_id()
    keystore.set(_REQUEST, f"{plain_code(code)} {made}")
    return made


def keep_token(token: str, keystore: Keystore) -> None:
    """The register is paired; the request that led to it has done its work."""
    keystore.set(TOKEN, token)
    keystore.delete(_REQUEST)


class Pairing:
    """One named thread that ends when there is a token or the code was refused.

    The request's own id is stored before the first call, so that a lost answer can be asked for
    again.
    """

    def __init__(
        self,
        url: str,
        code: str,
        register: tuple[str, str],
        keystore: Keystore,
        new_id: Callable[[], str],
        done: Callable[[str], None],
    ) -> None:
        """register: its id and name. done(token) is called from the thread."""
        self._url = url
        self._code = code
        self._register_id, self._register_name = register
        self._keystore = keystore
        self._new_id = new_id
        self._done = done
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pairing", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_seconds: float = 2.0) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout_seconds)

    def _run(self) -> None:
        request = PairRequest(
            code=self._code,
            register_id=self._register_id,
            request_id=request_id_for(self._code, self._keystore, self._new_id),
            register_name=self._register_name,
            software_version=__version__,
        )
        while not self._stop.is_set():
            try:
                answer = pair(self._url, request)
            except UnreachableError as error:
                _log.info("pairing is asked for again: %s", error)
                self._stop.wait(_PAUSE_SECONDS)
                continue
            except (RejectedError, PosError) as error:
                _log.warning("pairing was refused: %s", error)
                return
            keep_token(answer.token, self._keystore)
            self._done(answer.token)
            return
