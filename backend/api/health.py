"""Whether the process lives, whether it can serve, and what Prometheus wants to know."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from ipaddress import ip_address
from typing import Final

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from backend import storage
from backend.api.requests import address_of, bearer_of, values
from backend.core.db import ping, redis
from backend.core.errors import Forbidden
from backend.core.log import logger
from backend.core.settings import settings

PROBE_SECONDS: Final = 1.5

router = APIRouter(include_in_schema=False)
log = logger(__name__)


async def _storage() -> None:
    if not await storage.healthy():
        raise ConnectionError("storage does not take files")


async def _redis() -> None:
    await redis().execute_command("PING")


PROBES: Final[Mapping[str, Callable[[], Awaitable[None]]]] = {"database": ping, "redis": _redis, "storage": _storage}


@router.api_route("/healthz", methods=["GET", "HEAD"])
async def healthz() -> Response:
    """The process lives."""
    return Response(b'{"status":"ok"}', media_type="application/json")


@router.api_route("/readyz", methods=["GET", "HEAD"])
async def readyz() -> Response:
    """200 when everything that serving needs answers within the limit, else 503; each part named with 'ok' or what is wrong."""
    states = await asyncio.gather(*(_state(name, probe) for name, probe in PROBES.items()))
    parts = dict(zip(PROBES, states, strict=True))
    ready = all(state == "ok" for state in states)
    body = {"status": "ok" if ready else "unavailable", **parts, "failing": [name for name, state in parts.items() if state != "ok"]}
    headers = {} if ready else {"Retry-After": "2"}
    return Response(json.dumps(body).encode(), 200 if ready else 503, headers, "application/json")


async def _state(name: str, probe: Callable[[], Awaitable[None]]) -> str:
    """How one part does. A probe that ignores its cancellation is left behind, so that the answer is in time."""
    task = asyncio.ensure_future(probe())
    done, _ = await asyncio.wait({task}, timeout=PROBE_SECONDS)
    if not done:
        task.cancel()
        task.add_done_callback(lambda late: late.cancelled() or late.exception())
        log.warning("not ready", part=name, error="no answer in time")
        return "no answer"
    error = task.exception()
    if error is not None:
        log.warning("not ready", part=name, error=str(error))
        return "down"
    return "ok"


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Figures for Prometheus, for the machine itself or the holder of the token."""
    if not _may_measure(request):
        raise Forbidden("Metrics are for this machine, or for the holder of METRICS_TOKEN.")
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _may_measure(request: Request) -> bool:
    token, given = settings().metrics_token, bearer_of(request.scope)
    if token and given:
        return hmac.compare_digest(token.encode(), given.encode())
    return not values(request.scope, b"x-forwarded-for") and _is_loopback(address_of(request.scope))


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
