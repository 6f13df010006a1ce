"""Engines beyond this machine: asked when the settings say so, checked like any other, and never in the way."""

import io
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from PIL import Image

from backend import mails
from backend.core.settings import settings
from backend.ocr import cloud
from backend.ocr.child import Copy, Outcome, Reader, SeenPage, SeenWord
from backend.ocr.choices import AUTO, Choice
from backend.ocr.claims import ClaimedItem, Claims
from backend.ocr.reading import ENOUGH, Context
from tests.vision_services import KEY, GoogleVision, Model, google_vision, vision_model

TODAY = Context(date(2026, 11, 24), "EUR")
LINES = [
    "STARBUCKS COFFEE LTD", "Dublin, Ireland", "VAT IE9705884E", "12/07/2024 14:22", "Latte 3.10 €", "Croissant 2.50 €",
    "TOTAL 5.60 €", "CARD 5.60 €",
]  # fmt: skip
BLURRED = ["STARBUCKS COFFEE LTD", "12/07/2024 14:22", "Latte 3.10 €", "Croissant 2.50 €", "T0T4L ... €"]
BOUGHT = [("Latte", "3.10"), ("Croissant", "2.50")]
TRUE = {
    "merchant": "Starbucks Coffee Ltd",
    "date": "2024-07-12",
    "total": "5.60",
    "currency": "EUR",
    "tax": None,
    "items": [{"description": name, "quantity": None, "amount": amount} for name, amount in BOUGHT],
}
MADE_UP = {**TRUE, "total": "99.95", "merchant": "Grand Hotel Budapest", "date": "2024-01-01", "items": []}
ANSWERS = {"sees-well": TRUE, "makes-things-up": MADE_UP}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Model]:
    with vision_model(tmp_path_factory.mktemp("model"), ANSWERS) as running:
        yield running


