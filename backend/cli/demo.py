"""`outlay demo`: two years of believable books in a new workspace, through the same services that people use."""

import asyncio
import secrets
from argparse import Namespace
from collections.abc import AsyncIterator
from random import Random
from typing import Final
from uuid import UUID

from backend import auth, categories, expenses, ocr, users
from backend.cli import demo_books, demo_receipts
from backend.cli.instance import use_instance
from backend.core.actor import Actor
from backend.core.clock import today
from backend.core.db import close_stores, open_stores, system_transaction, transaction
from backend.core.settings import settings
from backend.expenses import ExpenseDraft, ExpenseFilter, MoneyDraft
from backend.runtime.errors import CannotStart

EXPENSES, RECEIPTS = 1500, 40
_SEED: Final = 2024
_AT_ONCE: Final = 50
_TIMEZONE: Final = "Europe/Berlin"
_PATIENCE_SECONDS: Final = 180
_PAUSE_SECONDS: Final = 0.5


def run(_options: Namespace) -> None:
    """Fill a new workspace of the instance that runs here and print how to sign in."""
    use_instance()
    asyncio.run(_fill())


async def _fill() -> None:
    await open_stores()
    try:
        email, password = f"mara.{secrets.token_hex(2)}@demo.example", f"{secrets.token_hex(4)} small coins"
        actor = await _register(email, password)
        await _record(actor)
        await _capture(actor)
        read = await _wait_for_receipts(actor)
    finally:
        await close_stores()
    config = settings()
    print(f"{EXPENSES} expenses stand in the books, {read} of {RECEIPTS} receipts are read.")
    print(f"Sign in at {config.public_url or f'http://{config.host}:{config.port}'}\n  e-mail    {email}\n  password  {password}")


async def _register(email: str, password: str) -> Actor:
    """A person with books of their own."""
    hashed = await auth.hash_password(password)
    draft = users.RegisterDraft(email, hashed, "Mara Lindqvist", "en", _TIMEZONE, "EUR")
    async with system_transaction("identity") as session:
        made = await users.register(session, draft)
        await categories.seed(session, made.actor)
    return made.actor


async def _record(actor: Actor) -> None:
    """Everything that was typed in, some at a time."""
    keys = await _categories(actor)
    entries = demo_books.entries(today(_TIMEZONE), EXPENSES - RECEIPTS, Random(_SEED))  # noqa: S311 - the same books each time
    for first in range(0, len(entries), _AT_ONCE):
        async with transaction(actor) as session:
            for entry in entries[first : first + _AT_ONCE]:
                await expenses.record(session, actor, _draft(entry, keys))
        print(f"\rWriting the books … {min(first + _AT_ONCE, len(entries))} of {len(entries)}", end="", flush=True)
    print()


async def _categories(actor: Actor) -> dict[str, UUID]:
    async with transaction(actor) as session:
        return {each.key: each.id for each in await categories.list_all(session, actor) if each.key}


def _draft(entry: demo_books.Entry, keys: dict[str, UUID]) -> ExpenseDraft:
    return ExpenseDraft(
        kind=entry.kind,
        occurred_on=entry.day,
        money=MoneyDraft(entry.amount, entry.currency),
        merchant=entry.merchant,
        note=entry.note,
        tags=entry.tags,
        category_id=keys[entry.category] if entry.category else expenses.UNSET,
    )


async def _capture(actor: Actor) -> None:
    """Receipts as a person brings them: files, which the worker then reads."""
    drawn = demo_receipts.slips(today(_TIMEZONE), RECEIPTS, Random(_SEED))  # noqa: S311 - the same papers each time
    for slip in drawn:
        upload = await ocr.store_upload(actor, _once(demo_receipts.draw(slip)), f"receipt-{slip.number}.png")
        async with transaction(actor) as session:
            await expenses.capture(session, actor, upload)


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data


async def _wait_for_receipts(actor: Actor) -> int:
    """How many receipts the worker has read; waits as long as it makes progress. Raises `CannotStart` when none does."""
    waited, before = 0.0, None
    while waited < _PATIENCE_SECONDS:
        async with transaction(actor) as session:
            left = (await expenses.totals(session, actor, ExpenseFilter(status="processing"))).count
        if left != before:
            print(f"\rReading receipts … {RECEIPTS - left} of {RECEIPTS}", end="", flush=True)
        if not left:
            break
        waited, before = (waited + _PAUSE_SECONDS, before) if left == before else (0.0, left)
        await asyncio.sleep(_PAUSE_SECONDS)
    print()
    if left == RECEIPTS:
        raise CannotStart("No receipt was read: is the worker running? The books are there, and the receipts wait for it.")
    async with transaction(actor) as session:
        failed = (await expenses.totals(session, actor, ExpenseFilter(status="failed"))).count
    return RECEIPTS - left - failed
