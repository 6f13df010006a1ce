"""Problems on their way to a page: in its language, and untouched for programs."""

import json
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from expense_app.retelling import Retelling, retold_problem

PROBLEM = {
    "type": "about:blank",
    "code": "invalid",
    "detail": "Some fields need another look.",
    "errors": [{"field": "name", "code": "required", "message": "Please enter a name."}],
}


async def ask(body: bytes, media_type: str, *headers: tuple[bytes, bytes]) -> tuple[dict[bytes, bytes], bytes]:
    """(headers, body) as they leave, of an answer that comes in two parts."""
    said: list[Message] = []

    async def behind(_scope: Scope, _receive: Receive, send: Send) -> None:
        own = [(b"content-type", media_type.encode()), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 422, "headers": own})
        await send({"type": "http.response.body", "body": body[:5], "more_body": True})
        await send({"type": "http.response.body", "body": body[5:]})

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        said.append(message)

    await Retelling(behind)({"type": "http", "headers": list(headers)}, receive, send)
    return dict(said[0]["headers"]), b"".join(each["body"] for each in said[1:])


@pytest.mark.parametrize("sent", [[(b"cookie", b"lang=es")], [(b"x-csrf-token", b"t"), (b"accept-language", b"es-MX,en;q=0.5")]])
async def test_a_page_of_another_language_reads_a_problem_in_it(sent: list[tuple[bytes, bytes]]) -> None:
    headers, body = await ask(json.dumps(PROBLEM).encode(), "application/problem+json", *sent)
    told: dict[str, Any] = json.loads(body)
    assert told["detail"] == "Algunos campos necesitan otro vistazo."
    assert told["errors"] == [{"field": "name", "code": "required", "message": "Escribe un nombre."}]
    assert (told["code"], headers[b"content-length"]) == ("invalid", str(len(body)).encode())


@pytest.mark.parametrize("headers", [[], [(b"cookie", b"lang=en")], [(b"accept-language", b"es")], [(b"cookie", b"lang=xx")]])
async def test_programs_and_english_pages_read_what_the_backend_says(headers: list[tuple[bytes, bytes]]) -> None:
    sent = json.dumps(PROBLEM).encode()
    assert (await ask(sent, "application/problem+json", *headers))[1] == sent


async def test_other_answers_pass_as_they_are() -> None:
    sent = b'{"detail": "Some fields need another look."}'
    assert (await ask(sent, "application/json", (b"cookie", b"lang=es")))[1] == sent


@pytest.mark.parametrize("body", [b"", b"not json", b"[1]", b'{"errors": ["strange"], "detail": 5}'])
def test_what_is_no_problem_document_breaks_nothing(body: bytes) -> None:
    assert retold_problem(body, "de") in (body, json.dumps(json.loads(body)).encode() if body.startswith(b"{") else body)
