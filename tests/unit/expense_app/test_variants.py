"""The pages of each language, made from one build."""

from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest

from backend.core import wording
from expense_app import variants
from expense_app.site import FOR_EVER, Site
from tests.unit.expense_app.test_site import ask

PO = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Sign in"\nmsgstr "Anmelden"\n'
PAGE = (
    '<html lang="⟪@lang⟫" dir="⟪@dir⟫"><title>⟪Sign in⟫ · Outlay</title>'
    '<script src="/assets/app-1.js"></script><script>go("⟪Sign in⟫")</script>'
)


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "locales" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "outlay.po").write_text(PO)
    monkeypatch.setattr(wording, "FOLDER", tmp_path / "locales")
    client = tmp_path / "build" / "client"
    for name, text in {
        "login.html": PAGE,
        "sw.js": 'const BUILD = "__BUILD__";',
        "assets/app-1.js": 'import"./lib-1.js";const page="/assets/page-1.js",deps=["assets/page-1.js"]',
        "assets/page-1.js": "say(`⟪Sign in⟫`)",
        "assets/lib-1.js": "export const lib=1",
    }.items():
        (client / name).parent.mkdir(parents=True, exist_ok=True)
        (client / name).write_text(text)
    wording.catalog.cache_clear()
    variants.make(client, "b1")
    yield client
    wording.catalog.cache_clear()


def of_german(built: Path) -> Path:
    return next((built.parent / "languages").glob("de.*"))


def test_english_is_a_language_like_the_others(built: Path) -> None:
    assert '<html lang="en" dir="ltr"><title>Sign in · Outlay' in (built / "login.html").read_text()
    assert (built / "assets/page-1.js").read_text() == "say(`Sign in`)"
    assert (built / "sw.js").read_text() == 'const BUILD = "b1";'


def test_another_language_has_its_words_its_direction_and_scripts_of_its_own(built: Path) -> None:
    folder = of_german(built)
    page = (folder / "login.html").read_text()
    assert '<html lang="de" dir="ltr"><title>Anmelden · Outlay' in page
    assert f'src="/assets/~{folder.name}/app-1.js"' in page
    assert (folder / "assets/app-1.js").read_text() == (
        f'import"./lib-1.js";const page="/assets/~{folder.name}/page-1.js",deps=["assets/~{folder.name}/page-1.js"]'
    )
    assert not (folder / "assets/lib-1.js").exists()
    arabic = next((built.parent / "languages").glob("ar.*")) / "login.html"
    assert '<html lang="ar" dir="rtl">' in arabic.read_text()


def test_the_compressed_file_says_the_same(built: Path) -> None:
    page = of_german(built) / "login.html"
    assert brotli.decompress(page.with_name("login.html.br").read_bytes()) == page.read_bytes()


def test_each_language_has_a_worker_of_its_own(built: Path) -> None:
    said = {path.read_text() for path in (built.parent / "languages").glob("*/sw.js")} | {(built / "sw.js").read_text()}
    assert len(said) == 6


def test_a_changed_catalog_needs_no_new_build_and_moves_the_scripts(built: Path) -> None:
    before = of_german(built).name
    path = wording.catalog_file("de")
    path.write_text(path.read_text().replace("Anmelden", "Einloggen"))
    wording.catalog.cache_clear()
    variants.make(built, "b1")
    assert of_german(built).name != before
    assert "Einloggen" in (of_german(built) / "login.html").read_text()


async def test_the_cookie_counts_before_the_languages_a_browser_accepts(built: Path) -> None:
    site = Site.read(built)
    german = (b"accept-language", b"de-AT,de;q=0.9,en;q=0.8")
    status, headers, body = await ask(site, "/login", german)
    assert (status, b"Anmelden" in body) == (200, True)
    assert headers[b"vary"] == b"Accept-Encoding, Accept-Language, Cookie"
    _, english_headers, body = await ask(site, "/login", german, (b"cookie", b"lang=en"))
    assert b"Sign in" in body
    assert english_headers[b"etag"] != headers[b"etag"]
    assert b"Sign in" in (await ask(site, "/login", (b"accept-language", b"tlh")))[2]


async def test_a_page_of_a_language_allows_its_own_inline_scripts_and_no_others(built: Path) -> None:
    site = Site.read(built)
    german, english = site.find("/login", "de"), site.find("/login")
    assert german is not None
    assert english is not None
    assert german.policy.count(b"sha256-") == 1
    assert german.policy != english.policy
    assert (await ask(site, "/login", (b"cookie", b"lang=de")))[1][b"content-security-policy"] == german.policy


async def test_a_script_of_a_language_is_kept_for_ever_and_does_not_depend_on_who_asks(built: Path) -> None:
    site, tag = Site.read(built), of_german(built).name
    for name, text in {"page-1.js": b"say(`Anmelden`)", "lib-1.js": b"export const lib=1"}.items():
        status, headers, body = await ask(site, f"/assets/~{tag}/{name}", (b"cookie", b"lang=fr"))
        assert (status, headers[b"cache-control"], headers[b"vary"], body) == (200, FOR_EVER, b"Accept-Encoding", text)
    assert (await ask(site, "/assets/page-1.js", (b"cookie", b"lang=de")))[2] == b"say(`Sign in`)"
    assert site.find("/assets/~de.00000000/page-1.js") is None
