"""The routes registers talk to. Bodies are taken raw and decoded by msgspec: a validating model per
entry costs more than storing it (measured: five times the throughput at batches of 500)."""

from __future__ import annotations

from typing import TypeVar

import msgspec
import sqlalchemy as sa
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from pos_desktop.cloud.batches import ApiError, checked, unpacked
from pos_desktop.cloud.parts import Parts
from pos_desktop.cloud.tables import register
from pos_desktop.contract.entries import Ack, ErrorBody
from pos_desktop.contract.heartbeat import Heartbeat, HeartbeatAnswer
from pos_desktop.contract.pairing import PairAnswer, PairRequest
from pos_desktop.contract.wire import JSON_TYPE, MAX_BODY_BYTES, PAIR_PATH, Code
from pos_desktop.domain.chain import GENESIS

router = APIRouter()
_Message = TypeVar("_Message", bound=msgspec.Struct)
_SMALL_BODY_BYTES = 64 * 1024


@router.put("/v1/registers/{register_id}/entries/{first_seq}")
async def put_entries(request: Request, register_id: str, first_seq: int) -> Response:
    """A batch; 200 with Ack once it is durable, else ErrorBody."""
    parts = Parts.of(request)
    token = _token(request)
    body = await _body(request, MAX_BODY_BYTES)
    encoding = request.headers.get("content-encoding", "")

    def take() -> Ack:
        parts.pairing.check_token(register_id, token)
        try:
            batch = checked(unpacked(body, encoding), register_id, first_seq)
        except ApiError as error:
            if error.code == Code.BROKEN:
                parts.ingest.alarm(register_id, error.code, first_seq)
            raise
        return parts.ingest.take(register_id, batch)

    return _json(await run_in_threadpool(take))


@router.put("/v1/registers/{register_id}/state")
async def put_state(request: Request, register_id: str) -> Response:
    """A heartbeat; 200 with HeartbeatAnswer."""
    parts = Parts.of(request)
    token = _token(request)
    body = await _body(request, _SMALL_BODY_BYTES)
    encoding = request.headers.get("content-encoding", "")

    def keep() -> HeartbeatAnswer:
        parts.pairing.check_token(register_id, token)
        state = _decoded(unpacked(body, encoding), Heartbeat)
        now_us = parts.settings.now_us()
        with parts.database.write() as connection:
            connection.execute(
                sa.update(register)
                .where(register.c.register_id == register_id)
                .values(last_contact_us=now_us, state=msgspec.json.encode(state))
            )
            head = connection.execute(
                sa.select(register.c.head_seq, register.c.head_hash).where(
                    register.c.register_id == register_id
                )
            ).one()
        return HeartbeatAnswer(now_us, head.head_seq, head.head_hash.hex())

    return _json(await run_in_threadpool(keep))


@router.post(PAIR_PATH)
async def pair(request: Request) -> Response:
    """A one-time code against a token; 200 with PairAnswer."""
    parts = Parts.of(request)
    caller = request.client.host if request.client else ""
    if not parts.pair_tries.allow(caller):
        raise ApiError(429, Code.PAIR_LIMIT, "too many tries, wait a minute")
    body = await _body(request, _SMALL_BODY_BYTES)

    def answer() -> PairAnswer:
        return parts.pairing.pair(_decoded(body, PairRequest))

    return _json(await run_in_threadpool(answer))


def refusal(error: ApiError) -> Response:
    """An ApiError as the answer it becomes."""
    last_hash = "" if error.last_hash == GENESIS.hex() else error.last_hash
    body = ErrorBody(str(error.code), error.text, error.acknowledged, last_hash)
    return _json(body, error.status)


def _json(message: msgspec.Struct, status: int = 200) -> Response:
    return Response(msgspec.json.encode(message), status_code=status, media_type=JSON_TYPE)


def _decoded(body: bytes, kind: type[_Message]) -> _Message:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ApiError(400, Code.MALFORMED, str(error)) from error


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise ApiError(401, Code.TOKEN, "a bearer token is needed")
    return token


async def _body(request: Request, most_bytes: int) -> bytes:
    """The body as it came; ApiError 413 as soon as it is longer than most_bytes."""
    chunks: list[bytes] = []
    length = 0
    try:
        async for chunk in request.stream():
            length += len(chunk)
            if length > most_bytes:
                raise ApiError(413, Code.TOO_LARGE, f"more than {most_bytes} bytes")
            chunks.append(chunk)
    except ClientDisconnect as error:
        # A register that was switched off in the middle is no fault of the server.
        raise ApiError(400, Code.MALFORMED, "the register hung up") from error
    return b"".join(chunks)
