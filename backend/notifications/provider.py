"""Handing messages to push services (RFC 8030), encrypted for one browser (RFC 8291).

The address of a service comes from a browser, hence from whoever sits at it: see `core.outbound` for where it may lead.
"""

import json
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import aiohttp
from pywebpush import WebPusher

from backend.core import outbound
from backend.core.breaker import Breaker
from backend.core.log import logger
from backend.notifications import vapid
from backend.notifications.errors import PushFailed, PushGone

TTL_SECONDS: Final = 24 * 3600
PAYLOAD_MAX: Final = 3000  # bytes; every service takes 4,096 after encryption
_HOSTS: Final = 64
_GONE: Final = (404, 410)

log = logger(__name__)
_breakers: "OrderedDict[str, Breaker]" = OrderedDict()


@dataclass(frozen=True)
class Target:
    """A browser as it subscribed: where its service listens, and its keys in base64url."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True)
class Message:
    """What is sent: the `payload` for the worker, and the topic that replaces what still waits under the same name."""

    payload: dict[str, str]
    topic: UUID
    urgent: bool = False


async def send(target: Target, message: Message) -> None:
    """Hand over one message. Raises `PushGone`, `PushFailed`, or `Unavailable` while the service is being left alone."""
    try:
        host = outbound.check_url(target.endpoint)
    except outbound.NotAllowed as error:
        raise PushGone(f"Nothing is sent to this address: {error}.") from error
    await _breaker(host).call(lambda: _post(target, message), expected=(PushGone,))


def _breaker(host: str) -> Breaker:
    """One breaker a service; those not needed for longest are forgotten."""
    found = _breakers.pop(host, None) or Breaker("The push service", timeout=outbound.SECONDS)
    _breakers[host] = found
    if len(_breakers) > _HOSTS:
        _breakers.popitem(last=False)
    return found


async def _post(target: Target, message: Message) -> None:
    body = _sealed(target, json.dumps(message.payload, ensure_ascii=False).encode())
    try:
        async with (
            outbound.client() as client,
            client.post(target.endpoint, data=body, headers=_headers(target, message), allow_redirects=False) as answer,
        ):
            said = (await answer.content.read(300)).decode("utf-8", "replace")
            status = answer.status
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise PushFailed(f"The push service could not be reached ({type(error).__name__}).") from error
    _judge(status, said)


def _sealed(target: Target, payload: bytes) -> bytes:
    if len(payload) > PAYLOAD_MAX:
        raise PushFailed("This message is too long for a push message.")
    keys = {"p256dh": target.p256dh, "auth": target.auth}
    return WebPusher({"endpoint": target.endpoint, "keys": keys}).encode(payload, content_encoding="aes128gcm")["body"]


def _headers(target: Target, message: Message) -> dict[str, str]:
    return {
        "Authorization": vapid.authorization(target.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(TTL_SECONDS),
        "Topic": message.topic.hex,  # 32 characters, the most there may be
        "Urgency": "high" if message.urgent else "normal",
    }


def _judge(status: int, said: str) -> None:
    if status in _GONE:
        raise PushGone
    if status >= 300:
        log.warning("push refused", status=status, said=said)
        raise PushFailed(f"The push service answered {status}.")
