"""A name put together: its ending from the next line, its beginning from the line before, its spelling from the foot."""

import re
from difflib import SequenceMatcher
from typing import Final

from backend.ocr.reading import Box, Line
from backend.ocr.rules import names
from backend.ocr.rules.countries import begins_with_place, is_place
from backend.ocr.rules.words import plain, squeezed

LETTERS_TO_REPEAT: Final = 4
_STACK_GAP: Final = 1.0
_ALIKE: Final = 0.9
_FIRST_OF_CHINA: Final = 0x2E80


def echo(line: Line, foot: dict[str, str]) -> str | None:
    """How the foot prints what a line of the head says: the same, or but for a letter of a logo that was misread."""
    said = squeezed(line.text)
    if len(said) < LETTERS_TO_REPEAT or said.isdigit():
        return None
    if said in foot:
        return foot[said]
    near = (each for each in foot if len(said) > LETTERS_TO_REPEAT and len(each) - len(said) in (0, 1) and each[-3:] == said[-3:])
    return next((foot[each] for each in near if SequenceMatcher(None, each, said).ratio() > _ALIKE), None)


def joined(head: list[Line], place: int, foot: dict[str, str]) -> tuple[str, Box]:
    """The name with its ending from the next line, or its beginning from the line before."""
    line = head[place]
    printed = echo(line, foot)
    if printed is not None and _is_one_word(line) and squeezed(printed) != squeezed(line.text):
        return names.clean_name(printed), line.box
    owned = bool(names.OPERATOR.search(plain(line.text)))
    name, box = _with_end(head, place, names.clean_name(names.OPERATOR.sub("", line.text.upper()) if owned else line.text))
    before = head[place - 1] if place else None
    if before is not None and not owned and _begins(before, line, name, foot):
        return f"{names.clean_name(before.text)} {name}", before.box.join(box)
    return name, box


def _with_end(head: list[Line], place: int, name: str) -> tuple[str, Box]:
    box = head[place].box
    after = head[place + 1] if place + 1 < len(head) else None
    if after is not None and _goes_on(name, names.clean_name(after.text)):
        name, box = f"{name} {names.clean_name(after.text)}", box.join(after.box)
    for below in _stacked(head, place):
        name, box = f"{name} {names.clean_name(below.text)}", box.join(below.box)
    return name, box


def _begins(before: Line, line: Line, name: str, foot: dict[str, str]) -> bool:
    """Whether a name begins on the line before."""
    if begins_with_place(plain(before.text)) or squeezed(before.text.split(maxsplit=1)[0]) == squeezed(name.split(maxsplit=1)[0]):
        return False  # where the shop is; or a brand and then its company, «MAXIMA XX», «MAXIMA Latvija»
    return (_lacks(name, before) or _is_brand(before, name, foot)) and is_plain_name(before) and _follows(before, line)


def _stacked(head: list[Line], place: int) -> list[Line]:
    """The lines that go on with a name of which every word has its own line, as logos have it: «Big», «Boy»."""
    found = [head[place]]
    for line in head[place + 1 : place + 3]:
        if not (_is_one_word(found[-1]) and _is_one_word(line) and _touches(found[-1], line)):
            break
        found.append(line)
    return found[1:]


def _is_one_word(line: Line) -> bool:
    text = line.text.strip()
    is_word = bool(re.fullmatch(r"[^\W\d_]{2,10}", text)) and all(ord(c) < _FIRST_OF_CHINA for c in text)
    return is_word and not text.islower() and not names.TITLE.search(plain(text)) and not is_place(plain(text))


def _touches(above: Line, below: Line) -> bool:
    return below.box.y - (above.box.y + above.box.h) < _STACK_GAP * max(above.box.h, below.box.h) and below.box.h < 1.5 * above.box.h


def _lacks(name: str, before: Line) -> bool:
    """Whether a name looks cut off, and the line before it says something that it does not."""
    return _is_end(name) and squeezed(before.text) not in squeezed(name)


def _is_brand(before: Line, name: str, foot: dict[str, str]) -> bool:
    """Whether a company's name begins with the brand on the line before, which the foot prints again."""
    return bool(names.LEGAL.search(plain(name))) and squeezed(before.text) in foot and squeezed(before.text) not in squeezed(name)


def _goes_on(name: str, after: str) -> bool:
    """Whether a name ends on the next line: with its legal form, or with a bracket that is still open."""
    ends = bool(names.ENDING.search(plain(after)))
    return (ends and not names.LEGAL.search(plain(name))) or (name.count("(") > name.count(")") and ")" in after)


def _is_end(name: str) -> bool:
    """Whether a line is the end of a company's name: little stands before the legal form."""
    text = plain(name)
    match = names.LEGAL.search(text)
    if match is None:
        return bool(re.match(r"&|AND\b", text))
    if match.start() == 0 and not names.ENDING.search(text):
        return False  # «SIA Lumahs», «SARL Gustave»: the form stands first
    return bool(names.ENDING.search(text)) or len(re.findall(r"[A-Z]{2,}", text[: match.start()])) <= 2


def _follows(before: Line, line: Line) -> bool:
    return (
        line.box.middle - before.box.middle < 2.5 * max(before.box.h, line.box.h)
        and before.text.upper() == before.text
        and not names.LEGAL.search(plain(before.text))
    )


def is_plain_name(line: Line) -> bool:
    """Whether a line may be a name, or a part of one: no address, no title, no small letters alone."""
    text = plain(names.BEHIND.sub("", line.text))
    return (
        not names.ADDRESS.search(text)
        and not names.TITLE.search(text)
        and sum(c.isalpha() for c in text) > 3
        and not names.clean_name(line.text).islower()
    )
