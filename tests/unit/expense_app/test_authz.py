"""Marks and arguments of handlers."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic import BaseModel, Field, ValidationError

from backend.core.actor import Actor, Role
from backend.core.errors import FieldProblem, Invalid
from backend.core.nudge import Nudge
from expense_app.authz import checked_arguments
from expense_app.failures import words_for
from expense_app.live import concerning
from expense_app.marks import PUBLIC, needs, permission_of, public


class Draft(BaseModel):
    """A form of one field."""

    amount: int = Field(ge=0)


def save(self: Any, draft: Draft, note: str = "") -> None:
    """A handler."""


def search(self: Any, words: str) -> None:
    """Another."""


def unannotated(self: Any, value) -> None:
    """A handler that does not say what it takes."""


def test_a_handler_without_a_mark_declares_nothing() -> None:
    assert permission_of(save) is None


def test_marks_are_read_back() -> None:
    assert permission_of(needs("expenses:read")(lambda _: None)) == "expenses:read"
    assert permission_of(public(lambda _: None)) == PUBLIC


def test_a_permission_that_does_not_exist_is_a_mistake_in_the_code() -> None:
    with pytest.raises(LookupError):
        needs("expenses:reed")


def test_arguments_arrive_as_the_handler_declares_them() -> None:
    assert checked_arguments(save, {"draft": {"amount": "12"}, "note": "x"}) == {"draft": Draft(amount=12), "note": "x"}
    assert checked_arguments(save, {"draft": {"amount": 1}}) == {"draft": Draft(amount=1)}


def test_a_submitted_form_is_read_as_its_fields() -> None:
    assert checked_arguments(save, {"draft": {"__reflex_form_data__": [["amount", "7"]]}}) == {"draft": Draft(amount=7)}


@pytest.mark.parametrize(
    ("handler", "payload"),
    [
        (save, {}),
        (save, {"draft": {"amount": -1}}),
        (save, {"draft": "x"}),
        (save, {"draft": {"amount": 1}, "self": 1}),
        (save, {"draft": {"amount": 1}, "more": 1}),
        (search, {"words": 5}),
        (search, {"words": ["a"]}),
        (search, {"words": "a" * 25_001}),
    ],
)
def test_other_arguments_are_refused(handler: Any, payload: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        checked_arguments(handler, payload)


def test_a_handler_that_does_not_say_what_it_takes_takes_nothing() -> None:
    with pytest.raises(KeyError):
        checked_arguments(unannotated, {"value": 1})


def test_a_refusal_is_told_with_the_words_of_its_fields() -> None:
    problem = Invalid("Please check these.", fields=(FieldProblem("money", "too_small", "The amount is missing."),))
    assert words_for(problem) == "Please check these. The amount is missing."
    assert words_for(Invalid.field("money", "too_small", "The amount is missing.")) == "The amount is missing."


def test_a_page_hears_of_its_topics_and_of_its_person_alone() -> None:
    workspace, me, other = uuid4(), uuid4(), uuid4()
    actor = Actor(me, workspace, Role.MEMBER)
    burst = [
        Nudge(workspace, "expenses"),
        Nudge(workspace, "expenses"),
        Nudge(workspace, "receipts"),
        Nudge(workspace, "notifications", user_id=other),
    ]
    assert concerning(burst, actor, ("expenses", "notifications")) == {"expenses"}
    assert concerning([Nudge(workspace, "notifications", user_id=me)], actor, ("notifications",)) == {"notifications"}
