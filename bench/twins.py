"""How near the pictures of one paper and of different papers are, and which receipts are taken for one.

    python -m bench.twins [--sets sroie,myreceipts] [--words FOLDER] [data folder]

Each first page of `receipts/<set>/dev.jsonl` is compared with copies of itself (saved anew, smaller, brighter, cut, turned) and with
all others. With `--words` (as `bench.ocr_accuracy` keeps them) the rule of the product decides about every pair as well. The data are
not part of the project; without them this says so and ends.
"""

import argparse
import io
import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from PIL import Image, ImageEnhance

from backend.core.errors import Invalid, Problem
from backend.core.money import parse_amount
from backend.expenses.likeness import Known, likeness
from backend.ocr.documents import open_pages
from backend.ocr.picture_print import picture_print
from backend.ocr.prints import MOST_BITS
from backend.ocr.reading import Context
from backend.ocr.rules import understand
from bench.ocr_accuracy import DATA, kept_file, manifest, unpacked

_SETS: Final = "sroie,myreceipts,softmatic,latvia,beanbeaver,misc"
_STEPS: Final = (8, 14, 24, 32, MOST_BITS, 48, 64)
_UPLOAD_DAY: Final = date(2026, 11, 24)


class Paper(NamedTuple):
    """A receipt of the data: its print, those of its copies, what is printed on it, and what was read (None where no words are kept)."""

    name: str
    print: int
    copies: dict[str, int]
    truth: tuple[Any, Any]
    known: Known | None


def _saved(image: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")


def _cut(image: Image.Image, share: float) -> Image.Image:
    width, height = image.size
    return image.crop((int(width * share), int(height * share), int(width * (1 - share)), int(height * (1 - share))))


COPIES: Final[dict[str, Callable[[Image.Image], Image.Image]]] = {
    "saved anew": lambda image: _saved(image, 40),
    "a third as wide": lambda image: _saved(image.resize((image.width // 3, image.height // 3)), 60),
    "brighter by 15 %": lambda image: ImageEnhance.Brightness(image).enhance(1.15),
    "darker by 20 %": lambda image: ImageEnhance.Brightness(image).enhance(0.8),
    "1 % cut off": lambda image: _cut(image, 0.01),
    "2 % cut off": lambda image: _cut(image, 0.02),
    "turned by 1 degree": lambda image: image.rotate(1, fillcolor="white"),
}


def papers(data: Path, name: str, words: Path | None) -> Iterator[Paper]:
    """The receipts of a set; files that cannot be opened are left out."""
    folder = data / "receipts" / name
    for row in manifest(folder):
        with suppress(Problem):
            image = next(iter(open_pages((folder / row["file"]).read_bytes()))).image
            image.thumbnail((1600, 1600))
            own, kept = _print(image), kept_file(words / name, row) if words else None
            truth = (row["truth"].get("date"), row["truth"].get("total"))
            known = _read(kept, row["truth"]) if kept is not None and kept.exists() else None
            yield Paper(f"{name}/{row['file']}", own, {copy: _print(make(image)) for copy, make in COPIES.items()}, truth, known)


def _print(image: Image.Image) -> int:
    return int.from_bytes(picture_print(image) or b"")


def _read(kept: Path, truth: dict[str, Any]) -> Known:
    """The expense that a receipt becomes, from the words that were kept."""
    pages = unpacked(json.loads(kept.read_text())).pages
    fields = {name: each.as_json() for name, each in understand(pages, Context(_UPLOAD_DAY)).fields.items()}
    said = {name: str(each["value"]) for name, each in fields.items()}
    money, day = None, None
    with suppress(Invalid, KeyError):
        money = parse_amount(said["total"], said.get("currency") or truth.get("currency") or "EUR")
    with suppress(ValueError, KeyError):
        day = date.fromisoformat(said["date"])
    return Known("expense", money, day, said.get("merchant", ""), papers=(fields,))


def bits(one: int, other: int) -> int:
    """In how many bits two prints differ."""
    return (one ^ other).bit_count()


def main() -> None:
    """Print the tables."""
    options = _options()
    if not (options.data / "receipts").exists():
        print(f"No receipts in {options.data}: nothing is measured.")
        return
    found = [each for name in options.sets.split(",") for each in papers(options.data, name, options.words)]
    print(f"{len(found)} receipts; share of copies within so many of 256 bits")
    print(f"{'':24}" + "".join(f"{step:7}" for step in _STEPS))
    for copy in COPIES:
        apart = [bits(each.print, each.copies[copy]) for each in found]
        print(f"{copy:24}" + "".join(f"{sum(one <= step for one in apart) / len(apart):7.3f}" for step in _STEPS))
    pairs = [(bits(one.print, other.print), one, other) for one, other in itertools.combinations(found, 2)]
    different = [near for near, one, other in pairs if one.truth != other.truth]
    print(
        f"{'pairs of other papers':24}"
        + "".join(f"{sum(near <= step for near in different):7}" for step in _STEPS)
        + f" of {len(different)}"
    )
    _judged(pairs)


def _judged(pairs: list[tuple[int, Paper, Paper]]) -> None:
    """What the rule takes for one, and whether date and total are the same by the labels."""
    told = [(near, one, other) for near, one, other in pairs if one.known is not None and other.known is not None]
    print(f"{len(told)} pairs of receipts that were read, taken for one:")
    for near, one, other in told:
        like = likeness(one.known, other.known, bits=near if near <= MOST_BITS else None)  # ty: ignore[invalid-argument-type] - both were read
        if like is not None:
            right = "one paper by the labels" if one.truth == other.truth else "DIFFERENT by the labels"
            print(f"  {like.kind:8} {like.confidence:.2f} {near:4} bits  {one.name}  {other.name}  {right}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    parser.add_argument("--sets", default=_SETS)
    parser.add_argument("--words", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
