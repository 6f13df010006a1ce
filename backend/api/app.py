"""The API as an ASGI application: the site mounts its pages behind it, and it also runs alone."""

from fastapi import APIRouter, FastAPI
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from backend.api import analytics, auth, categories, docs, expenses, health, me, openapi, problems, session, workspaces
from backend.api.frame import FIRST_PARTS, Frame

ROUTERS: tuple[APIRouter, ...] = (
    auth.router,
    me.router,
    workspaces.router,
    expenses.router,
    categories.router,
    analytics.router,
    session.router,
    docs.router,
    health.router,
)


def create_api() -> FastAPI:
    """Build the API. The process that serves it opens the stores (`core.db.open_stores`); nothing connects before."""
    app = FastAPI(title="Outlay", version="1", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    problems.install(app)
    for router in ROUTERS:
        app.router.routes.extend(router.routes)
    app.router.routes.extend(_ends(app))
    app.add_middleware(Frame)
    app.openapi = lambda: openapi.describe(app)
    return app


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
        found: set[str] = set()
        for route in self._app.router.routes:
            if isinstance(route, Route) and route.methods and route.matches(scope)[0] is Match.PARTIAL:
                found |= route.methods
        return found
