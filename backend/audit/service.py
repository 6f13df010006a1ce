"""Adding to the audit, in the transaction of what is being done."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.models import AuditEntry
from backend.core.actor import Actor
from backend.core.ids import new_id
from backend.core.log import request_id


async def note(  # noqa: PLR0917 - who did what to which thing, in the order it is said
    session: AsyncSession,
    actor: Actor,
    action: str,
    object_type: str = "",
    object_id: UUID | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Write down that `actor` has done `action` ('session.opened', 'access.denied'). `detail` holds facts, never secrets.

    The transaction has to be in the actor's workspace.
    """
    entry = AuditEntry(
        workspace_id=actor.workspace_id,
        id=new_id(),
        actor_id=actor.user_id,
        action=action,
        object_type=object_type,
        object_id=object_id,
        detail=detail or {},
        address=actor.address,
        request_id=request_id(),
    )
    session.add(entry)
    await session.flush()
