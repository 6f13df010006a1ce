"""After the framework's build: our own scripts become small, as its own are."""

import gzip
from pathlib import Path
from typing import Final

import brotli

from backend.cli.tools import ROOT, call

_TEXT: Final = (".js", ".html", ".webmanifest")


def finish(built: Path) -> None:
    """Do it to the files at the top of `built`."""
    for path in sorted(built.iterdir()):
        if path.suffix == ".js":
            shrink(path)
        if path.suffix in _TEXT:
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
