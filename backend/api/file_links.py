"""Addresses of pictures that die within minutes, and the route that serves them: decrypted, as what they are, to be shown only."""

from functools import cache
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Response
from itsdangerous import BadData, URLSafeTimedSerializer

from backend import ocr
from backend.api.routing import PREFIX, ApiRoute
from backend.core.actor import Actor
from backend.core.errors import NotFound
from backend.core.keyring import keyring

SECONDS: Final = 240

router = APIRouter(prefix=f"{PREFIX}/files", tags=["Receipts"], route_class=ApiRoute)


@cache
def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(keyring().derive("file links"), salt="file")


def sign(workspace_id: UUID, receipt_id: UUID, variant: str, page: int) -> str:
    """The address of a picture for the next four minutes."""
    return f"{PREFIX}/files/{_serializer().dumps([str(workspace_id), str(receipt_id), variant, page])}"


@router.get(
    "/{link}",
    response_class=Response,
    responses={200: {"description": "The picture.", "content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}},
)
async def linked_file(link: Annotated[str, Path(max_length=1000)]) -> Response:
    """A picture by its signed address."""
    try:
        workspace, receipt, variant, page = _serializer().loads(link, max_age=SECONDS)
    except (BadData, ValueError, TypeError) as error:
        raise NotFound("This address has run out. Please open the receipt again.") from error
    file = await ocr.open_file(Actor.for_job(UUID(workspace)), UUID(receipt), variant, page)
    headers = {
        "Cache-Control": f"private, max-age={SECONDS}, immutable",
        "Content-Disposition": "inline",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(file.data, media_type=file.media_type, headers=headers)
