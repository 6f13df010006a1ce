"""A resource of these tests' own, and what its routes have done."""

import asyncio
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

from fastapi import FastAPI, File, Response, UploadFile

from backend.api.app import create_api
from backend.api.deps import Current, IfMatch, tag
from backend.api.routing import api_router
from backend.api.schemas import Sent
from backend.core.errors import Stale
from backend.core.ids import new_id
from tests.api import V1

THINGS = f"{V1}/things"


class Thing(Sent):
    """Something with a name."""

    name: str


@dataclass
class Work:
    """What the routes of these tests have done. `gate` keeps them from ending while it is closed."""

    done: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    began: asyncio.Event = field(default_factory=asyncio.Event)
    failure: Exception | None = None

    async def do(self, name: str) -> dict[str, Any]:
        self.began.set()
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        self.done.append(name)
        return {"id": str(new_id()), "name": name}


def with_things(work: Work) -> FastAPI:
    """The API with a resource of this test's own, and stand-ins where the cookie is taken."""
    app = create_api()
    things = api_router("/things", "Things")

    @things.post("", status_code=201)
    async def make(body: Thing, _actor: Current, response: Response) -> dict[str, Any]:
        tag(response, 1)
        return await work.do(body.name)

    @things.post("/files", status_code=201)
    async def keep(_actor: Current, file: Annotated[UploadFile, File()]) -> dict[str, Any]:
        return await work.do((await file.read()).decode())

    @things.patch("/{thing_id}")
    async def change(thing_id: UUID, _actor: Current, version: IfMatch) -> dict[str, Any]:
        if version not in (None, 3):
            raise Stale
        return {"id": str(thing_id)}

    app.router.routes[:0] = [*things.routes, *_by_cookie(work).routes]
    return app


def _by_cookie(work: Work):  # noqa: ANN202 - a router
    router = api_router("", "By cookie")

    @router.get("/expenses")
    async def expenses(actor: Current) -> dict[str, str]:
        return {"by": str(actor.user_id), "in": str(actor.workspace_id)}

    @router.post("/expenses", status_code=201)
    async def record(body: Thing, _actor: Current) -> dict[str, Any]:
        return await work.do(body.name)

    @router.patch("/expenses/{expense_id}")
    async def amend(expense_id: UUID, _actor: Current) -> dict[str, str]:
        return {"id": str(expense_id)}

    @router.get("/receipts/{receipt_id}/file")
    async def file(receipt_id: UUID, _actor: Current) -> dict[str, str]:
        return {"id": str(receipt_id)}

    @router.get("/receipts/{receipt_id}")
    async def receipt(receipt_id: UUID, _actor: Current) -> dict[str, str]:
        return {"id": str(receipt_id)}

    return router
