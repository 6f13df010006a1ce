"""Many expenses at once, as few statements for any number of rows, and taking it back."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import cast, insert, select, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from backend import categories
from backend.core.actor import Actor
from backend.core.clock import now
from backend.core.errors import Invalid, NotFound
from backend.core.ids import new_id
from backend.core.outbox import publish_all
from backend.core.permissions import require
from backend.events import ExpenseAmended, ExpenseRemoved, ExpenseRestored
from backend.expenses import books, facts, rules, store
from backend.expenses.drafts import ExpenseChange, Selection
from backend.expenses.errors import UndoSpent, refused
from backend.expenses.models import Undo
from backend.expenses.narrowing import conditions, named_params, narrowed
from backend.expenses.store import EXPENSE
from backend.expenses.views import BulkResult

ROWS_MAX: Final = 5_000
UNDO_FOR: Final = timedelta(hours=24)
ALONE: Final = ("money", "occurred_on", "splits", "fx_rate")
_UNDO: Final = Undo.__table__  # ty: ignore[missing-attribute] - SQLModel sets it on tables

_KEPT: Final = {
    "kind": "text",
    "status": "text",
    "description": "text",
    "merchant_id": "uuid",
    "merchant_name": "text",
    "note": "text",
    "category_id": "uuid",
    "category_source": "text",
    "category_confidence": "real",
    "category_why": "text",
    "account_id": "uuid",
    "tags": "text[]",
    "reimbursable": "boolean",
    "field_sources": "jsonb",
    "deleted_at": "timestamptz",
}
_LOCK: Final = text("SELECT id FROM expense_key WHERE workspace_id = :workspace_id AND id = ANY(:ids) ORDER BY id FOR UPDATE")
_PUT_BACK: Final = text(
    f"UPDATE expense e SET {', '.join(f'{name} = o.{name}' for name in _KEPT)}, version = e.version + 1, updated_at = :moment"  # noqa: S608 - the names are ours
    f" FROM jsonb_to_recordset(CAST(:entries AS jsonb)) AS o (id uuid, {', '.join(f'{name} {kind}' for name, kind in _KEPT.items())})"
    " WHERE e.workspace_id = :workspace_id AND e.id = o.id"
)
_SET_TAGS: Final = text(
    'UPDATE expense e SET tags = o.tags, field_sources = e.field_sources || \'{"tags": "user"}\', version = e.version + 1,'
    " updated_at = :moment FROM jsonb_to_recordset(CAST(:entries AS jsonb)) AS o (id uuid, tags text[])"
    " WHERE e.workspace_id = :workspace_id AND e.id = o.id"
)

Row = dict[str, Any]


async def change_many(session: AsyncSession, actor: Actor, selection: Selection, change: ExpenseChange | None) -> BulkResult:
    """Set the sent fields on every selected expense, or move them all to the bin when `change` is None.

    Left as they are, and counted as skipped: unknown ones, binned ones, those that stand so already, and for a confirmation
    those without an amount. Raises `Invalid`.
    """
    require(actor, "expenses:write")
    ids = await _selected(session, actor, selection)
    sent = await _resolved(session, actor, change) if change else {}
    columns = facts.columns(sent, "user") if change else {"deleted_at": now()}
    rows = [row for row in await _locked(session, actor, ids) if row["deleted_at"] is None]
    pairs = [(row, _after(row, columns, sent)) for row in rows if not (sent.get("status") and row["amount_minor"] is None)]
    pairs = [(before, after) for before, after in pairs if before != after]
    if not pairs:
        return BulkResult(0, len(ids))
    await _set(session, actor, [before["id"] for before, _ in pairs], columns, sent)
    await _remember(session, actor, pairs)
    return BulkResult(len(pairs), len(ids) - len(pairs), str(await _keep(session, actor, pairs)))


async def tag_many(
    session: AsyncSession, actor: Actor, selection: Selection, *, add: Sequence[str] = (), remove: Sequence[str] = ()
) -> BulkResult:
    """Add tags to every selected expense and take others away; each keeps the rest of its own, in their order.

    Left as they are, and counted as skipped: unknown and binned ones, and those that stand so already. Raises `Invalid`, also
    where an expense would have more tags than one may.
    """
    require(actor, "expenses:write")
    added, removed = rules.checked_tags(list(add)), set(rules.checked_tags(list(remove)))
    ids = await _selected(session, actor, selection)
    rows = [row for row in await _locked(session, actor, ids) if row["deleted_at"] is None]
    pairs = [(row, _tagged(row, added, removed)) for row in rows]
    pairs = [(before, after) for before, after in pairs if before["tags"] != after["tags"]]
    if not pairs:
        return BulkResult(0, len(ids))
    place = {"workspace_id": actor.workspace_id, "moment": now()}
    entries = json.dumps([{"id": str(after["id"]), "tags": after["tags"]} for _before, after in pairs])
    await session.execute(_SET_TAGS, {**place, "entries": entries})
    await _remember(session, actor, pairs)
    return BulkResult(len(pairs), len(ids) - len(pairs), str(await _keep(session, actor, pairs)))


def _tagged(row: Row, added: Sequence[str], removed: Collection[str]) -> Row:
    kept = [tag for tag in row["tags"] if tag not in removed]
    tags = rules.checked_tags([*kept, *added])
    return {**row, "tags": tags, "field_sources": facts.sources(row["field_sources"], {"tags": tags}, "user")}


def _after(row: Row, columns: Row, sent: Mapping[str, Any]) -> Row:
    return {**row, **columns, "field_sources": facts.sources(row["field_sources"], sent, "user")}


async def _resolved(session: AsyncSession, actor: Actor, change: ExpenseChange) -> Row:
    sent = change.sent()
    if not sent:
        raise Invalid.field("set", "required", "Say what to set on these expenses.")
    for name in ALONE:
        if name in sent:
            raise Invalid.field(f"set.{name}", "one_at_a_time", "This is changed on one expense at a time.")
    at = await books.books_of(session, actor)
    try:
        return await books.resolved(session, actor, rules.cleaned(change, at.today))
    except Invalid as error:
        raise refused([replace(each, field=f"set.{each.field}") for each in error.fields]) from None


async def _selected(session: AsyncSession, actor: Actor, selection: Selection) -> list[UUID]:
    if selection.filter is None:
        ids = list(dict.fromkeys(selection.ids))
    else:
        found = conditions(await narrowed(session, actor, selection.filter))
        query = f"SELECT e.id FROM {found.sources} WHERE {found.where} LIMIT {ROWS_MAX + 1}"  # noqa: S608 - the texts are fixed, values are parameters
        connection = await session.connection()
        ids = [row[0] for row in await connection.exec_driver_sql(*named_params(query, found.params))]
    if len(ids) > ROWS_MAX:
        place = "ids" if selection.filter is None else "filter"
        raise Invalid.field(place, "too_many", f"At most {ROWS_MAX:,} expenses at once. Please choose fewer.")
    return ids


async def _locked(session: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> list[Row]:
    found = list((await session.scalars(_LOCK, {"workspace_id": actor.workspace_id, "ids": list(ids)})).all())
    query = select(EXPENSE).where(EXPENSE.c.workspace_id == actor.workspace_id, EXPENSE.c.id.in_(found))
    return [dict(row) for row in (await session.execute(query)).mappings()]


async def _set(session: AsyncSession, actor: Actor, ids: list[UUID], columns: Row, sent: Mapping[str, Any]) -> None:
    sources = EXPENSE.c.field_sources.op("||")(cast(dict.fromkeys(sent, "user"), JSONB))
    more = {"field_sources": sources, "version": EXPENSE.c.version + 1, "updated_at": now()}
    place = (EXPENSE.c.workspace_id == actor.workspace_id, EXPENSE.c.id.in_(ids))
    await session.execute(update(EXPENSE).where(*place).values(**columns, **more))


async def _remember(session: AsyncSession, actor: Actor, pairs: Iterable[tuple[Row, Row]]) -> None:
    """The history and the events of many changes."""
    differences = [(before, facts.difference(before, after)) for before, after in pairs]
    await store.note_all(session, actor, differences)
    await publish_all(session, actor, [_event(before["id"], changes) for before, changes in differences])


def _event(expense_id: UUID, changes: Mapping[str, Sequence[Any]]) -> object:
    if "deleted" in changes:
        return ExpenseRemoved(expense_id) if changes["deleted"][1] else ExpenseRestored(expense_id)
    return ExpenseAmended(expense_id, tuple(changes))


async def _keep(session: AsyncSession, actor: Actor, pairs: Iterable[tuple[Row, Row]]) -> UUID:
    """Keep what was replaced, for its person to take the change back."""
    moment = now()
    entries = [
        {"id": str(before["id"]), "at_version": before["version"] + 1, **{name: _json(before[name]) for name in _KEPT}}
        for before, _ in pairs
    ]
    row = {"workspace_id": actor.workspace_id, "id": new_id(), "user_id": actor.user_id, "entries": entries}
    await session.execute(insert(_UNDO).values(**row, created_at=moment, expires_at=moment + UNDO_FOR))
    return row["id"]


async def undo(session: AsyncSession, actor: Actor, undo_token: UUID) -> BulkResult:
    """Take a bulk change back, but for rows that were changed since. Raises `NotFound`, `UndoSpent`."""
    require(actor, "expenses:write")
    entries = {UUID(entry["id"]): entry for entry in await _spend(session, actor, undo_token)}
    rows = [row for row in await _locked(session, actor, list(entries)) if row["version"] == entries[row["id"]]["at_version"]]
    pairs = await _with_living_categories(session, actor, [(row, {**row, **_values(entries[row["id"]])}) for row in rows])
    back = [entries[before["id"]] for before, _ in pairs]
    await session.execute(_PUT_BACK, {"workspace_id": actor.workspace_id, "entries": json.dumps(back), "moment": now()})
    await _remember(session, actor, pairs)
    return BulkResult(len(pairs), len(entries) - len(pairs))


async def _with_living_categories(session: AsyncSession, actor: Actor, pairs: list[tuple[Row, Row]]) -> list[tuple[Row, Row]]:
    """Those rows whose former category is still there."""
    wanted = {after["category_id"] for _, after in pairs} - {None}
    living = await categories.known(session, actor, wanted) | {None} if wanted else {None}
    return [(before, after) for before, after in pairs if after["category_id"] in living]


async def _spend(session: AsyncSession, actor: Actor, undo_token: UUID) -> list[Row]:
    place = (_UNDO.c.workspace_id == actor.workspace_id, _UNDO.c.id == undo_token, _UNDO.c.user_id == actor.user_id)
    row = (await session.execute(select(_UNDO).where(*place).with_for_update())).mappings().first()
    if row is None:
        raise NotFound("There is no such change to take back.")
    if row["used_at"] is not None or row["expires_at"] <= now():
        raise UndoSpent
    await session.execute(update(_UNDO).where(*place).values(used_at=now()))
    return row["entries"]


_READERS: Final[dict[str, Callable[[Any], Any]]] = {"uuid": UUID, "timestamptz": datetime.fromisoformat}


def _values(entry: Row) -> Row:
    """What an entry puts back, as a row holds it."""
    return {name: None if entry[name] is None else _READERS.get(kind, lambda value: value)(entry[name]) for name, kind in _KEPT.items()}


def _json(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, (UUID, Decimal)) else value
