"""The columns of a list line, in two dresses: text ids for bytes that leave at once, and values for views."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from backend.core.money import Money
from backend.expenses.views import ExpenseView, ReceiptBrief, SplitView


class Line(NamedTuple):
    """One row of the hot list as PostgreSQL sends it; ids are text, days are text, instants are aware datetimes."""

    id: Any
    workspace_id: Any
    created_by: Any
    kind: str
    status: str
    occurred_on: Any
    amount_minor: int | None
    currency: str | None
    base_minor: int | None
    base_currency: str
    fx_rate: Any
    fx_source: str | None
    description: str
    merchant_id: Any
    merchant_name: str
    note: str
    category_id: Any
    category_source: str
    category_confidence: float | None
    category_why: str
    account_id: Any
    tags: list[str]
    splits: list[dict[str, Any]] | None
    receipts: list[list[str | None]] | None
    recurring_id: Any
    transfer_id: Any
    reimbursable: bool
    version: int
    created_at: Any
    updated_at: Any
    deleted_at: Any
    field_sources: dict[str, str] | None


_AS_TEXT: Final = frozenset(
    {"id", "workspace_id", "created_by", "occurred_on", "merchant_id", "category_id", "account_id", "recurring_id", "transfer_id"}
)
# One subquery instead of a second round trip; an expense without receipts costs one look into an index.
_RECEIPTS: Final = (
    "(SELECT jsonb_agg(jsonb_build_array(r.id, r.status, r.error) ORDER BY r.id) FROM receipt r"
    " WHERE r.workspace_id = e.workspace_id AND r.expense_id = e.id AND r.deleted_at IS NULL)"
)


def _column(name: str, *, as_text: bool) -> str:
    if name == "receipts":
        return _RECEIPTS
    if not as_text:
        return f"e.{name}"
    if name == "field_sources":
        return "NULL"
    return f"e.{name}::text" if name in _AS_TEXT or name == "fx_rate" else f"e.{name}"


FOR_BYTES: Final = ", ".join(_column(name, as_text=True) for name in Line._fields)
VIEW_COLUMNS: Final = tuple(_column(name, as_text=False) for name in Line._fields)
FOR_VIEWS: Final = ", ".join(VIEW_COLUMNS)


def view(row: Sequence[Any]) -> ExpenseView:
    """The view of a row of `VIEW_COLUMNS`."""
    line = Line(*row)
    derived = {"amount_minor", "currency", "base_minor", "base_currency", "tags", "splits", "receipts", "field_sources"}
    plain = {name: value for name, value in line._asdict().items() if name not in derived}
    return ExpenseView(
        **plain,
        money=_money(line.amount_minor, line.currency),
        base_money=_money(line.base_minor, line.base_currency),
        tags=tuple(line.tags),
        splits=tuple(_split(line, split) for split in line.splits or ()),
        receipts=tuple(ReceiptBrief(UUID(row_id or ""), status or "", error) for row_id, status, error in line.receipts or ()),
        field_sources=line.field_sources or {},
    )


def _money(minor: int | None, currency: str | None) -> Money | None:
    return None if minor is None or currency is None else Money(minor, currency)


def _split(line: Line, split: dict[str, Any]) -> SplitView:
    return SplitView(
        UUID(split["category_id"]) if split["category_id"] else None,
        Money(split["amount_minor"], line.currency or line.base_currency),
        split["note"],
        _money(split["base_minor"], line.base_currency),
    )
