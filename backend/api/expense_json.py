"""Expenses as bytes: lists are written from plain lines without a detour over objects; single ones from their views alike."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec

from backend.api.money_schemas import money_json, shown
from backend.core.paging import Page
from backend.expenses import Change, ExpenseView, Line

_encode = msgspec.json.Encoder().encode


def page_bytes(page: Page[Line]) -> bytes:
    """A page of the list."""
    return list_bytes([line_json(line) for line in page.items], page)


def list_bytes(items: Sequence[Any], page: Page[Any]) -> bytes:
    """Any list in the shape that all lists have; `total` only where it was asked for."""
    body: dict[str, Any] = {"items": items, "next_cursor": page.next_cursor}
    return _encode(body if page.total is None else {**body, "total": page.total})


def expense_bytes(view: ExpenseView) -> bytes:
    """One expense."""
    return _encode(view_json(view))


def line_json(line: Line) -> dict[str, Any]:
    """The JSON of a line of the list."""
    return {
        "id": line.id,
        "workspace_id": line.workspace_id,
        "created_by": line.created_by,
        "kind": line.kind,
        "status": line.status,
        "occurred_on": line.occurred_on,
        "money": money_json(line.amount_minor, line.currency),
        "base_money": money_json(line.base_minor, line.base_currency),
        "fx_rate": None if line.fx_rate is None else rate_text(Decimal(line.fx_rate)),
        "fx_source": line.fx_source,
        "description": line.description,
        "merchant": None if line.merchant_id is None else {"id": line.merchant_id, "name": line.merchant_name},
        "note": line.note,
        "category_id": line.category_id,
        "category_source": line.category_source,
        "category_confidence": line.category_confidence,
        "category_why": line.category_why,
        "account_id": line.account_id,
        "tags": line.tags,
        "splits": [_split(split, line.currency) for split in line.splits] if line.splits else (),
        "receipts": [{"id": receipt[0], "status": receipt[1]} for receipt in line.receipts] if line.receipts else (),
        "recurring_id": line.recurring_id,
        "transfer_id": line.transfer_id,
        "reimbursable": line.reimbursable,
        "version": line.version,
        "created_at": line.created_at,
        "updated_at": line.updated_at,
        "deleted_at": line.deleted_at,
    }


def _split(split: dict[str, Any], currency: str | None) -> dict[str, Any]:
    return {"category_id": split["category_id"], "money": money_json(split["amount_minor"], currency), "note": split["note"]}


def view_json(view: ExpenseView) -> dict[str, Any]:
    """The JSON of a view: the same members in the same order."""
    merchant = None if view.merchant_id is None else {"id": view.merchant_id, "name": view.merchant_name}
    return {
        "id": view.id,
        "workspace_id": view.workspace_id,
        "created_by": view.created_by,
        "kind": view.kind,
        "status": view.status,
        "occurred_on": view.occurred_on,
        "money": shown(view.money),
        "base_money": shown(view.base_money),
        "fx_rate": None if view.fx_rate is None else rate_text(view.fx_rate),
        "fx_source": view.fx_source,
        "description": view.description,
        "merchant": merchant,
        "note": view.note,
        "category_id": view.category_id,
        "category_source": view.category_source,
        "category_confidence": view.category_confidence,
        "category_why": view.category_why,
        "account_id": view.account_id,
        "tags": view.tags,
        "splits": [{"category_id": split.category_id, "money": shown(split.money), "note": split.note} for split in view.splits],
        "receipts": [{"id": receipt.id, "status": receipt.status} for receipt in view.receipts],
        "recurring_id": view.recurring_id,
        "transfer_id": view.transfer_id,
        "reimbursable": view.reimbursable,
        "version": view.version,
        "created_at": view.created_at,
        "updated_at": view.updated_at,
        "deleted_at": view.deleted_at,
    }


def change_json(change: Change) -> dict[str, Any]:
    """The JSON of one version in the history."""
    changes = [{"field": name, "old": old, "new": new} for name, (old, new) in change.changes.items()]
    return {"version": change.version, "at": change.at, "actor_id": change.actor_id, "source": change.source, "changes": changes}


def rate_text(rate: Decimal) -> str:
    """A rate as a plain decimal, without noughts at its end."""
    return f"{rate.normalize():f}"
