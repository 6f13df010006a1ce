"""Counterparts of cloud engines for tests: Google Cloud Vision's REST interface, and a model behind OpenAI's protocol."""

import base64
import io
import json
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from aiohttp import web
from PIL import Image

from backend.cli.chromium import unpacked
from backend.cli.tools import KEPT, ROOT, environment
from tests.ports import free_port

KEY = "key-of-the-test"
_PATIENCE_SECONDS = 20.0


@dataclass
class GoogleVision:
    """Answers `images:annotate` as the service does, with `lines` of text on each picture. `asked` keeps the bodies.

    `failing` are the statuses of the next answers; `error` and `odd` stand in for the text of a picture.
    """

    lines: list[str]
    failing: list[int] = field(default_factory=list)
    error: dict[str, Any] | None = None
    odd: Any = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    async def annotate(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.asked.append(body)
        if request.headers.get("X-Goog-Api-Key") != KEY:
            return _refused(400, "API key not valid. Please pass a valid API key.", "INVALID_ARGUMENT")
        if self.failing:
            return _refused(self.failing.pop(0), "Try again.", "UNAVAILABLE")
        return web.json_response({"responses": [self._answer(each) for each in body["requests"]]})

    def _answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        if self.error is not None:
            return {"error": self.error}
        if self.odd is not None:
            return self.odd
        if asked["features"] != [{"type": "DOCUMENT_TEXT_DETECTION"}]:
            return {"error": {"code": 3, "message": "Request must specify image and features."}}
        with Image.open(io.BytesIO(base64.b64decode(asked["image"]["content"], validate=True))) as image:
            width, height = image.size
        return {"fullTextAnnotation": {"pages": [_page(self.lines, width, height)], "text": "\n".join(self.lines)}}


def _refused(status: int, message: str, kind: str) -> web.Response:
    return web.json_response({"error": {"code": status, "message": message, "status": kind}}, status=status)


def _page(lines: list[str], width: int, height: int) -> dict[str, Any]:
    step = height // (len(lines) + 1)
    paragraphs = [{"words": _words(line, step * at, step // 2, width // 40)} for at, line in enumerate(lines)]
    return {"width": width, "height": height, "blocks": [{"blockType": "TEXT", "paragraphs": paragraphs}]}


def _words(line: str, top: int, height: int, letter: int) -> list[dict[str, Any]]:
    """The words of a line as the service cuts them: a point or comma is a word of its own, without a break around it."""
    made, at = [], 0
    for printed in line.split():
        parts = printed.replace(".", " . ").split()
        for number, part in enumerate(parts):
            symbols: list[dict[str, Any]] = [{"text": c, "confidence": 0.98} for c in part]
            if number == len(parts) - 1:
                symbols[-1]["property"] = {"detectedBreak": {"type": "SPACE"}}
            made.append(
                {"symbols": symbols, "confidence": 0.98, "boundingBox": {"vertices": _corners(at, top, len(part) * letter, height)}}
            )
            at += len(part) * letter
        at += letter
    return made


def _corners(x: int, y: int, w: int, h: int) -> list[dict[str, int]]:
    """Four corners; as in protobuf's JSON a coordinate of nought is left out."""
    corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
    return [{name: value for name, value in (("x", left), ("y", top)) if value} for left, top in corners]


@asynccontextmanager
async def google_vision(lines: list[str]) -> AsyncIterator[GoogleVision]:
    """One on the loopback address until the block ends."""
    service = GoogleVision(lines)
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_post("/v1/images:annotate", service.annotate)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", free_port())
    await site.start()
    service.url = site.name
    try:
        yield service
    finally:
        await runner.cleanup()


@dataclass
class Model:
    """A model that answers each name of a model with what was set for it."""

    port: int

    @property
    def url(self) -> str:
        """The base address for a client."""
        return f"http://127.0.0.1:{self.port}/v1"

    def asked(self) -> list[dict[str, Any]]:
        """The requests that came, the oldest first."""
        with urlopen(self._own("journal"), timeout=5) as answer:
            return json.loads(answer.read())

    def is_up(self) -> bool:
        """Whether it answers."""
        try:
            self.asked()
        except (URLError, OSError):
            return False
        return True

    def trouble(self, **rates: float) -> None:
        """Let it fail from now on: `rateLimitRate`, `dropRate`, `malformedRate` from 0 to 1."""
        urlopen(self._own("chaos", rates), timeout=5).close()

    def _own(self, path: str, body: Any = None) -> Request:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
        return Request(f"http://127.0.0.1:{self.port}/__aimock/{path}", data, headers)


@contextmanager
def vision_model(folder: Path, answers: dict[str, Any]) -> Iterator[Model]:
    """One until the block ends; `answers` are what it says, by the name of the model that is asked for."""
    unpacked()  # installs the tools of the tests
    fixtures = [{"match": {"model": name}, "response": {"content": json.dumps(said)}} for name, said in answers.items()]
    (folder / "fixtures.json").write_text(json.dumps({"fixtures": fixtures}))
    model = Model(free_port())
    script = ROOT / "tests" / "tools" / "node_modules" / "@copilotkit" / "aimock" / "dist" / "cli.js"
    command = [
        KEPT / "bin" / "node",
        script,
        "-p",
        str(model.port),
        "-h",
        "127.0.0.1",
        "-f",
        folder / "fixtures.json",
        "--log-level",
        "silent",
    ]
    process = subprocess.Popen(
        command, env={**environment(), "AIMOCK_API_KEYS": KEY}, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not model.is_up():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("The model of the tests did not start.")
            time.sleep(0.05)
        yield model
    finally:
        process.terminate()
        process.wait(10)
