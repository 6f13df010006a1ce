"""The consumer that categorises: it looks at an expense as it stands and says what it takes it for, and why."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend import categories, expenses, ocr
from backend.ai.catalogue import catalogue
from backend.ai.conditions import CategoryRule
from backend.ai.memory import Choice
from backend.ai.model import model
from backend.ai.rules import suggest
from backend.ai.suggestion import Candidate, Suggestion
from backend.core.actor import Actor
from backend.core.inbox import Once
from backend.core.nudge import nudge
from backend.core.outbox import publish
from backend.events import ExpenseAmended, ExpenseCategorized, ExpenseRecorded
from backend.expenses import ExpenseView, NoSuchExpense


async def categorise(event: ExpenseRecorded, once: Once) -> None:
    """Suggest a category for an expense that has come into the books."""
    await _categorise(event.expense_id, once)


async def categorise_again(event: ExpenseAmended, once: Once) -> None:
    """Look again when what an expense is about has changed."""
    if {"merchant", "merchant_id", "description", "kind"} & set(event.fields):
        await _categorise(event.expense_id, once)
    else:
        async with once.transaction():
            return


async def _categorise(expense_id: UUID, once: Once) -> None:
    actor = once.actor
    async with once.transaction() as session:
        try:
            expense = await expenses.get(session, actor, expense_id)
        except NoSuchExpense:
            return
        if expense.category_source != "user":
            await _suggest(session, actor, expense)
        standing = await expenses.get(session, actor, expense_id)
        await publish(session, actor, ExpenseCategorized(expense_id, standing.category_id, standing.category_source))
    await nudge(actor.workspace_id, "expenses", expense_id)


async def _suggest(session: AsyncSession, actor: Actor, expense: ExpenseView) -> None:
    known = {str(each.id): each for each in await categories.list_all(session, actor)}
    by_key = {each.key: identifier for identifier, each in known.items() if each.key}
    memory = [
        Choice(str(category_id), known[str(category_id)].name, days_ago)
        for category_id, days_ago in await expenses.chosen_before(session, actor, expense.merchant_id, besides=expense.id)
        if str(category_id) in known
    ]
    found = suggest(await _candidate(session, actor, expense), await _rules(session, actor), memory, catalogue(), model())
    chosen = _identified(found, known.keys(), by_key)
    if found is not None and chosen is not None:
        suggestion = expenses.Suggestion(UUID(chosen), found.source, found.confidence, found.why)
        await expenses.suggest_category(session, actor, expense.id, suggestion)


def _identified(found: Suggestion | None, ids: Collection[str], by_key: Mapping[str, str]) -> str | None:
    """The id of the suggested category, which rules and memory name by id and the others by key; None when it is gone."""
    if found is None:
        return None
    return found.category_key if found.category_key in ids else by_key.get(found.category_key)


async def _candidate(session: AsyncSession, actor: Actor, expense: ExpenseView) -> Candidate:
    money = expense.money
    return Candidate(
        merchant=expense.merchant_name,
        description=expense.description,
        receipt_text=await ocr.text_of(session, actor, expense.id) if expense.receipts else "",
        amount_minor=money.minor if money else None,
        currency=money.currency if money else "",
        kind=expense.kind,
    )


async def _rules(session: AsyncSession, actor: Actor) -> list[CategoryRule]:
    stored = await categories.rules_in_order(session, actor)
    read = (CategoryRule.read(each.name, each.match, each.conditions, each.actions) for each in stored)
    return [rule for rule in read if rule is not None]
