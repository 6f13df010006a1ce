"""Where a command that works on an instance finds its servers."""

import os

from backend.core.settings import settings
from backend.runtime.errors import CannotStart
from backend.runtime.home import LOGIN, OWNER, Home


def use_instance() -> None:
    """Let the settings of this process name the servers: those of the environment, or those of the instance that runs here."""
    config = settings()
    if config.database_url and config.redis_url:
        return
    home = Home(config.outlay_home.resolve())
    if not home.is_held():
        raise CannotStart(f"No instance runs on {home.path}: start it with `make run` in another terminal, or name its OUTLAY_HOME.")
    os.environ.setdefault("DATABASE_URL", config.database_url or home.database_url(LOGIN))
    os.environ.setdefault("DATABASE_OWNER_URL", config.owner_url or home.database_url(OWNER))
    os.environ.setdefault("REDIS_URL", config.redis_url or home.redis_url)
    settings.cache_clear()
