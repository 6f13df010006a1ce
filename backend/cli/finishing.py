"""The last step of a build: our own scripts become small, and its mark goes into the files that ask for it.

The mark makes the worker of each build a new one, with a shell of its own.
"""

import gzip
import re
from pathlib import Path
from typing import Final

import brotli

from backend.cli.tools import ROOT, call

BUILD: Final = "__BUILD__"
_TEXT: Final = (".js", ".html", ".webmanifest")
_WORDS: Final = re.compile("⟪(.*?)⟫", re.DOTALL)


def finish(built: Path, build: str) -> None:
    """Do it to the files at the top of `built`: `build` for `__BUILD__`, and the words that are marked there as they stand."""
    for path in sorted(built.iterdir()):
        if path.suffix == ".js":
            shrink(path)
        if path.suffix in _TEXT:
            before = path.read_text()
            after = _WORDS.sub(r"\1", before).replace(BUILD, build)
            if after != before:
                path.write_text(after)
            compress(path)


def shrink(path: Path) -> None:
    """Write a script without its comments, spaces and long names; words and names that others use stay."""
    small = path.with_suffix(".min")
    call(["bun", "build", path, "--no-bundle", "--minify", f"--outfile={small}"], ROOT)
    small.replace(path)


def compress(path: Path) -> None:
    """Write the compressed copies of a file beside it."""
    body = path.read_bytes()
    path.with_name(path.name + ".br").write_bytes(brotli.compress(body))
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(body, mtime=0))
