"""The last step of a build: the pages and scripts of each language, made from the one build whose words are marked.

English stands where the build put it. Other languages stand beside the build in `languages/<tag>`, and hold only files
that differ: those with words, and those that name scripts, since the scripts of a language have addresses of their own
(`/assets/~<tag>/…`; the tag ends in a digest of the catalog, as what stands there may be kept for ever).
Run as `python -m expense_app.variants <folder of the build> <its mark>`; safe to run again after a catalog has changed.
"""

import gzip
import hashlib
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import brotli

from backend.core.languages import ENGLISH, LANGUAGES, direction_of
from backend.core.wording import catalog, catalog_file
from expense_app.marked import Message, found_in, in_page, in_script

BUILD: Final = "__BUILD__"
FOLDER: Final = "languages"
MARKED: Final = "marked"
_TEXT: Final = (".js", ".html", ".webmanifest")
_ASSETS: Final = re.compile(r"(?<=[\"'`(=])(/?)assets/(?!~)")
_DIGEST: Final = 8


@dataclass(frozen=True)
class Variant:
    """A language of the build: its tag is the language alone for English, else with the digest of its catalog behind it."""

    language: str
    tag: str

    def words(self, message: Message) -> str:
        """A message in this language."""
        if message.text in _FACTS:
            return _FACTS[message.text](self.language)
        known = catalog(self.language)
        said = known.ngettext(message.text, message.many, message.number) if message.many else known.gettext(message.text)
        return said.format(**message.values) if message.values else said


_FACTS: Final = {"@lang": str, "@dir": direction_of}


def variants() -> list[Variant]:
    """All languages, English first."""
    return [Variant(ENGLISH, ENGLISH), *(Variant(each, f"{each}.{_digest(each)}") for each in LANGUAGES if each != ENGLISH)]


def make(built: Path, build: str) -> None:
    """Write the files of all languages for the build in the folder `built`, whose mark is `build`."""
    kept, beside = built.parent / MARKED, built.parent / FOLDER
    if not kept.exists():
        keep_marked(built, kept)
    shutil.rmtree(beside, ignore_errors=True)
    for variant in variants():
        english = variant.language == ENGLISH
        for name in _names(kept):
            write((built if english else beside / variant.tag) / name, spoken(kept / name, variant, build))


def keep_marked(built: Path, kept: Path) -> None:
    """Copy what differs from language to language, as the build has left it."""
    for path in sorted(built.rglob("*")):
        if path.is_file() and path.suffix in _TEXT and _differs(path.read_text()):
            target = kept / path.relative_to(built)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def spoken(path: Path, variant: Variant, build: str) -> str:
    """A kept file in a language."""
    put = in_page if path.suffix == ".html" else in_script
    text = put(path.read_text(), variant.words)
    if variant.language == ENGLISH:
        return text.replace(BUILD, build)
    return _ASSETS.sub(partial(_prefixed, variant.tag), text).replace(BUILD, f"{build}-{variant.tag}")


def write(path: Path, text: str) -> None:
    """Write a file with the compressed ones beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    body = text.encode()
    path.write_bytes(body)
    path.with_name(path.name + ".br").write_bytes(brotli.compress(body))
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(body, mtime=0))


def _prefixed(tag: str, hit: re.Match[str]) -> str:
    return f"{hit.group(1)}assets/~{tag}/"


def _differs(text: str) -> bool:
    return BUILD in text or found_in(text) or bool(_ASSETS.search(text))


def _names(kept: Path) -> Iterator[Path]:
    return (path.relative_to(kept) for path in sorted(kept.rglob("*")) if path.is_file())


def _digest(language: str) -> str:
    path = catalog_file(language)
    return hashlib.sha256(path.read_bytes() if path.exists() else b"").hexdigest()[:_DIGEST]


if __name__ == "__main__":
    make(Path(sys.argv[1]), sys.argv[2])
