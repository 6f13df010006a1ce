"""Routers whose routes keep the conventions: bodies of a declared kind, and POSTs that may be sent again."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import APIRouter, params
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from backend.api import idempotency
from backend.core.errors import UnsupportedType

PREFIX: Final = "/api/v1"
_JSON: Final = ("application/json",)
_FORMS: Final = ("multipart/form-data", "application/x-www-form-urlencoded")

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class ApiRoute(APIRoute):
    """A route of the API: refuses bodies of another kind (415), and does a POST with an idempotency key once."""

    def get_route_handler(self) -> Handler:
        """The handler, with the conventions around it."""
        handler = super().get_route_handler()
        kinds = self._kinds()

        async def keep_conventions(request: Request) -> Response:
            if kinds:
                _check_kind(request, kinds)
            try:
                if request.method == "POST" and idempotency.applies(request):
                    return await idempotency.once(request, handler)
                return await handler(request)
            finally:
                await request.close()  # the files of a form that a route has read itself

        return keep_conventions

    def _kinds(self) -> tuple[str, ...]:
        if self.body_field is None:
            return ()
        return _FORMS if isinstance(self.body_field.field_info, params.Form) else _JSON


def api_router(path: str, tag: str) -> APIRouter:
    """A router of one resource at `/api/v1<path>`."""
    return APIRouter(prefix=PREFIX + path, tags=[tag], route_class=ApiRoute)


def _check_kind(request: Request, kinds: tuple[str, ...]) -> None:
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not given and request.headers.get("content-length", "0") == "0" and "transfer-encoding" not in request.headers:
        return
    if given not in kinds:
        raise UnsupportedType(f"Send this body as {kinds[0]}.")
