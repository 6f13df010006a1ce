"""POSTs that can be sent again: the first answer to a key is kept for a day and given to every repetition.

A running request holds its key by a lease that it renews; when the process dies the lease runs out and the key is free.
Answers that changed something are kept. A refusal changed nothing, so its key is free again at once.
"""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import text
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from backend.api.credentials import identify
from backend.api.deps import idempotency_key
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.errors import Conflict, Invalid
from backend.core.log import logger

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotent-Replayed"
LEASE_SECONDS: Final = 15.0
_RENEW_SECONDS: Final = 5.0
_KEPT_HEADERS: Final = frozenset({"content-type", "etag", "location", "cache-control"})
_WITHOUT: Final = "/api/v1/auth/"
_CHUNK: Final = 1024 * 1024

_CLAIM: Final = text(
    "INSERT INTO idempotency AS held (workspace_id, user_id, key, request_hash, started_at)"
    " VALUES (:workspace_id, :user_id, :key, :request_hash, clock_timestamp())"
    " ON CONFLICT (workspace_id, user_id, key) DO UPDATE"
    " SET request_hash = excluded.request_hash, started_at = excluded.started_at, status = NULL, headers = NULL, body = NULL"
    " WHERE held.started_at < clock_timestamp() - interval '24 hours'"
    " OR (held.status IS NULL AND held.started_at < clock_timestamp() - make_interval(secs => :lease))"
    " RETURNING started_at"
)
_HELD: Final = text(
    "SELECT request_hash, status, headers, body FROM idempotency WHERE (workspace_id, user_id, key) = (:workspace_id, :user_id, :key)"
)
_MINE: Final = "WHERE (workspace_id, user_id, key, started_at) = (:workspace_id, :user_id, :key, :started_at) AND status IS NULL"
_RENEW: Final = text(f"UPDATE idempotency SET started_at = clock_timestamp() {_MINE} RETURNING started_at")  # noqa: S608 - constants
_KEEP: Final = text(f"UPDATE idempotency SET status = :status, headers = CAST(:headers AS jsonb), body = :body {_MINE}")  # noqa: S608 - constants
_FREE: Final = text(f"DELETE FROM idempotency {_MINE}")  # noqa: S608 - constants
_PURGE: Final = text("DELETE FROM idempotency WHERE workspace_id = :workspace_id AND started_at < clock_timestamp() - interval '24 hours'")

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
log = logger(__name__)


class KeyReused(Invalid):
    """The key belongs to another request."""

    code = "idempotency_key_reused"


class InProgress(Conflict):
    """The first request with this key is still being worked on."""

    code, title = "idempotency_in_progress", "This is being done right now"


@dataclass
class Claim:
    """The right to do the request of one key. `started_at` changes with each renewal and fences those who lost it."""

    actor: Actor
    key: str
    started_at: datetime

    @property
    def row(self) -> dict[str, Any]:
        """The row of this claim, as parameters."""
        return {**_place(self.actor, self.key), "started_at": self.started_at}


def applies(request: Request) -> bool:
    """Whether a POST carries a key that counts: tokens are never stored, so `/auth/*` takes none."""
    return HEADER in request.headers and not request.url.path.startswith(_WITHOUT)


async def once(request: Request, handler: Handler) -> Response:
    """The answer of `handler`, or the one that the same request got before."""
    key = idempotency_key(request.headers[HEADER]) or ""
    actor = (await identify(request)).actor
    digest = await _digest(request)
    claim = await _claim(actor, key, digest)
    if claim is None:
        return await _replay(actor, key, digest)
    return await _work(claim, request, handler)


async def _work(claim: Claim, request: Request, handler: Handler) -> Response:
    try:
        async with _renewing(claim):
            answer = await handler(request)
    except BaseException:
        await asyncio.shield(_free(claim))
        raise
    if answer.status_code >= 400:
        await _free(claim)
    else:
        await _keep(claim, answer)
    return answer


async def _claim(actor: Actor, key: str, digest: bytes) -> Claim | None:
    params = {**_place(actor, key), "request_hash": digest, "lease": LEASE_SECONDS}
    async with transaction(actor) as session:
        started_at = await session.scalar(_CLAIM, params)
        if digest[0] == 0:
            await session.execute(_PURGE, {"workspace_id": actor.workspace_id})
    return Claim(actor, key, started_at) if started_at else None


async def _replay(actor: Actor, key: str, digest: bytes) -> Response:
    async with transaction(actor) as session:
        held = (await session.execute(_HELD, _place(actor, key))).first()
    if held is None or (held.status is None and bytes(held.request_hash) == digest):
        raise InProgress("The same request is still being worked on. Ask again in a moment.", headers={"Retry-After": "1"})
    if bytes(held.request_hash) != digest:
        raise KeyReused("This key was used for another request. Please take a new one.")
    return Response(bytes(held.body or b""), held.status, {**held.headers, REPLAYED: "true"})


@asynccontextmanager
async def _renewing(claim: Claim) -> AsyncIterator[None]:
    task = asyncio.create_task(_renew(claim))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _renew(claim: Claim) -> None:
    while True:
        await asyncio.sleep(_RENEW_SECONDS)
        try:
            async with transaction(claim.actor) as session:
                claim.started_at = await session.scalar(_RENEW, claim.row) or claim.started_at
        except Exception as error:  # noqa: BLE001 - the lease has time for another try
            log.warning("idempotency lease not renewed", error=str(error))


async def _keep(claim: Claim, answer: Response) -> None:
    headers = {name: value for name, value in answer.headers.items() if name in _KEPT_HEADERS}
    kept = {"status": answer.status_code, "headers": json.dumps(headers), "body": bytes(answer.body)}
    async with transaction(claim.actor) as session:
        await session.execute(_KEEP, {**claim.row, **kept})


async def _free(claim: Claim) -> None:
    try:
        async with transaction(claim.actor) as session:
            await session.execute(_FREE, claim.row)
    except Exception as error:  # noqa: BLE001 - what failed before matters more
        log.warning("idempotency key not freed, its lease runs out", error=str(error))


def _place(actor: Actor, key: str) -> dict[str, Any]:
    return {"workspace_id": actor.workspace_id, "user_id": actor.user_id, "key": key}


async def _digest(request: Request) -> bytes:
    """What makes a request the same: method, address and body; of a form its parts, since its boundary differs each time."""
    digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        await _digest_form(request, digest)
    else:
        digest.update(await request.body())
    return digest.digest()


async def _digest_form(request: Request, digest: "hashlib._Hash") -> None:
    for name, part in (await request.form()).multi_items():
        digest.update(f"\n{name}\n".encode())
        if not isinstance(part, UploadFile):
            digest.update(part.encode())
            continue
        while chunk := await part.read(_CHUNK):
            digest.update(chunk)
        await part.seek(0)
