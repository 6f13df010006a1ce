"""`/expenses`: the books."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Depends, Request, Response
from starlette.datastructures import UploadFile

from backend import expenses, ocr
from backend.api import expense_forms, expense_json
from backend.api.deps import Current, IdempotencyKey, IfMatch, Paging, etag
from backend.api.expense_schemas import (
    BulkSent,
    BulkShown,
    ExpenseChanges,
    ExpensePage,
    ExpenseShown,
    HistoryPage,
    ListAsked,
    NewExpense,
    SplitsSent,
    UndoneShown,
    UndoSent,
)
from backend.api.idempotency import REPLAYED
from backend.api.queries import parameters_of, read_as
from backend.api.routing import api_router
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.nudge import nudge
from backend.expenses import ExpenseView, Narrowed, Selection

router = api_router("/expenses", "Expenses")

_MEDIA_TYPE: Final = "application/json"
_ONE: Final[dict[int | str, dict[str, Any]]] = {200: {"model": ExpenseShown}}
_MADE: Final[dict[int | str, dict[str, Any]]] = {201: {"model": ExpenseShown, "description": "Written; `Location` says where."}}
_FILE: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            expense_forms.FORM: {
                "schema": {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}},
            }
        },
    }
}


@router.get("", response_model=None, responses={200: {"model": ExpensePage}}, openapi_extra=parameters_of(ListAsked))
async def list_expenses(asked: Annotated[ListAsked, Depends(read_as(ListAsked))], actor: Current) -> Response:
    """A page of the expenses, newest day first unless `sort` says otherwise."""
    page = await expenses.read_page(
        actor,
        await _narrowed(actor, asked),
        sort=asked.sort,
        limit=asked.limit,
        cursor=asked.cursor,
        include_total=asked.include == "total",
    )
    return Response(expense_json.page_bytes(page), media_type=_MEDIA_TYPE)


async def _narrowed(actor: Actor, asked: ListAsked) -> Narrowed:
    filters = asked.filters()
    if not expenses.needs_lookup(filters):
        return expenses.lookup_free(filters)
    async with transaction(actor) as session:
        return await expenses.narrowed(session, actor, filters)


@router.post("", status_code=201, response_model=None, responses=_MADE, openapi_extra=expense_forms.BODY)
async def create_expense(request: Request, actor: Current, key: IdempotencyKey) -> Response:
    """Write a typed expense, or capture one by its receipt: then it is `processing` until the receipt has been read.

    An `Idempotency-Key` stays with the expense for ever: whenever it comes again, the first expense is answered.
    """
    sent = await expense_forms.new_expense(request)
    first = await _written_before(actor, key)
    if first is not None:
        return _answer(first, 201, {REPLAYED: "true"})
    view = await _capture(actor, sent.expense, sent.receipt, key) if sent.receipt else await _record(actor, sent.expense, key)
    await nudge(actor.workspace_id, "expenses", view.id)
    return _answer(view, 201)


async def _written_before(actor: Actor, key: str | None) -> ExpenseView | None:
    if key is None:
        return None
    async with transaction(actor) as session:
        return await expenses.recorded_with(session, actor, key)


async def _record(actor: Actor, body: NewExpense, key: str | None) -> ExpenseView:
    async with transaction(actor) as session:
        return await expenses.record(session, actor, body.draft(), idempotency_key=key)


async def _capture(actor: Actor, body: NewExpense, receipt: UploadFile, key: str | None) -> ExpenseView:
    async with expense_forms.stored(actor, receipt) as upload:
        async with transaction(actor) as session:
            view = await expenses.capture(session, actor, upload, body.draft(), idempotency_key=key)
        if all(each.id != upload.receipt_id for each in view.receipts):
            await ocr.discard(upload)
    return view


@router.post("/bulk")
async def change_many(body: BulkSent, actor: Current) -> BulkShown:
    """Set fields on many expenses, or move them to the bin. Unknown, binned and unchanged ones are skipped."""
    selection = Selection(tuple(body.ids or ()), body.filter.filters() if body.filter else None)
    async with transaction(actor) as session:
        result = await expenses.change_many(session, actor, selection, body.set_.change() if body.set_ else None)
    await nudge(actor.workspace_id, "expenses")
    token = UUID(result.undo_token) if result.undo_token else None
    return BulkShown(changed=result.changed, skipped=result.skipped, undo_token=token)


@router.post("/undo")
async def undo(body: UndoSent, actor: Current) -> UndoneShown:
    """Take a change of many back, within a day, but for expenses that were changed since."""
    async with transaction(actor) as session:
        result = await expenses.undo(session, actor, body.undo_token)
    await nudge(actor.workspace_id, "expenses")
    return UndoneShown(changed=result.changed, skipped=result.skipped)


@router.get("/{expense_id}", response_model=None, responses=_ONE)
async def get_expense(expense_id: UUID, actor: Current) -> Response:
    """One expense, also from the bin."""
    async with transaction(actor) as session:
        return _answer(await expenses.get(session, actor, expense_id))


@router.patch("/{expense_id}", response_model=None, responses=_ONE)
async def amend_expense(expense_id: UUID, changes: ExpenseChanges, actor: Current, version: IfMatch) -> Response:
    """Change what is sent, keep the rest."""
    async with transaction(actor) as session:
        view = await expenses.amend(session, actor, expense_id, changes.change(), expected_version=version)
    await nudge(actor.workspace_id, "expenses", expense_id)
    return _answer(view)


@router.delete("/{expense_id}", status_code=204, response_class=Response)
async def remove_expense(expense_id: UUID, actor: Current, version: IfMatch) -> None:
    """Move to the bin."""
    async with transaction(actor) as session:
        await expenses.remove(session, actor, expense_id, expected_version=version)
    await nudge(actor.workspace_id, "expenses", expense_id)


@router.post("/{expense_id}/restore", response_model=None, responses=_ONE)
async def restore_expense(expense_id: UUID, actor: Current) -> Response:
    """Bring back from the bin."""
    async with transaction(actor) as session:
        view = await expenses.restore(session, actor, expense_id)
    await nudge(actor.workspace_id, "expenses", expense_id)
    return _answer(view)


@router.get("/{expense_id}/history", response_model=None, responses={200: {"model": HistoryPage}})
async def history(expense_id: UUID, actor: Current, paging: Paging) -> Response:
    """Every version with what it changed, who and what did, newest first."""
    async with transaction(actor) as session:
        page = await expenses.history(session, actor, expense_id, limit=paging.limit, cursor=paging.cursor)
    return Response(expense_json.list_bytes([expense_json.change_json(each) for each in page.items], page), media_type=_MEDIA_TYPE)


@router.put("/{expense_id}/splits", response_model=None, responses=_ONE)
async def put_splits(expense_id: UUID, body: SplitsSent, actor: Current, version: IfMatch) -> Response:
    """Divide an expense into lines that sum to the whole; no lines take the division back."""
    async with transaction(actor) as session:
        view = await expenses.amend(session, actor, expense_id, body.change(), expected_version=version)
    await nudge(actor.workspace_id, "expenses", expense_id)
    return _answer(view)


@router.post("/{expense_id}/receipts", status_code=201, response_model=None, responses=_MADE, openapi_extra=_FILE)
async def attach_receipt(expense_id: UUID, request: Request, actor: Current) -> Response:
    """Add a receipt; what it says fills only what nobody has set."""
    file, _ = await expense_forms.file_part(request, "file")
    async with transaction(actor) as session:
        await expenses.get(session, actor, expense_id)
    async with expense_forms.stored(actor, file) as upload, transaction(actor) as session:
        view = await expenses.attach_receipt(session, actor, expense_id, upload)
    await nudge(actor.workspace_id, "receipts", expense_id)
    return _answer(view, 201)


def _answer(view: ExpenseView, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """One expense, with its entity tag, and its address when it is new."""
    marks = {"ETag": etag(view.version)} | (headers or {})
    if status == 201:
        marks["Location"] = f"/api/v1/expenses/{view.id}"
    return Response(expense_json.expense_bytes(view), status, marks, _MEDIA_TYPE)
