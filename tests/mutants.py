"""Broken files by the hundred, made from good receipts: what a bad camera, a bad line or a bad person may send.

The same seed gives the same files. Each is small, and most are broken where their decoder cannot overlook it.
"""

import io
import random
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from PIL import Image

RECEIPTS: Final = Path(__file__).parent / "data" / "receipts"
FORMATS: Final = ("jpeg", "png", "webp", "heic", "tiff", "pdf")
_SIDE: Final = 160
_HEAD: Final = 96


@dataclass(frozen=True)
class Mutant:
    """A file that was good once; `name` says of which format, and what was done to it."""

    name: str
    data: bytes


def mutants(seed: int, each: int = 50) -> Iterator[Mutant]:
    """`each` files of every format: the crafted ones first, the rest at random."""
    chance = random.Random(seed)
    for kind in FORMATS:
        crafted = _CRAFTED[kind](good(kind))[:each]
        yield from (Mutant(f"{kind}: {name}", data) for name, data in crafted)
        for _ in range(each - len(crafted)):
            name = chance.choice(list(_CHANCES))
            yield Mutant(
                f"{kind}: {name}", _CHANCES[name](chance, good(chance.choice(FORMATS) if name == "head of another" else kind), kind)
            )


@cache
def good(kind: str) -> bytes:
    """A small receipt in a format; the HEIC one is as large as it was taken."""
    if kind == "heic":
        return (RECEIPTS / "starbucks_dublin.heic").read_bytes()
    picture = Image.open(RECEIPTS / "caffe_nero.jpg").convert("RGB")
    picture.thumbnail((_SIDE, _SIDE))
    buffer = io.BytesIO()
    picture.save(buffer, kind.upper(), lossless=True, resolution=72)
    return re.sub(rb"D:\d{14}", b"D:20260101000000", buffer.getvalue())


# What may happen to any file. Each takes the chance, the good file and its format.


