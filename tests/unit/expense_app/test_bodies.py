"""How much a request may bring."""

import pytest
from starlette.exceptions import HTTPException
from starlette.types import Message, Scope

from expense_app import bodies

UPLOAD = 15 * 1024 * 1024


def scope(path: str = "/api/v1/expenses", **headers: str) -> Scope:
    return {"path": path, "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]}


def test_a_form_may_bring_a_file_and_anything_else_a_mebibyte() -> None:
    assert bodies.allowed(scope(content_type="multipart/form-data; boundary=x"), UPLOAD) == UPLOAD + bodies.ENVELOPE
    assert bodies.allowed(scope(content_type="application/json"), UPLOAD) == bodies.FORM
    assert bodies.allowed(scope(), UPLOAD) == bodies.FORM


def test_where_mails_come_in_one_may_be_larger_than_is_worked_so_that_it_can_be_noted() -> None:
    assert bodies.allowed(scope(bodies.MAIL, content_type="message/rfc822"), UPLOAD) == 50 * 1024 * 1024 + bodies.ENVELOPE


@pytest.mark.parametrize(("value", "length"), [("12", 12), ("-1", None), ("1e9", None), ("²", None), ("9" * 30, None)])
def test_an_announced_length_is_a_plain_number(value: str, length: int | None) -> None:
    assert bodies.declared({"headers": [(b"content-length", value.encode("latin-1"))]}) == length


async def test_a_body_that_announces_no_length_is_cut_where_it_gets_too_long() -> None:
    async def receive() -> Message:
        return {"type": "http.request", "body": b"x" * 600, "more_body": True}

    counted = bodies.counting(receive, 1000)
    await counted()
    with pytest.raises(HTTPException) as refused:
        await counted()
    assert refused.value.status_code == 413


async def test_a_refused_body_is_read_to_its_end_and_no_further() -> None:
    chunks = [
        {"type": "http.request", "body": b"x", "more_body": True},
        {"type": "http.request", "body": b"", "more_body": False},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return chunks.pop(0)

    await bodies.drain(receive)
    assert chunks == [{"type": "http.disconnect"}]
