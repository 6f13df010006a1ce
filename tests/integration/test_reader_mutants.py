"""Three hundred broken files: each ends as read or as refused with a reason, and the reader outlives them all."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from backend.core.errors import Problem
from backend.ocr import documents
from backend.ocr.child import Reader
from backend.ocr.reading import Context
from tests.mutants import FORMATS, RECEIPTS, Mutant, good, mutants

SEED = 20261124
TODAY = Context(date(2026, 11, 24))
MOST_KB = 900 * 1024
REASONS = {
    documents.DamagedFile.code,
    documents.NotAReceiptFile.code,
    documents.PdfLocked.code,
    documents.TooManyPages.code,
    documents.TooManyPixels.code,
}


async def end_of(reader: Reader, mutant: Mutant) -> str:
    """'read', or the code under which the file is refused: at the door by its first bytes, or by the child."""
    try:
        documents.sniff(mutant.data)
        await reader.read(mutant.data, TODAY)
    except Problem as problem:
        return problem.code if len(str(problem)) > 20 else f"{problem.code} without words"
    return "read"


def of_process(pid: int, file: str, name: str) -> list[str]:
    """A line of /proc about a process, in words."""
    lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    return next(line for line in lines if line.startswith(name)).removeprefix(name).split()


async def test_three_hundred_broken_files_end_as_read_or_refused_and_the_reader_outlives_them() -> None:
    reader = Reader(receipts=1000)
    await reader.read(good("png"), TODAY)
    first = reader.pid
    assert first is not None
    ends: Counter[str] = Counter()
    try:
        for mutant in mutants(SEED):
            ends[await end_of(reader, mutant)] += 1
            assert reader.pid == first, f"{mutant.name} has ended the reader"
        again = await reader.read((RECEIPTS / "starbucks_dublin.jpg").read_bytes(), TODAY)
        peak = int(of_process(first, "status", "VmHWM:")[0])
        assert of_process(first, "limits", "Max address space")[0] == str(3 * 1024**3)
    finally:
        await reader.close()
    assert ends.total() == 300
    assert set(ends) == {"read", *REASONS}, ends
    assert ends["read"] < 40, ends
    assert again.fields["total"]["value"] == "5.60"
    assert peak < MOST_KB


def test_the_broken_files_are_the_same_each_time_and_of_all_formats() -> None:
    files = list(mutants(SEED))
    assert files == list(mutants(SEED)) and files != list(mutants(SEED + 1))
    assert Counter(each.name.partition(":")[0] for each in files) == dict.fromkeys(FORMATS, 50)


@pytest.mark.parametrize("kind", FORMATS)
def test_what_they_were_made_from_can_be_opened(kind: str) -> None:
    assert [max(page.image.size) > 100 for page in documents.open_pages(good(kind))] == [True]


async def test_a_picture_as_phones_take_them_is_read() -> None:
    reader = Reader()
    try:
        outcome = await reader.read((RECEIPTS / "starbucks_dublin.heic").read_bytes(), TODAY)
    finally:
        await reader.close()
    assert (outcome.fields["merchant"]["value"], outcome.fields["total"]["value"]) == ("Starbucks", "5.60")


def test_a_picture_of_greys_alone_is_known_as_heic() -> None:
    assert documents.sniff(b"\0\0\0\x1cftypmif1\0\0\0\0mif1heixmiaf" + bytes(40)) == "image/heic"
