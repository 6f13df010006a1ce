"""The queue: arq on Redis, with payloads of ids in JSON."""

import json
from typing import Any, Final

from arq.connections import ArqRedis, RedisSettings, create_pool

from backend.core.deliveries import Doorbell
from backend.core.settings import settings
from backend.subscriptions import SLOW

QUEUE: Final = "outlay:jobs"
SLOW_QUEUE: Final = "outlay:slow"
DELIVER: Final = "deliver"


def to_json(job: dict[str, Any]) -> bytes:
    """A job as arq hands it over, in JSON: nothing in Redis is ever unpickled."""
    return json.dumps(job, default=str).encode()


def from_json(job: bytes) -> dict[str, Any]:
    """What `to_json` wrote; arq wants the arguments as a tuple."""
    return json.loads(job)


def redis_settings() -> RedisSettings:
    """Where arq finds Redis; it tries again for a minute before it gives up and the supervisor starts it anew."""
    found = RedisSettings.from_dsn(settings().redis_url or "")
    found.conn_retries, found.conn_retry_delay, found.conn_timeout = 60, 1, 5
    return found


async def connect() -> ArqRedis:
    """A connection that jobs are sent over."""
    return await create_pool(redis_settings(), default_queue_name=QUEUE, job_serializer=to_json, job_deserializer=from_json)


async def ring(queue: ArqRedis, bell: Doorbell) -> None:
    """Send the job of one delivery. Each sending is a job of its own: the inbox sees to it that only one has an effect."""
    name = SLOW_QUEUE if bell.consumer in SLOW else QUEUE
    await queue.enqueue_job(DELIVER, str(bell.event_id), bell.consumer, _queue_name=name)
