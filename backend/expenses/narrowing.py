"""From a filter to SQL: names and amounts looked up once, conditions that indexes serve, keysets that stay true."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend import categories
from backend.core.actor import Actor
from backend.core.errors import Invalid
from backend.core.money import MoneyInvalid, digits, parse_amount
from backend.core.text import has_forbidden_characters
from backend.expenses.books import books_of
from backend.expenses.drafts import ExpenseFilter

_Q_MAX: Final = 200


@dataclass(frozen=True)
class Narrowed:
    """A filter whose category is a list of ids and whose amounts are minor units."""

    asked: ExpenseFilter
    category_ids: tuple[UUID, ...] = ()
    min_minor: int | None = None
    max_minor: int | None = None

    @property
    def amount_column(self) -> str:
        """What amounts are compared in: the named currency's own amounts, else the base amounts."""
        return "amount_minor" if self.asked.currency else "base_minor"


def needs_lookup(asked: ExpenseFilter) -> bool:
    """Whether `narrowed` asks the database; otherwise `at_once` does."""
    return any((asked.category_id, asked.merchant_id, asked.min_amount is not None, asked.max_amount is not None))


def at_once(asked: ExpenseFilter) -> Narrowed:
    """A checked filter that names nothing to look up. Raises `Invalid`."""
    if asked.from_ and asked.to and asked.from_ > asked.to:
        raise Invalid.field("to", "range_reversed", "The last day lies before the first. Please swap them.")
    for name, value in (("q", asked.q), ("tag", asked.tag)):
        if value and (has_forbidden_characters(value) or len(value) > _Q_MAX):
            raise Invalid.field(name, "not_searchable", f"Search for at most {_Q_MAX} plain characters.")
    if asked.currency:
        digits(asked.currency)
    return Narrowed(replace(asked, q=(asked.q or "").strip() or None, tag=(asked.tag or "").strip() or None))


async def narrowed(session: AsyncSession, actor: Actor, asked: ExpenseFilter) -> Narrowed:
    """A checked filter with its names looked up. Raises `Invalid`, also for what belongs to another workspace."""
    plain = at_once(asked)
    if not needs_lookup(asked):
        return plain
    if asked.merchant_id and await categories.find_merchant(session, actor, asked.merchant_id) is None:
        raise Invalid.field("merchant_id", "merchant_unknown", "There is no such merchant here.")
    minors = await _amounts(session, actor, asked)
    return replace(plain, category_ids=await _categories(session, actor, asked), **minors)


async def _categories(session: AsyncSession, actor: Actor, asked: ExpenseFilter) -> tuple[UUID, ...]:
    if not isinstance(asked.category_id, UUID):
        return ()
    family = await categories.with_children(session, actor, asked.category_id)
    if not family:
        raise Invalid.field("category_id", "category_unknown", "There is no such category here.")
    return tuple(family)


async def _amounts(session: AsyncSession, actor: Actor, asked: ExpenseFilter) -> dict[str, int | None]:
    if asked.min_amount is None and asked.max_amount is None:
        return {}
    currency = asked.currency or (await books_of(session, actor)).base_currency
    lowest, highest = _minor("min_amount", asked.min_amount, currency), _minor("max_amount", asked.max_amount, currency)
    if lowest is not None and highest is not None and lowest > highest:
        raise Invalid.field("max_amount", "range_reversed", "The largest amount is below the smallest. Please swap them.")
    return {"min_minor": lowest, "max_minor": highest}


def _minor(name: str, amount: str | None, currency: str) -> int | None:
    try:
        return None if amount is None else parse_amount(amount, currency).minor
    except MoneyInvalid as error:
        raise error.at(name if error.field_name == "amount" else "currency") from None


@dataclass
class Conditions:
    """A FROM clause, its conditions and their parameters `$1 … $n`, collected."""

    sources: str = "expense e"
    day: str = "e.occurred_on"
    id: str = "e.id"
    parts: list[str] = field(default_factory=list)
    params: list[Any] = field(default_factory=list)

    def bind(self, value: Any) -> str:
        """The placeholder of one more parameter."""
        self.params.append(value)
        return f"${len(self.params)}"

    def add(self, condition: str, *values: Any) -> None:
        """One more condition; each `?` in it becomes a parameter."""
        for value in values:
            condition = condition.replace("?", self.bind(value), 1)
        self.parts.append(condition)

    @property
    def where(self) -> str:
        """All conditions."""
        return " AND ".join(self.parts)


def conditions(narrow: Narrowed) -> Conditions:
    """The conditions of a filter, with text and tags found by the search functions and joined by key and day."""
    found = Conditions()
    found.add("e.workspace_id = app_workspace()")
    _add_search(found, narrow.asked)
    found.add("e.deleted_at IS NOT NULL" if narrow.asked.deleted else "e.deleted_at IS NULL")
    _add_plain(found, narrow.asked)
    _add_category(found, narrow)
    _add_amounts(found, narrow)
    _add_receipt(found, narrow.asked.has_receipt)
    return found


