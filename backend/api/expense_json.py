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
    """The JSON of a line of the list. Unpacked at once: a page reads 1,600 members."""
    (
        id_, workspace_id, created_by, kind, status, occurred_on, amount_minor, currency, base_minor, base_currency, fx_rate, fx_source,
        description, merchant_id, merchant_name, note, category_id, category_source, category_confidence, category_why, account_id, tags,
        splits, receipts, recurring_id, transfer_id, reimbursable, version, created_at, updated_at, deleted_at, _,
    ) = line  # fmt: skip
    money = money_json(amount_minor, currency)
    same = base_minor == amount_minor and base_currency == currency
    return {
        "id": id_,
        "workspace_id": workspace_id,
        "created_by": created_by,
        "kind": kind,
        "status": status,
        "occurred_on": occurred_on,
        "money": money,
        "base_money": money if same else money_json(base_minor, base_currency),
        "fx_rate": None if fx_rate is None else rate_text(Decimal(fx_rate)),
        "fx_source": fx_source,
        "description": description,
        "merchant": None if merchant_id is None else {"id": merchant_id, "name": merchant_name},
        "note": note,
        "category_id": category_id,
        "category_source": category_source,
        "category_confidence": category_confidence,
        "category_why": category_why,
        "account_id": account_id,
        "tags": tags,
        "splits": [_split(split, currency) for split in splits] if splits else (),
        "receipts": [{"id": receipt[0], "status": receipt[1]} for receipt in receipts] if receipts else (),
        "recurring_id": recurring_id,
        "transfer_id": transfer_id,
        "reimbursable": reimbursable,
        "version": version,
        "created_at": created_at,
        "updated_at": updated_at,
        "deleted_at": deleted_at,
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
