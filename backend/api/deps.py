"""What routes ask for: who acts, which page of a list, which version was seen.

A route takes `actor: Current`, opens `transaction(actor)` and calls a facade.
"""

from dataclasses import dataclass
from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import Depends, Header, Query, Request, Response

from backend.api.credentials import Visitor, identify
from backend.auth import TokenInvalid
from backend.core.actor import Actor
from backend.core.errors import Invalid
from backend.core.paging import LIMIT_DEFAULT, LIMIT_MAX

NEVER_MATCHES: Final = -1
_KEY_LENGTH: Final = 255


async def visitor(request: Request) -> Visitor:
    """Who makes the request, with their session."""
    return await identify(request)


async def current(request: Request) -> Actor:
    """Who acts."""
    return (await identify(request)).actor


def person_of(actor: Actor) -> UUID:
    """The person who acts. Raises `TokenInvalid` for a credential that is nobody's."""
    if actor.user_id is None:
        raise TokenInvalid("This credential belongs to nobody.")
    return actor.user_id


Current = Annotated[Actor, Depends(current)]
CurrentVisitor = Annotated[Visitor, Depends(visitor)]


@dataclass(frozen=True)
class PageAsked:
    """The page of a list that a client wants."""

    limit: int
    cursor: str | None
    include_total: bool


def page_asked(
    limit: Annotated[int, Query(ge=1, le=LIMIT_MAX, description="How many at most.")] = LIMIT_DEFAULT,
    cursor: Annotated[str | None, Query(max_length=4000, description="`next_cursor` of the page before.")] = None,
    include: Annotated[Literal["total"] | None, Query(description="`total` counts all that match.")] = None,
) -> PageAsked:
    """`?limit=&cursor=&include=total`."""
    return PageAsked(limit, cursor, include == "total")


Paging = Annotated[PageAsked, Depends(page_asked)]


def expected_version(
    if_match: Annotated[str | None, Header(description="The `ETag` you saw: when it is no longer true nothing is changed (412).")] = None,
) -> int | None:
    """The version a client saw; None when it does not say. One that is no version of ours matches nothing."""
    if if_match is None or if_match.strip() == "*":
        return None
    inner = if_match.strip().removeprefix("W/").strip('"')
    return int(inner) if inner.isascii() and inner.isdigit() and len(inner) < 10 else NEVER_MATCHES


IfMatch = Annotated[int | None, Depends(expected_version)]


def etag(version: int) -> str:
    """The entity tag of a version."""
    return f'"{version}"'


def tag(response: Response, version: int) -> None:
    """Put the entity tag of what is answered on the response."""
    response.headers["ETag"] = etag(version)


def idempotency_key(
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            description="Your own id of this request: sent again it is done once and answered alike. Kept 24 hours.",
        ),
    ] = None,
) -> str | None:
    """The client's id of its request, 1 to 255 visible characters."""
    if key is None:
        return None
    if not key or len(key) > _KEY_LENGTH or not key.isascii() or not key.isprintable():
        raise Invalid.field("Idempotency-Key", "idempotency_key_invalid", "An idempotency key is 1 to 255 visible ASCII characters.")
    return key


IdempotencyKey = Annotated[str | None, Depends(idempotency_key)]
