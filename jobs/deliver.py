"""Delivering one event to one consumer: at most one effect, retried with pauses, buried when nothing helps."""

import asyncio
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

import msgspec

from backend.core import deliveries
from backend.core.actor import Actor
from backend.core.deliveries import Doorbell, Envelope
from backend.core.ids import new_id
from backend.core.inbox import AlreadyDone, Once, Postponed
from backend.core.log import logger, request
from backend.core.metrics import DELIVERIES
from backend.subscriptions import Subscriptions

POSTPONE_SECONDS: Final = 10.0
_HAND_BACK_SECONDS: Final = 3.0

log = logger(__name__)


async def deliver(context: dict[str, Any], event_id: str, consumer: str) -> None:
    """The job: hand the event to the consumer that it names."""
    bell = Doorbell(UUID(event_id), consumer)
    envelope = await deliveries.load(bell)
    if envelope is None:
        return
    with request(envelope.request_id or new_id()):
        outcome = await _attempt(context["subscriptions"], bell, envelope)
    DELIVERIES.labels(consumer, outcome).inc()


async def _attempt(subscriptions: Subscriptions, bell: Doorbell, envelope: Envelope) -> str:
    """Try once. Returns what came of it: 'done', 'again', 'postponed', 'failed' or 'buried'."""
    try:
        event = msgspec.convert(envelope.payload, subscriptions.types[envelope.type], strict=False)
        handle = subscriptions.consumer(envelope.type, bell.consumer)
    except (msgspec.ValidationError, KeyError) as error:
        log.warning("event not understood", type=envelope.type, consumer=bell.consumer, error=str(error))
        await deliveries.bury(bell, f"not understood: {error}")
        return "buried"
    actor = Actor.for_job(envelope.workspace_id, envelope.actor_id)
    try:
        await handle(event, Once(bell.event_id, bell.consumer, actor))
    except AlreadyDone:
        await deliveries.settle(bell)
        return "again"
    except Postponed:
        await deliveries.postpone(bell, POSTPONE_SECONDS)
        return "postponed"
    except asyncio.CancelledError:
        await _hand_back(bell)
        raise
    except Exception as error:  # noqa: BLE001 - any consumer may fail in any way: it is tried again, then buried
        return await _failed(bell, envelope, error)
    return "done"


async def _failed(bell: Doorbell, envelope: Envelope, error: Exception) -> str:
    log.error("delivery failed", type=envelope.type, consumer=bell.consumer, attempts=envelope.attempts + 1, exc_info=error)
    buried = await deliveries.fail(bell, envelope.attempts, f"{type(error).__name__}: {error}")
    return "buried" if buried else "failed"


async def _hand_back(bell: Doorbell) -> None:
    """A worker that is told to stop leaves its job to the next one at once."""
    with suppress(Exception):
        await asyncio.wait_for(asyncio.shield(deliveries.postpone(bell, 0)), _HAND_BACK_SECONDS)
