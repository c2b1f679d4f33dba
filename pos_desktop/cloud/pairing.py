"""One-time codes and the tokens registers get for them. Neither is stored readable."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable

import sqlalchemy as sa

from pos_desktop.cloud.batches import ApiError
from pos_desktop.cloud.database import Database
from pos_desktop.cloud.tables import pairing_code, register
from pos_desktop.contract.pairing import (
    CODE_ALPHABET,
    CODE_LENGTH,
    CODE_LIFE_SECONDS,
    Organisation,
    PairAnswer,
    PairRequest,
    plain_code,
)
from pos_desktop.contract.wire import Code
from pos_desktop.domain.chain import GENESIS

_TOKEN_BYTES = 32
_ID_LENGTH = range(1, 65)
_MIN_REQUEST_ID = 16
_REFUSED = ApiError(403, Code.PAIR_CODE, "no such code, or it was used, or its time is over")


def digest(secret: str) -> bytes:
    """SHA-256: tokens are 256 random bits, so a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).digest()


class Pairing:
    """fixed_code: one that always pairs, "" = none; now_us: UTC microseconds since 1970."""

    def __init__(
        self,
        database: Database,
        now_us: Callable[[], int],
        organisation: Organisation,
        fixed_code: str = "",
    ) -> None:
        self._database = database
        self._now_us = now_us
        self._organisation = organisation
        self._fixed_code = plain_code(fixed_code)

    def new_code(self) -> str:
        """A fresh code for one register, good for CODE_LIFE_SECONDS."""
        code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
        now_us = self._now_us()
        with self._database.write() as connection:
            connection.execute(sa.delete(pairing_code).where(pairing_code.c.expires_at_us < now_us))
            connection.execute(
                sa.insert(pairing_code).values(
                    code_hash=digest(code),
                    expires_at_us=now_us + CODE_LIFE_SECONDS * 1_000_000,
                    used_by="",
                    request_hash=b"",
                )
            )
        return code

    def pair(self, request: PairRequest) -> PairAnswer:
        """Give the register a token; a register that pairs again gets a new one and keeps its
        journal. ApiError 403 pair.code, 400 batch.malformed."""
        plain_id = request.register_id.replace("-", "")
        if len(request.register_id) not in _ID_LENGTH or not (
            plain_id.isascii() and plain_id.isalnum()
        ):
            raise ApiError(400, Code.MALFORMED, "register_id: letters, digits and hyphens")
        if len(request.request_id) < _MIN_REQUEST_ID:
            raise ApiError(400, Code.MALFORMED, "request_id is too short to be random")
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        with self._database.write() as connection:
            self._use_code(connection, request)
            head_seq = self._keep(connection, request, digest(token))
        return PairAnswer(token, request.register_id, self._organisation, self._now_us(), head_seq)

    def check_token(self, register_id: str, token: str) -> None:
        """ApiError 401 unless the token is the register's."""
        with self._database.read() as connection:
            stored = connection.scalar(
                sa.select(register.c.token_hash).where(register.c.register_id == register_id)
            )
        if not hmac.compare_digest(stored or bytes(32), digest(token)) or not stored:
            raise ApiError(401, Code.TOKEN, "unknown register or wrong token")

    def _use_code(self, connection: sa.Connection, request: PairRequest) -> None:
        code = plain_code(request.code)
        if self._fixed_code and hmac.compare_digest(code.encode(), self._fixed_code.encode()):
            return
        row = connection.execute(
            sa.select(pairing_code)
            .where(pairing_code.c.code_hash == digest(code))
            .with_for_update()
        ).one_or_none()
        if row is None or row.expires_at_us < self._now_us():
            raise _REFUSED
        asked = digest(request.request_id)
        if row.used_by:
            # The first answer may have been lost: the same request gets another token.
            if row.used_by == request.register_id and hmac.compare_digest(row.request_hash, asked):
                return
            raise _REFUSED
        connection.execute(
            sa.update(pairing_code)
            .where(pairing_code.c.code_hash == row.code_hash)
            .values(used_by=request.register_id, request_hash=asked)
        )

    def _keep(self, connection: sa.Connection, request: PairRequest, token_hash: bytes) -> int:
        now_us = self._now_us()
        known = connection.execute(
            sa.select(register.c.no, register.c.name, register.c.head_seq).where(
                register.c.register_id == request.register_id
            )
        ).one_or_none()
        name = request.register_name.strip()[:100]
        if known is not None:
            connection.execute(
                sa.update(register)
                .where(register.c.no == known.no)
                .values(token_hash=token_hash, name=name or known.name, paired_at_us=now_us)
            )
            return int(known.head_seq)
        connection.execute(
            sa.insert(register).values(
                register_id=request.register_id,
                name=name or request.register_id[:8],
                token_hash=token_hash,
                paired_at_us=now_us,
                head_seq=0,
                head_hash=GENESIS,
                projected_seq=0,
                last_contact_us=now_us,
                state=b"{}",
            )
        )
        return 0