def _add_search(found: Conditions, asked: ExpenseFilter) -> None:
    searches = [(f"expense_{name}({found.bind(value)})", name) for name, value in (("search", asked.q), ("tagged", asked.tag)) if value]
    if not searches:
        return
    first = searches[0][1]
    newest = "ORDER BY occurred_on DESC, expense_id DESC"
    sorted_first = f"(SELECT * FROM {searches[0][0]} {newest}) {first}"  # noqa: S608 - the texts are fixed
    joins = [sorted_first, *(f"JOIN {call} {name} USING (expense_id, occurred_on)" for call, name in searches[1:])]
    hit = f"e.workspace_id = app_workspace() AND e.id = {first}.expense_id AND e.occurred_on = {first}.occurred_on"
    found.sources = f"{' '.join(joins)} JOIN expense e ON {hit}"
    # What was found is in order before it is joined, so that a list of the newest stops joining after a page.
    found.day, found.id = f"{first}.occurred_on", f"{first}.expense_id"


def _add_plain(found: Conditions, asked: ExpenseFilter) -> None:
    comparisons = (
        ("e.occurred_on >= ?", asked.from_),
        ("e.occurred_on <= ?", asked.to),
        ("e.kind = ?", asked.kind),
        ("e.status = ?", asked.status),
        ("e.account_id = ?", asked.account_id),
        ("e.merchant_id = ?", asked.merchant_id),
        ("e.currency = ?", asked.currency),
    )
    for condition, value in comparisons:
        if value is not None:
            found.add(condition, value)
    if asked.status and asked.status != "confirmed":
        found.add("e.status <> 'confirmed'")  # says so for the index of what is not confirmed


def _add_category(found: Conditions, narrow: Narrowed) -> None:
    if narrow.asked.category_id == "none":
        found.add("e.category_id IS NULL AND e.splits IS NULL")
    elif narrow.category_ids:
        ids = list(narrow.category_ids)
        line = "SELECT 1 FROM jsonb_array_elements(e.splits) line WHERE line ->> 'category_id' = ANY(?)"
        found.add(
            f"(e.splits IS NULL AND e.category_id = ANY(?) OR e.splits IS NOT NULL AND EXISTS ({line}))", ids, [str(each) for each in ids]
        )


def _add_amounts(found: Conditions, narrow: Narrowed) -> None:
    if narrow.min_minor is not None:
        found.add(f"e.{narrow.amount_column} >= ?", narrow.min_minor)
    if narrow.max_minor is not None:
        found.add(f"e.{narrow.amount_column} <= ?", narrow.max_minor)


def _add_receipt(found: Conditions, has_receipt: bool | None) -> None:
    if has_receipt is None:
        return
    receipt = "SELECT 1 FROM receipt r WHERE r.workspace_id = e.workspace_id AND r.expense_id = e.id AND r.deleted_at IS NULL"
    found.add(f"{'' if has_receipt else 'NOT '}EXISTS ({receipt})")


@dataclass(frozen=True)
class Order:
    """A sort: its column, its direction, and whether rows without a value follow at the end."""

    column: str
    descending: bool
    nulls_last: bool = False

    def clause(self, found: Conditions, *, whole: bool = False) -> str:
        """The ORDER BY, with the id as the tie-breaker; of the `whole` list at once, rows without a value at its end."""
        way = "DESC" if self.descending else "ASC"
        column, tie = self._columns(found)
        last = " NULLS LAST" if whole and self.nulls_last else ""
        return f"{column} {way}{last}, {tie} {way}"

    def after(self, found: Conditions, values: Sequence[Any]) -> None:
        """Only rows after the one with these keys."""
        sign = "<" if self.descending else ">"
        column, tie = self._columns(found)
        if values[0] is None:
            found.add(f"{tie} {sign} ?", values[1])
            return
        first, second = found.bind(values[0]), found.bind(values[1])
        found.parts.append(f"{column} {sign}= {first} AND ({column}, {tie}) {sign} ({first}, {second})")

    def _columns(self, found: Conditions) -> tuple[str, str]:
        return (found.day, found.id) if self.column == "occurred_on" else (f"e.{self.column}", "e.id")


def order(sort: str, narrow: Narrowed) -> Order:
    """The order that `sort` names. Raises `Invalid`."""
    if sort in ("-occurred_on", "occurred_on"):
        return Order("occurred_on", sort.startswith("-"))
    if sort in ("-amount", "amount"):
        return Order(narrow.amount_column, sort.startswith("-"), nulls_last=True)
    if sort == "-created_at":
        return Order("created_at", descending=True)
    raise Invalid.field("sort", "sort_invalid", "Sort by -occurred_on, occurred_on, -amount, amount or -created_at.")


def key_in(order: Order, values: Sequence[Any]) -> tuple[Any, UUID]:
    """A cursor's keys as SQL values."""
    value, row_id = values
    if order.column == "occurred_on":
        value = date.fromisoformat(value)
    elif order.column == "created_at":
        value = datetime.fromisoformat(value)
    return value, UUID(row_id)


def key_out(value: Any, row_id: Any) -> list[Any]:
    """The keys of a row for a cursor."""
    return [value.isoformat() if isinstance(value, (date, datetime)) else value, str(row_id)]


def named_params(sql: str, params: Sequence[Any]) -> tuple[str, dict[str, Any]]:
    """The same statement for a session's driver: `$1` becomes `%(p1)s`."""
    return re.sub(r"\$(\d+)", r"%(p\1)s", sql), {f"p{number}": value for number, value in enumerate(params, 1)}
