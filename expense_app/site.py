"""The built pages: what is served from memory, under which address, how long it may be kept."""

import hashlib
import mimetypes
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from expense_app.routes import expense_of

FOR_EVER: Final = b"public, max-age=31536000, immutable"
ASK_FIRST: Final = b"no-cache"
NEVER: Final = b"no-store"
NOT_FOUND: Final = "/404"
ANY_EXPENSE: Final = "/expenses/_"
DRAWN_LATER: Final = "/__spa-fallback"
_IMMUTABLE: Final = ("/assets/", "/fonts/")
_ENCODINGS: Final = ((".br", "br"), (".gz", "gzip"))
_INLINE: Final = re.compile(r"<script(?![^>]*\bsrc=)([^>]*)>(.*?)</script>", re.DOTALL)
_TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".webp": "image/webp",
}


@dataclass(frozen=True)
class File:
    """One file of the build: its bytes by encoding ('' for plain), its type, and how long it may be kept."""

    bodies: dict[str, bytes]
    media_type: bytes
    keep: bytes
    etag: str

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        return self.media_type.startswith(b"text/html")


@dataclass(frozen=True)
class Site:
    """All files of a build by address (`/expenses` for `expenses.html`), and the hashes of its inline scripts."""

    files: dict[str, File] = field(default_factory=dict)
    script_hashes: frozenset[str] = frozenset()

    @classmethod
    def read(cls, folder: Path) -> "Site":
        """Read a build into memory (about 2 MB); a folder that is not there is a site without pages."""
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.endswith((".br", ".gz"))]
        files = {address: _file(path, address) for path in paths for address in _addresses(path.relative_to(folder).as_posix())}
        return cls(files, frozenset(digest for path in paths if path.suffix == ".html" for digest in inline_hashes(path.read_text())))

    def find(self, path: str) -> File | None:
        """The file at an address. All expenses share one page: drawn ahead where the build has it, else by the browser."""
        if expense_of(path):
            return self.files.get(ANY_EXPENSE) or self.files.get(DRAWN_LATER)
        return None if path.removesuffix(".html") in (ANY_EXPENSE, DRAWN_LATER) else self.files.get(path)

    @property
    def not_found(self) -> File | None:
        """The page that says there is nothing here."""
        return self.files.get(NOT_FOUND)


def inline_hashes(html: str) -> Iterator[str]:
    """The hashes ('sha256-…') of the scripts that stand in a page itself; data blocks need none but do no harm."""
    for _, text in _INLINE.findall(html):
        yield "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _addresses(name: str) -> list[str]:
    """Where a file of the build is served: pages without their ending, `index.html` as its folder, everything else as it is called."""
    if name == "index.html":
        return ["/"]
    if name.endswith("/index.html"):
        return ["/" + name.removesuffix("/index.html")]
    return ["/" + name.removesuffix(".html")] + (["/" + name] if name.endswith(".html") else [])


def _file(path: Path, address: str) -> File:
    plain = path.read_bytes()
    bodies = {"": plain}
    for ending, encoding in _ENCODINGS:
        beside = path.with_name(path.name + ending)
        if beside.exists():
            bodies[encoding] = beside.read_bytes()
    guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    media_type = _TYPES.get(path.suffix, guessed)
    keep = FOR_EVER if address.startswith(_IMMUTABLE) else ASK_FIRST
    return File(bodies, media_type.encode(), keep, hashlib.sha256(plain).hexdigest()[:20])
