"""The app: its pages, the gate in front of its handlers, what runs as long as it does."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

import reflex as rx

from backend.api.app import create_api
from backend.core import new_rates
from backend.core.db import close_stores, open_stores
from backend.core.settings import settings
from expense_app.authz import Authz
from expense_app.failures import on_backend_failure, on_frontend_failure
from expense_app.live import listening
from expense_app.notice import Notice
from expense_app.pages import PAGES
from expense_app.routes import declare
from expense_app.shell import HEAD, STYLESHEETS, WRAPS
from expense_app.sockets import Quotas, SocketCount

__all__ = ["Notice", "api", "app", "socket_count"]

api = create_api()
socket_count = SocketCount(Quotas(settings().sockets_per_address, settings().sockets_per_person))


@asynccontextmanager
async def stores() -> AsyncGenerator[None]:
    """The process's connections, open as long as it serves."""
    await open_stores()
    try:
        yield
    finally:
        await close_stores()


app = rx.App(
    toaster=None,
    reset_style=False,
    html_lang="⟪@lang⟫",
    html_custom_attrs={"dir": "⟪@dir⟫"},
    stylesheets=STYLESHEETS,
    head_components=HEAD,
    app_wraps=WRAPS,
    api_transformer=api,
    backend_exception_handler=on_backend_failure,
    frontend_exception_handler=on_frontend_failure,
)
app.add_middleware(Authz(), index=0)
app.register_lifespan_task(stores)
app.register_lifespan_task(new_rates.follow)
app.register_lifespan_task(listening)
app.register_lifespan_task(socket_count.renew)

# Development's pages that ask nothing of the server are built like any other, and served outside production alone.
SHOWN: Final = [page for page in PAGES if not (page.development and page.on_load) or settings().environment != "production"]
declare(SHOWN)
for page in SHOWN:
    app.add_page(page.view, route=page.route, title=page.title, description=page.description, on_load=list(page.on_load))
