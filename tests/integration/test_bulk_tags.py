"""Tags of many expenses at once, and taking that back."""

import pytest

from backend import expenses
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.errors import Invalid
from backend.core.ids import parse_id
from backend.expenses import BulkResult, ExpenseFilter, Selection
from tests.integration.bookkeeping import look, new_books, rows, spend


@pytest.fixture
async def actor(stores: object) -> Actor:
    return await new_books()


async def tag(actor: Actor, selection: Selection, *, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> BulkResult:
    async with transaction(actor) as books:
        return await expenses.tag_many(books, actor, selection, add=add, remove=remove)


async def test_tags_are_added_after_those_that_stand_and_others_go(actor: Actor) -> None:
    plain, tagged = await spend(actor), await spend(actor, tags=("old", "trip"))
    done = await tag(actor, Selection(ids=(plain.id, tagged.id)), add=("trip",), remove=("old",))
    assert (done.changed, done.skipped) == (2, 0)
    assert [(await look(actor, each.id)).tags for each in (plain, tagged)] == [("trip",), ("trip",)]
    assert (await look(actor, plain.id)).field_sources["tags"] == "user"


async def test_what_stands_so_already_is_skipped_and_keeps_its_version(actor: Actor) -> None:
    tagged = await spend(actor, tags=("trip",))
    done = await tag(actor, Selection(ids=(tagged.id,)), add=("trip",))
    assert (done.changed, done.skipped, done.undo_token) == (0, 1, None)
    assert (await look(actor, tagged.id)).version == tagged.version


async def test_taking_it_back_puts_the_former_tags_of_each_in_place(actor: Actor) -> None:
    first, second = await spend(actor, tags=("a",)), await spend(actor, tags=("b", "c"))
    done = await tag(actor, Selection(filter=ExpenseFilter()), add=("trip",), remove=("b",))
    token = parse_id(done.undo_token or "")
    assert token is not None
    async with transaction(actor) as books:
        await expenses.undo(books, actor, token)
    assert [(await look(actor, each.id)).tags for each in (first, second)] == [("a",), ("b", "c")]


async def test_the_change_stands_in_the_history_of_each(actor: Actor) -> None:
    view = await spend(actor)
    await tag(actor, Selection(ids=(view.id,)), add=("trip",))
    async with transaction(actor) as books:
        told = await expenses.history(books, actor, view.id)
    assert told.items[0].changes == {"tags": ([], ["trip"])}


async def test_others_books_stay_as_they_are(actor: Actor) -> None:
    theirs = await new_books()
    view = await spend(theirs)
    done = await tag(actor, Selection(ids=(view.id,)), add=("trip",))
    assert (done.changed, done.skipped) == (0, 1)
    assert (await look(theirs, view.id)).tags == ()
    assert await rows(actor, "SELECT id FROM expense") == []


async def test_a_tag_that_is_too_long_is_refused(actor: Actor) -> None:
    view = await spend(actor)
    with pytest.raises(Invalid):
        await tag(actor, Selection(ids=(view.id,)), add=("x" * 61,))
