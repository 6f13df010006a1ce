"""What validation finds is said in words, with stable codes."""

from typing import Annotated, Any

import pytest
from pydantic import Field, ValidationError

from backend.api import words
from backend.api.problems import MalformedRequest
from backend.api.schemas import Changes, Sent
from backend.core.errors import NotFound, Problem


class Inner(Sent):
    """A part."""

    amount: Annotated[str, Field(max_length=3)]


class Body(Sent):
    """A body."""

    name: Annotated[str, Field(min_length=2)]
    parts: list[Inner] = Field(default_factory=list)
    extra: dict[str, Any] = Field(default_factory=dict)


def problem_of(data: Any, model: type[Sent] = Body) -> Problem:
    with pytest.raises(ValidationError) as refusal:
        model.model_validate(data)
    return words.as_problem(refusal.value.errors(), malformed=MalformedRequest)


def found(problem: Problem) -> set[tuple[str, str]]:
    return {(each.field, each.code) for each in problem.fields}


def test_each_refused_field_is_named_by_its_path() -> None:
    problem = problem_of({"name": "x", "parts": [{"amount": "12345"}], "nmae": 1})
    assert found(problem) == {("name", "too_short"), ("parts.0.amount", "too_long"), ("nmae", "unknown_field")}
    assert problem.status == 422


@pytest.mark.parametrize("data", [{"name": "a\x00b"}, {"name": "ab", "extra": {"deep": ["\x00"]}}, {"name": "ab", "extra": {"\x01": 1}}])
def test_control_characters_are_refused_wherever_they_stand(data: dict[str, Any]) -> None:
    assert {code for _, code in found(problem_of(data))} == {"forbidden_characters"}


def test_null_is_no_change() -> None:
    class Change(Changes):
        """A change."""

        name: str | None = None

    assert found(problem_of({"name": None}, Change)) == {("name", "null")}


def test_a_missing_body_is_said_so() -> None:
    assert found(problem_of(None)) == {("body", "not_an_object")}


def test_an_id_in_the_path_that_is_none_is_not_found() -> None:
    errors = [{"type": "uuid_parsing", "loc": ("path", "expense_id"), "msg": "", "input": "x"}]
    assert isinstance(words.as_problem(errors, malformed=MalformedRequest), NotFound)


def test_no_word_of_the_framework_reaches_a_person() -> None:
    errors = [{"type": "something_new", "loc": ("body", "x"), "msg": "Input should be valid", "input": 1}]
    (field,) = words.as_problem(errors, malformed=MalformedRequest).fields
    assert field.message == "This value is not understood."
