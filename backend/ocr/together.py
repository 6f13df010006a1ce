"""Receipts of one expense, understood as one where they are parts of one. Pure; it runs in the reader's child, over words of any origin."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate
from typing import Any

from backend.ocr import joining
from backend.ocr.child import SeenPart, Share
from backend.ocr.reading import Box, Context, PageText, Reading, lines_of
from backend.ocr.rules import understand
from backend.ocr.written import line_of

Fields = dict[str, Any]


def together(parts: Sequence[SeenPart], base_currency: str) -> list[list[Share]]:
    """The parts that belong together, each group with what every part of it says of the whole."""
    texts = [_text(part) for part in parts]
    return [_shares(chain, parts, texts, base_currency) for chain in joining.chains(texts)]


def with_surer(shared: Sequence[Fields], own: Sequence[Fields]) -> list[Fields]:
    """The fields of parts read as one, and in place of each the value that a part had by itself (`own`) where that was surer."""
    made = [dict(fields) for fields in shared]
    sure = {name: field["confidence"] for fields in shared for name, field in fields.items()}
    for place, fields in enumerate(own):
        for name, field in fields.items():
            if field["confidence"] > sure.get(name, 0.0):
                sure[name] = field["confidence"]
                for each in made:
                    each.pop(name, None)
                made[place][name] = field
    return made


def _text(part: SeenPart) -> list[PageText]:
    return [lines_of([word.on(number) for word in page.words], number, page.aspect) for number, page in enumerate(part.pages, 1)]


def _shares(chain: list[int], parts: Sequence[SeenPart], texts: Sequence[list[PageText]], currency: str) -> list[Share]:
    context = Context(date.fromisoformat(parts[chain[0]].day), currency)
    reading = understand(joining.joined([texts[place] for place in chain]), context)
    before = [0, *accumulate(len(texts[place]) for place in chain)]
    return [
        Share(part, *_share(reading, before[place], before[place + 1], reading.currency or currency)) for place, part in enumerate(chain)
    ]


def _share(reading: Reading, after: int, through: int, currency: str) -> tuple[Fields, list[dict[str, Any]]]:
    """The fields and lines that stand on some pages, with these numbered from one; what stands nowhere goes to the first page's part."""

    def own(box: Box | None) -> bool:
        return after == 0 if box is None else after < box.page <= through

    def moved(box: Box) -> Box:
        return replace(box, page=box.page - after)

    fields = {
        name: replace(field, box=moved(field.box) if field.box else None).as_json()
        for name, field in reading.fields.items()
        if own(field.box)
    }
    lines = [line_of(replace(line, box=moved(line.box)), currency) for line in reading.lines if own(line.box)]
    return fields, lines