@pytest.fixture
async def google() -> AsyncIterator[GoogleVision]:
    async with google_vision(LINES) as running:
        yield running


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    made = Reader()
    yield made
    await made.close()


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Sets what an operator would set."""

    def choose(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()

    cloud._breakers.clear()
    yield choose
    monkeypatch.undo()
    settings.cache_clear()
    cloud._breakers.clear()


def with_google(choose: Callable[..., None], service: GoogleVision, when: str = "unsure", key: str = KEY) -> None:
    choose(OCR_CLOUD=when, GOOGLE_VISION_KEY=key, GOOGLE_VISION_URL=service.url)


def with_model(choose: Callable[..., None], service: Model, name: str, when: str = "unsure") -> None:
    choose(OCR_CLOUD=when, OPENAI_API_KEY=KEY, OPENAI_BASE_URL=service.url, OPENAI_MODEL=name)


async def read_here(reader: Reader, lines: list[str]) -> Outcome:
    """What this machine makes of a receipt with these lines, and a cleaned page of it."""
    buffer = io.BytesIO()
    Image.new("RGB", (400, 800), "white").save(buffer, "JPEG")
    words = [SeenWord(line, 0.97, 0.1, at / len(lines), 0.8, 0.5 / len(lines)) for at, line in enumerate(lines)]
    outcome = await reader.understand([SeenPage(2.0, words)], None, TODAY)
    page = Copy("page", 1, buffer.getvalue(), "image/jpeg", 400, 800)
    return msgspec.structs.replace(outcome, engine="rapidocr", copies=[page, *outcome.copies])


async def test_an_unsure_reading_is_looked_at_by_google_and_its_words_go_through_the_same_rules(
    reader: Reader, google: GoogleVision, chosen: Callable[..., None]
) -> None:
    with_google(chosen, google)
    read = await read_here(reader, BLURRED)
    assert not read.sure
    seen = await cloud.look_again(read, AUTO, TODAY, reader)
    assert (seen.fields["total"]["value"], seen.engine, seen.sure) == ("5.60", "rapidocr+google_vision", True)
    assert set(seen.fields["total"]["checks"]) >= {"itemised"} and seen.fields["total"]["box"][0] == 1
    assert [copy.variant for copy in seen.copies] == ["page", "words"] and b"5.60" in seen.copies[1].data


async def test_a_sure_reading_leaves_this_machine_only_where_the_settings_say_always(
    reader: Reader, google: GoogleVision, chosen: Callable[..., None]
) -> None:
    read = await read_here(reader, LINES)
    assert read.sure
    for when, asked in (("never", 0), ("asked", 0), ("unsure", 0), ("always", 1)):
        with_google(chosen, google, when)
        await cloud.look_again(read, AUTO, TODAY, reader)
        assert len(google.asked) == asked, when


async def test_a_chosen_engine_is_asked_with_the_language_and_a_local_one_keeps_everything_here(
    reader: Reader, google: GoogleVision, chosen: Callable[..., None]
) -> None:
    with_google(chosen, google, "asked")
    read = await read_here(reader, BLURRED)
    assert await cloud.look_again(read, Choice("tesseract"), TODAY, reader) == read
    seen = await cloud.look_again(read, Choice("google_vision", "deu"), TODAY, reader)
    assert seen.fields["total"]["value"] == "5.60"
    assert [each["requests"][0]["imageContext"] for each in google.asked] == [{"languageHints": ["de"]}]


async def test_a_busy_service_is_asked_again(reader: Reader, google: GoogleVision, chosen: Callable[..., None]) -> None:
    with_google(chosen, google)
    google.failing = [503, 429]
    seen = await cloud.look_again(await read_here(reader, BLURRED), AUTO, TODAY, reader)
    assert (len(google.asked), seen.fields["total"]["value"]) == (3, "5.60")


async def test_what_was_read_here_stands_while_the_cloud_is_away_and_after_some_failures_it_is_left_alone(
    reader: Reader, google: GoogleVision, chosen: Callable[..., None]
) -> None:
    with_google(chosen, google)
    google.failing = [503] * 100
    read = await read_here(reader, BLURRED)
    for _ in range(5):
        assert await cloud.look_again(read, AUTO, TODAY, reader) == read
    assert len(google.asked) == 9  # three readings with three tries each; then the breaker is open
    told = await cloud.look_again(read, Choice("google_vision"), TODAY, reader)
    assert (told.remark, told.fields) == ("cloud_away", read.fields)


@pytest.mark.parametrize("trouble", ["a wrong key", "a picture it does not take"])
async def test_a_refusal_is_no_reason_to_lose_anything_nor_to_ask_again(
    reader: Reader, google: GoogleVision, chosen: Callable[..., None], trouble: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with_google(chosen, google, key="wrong-key" if trouble == "a wrong key" else KEY)
    google.error = {"code": 3, "message": "Bad image data."}
    read = await read_here(reader, BLURRED)
    assert await cloud.look_again(read, AUTO, TODAY, reader) == read
    assert len(google.asked) == 1
    said = "".join(capfd.readouterr())
    assert KEY not in said and "wrong-key" not in said


async def test_a_model_that_sees_what_is_printed_fills_in_what_was_not_understood(
    reader: Reader, model: Model, chosen: Callable[..., None]
) -> None:
    with_model(chosen, model, "sees-well")
    read = await read_here(reader, [line for line in LINES if "TOTAL" not in line and "CARD" not in line] + ["5.60"])
    seen = await cloud.look_again(read, AUTO, TODAY, reader)
    total = seen.fields["total"]
    assert (total["value"], total["checks"], seen.engine) == ("5.60", ["itemised"], "rapidocr+openai")
    sent = model.asked()[-1]["body"]
    assert sent["response_format"]["type"] == "json_schema" and sent["response_format"]["json_schema"]["strict"] is True
    assert sent["messages"][0]["content"][1]["image_url"]["url"].startswith("data:image/jpeg;base64,")


async def test_what_a_model_makes_up_is_hardly_believed_and_makes_what_was_read_unsure(
    reader: Reader, model: Model, chosen: Callable[..., None]
) -> None:
    with_model(chosen, model, "makes-things-up", "always")
    read = await read_here(reader, LINES)
    assert read.sure
    seen = await cloud.look_again(read, AUTO, TODAY, reader)
    assert not seen.sure
    assert seen.fields["total"]["value"] == "5.60" and seen.fields["total"]["confidence"] < 0.8
    assert seen.fields["date"]["value"] == "2024-07-12" and seen.fields["merchant"]["value"] != "Grand Hotel Budapest"
    nothing = await cloud.look_again(await read_here(reader, ["thank you", "come again soon"]), AUTO, TODAY, reader)
    assert (nothing.fields["total"]["value"], nothing.fields["total"]["confidence"], nothing.fields["total"]["box"]) == ("99.95", 0.3, None)


async def test_a_model_that_is_throttled_or_talks_nonsense_changes_nothing(
    reader: Reader, model: Model, chosen: Callable[..., None]
) -> None:
    with_model(chosen, model, "sees-well")
    read = await read_here(reader, BLURRED)
    try:
        for trouble in ("rateLimitRate", "malformedRate"):
            model.trouble(**{trouble: 1.0})
            assert await cloud.look_again(read, AUTO, TODAY, reader) == read
    finally:
        model.trouble(rateLimitRate=0.0, malformedRate=0.0)


async def test_google_reads_first_and_the_model_is_asked_only_where_doubts_are_left(
    reader: Reader, google: GoogleVision, model: Model, chosen: Callable[..., None]
) -> None:
    with_google(chosen, google)
    with_model(chosen, model, "sees-well")
    before = len(model.asked())
    await cloud.look_again(await read_here(reader, BLURRED), AUTO, TODAY, reader)
    assert len(model.asked()) == before
    google.lines = BLURRED
    seen: Any = await cloud.look_again(await read_here(reader, BLURRED), AUTO, TODAY, reader)
    assert len(model.asked()) == before + 1
    assert Path(seen.engine).name == "rapidocr+google_vision+openai"


@pytest.mark.parametrize(
    "odd",
    [
        [],
        {"fullTextAnnotation": {"pages": [None]}},
        {"fullTextAnnotation": {"pages": [{"blocks": [{"paragraphs": [{"words": [{"symbols": [{"text": 7}]}]}]}]}]}},
        {"error": "quota"},
    ],
)
async def test_an_answer_in_no_form_of_googles_leaves_what_was_read_here(
    reader: Reader, google: GoogleVision, chosen: Callable[..., None], odd: Any
) -> None:
    with_google(chosen, google)
    google.odd = odd
    read = await read_here(reader, BLURRED)
    assert await cloud.look_again(read, AUTO, TODAY, reader) == read


async def test_a_models_answer_without_choices_leaves_what_was_read_here(reader: Reader, chosen: Callable[..., None]) -> None:
    async def overloaded(_request: web.Request) -> web.Response:
        return web.json_response({"error": {"code": 502, "message": "Provider returned error"}})

    app = web.Application()
    app.router.add_post("/v1/chat/completions", overloaded)
    async with TestServer(app) as server:
        chosen(OCR_CLOUD="unsure", OPENAI_API_KEY=KEY, OPENAI_BASE_URL=str(server.make_url("/v1")), OPENAI_MODEL="any")
        read = await read_here(reader, BLURRED)
        assert await cloud.look_again(read, AUTO, TODAY, reader) == read


async def test_a_model_that_writes_what_cannot_be_stored_is_heard_without_it(reader: Reader) -> None:
    words = [SeenWord(line, 0.97, 0.1, at / len(LINES), 0.8, 0.05) for at, line in enumerate(LINES)]
    claims = Claims(merchant="Starbucks\0 Coffee Ltd", items=[ClaimedItem("Lat\0te", "3.10"), ClaimedItem("Croissant", "2.50", "\0 1")])
    outcome = await reader.understand([SeenPage(2.0, [SeenWord("\0", 0.9, 0, 0, 0.1, 0.1), *words])], claims, TODAY)
    assert "\\u0000" not in msgspec.json.encode([outcome.fields, outcome.lines, outcome.text]).decode()


async def test_the_text_of_a_mail_stays_here_and_what_a_model_adds_to_it_keeps_its_doubts(
    reader: Reader, google: GoogleVision, chosen: Callable[..., None]
) -> None:
    rows = [mails.Row([mails.Cell(line)]) for line in ("Our bundle of the week", "Tea 4.00", "Cake 1.60", "Total EUR 5.60")]
    read = await reader.read(mails.packed(mails.Sheet(rows, "Corner Shop", "2026-11-20", "News")), TODAY)
    with_google(chosen, google, "always")
    assert await cloud.look_again(read, AUTO, TODAY, reader) == read
    assert not google.asked
    seen = await cloud.look_again(read, Choice("google_vision"), TODAY, reader)
    assert (len(google.asked), seen.mailed, seen.sure) == (1, read.mailed, False)
    assert seen.fields["total"]["confidence"] < ENOUGH["total"]
