"""`/ops`: what the machine owes and could not do, for the owner of a workspace."""

from typing import Any
from uuid import UUID

from backend.api.deps import Current, Paging
from backend.api.lists import shown
from backend.api.routing import api_router
from backend.api.schemas import Instant, Shown
from backend.core import deliveries, owed
from backend.core.db import transaction
from backend.core.errors import NotFound
from backend.core.permissions import require

router = api_router("/ops", "Operations")


class DeadLetterShown(Shown):
    """A delivery that failed for good, until somebody sends it again."""

    id: UUID
    event_id: UUID
    type: str
    consumer: str
    payload: dict[str, Any]
    attempts: int
    error: str
    failed_at: Instant
    replayed_at: Instant | None


class DeadLetterPage(Shown):
    """Dead letters, newest first."""

    items: list[DeadLetterShown]
    next_cursor: str | None
    total: int | None = None


class JobShown(Shown):
    """A delivery that is waiting, being worked on, or paused after a failure."""

    event_id: UUID
    type: str
    consumer: str
    attempts: int
    due_at: Instant
    last_error: str | None


class JobPage(Shown):
    """Jobs, the oldest event first."""

    items: list[JobShown]
    next_cursor: str | None
    total: int | None = None


@router.get("/dead-letters", response_model=DeadLetterPage, response_model_exclude_unset=True)
async def dead_letters(actor: Current, paging: Paging) -> dict[str, Any]:
    """What could not be done in this workspace."""
    require(actor, "ops:read")
    async with transaction(actor) as session:
        page = await owed.dead_letters(session, actor, limit=paging.limit, cursor=paging.cursor, include_total=paging.include_total)
    return shown(page, DeadLetterShown.model_validate)


@router.post("/dead-letters/{letter_id}/replay", status_code=202)
async def replay(letter_id: UUID, actor: Current) -> DeadLetterShown:
    """Send a dead letter again. Its consumer sees to it that nothing happens twice."""
    require(actor, "ops:write")
    await deliveries.replay(letter_id=letter_id, workspace_id=actor.workspace_id)
    async with transaction(actor) as session:
        letter = await owed.dead_letter(session, actor, letter_id)
    if letter is None:
        raise NotFound("There is no such dead letter.")
    return DeadLetterShown.model_validate(letter)


@router.get("/jobs", response_model=JobPage, response_model_exclude_unset=True)
async def jobs(actor: Current, paging: Paging) -> dict[str, Any]:
    """What this workspace is still owed."""
    require(actor, "ops:read")
    async with transaction(actor) as session:
        page = await owed.jobs(session, actor, limit=paging.limit, cursor=paging.cursor, include_total=paging.include_total)
    return shown(page, JobShown.model_validate)
