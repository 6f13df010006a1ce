"""Puts the layers of the site around each other, outermost last."""

from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from backend.core import log
from backend.core.settings import Settings
from expense_app import logs
from expense_app.asgi import build_folder
from expense_app.expense_app import api, app, socket_count
from expense_app.front import Front
from expense_app.guard import Guard, Rules
from expense_app.headers import content_policy
from expense_app.proxies import Proxies
from expense_app.retelling import Retelling
from expense_app.routes import DEVELOPMENT
from expense_app.site import Site

_OF_REFLEX = ("_event", "ping")


def assemble(config: Settings) -> ASGIApp:
    """Guard over pages over problems in the reader's language over API over Reflex."""
    log.configure(config.log_level)
    logs.quieten()
    site = Site.read(build_folder())
    if config.environment == "production":
        site = site.without(DEVELOPMENT)
    behind = {first_part(route) for route in api.routes} | set(_OF_REFLEX)
    front = Front(Retelling(app()), site, behind - {""}, config.public_url)
    return Guard(front, rules(config), content_policy(()), socket_count)


def rules(config: Settings) -> Rules:
    """The guard's rules as the operator has set them."""
    return Rules(
        public_url=config.public_url,
        proxies=Proxies.named(config.trusted_proxies),
        upload_max_bytes=config.upload_max_bytes,
    )


def first_part(route: BaseRoute) -> str:
    """The first part of a route's address; empty for one that starts with a parameter or is mounted at the root."""
    part = getattr(route, "path", "").lstrip("/").split("/")[0]
    return "" if "{" in part else part
