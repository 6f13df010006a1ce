"""After the framework's build: our own scripts become one for all pages, and small, as its own are."""

import gzip
import re
from pathlib import Path
from typing import Final

import brotli

from backend.cli.tools import ROOT, call

_TOGETHER: Final = {"app.js": "scripts.txt", "later.js": "scripts-later.txt"}
_TEXT: Final = (".js", ".css", ".html", ".webmanifest")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_LINE_END: Final = re.compile(r"\s*\n\s*")


def finish(built: Path) -> None:
    """Do it to the files at the top of `built`."""
    join(built)
    for path in sorted(built.iterdir()):
        if path.suffix == ".js":
            shrink(path)
        if path.suffix == ".css":
            path.write_text(lean(path.read_text()))
        if path.suffix in _TEXT:
            compress(path)


def join(built: Path) -> None:
    """Put the scripts that every page has into two, one for at once and one for later: fewer requests, and together they pack smaller.

    Their lists name the parts in order.
    """
    for whole, parts in _TOGETHER.items():
        names = (built / parts).read_text().split()
        (built / whole).write_text("\n;".join((built / f"{name}.js").read_text() for name in names))


def shrink(path: Path) -> None:
    """Write a script without its comments, spaces and long names; words and names that others use stay."""
    small = path.with_suffix(".min")
    call(["bun", "build", path, "--no-bundle", "--minify", f"--outfile={small}"], ROOT)
    small.replace(path)


def lean(styles: str) -> str:
    """A stylesheet without its comments and indents; no text in quotes of ours runs over lines."""
    return _LINE_END.sub(" ", _COMMENT.sub("", styles)).strip()


def compress(path: Path) -> None:
    """Write the compressed copies of a file beside it."""
    body = path.read_bytes()
    path.with_name(path.name + ".br").write_bytes(brotli.compress(body))
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(body, mtime=0))
