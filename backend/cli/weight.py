"""How heavy a built page is: everything its first load fetches, as it goes over the line (brotli)."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import brotli

JS_MOST: Final = 150_000
CSS_MOST: Final = 12_000
_ASKED: Final = re.compile(r"""(?:href|src)=["']?(/[^"'\s>]+\.(?:js|css))|["'](/assets/[^"']+\.js)["']""")
_IMPORTED: Final = re.compile(r"""(?:from|import)\s*["'`]\./([^"'`]+\.js)["'`]""")


@dataclass(frozen=True)
class Weight:
    """One page: bytes of scripts and of styles, compressed."""

    page: str
    js: int
    css: int

    @property
    def fits(self) -> bool:
        """Whether it is as light as pages have to be."""
        return self.js <= JS_MOST and self.css <= CSS_MOST


def weigh(built: Path) -> list[Weight]:
    """Every page of a build, in the order of their names."""
    pages = [page for page in sorted(built.rglob("*.html")) if not page.name.startswith("__")]
    return [_weight(built, page) for page in pages]


def _weight(built: Path, page: Path) -> Weight:
    sizes = {".js": 0, ".css": 0}
    for path in _first_load(built, page.read_text()):
        sizes[path.suffix] += _compressed(path)
    return Weight("/" + str(page.relative_to(built).with_suffix("")), sizes[".js"], sizes[".css"])


def _first_load(built: Path, html: str) -> set[Path]:
    """The files that a page names, and what their modules import before they run."""
    waiting = [built / (linked or named).lstrip("/") for linked, named in _ASKED.findall(html)]
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path in found or not path.is_file():
            continue
        found.add(path)
        if path.suffix == ".js" and not path.name.startswith("manifest-"):  # the manifest names the other pages, too
            waiting += [path.parent / name for name in _IMPORTED.findall(path.read_text())]
    return found


def _compressed(path: Path) -> int:
    ready = path.with_name(path.name + ".br")
    return ready.stat().st_size if ready.exists() else len(brotli.compress(path.read_bytes()))
