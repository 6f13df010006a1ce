"""The description for programs at `/api/v1/openapi.json`, and the same for people at `/api/docs`: one page, no script."""

from functools import cache
from typing import Any, cast

import msgspec
from fastapi import APIRouter, FastAPI, Request, Response

from backend.api import reference

router = APIRouter(include_in_schema=False)

_KEPT = {"Cache-Control": "public, max-age=300"}


@router.get("/api/v1/openapi.json")
async def openapi_json(request: Request) -> Response:
    """The OpenAPI description."""
    return Response(_json(cast("FastAPI", request.app)), headers=_KEPT, media_type="application/json")


@router.get("/api/docs")
async def docs(request: Request) -> Response:
    """The reference page."""
    return Response(_page(cast("FastAPI", request.app)), headers=_KEPT, media_type="text/html")


@cache
def _json(app: FastAPI) -> bytes:
    return msgspec.json.encode(app.openapi())


@cache
def _page(app: FastAPI) -> bytes:
    description: dict[str, Any] = app.openapi()
    return reference.page(description).encode()
