"""Google Cloud Vision: words with their places, by its REST interface.

The official client would bring gRPC and protobuf, some 60 MB, for one POST. The key goes in a header, so that no address
in a log or an error holds it.
"""

import base64
from collections.abc import Iterator
from typing import Any, Final

import aiohttp
import msgspec

from backend.core.settings import settings
from backend.ocr.child import Copy, SeenPage, SeenWord
from backend.ocr.cloud_errors import CloudAway, CloudRefused

_MOST_BYTES: Final = 32 * 1024 * 1024
_BUSY: Final = frozenset({408, 429, 500, 502, 503, 504})
# google.rpc codes of one picture's answer that another try may mend: deadline, quota, internal, unavailable.
_BUSY_CODES: Final = frozenset({4, 8, 13, 14})
# Languages whose names in Google's interface differ from the first two letters of Tesseract's.
_HINTS: Final = {
    "deu": "de", "eng": "en", "ell": "el", "spa": "es", "fra": "fr", "rus": "ru", "ukr": "uk", "ara": "ar", "heb": "he", "kor": "ko",
    "tha": "th", "jpn": "ja", "chi_sim": "zh-Hans", "chi_tra": "zh-Hant", "por": "pt", "nld": "nl", "ces": "cs", "pol": "pl", "swe": "sv",
    "tur": "tr",
}  # fmt: skip


async def words_of(pages: list[Copy], language: str | None) -> list[SeenPage]:
    """The words on cleaned pages. Raises `CloudAway` when it cannot be had now, `CloudRefused` when it will not be had."""
    asked = {"requests": [_request(page, language) for page in pages]}
    answers = (await _post(asked)).get("responses", [])
    try:
        if len(answers) != len(pages):
            raise CloudRefused("Google Cloud Vision answered about other pages than were sent")
        return [_page(page, answer) for page, answer in zip(pages, answers, strict=True)]
    except (AttributeError, TypeError, ValueError, LookupError) as error:
        raise CloudRefused(f"Google Cloud Vision answered in another form ({type(error).__name__})") from error


def _request(page: Copy, language: str | None) -> dict[str, Any]:
    made: dict[str, Any] = {
        "image": {"content": base64.b64encode(page.data).decode()},
        "features": [{"type": "DOCUMENT_TEXT_DETECTION"}],
    }
    hint = _HINTS.get(language or "")
    return {**made, "imageContext": {"languageHints": [hint]}} if hint else made


async def _post(body: dict[str, Any]) -> dict[str, Any]:
    chosen = settings()
    address = f"{chosen.google_vision_url.rstrip('/')}/v1/images:annotate"
    limit = aiohttp.ClientTimeout(total=chosen.ocr_cloud_seconds, sock_connect=5)
    try:
        async with (
            aiohttp.ClientSession(timeout=limit, cookie_jar=aiohttp.DummyCookieJar()) as client,
            client.post(address, json=body, headers={"X-Goog-Api-Key": chosen.google_vision_key or ""}, allow_redirects=False) as answer,
        ):
            status, said = answer.status, await answer.content.read(_MOST_BYTES + 1)
            while not answer.content.at_eof() and len(said) <= _MOST_BYTES:
                said += await answer.content.read(_MOST_BYTES)
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise CloudAway(f"Google Cloud Vision could not be reached ({type(error).__name__})") from error
    return _judged(status, said)


def _judged(status: int, said: bytes) -> dict[str, Any]:
    if status in _BUSY:
        raise CloudAway(f"Google Cloud Vision answered {status}")
    try:
        found = msgspec.json.decode(said) if len(said) <= _MOST_BYTES else None
    except msgspec.DecodeError:
        found = None
    if status != 200 or not isinstance(found, dict):
        raise CloudRefused(f"Google Cloud Vision answered {status}")
    return found


def _page(page: Copy, answer: dict[str, Any]) -> SeenPage:
    error = answer.get("error")
    if error:
        raise (CloudAway if error.get("code") in _BUSY_CODES else CloudRefused)(f"Google Cloud Vision gave error {error.get('code')}")
    width, height = page.width or 1, page.height or 1
    words = [
        word
        for seen in answer.get("fullTextAnnotation", {}).get("pages", [])
        for block in seen.get("blocks", [])
        for paragraph in block.get("paragraphs", [])
        for word in _glued(paragraph.get("words", []), seen.get("width") or width, seen.get("height") or height)
    ]
    return SeenPage(height / width, words)


def _glued(words: list[dict[str, Any]], width: int, height: int) -> Iterator[SeenWord]:
    """Words as they are printed: its «12», «.» and «50» have no break between them and are one."""
    held: list[dict[str, Any]] = []
    for word in words:
        held.append(word)
        symbols = word.get("symbols", [])
        if symbols and symbols[-1].get("property", {}).get("detectedBreak"):
            yield _word(held, width, height)
            held = []
    if held:
        yield _word(held, width, height)


def _word(parts: list[dict[str, Any]], width: int, height: int) -> SeenWord:
    """The parts as one. A vertex leaves out what is nought."""
    text = "".join(symbol.get("text", "") for part in parts for symbol in part.get("symbols", []))
    corners = [corner for part in parts for corner in part.get("boundingBox", {}).get("vertices", [])] or [{}]
    xs, ys = [corner.get("x", 0) / width for corner in corners], [corner.get("y", 0) / height for corner in corners]
    sure = sum(part.get("confidence", 0.9) for part in parts) / len(parts)
    return SeenWord(text, sure, min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
