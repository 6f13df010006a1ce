"""Which expense comes next, in the list that the address tells of or, for one that waits for approval, among those that wait."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from backend import expenses
from backend.core.errors import Invalid
from backend.expenses import ExpenseFilter, ExpenseView
from expense_app import filters
from expense_app.desk import Desk

WAITING: Final = ExpenseFilter(status="needs_review")
_LOOKED_AT: Final = 200


def list_around(query: Mapping[str, Any], expense: ExpenseView) -> ExpenseFilter:
    """The list in which an expense stands: that of the address, else what waits for approval, else everything."""
    asked = filters.asked_in(query)
    try:
        if asked:
            return filters.expense_filter(asked)
    except Invalid:
        return ExpenseFilter()  # an address that says nothing sensible is no reason to stay where one is
    return WAITING if expense.status == "needs_review" else ExpenseFilter()


async def neighbour(desk: Desk, expense: ExpenseView, wanted: ExpenseFilter, *, forward: bool) -> UUID | None:
    """The expense after (older) or before (newer) this one in a list ordered by day; None at its end."""
    day = expense.occurred_on
    bounds: dict[str, Any] = {"to": min(wanted.to or day, day)} if forward else {"from_": max(wanted.from_ or day, day)}
    sort = "-occurred_on" if forward else "occurred_on"
    page = await expenses.list_page(desk.books, desk.actor, replace(wanted, **bounds), sort=sort, limit=_LOOKED_AT)
    ids = [each.id for each in page.items]
    if expense.id not in ids:  # it has just left the list: the next one of another day stands in for its neighbour
        return next((each.id for each in page.items if each.id != expense.id), None)
    place = ids.index(expense.id) + 1
    return ids[place] if place < len(ids) else None


async def next_waiting(desk: Desk, expense: ExpenseView) -> UUID | None:
    """The next expense that waits for approval, from the top again after the last."""
    found = await neighbour(desk, expense, WAITING, forward=True)
    if found is not None:
        return found
    page = await expenses.list_page(desk.books, desk.actor, WAITING, limit=2)
    return next((each.id for each in page.items if each.id != expense.id), None)
