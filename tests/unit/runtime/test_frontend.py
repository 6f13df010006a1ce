"""What a build is made from, and what it must not contain."""

from pathlib import Path

import pytest

from backend.cli import frontend
from backend.cli.tools import ROOT
from backend.runtime.errors import CannotStart
from expense_app.same_origin import same_origin


def drawing(folder: Path, name: str) -> None:
    (folder / f"{name}.svg").write_text(f'<svg class="x"\n  viewBox="0 0 24 24"\n>\n  <path d="{name}" />\n</svg>\n')


def test_the_sprite_has_a_symbol_for_each_icon(tmp_path: Path) -> None:
    drawing(tmp_path, "plus")
    drawing(tmp_path, "trash-2")
    made = frontend.sprite(["plus", "trash-2"], tmp_path)
    assert '<symbol id="plus" viewBox="0 0 24 24"><path d="plus" /></symbol>' in made
    assert made.count("<symbol") == 2


def test_an_unknown_icon_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="'unicorn'"):
        frontend.sprite(["unicorn"], tmp_path)


@pytest.mark.parametrize("heavy", ["@radix-ui/themes", "recharts"])
def test_a_build_with_a_heavy_library_is_refused(tmp_path: Path, heavy: str) -> None:
    (tmp_path / "light.js").write_text("export const a = 1")
    frontend.refuse_heavy(tmp_path)
    (tmp_path / "page.js").write_text(f'import "{heavy}"')
    with pytest.raises(CannotStart, match="page"):
        frontend.refuse_heavy(tmp_path)


def test_a_changed_source_changes_the_fingerprint_and_a_made_file_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "assets" / "fonts").mkdir(parents=True)
    (tmp_path / "assets" / "outlay.css").write_text("a{}")
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    before = frontend.fingerprint(["assets"])
    (tmp_path / "assets" / "fonts" / "geist.woff2").write_text("made")
    assert frontend.fingerprint(["assets"]) == before
    (tmp_path / "assets" / "outlay.css").write_text("b{}")
    assert frontend.fingerprint(["assets"]) != before


def test_a_list_of_packages_that_says_the_same_is_left_as_it_was(tmp_path: Path) -> None:
    lock = tmp_path / "package.json"
    lock.write_text('{\n  "a": 1\n}')
    with frontend.same_lock(lock):
        lock.write_text('{"a": 1}')
    assert lock.read_text() == '{\n  "a": 1\n}'
    with frontend.same_lock(lock):
        lock.write_text('{"a": 2}')
    assert lock.read_text() == '{"a": 2}'


def test_the_framework_still_has_the_function_that_is_rewritten() -> None:
    from reflex_base import constants  # noqa: PLC0415

    template = Path(constants.__file__).parent.parent / ".templates" / "web" / "utils" / "state.js"
    rewritten = same_origin(template.read_text())
    assert "window.location" in rewritten
    assert same_origin(rewritten) == rewritten


def test_a_changed_framework_fails_the_build() -> None:
    with pytest.raises(RuntimeError, match="SameOrigin"):
        same_origin("export const getBackendURL = (url) => url;")


@pytest.mark.parametrize(
    "lock", ["bun.lock", "tests/tools/bun.lock", "reflex.lock/bun.lock", "requirements/run.lock", "requirements/dev.lock"]
)
def test_no_lock_names_a_registry(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text()
