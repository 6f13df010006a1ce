"""The built pages: what is served from memory, under which address, how long it may be kept."""

import hashlib
import mimetypes
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from backend.core.languages import ENGLISH
from expense_app.headers import content_policy
from expense_app.routes import expense_of

FOR_EVER: Final = b"public, max-age=31536000, immutable"
ASK_FIRST: Final = b"no-cache"
NEVER: Final = b"no-store"
NOT_FOUND: Final = "/404"
ANY_EXPENSE: Final = "/expenses/_"
DRAWN_LATER: Final = "/__spa-fallback"
_ASSETS: Final = "/assets/"
_IMMUTABLE: Final = (_ASSETS, "/fonts/")
_LANGUAGES: Final = "languages"
_SPOKEN: Final = re.compile(r"/assets/~([a-z]+\.[0-9a-f]+)(/.+)")
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
    """One file of the build: its bytes by encoding ('' for plain), its type, and how long it may be kept.

    `policy` is the content policy of a page, with the hashes of its own scripts; `spoken` says that what stands at its
    address depends on the reader's language.
    """

    bodies: dict[str, bytes]
    media_type: bytes
    keep: bytes
    etag: str
    policy: bytes = b""
    spoken: bool = False

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        return self.media_type.startswith(b"text/html")


@dataclass(frozen=True)
class Site:
    """All files of a build by address (`/expenses` for `expenses.html`), and those that other languages have instead.

    `tags` are the languages by the tag of their scripts' addresses (`de.1f2e3d4c`).
    """

    files: dict[str, File] = field(default_factory=dict)
    languages: dict[str, dict[str, File]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> "Site":
        """Read a build into memory, about 2 MB and 1 MB for each language; a folder that is not there is a site without pages."""
        beside = sorted(folder.parent.glob(f"{_LANGUAGES}/*"))
        tags = {path.name: path.name.partition(".")[0] for path in beside}
        spoken = frozenset(address for path in beside for _, address in _addressed(path) if not address.startswith(_ASSETS))
        return cls(_files(folder, spoken), {tags[path.name]: _files(path, spoken) for path in beside}, tags)

    def without(self, folder: str) -> "Site":
        """The site as if nothing stood below `folder` (`/dev/`), in any language."""
        kept = {language: _outside(folder, files) for language, files in self.languages.items()}
        return Site(_outside(folder, self.files), kept, self.tags)

    def find(self, path: str, language: str = ENGLISH) -> File | None:
        """The file at an address, in a language. All expenses share one page: drawn ahead where the build has it, else by the browser."""
        if path.startswith(_ASSETS):
            return self._script(path)
        files = self.languages.get(language, {})
        if expense_of(path):
            return self._in(files, ANY_EXPENSE) or self._in(files, DRAWN_LATER)
        return None if path.removesuffix(".html") in (ANY_EXPENSE, DRAWN_LATER) else self._in(files, path)

    def not_found(self, language: str = ENGLISH) -> File | None:
        """The page that says there is nothing here."""
        return self.find(NOT_FOUND, language)

    def _in(self, files: dict[str, File], address: str) -> File | None:
        return files.get(address) or self.files.get(address)

    def _script(self, path: str) -> File | None:
        """A file whose address holds its language, which need not be the reader's any more."""
        hit = _SPOKEN.fullmatch(path)
        if hit is None:
            return self.files.get(path)
        language = self.tags.get(hit.group(1))
        return self._in(self.languages[language], "/assets" + hit.group(2)) if language else None


def _outside(folder: str, files: dict[str, File]) -> dict[str, File]:
    return {address: file for address, file in files.items() if not address.startswith(folder)}


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


def _addressed(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.endswith((".br", ".gz")):
            yield from ((path, address) for address in _addresses(path.relative_to(folder).as_posix()))


def _files(folder: Path, spoken: frozenset[str]) -> dict[str, File]:
    return {address: _file(path, address, spoken=address in spoken) for path, address in _addressed(folder)}


def _file(path: Path, address: str, *, spoken: bool) -> File:
    plain = path.read_bytes()
    bodies = {"": plain}
    for ending, encoding in _ENCODINGS:
        beside = path.with_name(path.name + ending)
        if beside.exists():
            bodies[encoding] = beside.read_bytes()
    guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    media_type = _TYPES.get(path.suffix, guessed)
    keep = FOR_EVER if address.startswith(_IMMUTABLE) else ASK_FIRST
    policy = content_policy(inline_hashes(plain.decode())).encode() if path.suffix == ".html" else b""
    return File(bodies, media_type.encode(), keep, hashlib.sha256(plain).hexdigest()[:20], policy, spoken)
