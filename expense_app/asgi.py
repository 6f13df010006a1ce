"""The whole site as one ASGI application: guard, pages, API, socket. Start it with `granian --factory expense_app.asgi:create`."""

import os
from pathlib import Path

from starlette.types import ASGIApp

from backend.core.settings import Settings, settings


def create() -> ASGIApp:
    """Build the site for this process. The frontend must have been built before; without a build only API and socket answer."""
    config = settings()
    prepare(config)
    from expense_app.assembly import assemble  # noqa: PLC0415 - Reflex reads its environment when it is imported

    return assemble(config)


def prepare(config: Settings) -> None:
    """What Reflex is to know before it is imported: serve only, keep states in our Redis, phone nobody."""
    os.environ["__REFLEX_SKIP_COMPILE"] = "true"
    os.environ["__REFLEX_MOUNT_FRONTEND_COMPILED_APP"] = "false"
    os.environ["REFLEX_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("REFLEX_ENV_MODE", "prod")
    if config.redis_url:
        os.environ.setdefault("REFLEX_REDIS_URL", config.redis_url)


def build_folder() -> Path:
    """Where the built pages stand."""
    return Path(os.environ.get("REFLEX_WEB_WORKDIR", ".web")) / "build" / "client"
