"""Logs: one JSON line an entry, with the request id that runs through web, jobs and socket.

Secrets never reach a line: keys that name one are dropped at the root, whoever logs them.
"""

import logging
import re
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

import structlog

_SECRET = re.compile(r"cookie|authorization|token|password|secret|payload|api_?key", re.IGNORECASE)
_URL_SECRET = re.compile(r"((?:/_event|token=)[^\s\"?]*)\?[^\s\"]*", re.IGNORECASE)

_request_id: ContextVar[UUID | None] = ContextVar("request_id", default=None)


def request_id() -> UUID | None:
    """The id of the request, event or job that is being worked on."""
    return _request_id.get()


@contextmanager
def request(identifier: UUID) -> Iterator[None]:
    """Work under a request id: it stands in every log line and travels with published events."""
    token = _request_id.set(identifier)
    try:
        yield
    finally:
        _request_id.reset(token)


def begin_request(identifier: UUID) -> None:
    """Work under a request id for the rest of this task (an event of the socket has a task of its own)."""
    _request_id.set(identifier)


def _with_request_id(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    current = _request_id.get()
    if current is not None:
        entry["request_id"] = str(current)
    return entry


def drop_secrets(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Remove what names a secret, and the query string of the socket's address."""
    for key in [key for key in entry if _SECRET.search(key)]:
        del entry[key]
    for key, value in entry.items():
        if isinstance(value, str):
            entry[key] = _URL_SECRET.sub(r"\1", value)
    return entry


def configure(level: str = "INFO") -> None:
    """Send structlog's and the standard library's entries through one chain to standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _with_request_id,
        structlog.processors.format_exc_info,
        drop_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer()],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger; entries are events in words with facts beside them: `log.info("receipt read", receipt_id=…)`."""
    return structlog.stdlib.get_logger(name)
