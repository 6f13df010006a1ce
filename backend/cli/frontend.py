"""`outlay build`: the pages, built once for every host and port, and again only when their sources change."""

import fcntl
import hashlib
import json
import re
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from backend.cli import weight
from backend.cli.finishing import finish
from backend.cli.tools import KEPT, ROOT, call, install
from backend.runtime.errors import CannotStart

BUILT: Final = ROOT / ".web" / "build" / "client"
_MARK: Final = ROOT / ".web" / "build" / "sources.sha256"
_SPOKEN: Final = ROOT / ".web" / "build" / "words.sha256"
_WORDS: Final = ("locales", "expense_app/variants.py", "backend/core/languages.py")
_SOURCES: Final = (
    *("expense_app", "assets", "rxconfig.py", "package.json", "bun.lock", "requirements/run.lock"),
    *("backend/ai/catalogue_build.py", "backend/ai/catalogue.py", "backend/ai/topics.py", "backend/ai/words"),
    *("backend/ocr/brand_names.py", "backend/ocr/rules/brands.py", "backend/ocr/rules/words/spelling.py"),
)
_LOCK: Final = ("reflex.lock",)  # read by the build, and written by it when pages begin to use another package
_MADE: Final = ("assets/fonts", "assets/icons.svg", "backend/ai/data", "backend/ocr/rules/data")
_FONT: Final = "node_modules/@fontsource-variable/geist/files/geist-latin-wght-normal.woff2"
_MARK_LENGTH: Final = 12
_HEAVY: Final = (b"@radix-ui/themes", b"radix-themes", b"recharts")
_DRAWING: Final = re.compile(r"<svg[^>]*>(.*?)</svg>", re.DOTALL)
_FROM_INDEX: Final = ("backend.ai.catalogue_build", "backend.ocr.brand_names")


def run(_options: Namespace) -> None:
    """Build when the sources have changed. Raises `CannotStart` with the tool's words when it does not work."""
    KEPT.mkdir(exist_ok=True)
    with (KEPT / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # instances that start side by side share one build
        sources, words = fingerprint(_SOURCES), fingerprint(_WORDS)
        if not _is_current(sources):
            print("Building the pages …", flush=True)
            prepare()
            _export()
            finish(BUILT)
            refuse_heavy(BUILT)
            _MARK.write_text(sources + fingerprint(_LOCK))
        if not (_SPOKEN.exists() and _SPOKEN.read_text() == words):
            call([sys.executable, "-m", "expense_app.variants", BUILT, sources[:_MARK_LENGTH]], ROOT)
            _SPOKEN.write_text(words)


def is_built() -> bool:
    """Whether there are pages to serve."""
    return (BUILT / "index.html").exists()


def _is_current(sources: str) -> bool:
    made = all((ROOT / name).exists() for name in _MADE)
    return made and is_built() and _MARK.exists() and _MARK.read_text() == sources + fingerprint(_LOCK)


def fingerprint(names: Sequence[str]) -> str:
    """A hash over files, and what is in folders, without what the build itself makes and what only the words of languages need."""
    total = hashlib.sha256()
    for path in sorted(_files(names)):
        total.update(f"{path.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _files(names: Sequence[str]) -> Iterator[Path]:
    left_out = tuple(str(ROOT / name) for name in (*_MADE, *(each for each in _WORDS if each not in names)))
    for name in names:
        top = ROOT / name
        for path in top.rglob("*") if top.is_dir() else [top]:
            if path.is_file() and "__pycache__" not in path.parts and not str(path).startswith(left_out):
                yield path


def prepare() -> None:
    """What is made from npm packages: the font, the sprite of icons, the catalogue of merchants, the names of chains."""
    install(ROOT)
    fonts = ROOT / "assets" / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / _FONT, fonts / "geist.woff2")
    names = (ROOT / "assets" / "icons.txt").read_text().split()
    (ROOT / "assets" / "icons.svg").write_text(sprite(names, ROOT / "node_modules" / "lucide-static" / "icons"))
    for maker in _FROM_INDEX:
        call([sys.executable, "-m", maker, ROOT / "node_modules" / "name-suggestion-index"], ROOT)


def sprite(names: list[str], drawings: Path) -> str:
    """One SVG with a symbol for each named icon. Raises `CannotStart` for a name that there is no drawing of."""
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(_symbol(name, drawings) for name in names)}</svg>\n'


def _symbol(name: str, drawings: Path) -> str:
    drawing = drawings / f"{name}.svg"
    if not drawing.exists():
        raise CannotStart(f"assets/icons.txt names the icon {name!r}, which the package lucide-static does not have.")
    inside = _DRAWING.search(drawing.read_text())
    lines = " ".join(inside.group(1).split()) if inside else ""
    return f'<symbol id="{name}" viewBox="0 0 24 24">{lines}</symbol>'


def _export() -> None:
    shutil.rmtree(ROOT / ".web" / "build", ignore_errors=True)
    with same_lock(ROOT / "reflex.lock" / "package.json"):
        _call_reflex()
    if not is_built():
        raise CannotStart(f"The build ended without pages in {BUILT}: look at what `reflex export` says.")


def _call_reflex() -> None:
    call(
        [sys.executable, "-m", "reflex", "export", "--no-zip", "--frontend-only", "--env", "prod", "--loglevel", "warning"],
        ROOT,
        OUTLAY_MARK_WORDS="yes",
    )


@contextmanager
def same_lock(file: Path) -> Iterator[None]:
    """The framework lays its list of packages out anew at each build; where it still says the same it is left as it was."""
    before = file.read_text() if file.exists() else ""
    yield
    after = file.read_text() if file.exists() else ""
    if before and after != before and json.loads(after) == json.loads(before):
        file.write_text(before)


def refuse_heavy(built: Path) -> None:
    """Pages stay light: the build fails when a component or chart library has slipped in, or a page's first load is too heavy."""
    for path in built.rglob("*.js"):
        body = path.read_bytes()
        for name in _HEAVY:
            if name in body:
                shutil.rmtree(built)
                raise CannotStart(f"{path.name} contains {name.decode()}: the pages are built without it, find who imports it.")
    for page in weight.weigh(built):
        if not page.fits:
            shutil.rmtree(built)
            raise CannotStart(
                f"The first load of {page.page} is too heavy: {page.js:,} bytes of scripts, {page.css:,} of styles."
                " What one page alone needs it should ask for itself."
            )
