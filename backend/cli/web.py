"""`outlay web`: pages, API and socket under one address, in as many processes as `WEB_WORKERS` says."""

from argparse import Namespace
from typing import Final

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from backend.core.settings import settings

# Named, not imported: this package stands below the pages, and the site is loaded only in the server's own processes.
SITE: Final = "expense_app.asgi:create"
_DRAIN_SECONDS: Final = 10


def run(_options: Namespace) -> None:
    """Serve until a signal; requests under way are finished first."""
    config = settings()
    Granian(
        SITE,
        address=config.host,
        port=config.port,
        interface=Interfaces.ASGI,
        factory=True,
        workers=config.web_workers,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=_DRAIN_SECONDS,
        log_level=LogLevels.warning,
        process_name="outlay web",
    ).serve()
