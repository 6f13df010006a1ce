"""The API as an ASGI application: the site mounts its pages behind it, and it also runs alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from backend.api import (
    analytics,
    auth,
    categories,
    docs,
    expenses,
    file_links,
    health,
    mail,
    me,
    notifications,
    openapi,
    ops,
    problems,
    push,
    receipts,
    session,
    session_export,
    session_push,
    session_receipts,
    share,
    workspaces,
)
from backend.api.frame import FIRST_PARTS, Frame
from backend.core.db import close_stores, open_stores

ROUTERS: tuple[APIRouter, ...] = (
    auth.router,
    me.router,
    workspaces.router,
    expenses.router,
    receipts.router,
    file_links.router,
    categories.router,
    analytics.router,
    notifications.router,
    push.subscriptions,
    push.preferences,
    ops.router,
    mail.router,
    session.router,
    session_export.router,
    session_push.router,
    session_receipts.router,
    share.router,
    docs.router,
    health.router,
)


def create_api() -> FastAPI:
    """Build the API. Mounted, its lifespan never runs: the site opens the stores. Alone it opens them itself."""
    app = FastAPI(
        title="Outlay", version="1", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=_stores_open
    )
    problems.install(app)
    for router in ROUTERS:
        app.router.routes.extend(router.routes)
    app.router.routes.extend(_ends(app))
    app.add_middleware(Frame)
    app.openapi = lambda: openapi.describe(app)
    return app


@asynccontextmanager
async def _stores_open(_app: FastAPI) -> AsyncIterator[None]:
    await open_stores()
    try:
        yield
    finally:
        await close_stores()


def _ends(app: FastAPI) -> list[Route]:
    nowhere = Nowhere(app)
    paths = [path for part in sorted(FIRST_PARTS) for path in (f"/{part}", f"/{part}/{{rest:path}}")]
    return [Route(path, nowhere, include_in_schema=False) for path in paths]


class Nowhere:
    """What answers below the API's own addresses where nothing is: 404, or 405 with the methods that there are."""

    def __init__(self, app: FastAPI) -> None:
        """Know the routes of `app`."""
        self._app = app

    async def __call__(self, scope: Scope, _receive: Receive, _send: Send) -> None:
        """Refuse."""
        methods = self._methods(scope)
        if methods:
            raise HTTPException(405, headers={"Allow": ", ".join(sorted(methods))})
        raise HTTPException(404)

    def _methods(self, scope: Scope) -> set[str]:
        """The methods of the address; where it is spelled out by some routes, those that take an id there do not count."""
        near = [
            each for each in self._app.router.routes if isinstance(each, Route) and each.methods and each.matches(scope)[0] is Match.PARTIAL
        ]
        exact = [each for each in near if each.path == scope["path"]]
        return {method for each in exact or near for method in each.methods or ()}
