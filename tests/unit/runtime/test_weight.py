"""A page weighs what its first load fetches, and not what other pages would."""

from pathlib import Path

import pytest

from backend.cli import finishing, frontend, weight
from backend.cli.weight import weigh
from backend.runtime.errors import CannotStart


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Two pages that share a module."""
    files = {
        "index.html": '<link rel="modulepreload" href="/assets/home.js"/><link href="/assets/one.css" rel="stylesheet"/>',
        "about.html": '<script type="module">import "/assets/about.js";</script>',
        "assets/home.js": 'import{a}from"./shared.js";const later=()=>import("./later.js")',
        "assets/about.js": "import './shared.js'",
        "assets/shared.js": "export const a = 1",
        "assets/later.js": "x" * 900,
        "assets/one.css": "a{}",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
        if name.startswith("assets/"):
            (tmp_path / f"{name}.br").write_bytes(text.encode())
    return tmp_path


def size(built: Path, *names: str) -> int:
    return sum((built / "assets" / name).stat().st_size for name in names)


def test_a_page_weighs_what_it_names_and_what_that_imports(built: Path) -> None:
    about, home = weigh(built)

    assert (about.page, about.js, about.css) == ("/about", size(built, "about.js", "shared.js"), 0)
    assert (home.page, home.css) == ("/index", size(built, "one.css"))
    assert home.js == size(built, "home.js", "shared.js")


def test_the_build_fails_when_a_page_has_become_too_heavy(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frontend.refuse_heavy(built)
    monkeypatch.setattr(weight, "JS_MOST", 40)
    with pytest.raises(CannotStart, match=r"is too heavy: \d+ bytes of scripts"):
        frontend.refuse_heavy(built)
    assert not built.exists()


def test_the_scripts_of_every_page_become_one_for_at_once_and_one_for_later(tmp_path: Path) -> None:
    (tmp_path / "scripts.txt").write_text("first\nsecond\n")
    (tmp_path / "scripts-later.txt").write_text("third\n")
    (tmp_path / "third.js").write_text("a += 2;")
    (tmp_path / "first.js").write_text("var a = 1 // no semicolon at the end")
    (tmp_path / "second.js").write_text("(() => { a += 1; })();")

    finishing.join(tmp_path)

    assert (tmp_path / "app.js").read_text() == "var a = 1 // no semicolon at the end\n;(() => { a += 1; })();"
    assert (tmp_path / "later.js").read_text() == "a += 2;"


def test_a_stylesheet_loses_what_nobody_sees_and_no_rule() -> None:
    styles = "/* tokens\n of two lines */\na { color: red; }\n@media (min-width: 900px) {\n  b { inset: 0\n auto; }\n}\n"
    assert finishing.lean(styles) == "a { color: red; } @media (min-width: 900px) { b { inset: 0 auto; } }"
