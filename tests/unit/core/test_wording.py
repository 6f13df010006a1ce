"""The backend's sentences in other languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.core.languages import LANGUAGES
from backend.core.sayings import REWORDED, SAYINGS
from backend.core.wording import in_context, recognised, said

BACKEND = Path(__file__).parents[3] / "backend"
# Whose sentences reach a page; the others only speak to programs and to who runs the servers.
TOLD = ("auth", "categories", "expenses", "notifications", "ocr", "users")
# What a page never does, so that only programs are told.
FOR_PROGRAMS = (
    "token", "cursor", "Send either", "Send the merchant", "Send its name", "is not an id", "This is not an id", "public key",
    "secret of a browser", "moment in time", "subscription", "push service", "push message", "Push", "address is too long",
    "kind of notification", "This belongs to a person", "Choose one of", "should be", "Sort by", "This should", "colour", "icon",
    "preferences than", "sets the status", "workspace", "VAPID", "The lines must add up", "Nothing can be sent", "Nothing is sent",
    "is always shown",
)  # fmt: skip


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("Some fields need another look.", "Ein paar Felder brauchen noch einen Blick."),
        ("A password has at least 8 characters. A few words in a row are good.", "Ein Passwort hat mindestens 8 Zeichen."),
        ("At most 2,000 characters, please; this has 2,001.", "Bitte höchstens 2,000 Zeichen; das hier hat 2,001."),
        ("Starbucks is known as a cafe", "Starbucks ist als Händler dieser Art bekannt"),
        ("You chose Essen gehen for Caffè Nero 3 times", "Du hast Caffè Nero schon 3-mal Essen gehen zugeordnet"),
        ("A tax number of Germany", "Eine Steuernummer aus Deutschland"),
        ("JPY has no decimals. Write a whole number such as 12.", "JPY hat keine Nachkommastellen."),
        ("Nobody ever said this before.", "Nobody ever said this before."),
    ],
)
def test_a_sentence_is_recognised_with_what_is_filled_in(english: str, german: str) -> None:
    assert said(english, "de-AT").startswith(german)
    assert said(english, "en-GB") == english
    assert said(english, "it-IT") == english  # a language that the interface does not speak


def test_a_word_with_several_meanings_is_told_apart() -> None:
    assert in_context("category", "Home", "de") == "Wohnen"
    assert in_context("category", "Home", "en") == "Home"


def test_what_is_filled_in_may_look_like_a_place() -> None:
    assert "{name}" in said("There is a category “{name}” already. Choose another name.", "de")


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_every_listed_sentence_is_said_in_every_language(language: str) -> None:
    for sentence in SAYINGS:
        filled = re.sub(r"\{[a-z]+\}", "7", sentence)
        assert said(filled, language) != filled or (sentence, language) == ("Personal", "es"), sentence
    assert all(recognised(re.sub(r"\{[a-z]+\}", "7", each)) for each in REWORDED)


def sentences() -> Iterator[tuple[str, str]]:
    """(file, sentence) of what the backend's modules say to people; 7 stands for what is filled in."""
    for path in sorted(each for module in TOLD for each in (BACKEND / module).rglob("*.py")):
        tree = ast.parse(path.read_text())
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                text = "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs | parts:
                text = node.value
            else:
                continue
            if re.match(r"[A-Z“7].* .*[.]$|(Printed|The) [^.\\|]+$", text, re.DOTALL):
                yield f"{path.name}:{node.lineno}", text


def test_what_the_backend_tells_people_is_listed() -> None:
    unknown = [(where, text) for where, text in sentences() if recognised(text) is None and not any(each in text for each in FOR_PROGRAMS)]
    assert unknown == []
