"""Words in the interface: found, complete, and said at a time when somebody reads them."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from backend.core.wording import read_catalog
from expense_app import catalogs
from expense_app.words import _, ngettext, retold, speaking

ROOT = Path(__file__).parents[3]


def test_words_answer_in_the_language_of_the_reader() -> None:
    assert _("Sign in") == "Sign in"
    with speaking("de-AT"):
        assert (_("Sign in"), ngettext("{number} expense", "{number} expenses", 2)) == ("Anmelden", "{number} Ausgaben")
        assert retold("Please enter a name.") == "Bitte gib einen Namen ein."
    with speaking("it-IT"):
        assert _("Sign in") == "Sign in"


def test_words_are_only_marked_while_pages_are_built() -> None:
    script = "from expense_app.words import _; print(_('Up to {size} MB').format(size=15))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"OUTLAY_MARK_WORDS": "yes", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.strip() == "⟪Up to {size} MB␟size=15⟫"


def test_messages_are_found_in_the_places_where_they_are_written() -> None:
    found = catalogs.sources()
    assert found.get("Welcome") is not None  # inside an f-string
    assert found.get(("{number} expense", "{number} expenses")) is not None
    assert found.get("Home", "category") is not None
    assert found.get("Capture a receipt") is not None  # in the manifest
    assert found.get("@lang") is None


@pytest.mark.parametrize(
    ("message", "flaw"),
    [
        (None, "is missing"),
        (Message("Open", ""), "is not translated"),
        (Message("Open", "Öffnen", flags=["fuzzy"]), "is only guessed"),
        (Message("By {day}", "Bis {tag}"), "has other places between braces"),
        (Message("By {day}", "Bis"), "has other places between braces"),
        (Message(("{n} row", "{n} rows"), ("{n} Zeile", "")), "is not translated"),
        (Message(("{n} row", "{n} rows"), ("{n} Zeile",)), "is not translated"),
        (Message(("{n} row", "{n} rows"), ("eine Zeile", "{n} Zeilen")), ""),
        (Message("By {day}", "Bis {day}"), ""),
    ],
)
def test_a_flaw_of_a_translation_is_found(message: Message | None, flaw: str) -> None:
    assert "".join(catalogs.flaws(message, 2)) == flaw


def test_a_catalog_reads_back_as_it_was_written(tmp_path: Path) -> None:
    path = catalogs.catalog_file("ar")
    known = read_catalog(path, "ar")
    assert known.num_plurals == 6
    assert catalogs.written(known) == path.read_bytes()


def states() -> Iterator[tuple[Path, ast.Module, ast.ClassDef]]:
    """All states of the pages, each with its file and module."""
    for path in sorted((ROOT / "expense_app").rglob("*.py")):
        tree = ast.parse(path.read_text())
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and any("State" in ast.unparse(base) for base in node.bases):
                yield path, tree, node


def says(node: ast.AST | None) -> bool:
    return node is not None and any(
        isinstance(each, ast.Call) and getattr(each.func, "id", "") in ("_", "ngettext") for each in ast.walk(node)
    )


def test_no_state_has_words_before_it_has_a_reader() -> None:
    early = [f"{path.name}:{node.lineno}" for path, _tree, state in states() for node in state.body if says(getattr(node, "value", None))]
    assert early == []


def test_no_handler_reads_words_that_were_said_when_the_module_was_loaded() -> None:
    early = []
    for path, tree, state in states():
        said = {
            target.id
            for node in tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign) and says(node.value)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        }
        early += [f"{path.name}:{node.lineno} {node.id}" for node in ast.walk(state) if isinstance(node, ast.Name) and node.id in said]
    assert early == []