def _cut(chance: random.Random, data: bytes, _kind: str) -> bytes:
    return data[: chance.randrange(1, len(data) * 9 // 10)]


def _flipped(chance: random.Random, data: bytes, _kind: str) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.randrange(8, 200)):
        broken[chance.randrange(12, min(len(broken), 600))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def _zeroed(chance: random.Random, data: bytes, _kind: str) -> bytes:
    at = chance.randrange(8, _HEAD)
    length = chance.randrange(40, 400)
    return data[:at] + bytes(min(length, len(data) - at)) + data[at + length :]


def _another_head(_chance: random.Random, other: bytes, kind: str) -> bytes:
    return other[:_HEAD] + good(kind)[_HEAD:]


def _wrong_length(chance: random.Random, data: bytes, _kind: str) -> bytes:
    broken = bytearray(data)
    for _ in range(6):
        number = chance.choice([0, 1, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF])
        at = chance.randrange(8, _HEAD)
        broken[at : at + 4] = number.to_bytes(4, chance.choice(["big", "little"]))
    return bytes(broken)


def _without_a_piece(chance: random.Random, data: bytes, _kind: str) -> bytes:
    at = chance.randrange(8, _HEAD)
    return data[:at] + data[at + chance.randrange(30, len(data) // 2) :]


def _twice(chance: random.Random, data: bytes, _kind: str) -> bytes:
    at = chance.randrange(12, _HEAD)
    return data[:at] + data[: len(data) * 2 // 3]


def _noise(chance: random.Random, data: bytes, _kind: str) -> bytes:
    at = chance.randrange(12, 60)
    return data[:at] + chance.randbytes(4000)


_CHANCES: Final[dict[str, Callable[[random.Random, bytes, str], bytes]]] = {
    "cut off": _cut,
    "bits flipped": _flipped,
    "zeros in its head": _zeroed,
    "head of another": _another_head,
    "wrong lengths": _wrong_length,
    "a piece missing": _without_a_piece,
    "begun twice": _twice,
    "noise behind its head": _noise,
}


# What only somebody who knows the format does.

Crafted = list[tuple[str, bytes]]


def _jpegs(data: bytes) -> Crafted:
    at = data.index(b"\xff\xc0")
    huge = data[: at + 5] + b"\xff\xff\xff\xff" + data[at + 9 :]
    return [
        ("65,535 pixels square", huge),
        ("no pixels", data[: at + 5] + bytes(4) + data[at + 9 :]),
        ("nothing but its mark", data[:3] + b"\xe0"),
        ("two hundred components", data[: at + 9] + b"\xc8" + data[at + 10 :]),
        ("a comment that never ends", data[:2] + b"\xff\xfe\xff\xff" + data[2:]),
        ("Exif that points at itself", data[:2] + _exif_loop() + b"\xff\xfe\x00" + data[2:200]),
    ]


def _exif_loop() -> bytes:
    body = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HHHII", 1, 0x8769, 4, 1, 8) + struct.pack(">I", 8)
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


def _pngs(data: bytes) -> Crafted:
    mark, end = data[:8], _chunk(b"IEND", b"")

    def header(width: int, height: int, depth: int = 8, colour: int = 2) -> bytes:
        return mark + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))

    text = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(50_000_000), 9))
    return [
        ("60,000 pixels square", header(60_000, 60_000) + _chunk(b"IDAT", zlib.compress(bytes(9_000_000), 9)) + end),
        ("no pixels", header(0, 0) + end),
        ("wide as a number goes", header(2**31 - 1, 2) + _chunk(b"IDAT", b"x") + end),
        ("a depth that is not", header(10, 10, 7) + _chunk(b"IDAT", b"x") + end),
        ("a text of fifty megabytes", data[:33] + text + data[33:60]),
        ("a thousand texts", header(9, 9) + text[:60] * 1000 + end),
        ("pixels that unpack too far", header(20, 20) + _chunk(b"IDAT", zlib.compress(bytes(40_000_000), 9)[:-4]) + end),
        ("no pixels before its end", header(300, 300) + end),
    ]


def _webps(data: bytes) -> Crafted:
    body = data[12:]
    wide = b"VP8X" + struct.pack("<I", 10) + bytes(4) + b"\xff\xff\xff\xff\xff\xff"
    return [
        ("longer than it says", b"RIFF\x04\0\0\0WEBP" + body),
        ("shorter than it says", b"RIFF\xff\xff\xff\x7fWEBP" + body[: len(body) // 2]),
        ("16 million pixels wide", b"RIFF" + struct.pack("<I", 4 + len(wide)) + b"WEBP" + wide),
        ("a chunk of four gigabytes", data[:16] + b"\xff\xff\xff\xff" + data[20:]),
        ("nothing but its mark", data[:16]),
    ]


def _heics(data: bytes) -> Crafted:
    box = data.index(b"meta") - 4
    nested = b""
    for _ in range(400):
        nested = (len(nested) + 8).to_bytes(4) + b"iprp" + nested
    size = data.index(b"ispe")
    return [
        ("a box of no length", data[:box] + bytes(4) + data[box + 4 :]),
        ("a box longer than all", data[:box] + b"\x7f\xff\xff\xff" + data[box + 4 :]),
        ("boxes in boxes", data[:box] + nested),
        ("65,535 pixels square", data[: size + 8] + struct.pack(">II", 65_535, 65_535) + data[size + 16 :]),
        ("no pixels", data[: size + 8] + bytes(8) + data[size + 16 :]),
        ("places beyond its end", data.replace(b"iloc\0\0\0\0\x44", b"iloc\0\0\0\0\x88")),
        ("nothing but its kind", data[:box]),
        ("pixels of zeros", data[: data.index(b"mdat") + 4] + bytes(4000)),
    ]


def _tiffs(_data: bytes) -> Crafted:
    def page(following: int, *entries: tuple[int, int, int, int]) -> bytes:
        return struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *each) for each in entries) + struct.pack("<I", following)

    def one(width: int, height: int, compression: int = 1, samples: int = 1) -> tuple[tuple[int, int, int, int], ...]:
        sizes = ((256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, compression), (262, 3, 1, 1))
        return (*sizes, (273, 4, 1, 8), (277, 3, 1, samples), (278, 4, 1, height), (279, 4, 1, 64))

    head = b"II*\0\x08\0\0\0"
    step = len(page(0, *one(8, 8)))
    chain = b"".join(page(8 + (number + 1) * step, *one(8, 8)) for number in range(3000))
    return [
        ("a page that follows itself", head + page(8, *one(8, 8)) + bytes(64)),
        ("three thousand pages", head + chain + page(0, *one(8, 8))),
        ("60,000 pixels square", head + page(0, *one(60_000, 60_000)) + bytes(64)),
        ("no pixels", head + page(0, *one(0, 0)) + bytes(64)),
        ("packed in a way that is not", head + page(0, *one(8, 8, compression=34_999)) + bytes(64)),
        ("two hundred samples", head + page(0, *one(8, 8, samples=200)) + bytes(64)),
        ("65,535 entries", head + b"\xff\xff" + page(0, *one(8, 8))[2:]),
        ("an entry of four gigabytes", head + page(0, *one(8, 8)[:-1], (279, 4, 0xFFFFFFFF, 16)) + bytes(64)),
        ("pages nested in pages", head + page(8, *one(8, 8), (330, 4, 1, 8)) + bytes(64)),
        ("nothing but its mark", head),
    ]


def _pdfs(data: bytes) -> Crafted:
    def made(*objects: bytes) -> bytes:
        parts = [b"%PDF-1.7\n", *(b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, 1))]
        return b"".join(parts) + b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n0\n%%%%EOF" % (len(objects) + 1)

    root, leaf = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    deep = b"[" * 100_000
    forms = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >> /Length 4 >>\nstream\n/F Do\nendstream"
    )
    huge = leaf.replace(b"[0 0 9 9]", b"[0 0 99999999 99999999]")
    drawn = leaf.replace(b"/Contents", b"/Resources << /XObject << /F 5 0 R >> >> /Contents")
    return [
        ("lists in lists", made(root, tree, leaf, deep)),
        ("a page tree in a ring", made(root, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>")),
        ("a page that is its own tree", made(root, b"<< /Type /Pages /Kids [1 0 R] /Count 1 /Parent 2 0 R >>")),
        ("a million pages by its word", made(root, tree.replace(b"/Count 1", b"/Count 1000000"), leaf)),
        ("dictionaries in dictionaries", made(root, tree, leaf, b"<< /A " * 50_000)),
        ("a hundred thousand braces drawn", made(root, tree, leaf, b"<< /Length 200000 >>\nstream\n" + b"q [" * 66_000 + b"\nendstream")),
        ("no catalog", made(b"<< >>")),
        ("a page as wide as a field", made(root, tree, huge.replace(b" /Contents 4 0 R", b""))),
        ("a form that draws itself", made(root, tree, drawn, b"<< /Length 5 >>\nstream\n/F Do\nendstream", forms)),
        (
            "unpacked without an end",
            made(root, tree, leaf, b"<< /Length 60 /Filter [" + b"/FlateDecode " * 3000 + b"] >>\nstream\nx\nendstream"),
        ),
        ("a lock that is none", data.replace(b"/Root", b"/Encrypt << /Filter /Standard /V 5 /R 9 >> /Root")),
        ("21 pages", made(root, b"<< /Type /Pages /Kids [" + b"3 0 R " * 21 + b"] /Count 21 >>", leaf.replace(b" /Contents 4 0 R", b""))),
        ("nothing but its mark", b"%PDF-1.7"),
    ]


_CRAFTED: Final[dict[str, Callable[[bytes], Crafted]]] = {
    "jpeg": _jpegs,
    "png": _pngs,
    "webp": _webps,
    "heic": _heics,
    "tiff": _tiffs,
    "pdf": _pdfs,
}
