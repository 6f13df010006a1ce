"""`POST /share`: where other apps send pictures and PDFs through the system's share sheet, when no worker was there to take them.

Usually the worker of the installed app answers this address on the device. Right after installing, or in a browser without
one, the files come here: they are taken in as receipts of the signed-in person, who is then sent to the page that says so.
"""

from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from backend import auth
from backend.api.credentials import web_session
from backend.api.receipts import take_in
from backend.api.requests import address_of, only, own_origin
from backend.core.actor import Actor
from backend.core.errors import Problem, Unauthenticated

router = APIRouter(include_in_schema=False)

_STORED: Final = "/capture?shared=stored"
_AGAIN: Final = "/capture?shared=again"
_MOST_FILES: Final = 20
_OF_THE_BROWSER: Final = ("none", "same-origin")


@router.post("/share")
async def share(request: Request) -> Response:
    """Take the files of the part `receipt` in, and lead on: 303 to Capture, or to signing in."""
    try:
        taken = await _take_all(request, await _sharer(request))
    except Unauthenticated:
        return _onward(f"/login?next={quote(_AGAIN, safe='/')}")
    except Problem:
        return _onward(_AGAIN)
    return _onward(_STORED if taken else _AGAIN)


async def _sharer(request: Request) -> Actor:
    """Who shares. Another site's page cannot: its requests carry neither our origin nor the browser's own mark."""
    session = await web_session(request.scope)
    if not own_origin(request.scope) and only(request.scope, b"sec-fetch-site") not in _OF_THE_BROWSER:
        raise Unauthenticated("This has to come from this device's share sheet.")
    return await auth.actor_of_web_session(session, None, address_of(request.scope))


async def _take_all(request: Request, actor: Actor) -> int:
    """How many files were taken in. Raises what refuses one of them."""
    async with request.form(max_files=_MOST_FILES, max_fields=20) as form:
        files = [part for part in form.getlist("receipt") if isinstance(part, UploadFile) and part.size]
        for file in files:
            await take_in(actor, file)
        return len(files)


def _onward(address: str) -> Response:
    return Response(status_code=303, headers={"Location": address})
