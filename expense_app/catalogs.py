"""The catalogs of the interface: brought up to date with the words in the source, and proven complete.

Run as `python -m expense_app.catalogs update` (new words arrive empty, gone ones leave) or `… check`.
"""

import ast
import re
import string
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from backend.core.languages import ENGLISH, LANGUAGES
from backend.core.wording import DOMAIN, catalog_file, read_catalog
from expense_app.marked import CLOSE, OPEN

ROOT: Final = Path(__file__).parent.parent
METHODS: Final = [
    ("expense_app/**.py", "expense_app.catalogs:in_python"),
    ("backend/**.py", "expense_app.catalogs:in_python"),
    ("assets/**.js", "expense_app.catalogs:in_marks"),
    ("assets/**.html", "expense_app.catalogs:in_marks"),
    ("assets/**.webmanifest", "expense_app.catalogs:in_marks"),
]
# What is called with words for people, and how many forms of them.
KEYWORDS: Final[dict[str, Any]] = {"_": None, "_mark": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
_FORMS: Final = {"ngettext": 2, "pgettext": 2}
_FOLDERS: Final = ("expense_app", "backend", "assets")
_WIDTH: Final = 120


def in_marks(file: IO[bytes], _keywords: Any, _tags: Any, **_options: Any) -> Iterator[tuple[int, str, str, list[str]]]:
    """What Babel asks for: the messages that stand between marks in a script, a page or the manifest."""
    for number, line in enumerate(file.read().decode().splitlines(), 1):
        for text in re.findall(f"{OPEN}(.*?){CLOSE}", line):
            if not text.startswith(("@", "…")):
                yield number, "", text, []


def in_python(file: IO[bytes], keywords: Any, _tags: Any, **_options: Any) -> Iterator[tuple[int, str, Any, list[str]]]:
    """What Babel asks for: the messages of a module. Its own extractor does not look into f-strings."""
    for node in ast.walk(ast.parse(file.read())):
        name = _called(node)
        if isinstance(node, ast.Call) and name in keywords:
            texts = [
                each.value for each in node.args[: _FORMS.get(name, 1)] if isinstance(each, ast.Constant) and isinstance(each.value, str)
            ]
            if len(texts) == _FORMS.get(name, 1):
                yield node.lineno, name, texts[0] if len(texts) == 1 else tuple(texts), []


def _called(node: ast.AST) -> str:
    """The name of what a call calls; empty for anything else."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""


def sources() -> Catalog:
    """All messages in the source, as a template."""
    template = Catalog(domain=DOMAIN, project="Outlay", version="1", charset="utf-8")
    for folder in _FOLDERS:
        methods = [(pattern.removeprefix(folder + "/"), how) for pattern, how in METHODS if pattern.startswith(folder + "/")]
        for _name, _line, message, _comments, context in extract_from_dir(ROOT / folder, methods, keywords=KEYWORDS):
            template.add(message, context=context)
    return template


def update() -> None:
    """Write every catalog anew: what is translated stays, new words are empty, gone ones are dropped."""
    template = sources()
    for language in translated():
        path = catalog_file(language)
        known = read_catalog(path, language) if path.exists() else Catalog(language)
        fresh = Catalog(language, domain=DOMAIN, project="Outlay", version="1")
        for message in _entries(template):
            before = known.get(message.id, message.context)
            fresh.add(message.id, before.string if before else "", context=message.context)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(fresh))
        print(f"{language}: {sum(1 for each in _entries(fresh) if not is_whole(each, fresh.num_plurals))} to translate")  # noqa: T201 - a command


def written(catalog: Catalog) -> bytes:
    """A catalog as it stands in its file: in the order of its messages, without what changes by itself."""
    out = BytesIO()
    write_po(out, catalog, no_location=True, omit_header=True, sort_output=True, width=_WIDTH)
    head = [f"Language: {catalog.locale}", "Content-Type: text/plain; charset=utf-8", f"Plural-Forms: {catalog.plural_forms}"]
    lines = ['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in head), "", ""]
    return "\n".join(lines).encode() + out.getvalue().rstrip() + b"\n"


def problems() -> list[str]:
    """What is wrong with the catalogs, a line each; none when every language says everything."""
    template = sources()
    return [line for language in translated() for line in _problems_of(language, template)]


def translated() -> list[str]:
    """The languages that have a catalog."""
    return [each for each in LANGUAGES if each != ENGLISH]


def _problems_of(language: str, template: Catalog) -> Iterator[str]:
    path = catalog_file(language)
    if not path.exists():
        yield f"{language}: there is no catalog"
        return
    known = read_catalog(path, language)
    for message in _entries(template):
        found = known.get(message.id, message.context)
        yield from (f"{language}: {message.id!r} {wrong}" for wrong in flaws(found, known.num_plurals))
    yield from (f"{language}: {each.id!r} is not said any more" for each in _entries(known) if template.get(each.id, each.context) is None)


def flaws(message: Message | None, plurals: int) -> Iterator[str]:
    """What is wrong with a translation."""
    if message is None:
        yield "is missing"
    elif message.fuzzy:
        yield "is only guessed"
    elif not is_whole(message, plurals):
        yield "is not translated"
    elif not _same_places(message):
        yield "has other places between braces"


def is_whole(message: Message, plurals: int) -> bool:
    """Whether a message has every form of its translation."""
    texts = _texts(message.string)
    return all(texts) and len(texts) == (plurals if message.pluralizable else 1)


def places(text: str) -> set[str]:
    """The names between braces in a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _same_places(message: Message) -> bool:
    """Whether a translation fills in what its message does; one form of a plural may do without the number."""
    wanted = set().union(*(places(text) for text in _texts(message.id)))
    forms = [places(text) for text in _texts(message.string)]
    return all(form <= wanted for form in forms) and wanted == set().union(*forms)


def _texts(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, tuple | list) else [str(value or "")]


def _entries(catalog: Iterable[Message]) -> list[Message]:
    return [message for message in catalog if message.id]


def main(what: str) -> int:
    """Update or check; 1 when the check finds something."""
    if what == "update":
        update()
        return 0
    found = problems()
    print("\n".join(found) if found else "every language says everything")  # noqa: T201 - a command
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
