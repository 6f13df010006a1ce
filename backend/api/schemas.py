"""What bodies have in common: unknown fields are refused, and text holds nothing that cannot be shown or stored."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from backend.core.text import has_forbidden_characters


def refused(code: str, words: str) -> PydanticCustomError:
    """An error of one field with a code and words of its own, to raise in validators."""
    return PydanticCustomError(code, words, {"own": True})  # ty: ignore[invalid-argument-type] - it asks for literals, whose sense is ours: translating


def clean(text: str) -> str:
    """`text` when every field may hold it. Raises `forbidden_characters`."""
    if has_forbidden_characters(text):
        raise refused("forbidden_characters", "This holds characters that cannot be stored. Please type it again.")
    return text


class Sent(BaseModel):
    """A body as it is sent: exactly the declared fields; no NUL or control characters anywhere in it."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def _text_is_clean(cls, value: Any) -> Any:
        for text in _texts(value):
            clean(text)
        return value


class Changes(Sent):
    """A body of changes: what is not sent stays as it is, and null is no value."""

    @field_validator("*", mode="before")
    @classmethod
    def _is_a_value(cls, value: Any) -> Any:
        if value is None:
            raise refused("null", "Leave this out to keep it as it is.")
        return value


class Shown(BaseModel):
    """A body as it is answered."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


Instant = Annotated[datetime, AfterValidator(lambda instant: instant.astimezone(UTC))]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(key)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


class FieldError(BaseModel):
    """One field that was refused."""

    field: str = Field(examples=["money.amount"])
    code: str = Field(examples=["too_many_digits"])
    message: str = Field(examples=["EUR has 2 digits after the point."])


class ProblemDocument(BaseModel):
    """A refusal (RFC 9457). `code` is stable and for programs, `detail` is for people."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["urn:outlay:problem:not_found"])
    title: str
    status: int
    detail: str
    code: str
    request_id: UUID
    errors: list[FieldError] | None = None
