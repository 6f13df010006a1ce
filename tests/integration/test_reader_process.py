"""Everything hostile dies in the reader's child process, and the next file is read all the same."""

import asyncio
import io
import os
import signal
import zlib
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from structlog.testing import capture_logs

from backend.ocr import documents
from backend.ocr.child import Reader, ReaderCrashed, ReaderTimedOut, SeenPage, SeenPart, SeenWord
from backend.ocr.claims import Claims
from backend.ocr.reading import Context
from backend.ocr.written import words_kept
from tests.broken_rule import break_a_rule

RECEIPTS = Path(__file__).parents[1] / "data" / "receipts"
GOOD = RECEIPTS / "starbucks_dublin.jpg"
TODAY = Context(date(2026, 11, 24))


@pytest.fixture
async def reader():
    made = Reader()
    yield made
    await made.close()


def pdf(pages: int, password: str = "") -> bytes:
    """A PDF of empty pages; with a password it claims to be encrypted by it."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 400)
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    data = buffer.getvalue()
    if not password:
        return data
    lock = b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >>"
    return data.replace(b"/Root", b"/Encrypt " + lock + b" /ID [<00> <00>] /Root")


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of some kilobytes that would unpack to 3.6 thousand million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    header = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 0, 0, 0, 0])
    rows = zlib.compress(bytes(width + 1) * 200, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def test_a_receipt_is_read_with_fields_places_and_reasons(reader: Reader) -> None:
    outcome = await reader.read(GOOD.read_bytes(), TODAY)
    fields = outcome.fields
    assert (fields["merchant"]["value"], fields["total"]["value"], fields["currency"]["value"]) == ("Starbucks", "5.60", "EUR")
    assert fields["date"]["value"] == "2022-07-12"
    assert all(field["why"] and 0 < field["confidence"] <= 1 for field in fields.values())
    assert {(copy.variant, copy.page) for copy in outcome.copies} == {("page", 1), ("thumb", 1), ("words", 1)}
    assert outcome.cpu_ms > 0 and outcome.pages == 1


async def test_copies_carry_nothing_of_the_camera(reader: Reader) -> None:
    image = Image.open(GOOD)
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif)
    assert b"SecretCamera" in buffer.getvalue()
    outcome = await reader.read(buffer.getvalue(), TODAY)
    for copy in outcome.copies:
        assert b"SecretCamera" not in copy.data and b"Exif" not in copy.data


async def test_a_turned_picture_is_stood_upright(reader: Reader) -> None:
    image = Image.open(GOOD).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera says: turn me right
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif, quality=95)
    outcome = await reader.read(buffer.getvalue(), TODAY)
    assert outcome.fields["total"]["value"] == "5.60"


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (GOOD.read_bytes()[:4000], documents.DamagedFile),
        (b"\xff\xd8\xff\xe0" + bytes(2000), documents.DamagedFile),
        (b"%PDF-1.7\nnothing else", documents.DamagedFile),
        (pdf(1, "secret"), documents.PdfLocked),
        (pdf(40), documents.TooManyPages),
        (bomb(), documents.TooManyPixels),
    ],
    ids=["a picture cut off", "a picture of zeros", "a broken PDF", "a locked PDF", "forty pages", "a decompression bomb"],
)
async def test_hostile_files_are_refused_with_their_own_words(reader: Reader, data: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal) as refused:
        await reader.read(data, TODAY)
    assert len(str(refused.value)) > 20
    assert (await reader.read(GOOD.read_bytes(), TODAY)).fields["total"]["value"] == "5.60"


async def test_an_empty_page_is_read_as_nothing(reader: Reader) -> None:
    outcome = await reader.read(pdf(1), TODAY)
    assert (outcome.fields, outcome.lines, outcome.pages) == ({}, [], 1)


async def test_a_reader_that_is_killed_says_so_and_the_next_file_is_read(reader: Reader) -> None:
    reading = asyncio.create_task(reader.read(GOOD.read_bytes(), TODAY))
    while reader.pid is None:
        await asyncio.sleep(0.01)
    os.kill(reader.pid, signal.SIGKILL)
    with pytest.raises(ReaderCrashed):
        await reading
    assert (await reader.read(GOOD.read_bytes(), TODAY)).fields["total"]["value"] == "5.60"


async def test_a_reader_that_hangs_is_ended() -> None:
    reader = Reader(seconds=0.05)
    with pytest.raises(ReaderTimedOut):
        await reader.read(GOOD.read_bytes(), TODAY)
    assert reader.pid is None


@pytest.fixture
def broken_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_a_rule(tmp_path, monkeypatch)


@pytest.mark.usefixtures("broken_rule")
async def test_a_rule_that_breaks_keeps_the_words_and_the_reader_and_is_told_without_them(reader: Reader) -> None:
    with capture_logs() as entries:
        outcome = await reader.read(GOOD.read_bytes(), TODAY)
    first = reader.pid
    assert "STARBUCKS" in outcome.text.upper()
    kept = {copy.variant: copy.data for copy in outcome.copies}
    assert set(kept) == {"page", "thumb", "words"}
    assert any("5.60" in word.text for word in words_kept(kept["words"]))
    assert (outcome.fields, outcome.lines, outcome.sure, outcome.is_understood) == ({}, [], False, False)
    told = [entry for entry in entries if entry["event"] == "rule broke"]
    assert told and all("in find_total" in entry["exception"] and entry["exception"].endswith("ValueError") for entry in told)
    assert "STARBUCKS" not in str(entries).upper()
    assert (await reader.read(GOOD.read_bytes(), TODAY)).text == outcome.text
    assert reader.pid == first


@pytest.mark.usefixtures("broken_rule")
async def test_a_rule_that_breaks_over_words_from_elsewhere_leaves_what_a_model_claims(reader: Reader) -> None:
    page = SeenPage(1.4, [SeenWord("TOTAL 5.60", 1.0, 0.1, 0.5, 0.3, 0.02)])
    understood = await reader.understand([page], Claims(total="5.60", currency="EUR"), TODAY)
    assert understood.fields["total"]["value"] == "5.60"
    assert await reader.join([SeenPart("2026-11-24", [page]), SeenPart("2026-11-24", [page])], TODAY) == []


async def test_a_cancelled_reading_leaves_no_process(reader: Reader) -> None:
    reading = asyncio.create_task(reader.read(GOOD.read_bytes(), TODAY))
    while reader.pid is None:
        await asyncio.sleep(0.01)
    pid = reader.pid
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert not Path(f"/proc/{pid}").exists()


async def test_an_idle_reader_ends_by_itself() -> None:
    reader = Reader(idle_seconds=0.05)
    await reader.read(GOOD.read_bytes(), TODAY)
    pid = reader.pid
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists():
            break
        await asyncio.sleep(0.1)
    assert reader.pid is None
    assert not Path(f"/proc/{pid}").exists()
