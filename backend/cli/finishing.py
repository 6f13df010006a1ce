"""The last step of a build: its mark goes into the files that ask for it, so that the worker of each build is a new one."""

import gzip
import re
from pathlib import Path
from typing import Final

import brotli

BUILD: Final = "__BUILD__"
_TEXT: Final = (".js", ".html", ".webmanifest")
_WORDS: Final = re.compile("⟪(.*?)⟫", re.DOTALL)


def finish(built: Path, build: str) -> None:
    """Fill `build` in for `__BUILD__` in the scripts and pages at the top of `built`, and unwrap the words that are marked there."""
    for path in sorted(built.iterdir()):
        if path.suffix in _TEXT:
            before = path.read_text()
            after = _WORDS.sub(r"\1", before).replace(BUILD, build)
            if after != before:
                rewrite(path, after)


def rewrite(path: Path, text: str) -> None:
    """Write a built file anew, with the compressed ones beside it."""
    body = text.encode()
    path.write_bytes(body)
    path.with_name(path.name + ".br").write_bytes(brotli.compress(body))
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(body, mtime=0))
