"""How often a line of a receipt gets the right category: `python -m bench.line_categories`.

`line_categories.jsonl` holds lines as they were read on receipts of the labelled data (softmatic, SROIE, myreceipts, beanbeaver),
with the category of the whole and, for each line that a person with the starter categories would put elsewhere, that category. It
was labelled by who wrote the words, who had read these lines before: what is measured is that nothing is torn away that should
stay. The data hold English, German and Malay shops; other languages stand in the tables of the tests.
"""

import json
from pathlib import Path
from typing import Final, NamedTuple

from backend.ai.lines import Bought, place_lines
from bench.table import Limit, show

_LABELS: Final = Path(__file__).with_name("line_categories.jsonl")
PRECISION: Final = 0.95
RECALL: Final = 0.5


class Count(NamedTuple):
    """Lines that should go elsewhere, lines that were proposed elsewhere, lines that are both and went to the right place; all lines."""

    wanted: int
    proposed: int
    right: int
    lines: int


def count(own: str, lines: list[list[str | int | None]]) -> Count:
    """Hold the proposals for one receipt against its labels; what is wrong or missing is printed."""
    bought = [Bought(str(words), int(minor or 0)) for words, minor, _label in lines]
    wanted = proposed = right = 0
    for (words, _minor, label), place in zip(lines, place_lines(bought, own), strict=True):
        wanted, proposed = wanted + (label is not None), proposed + (place.category_key is not None)
        right += label is not None and place.category_key == label
        if place.category_key != label:
            print(f"  {own}: {words} -> {place.category_key or own}, labelled {label or own}")
    return Count(wanted, proposed, right, len(lines))


def main() -> None:
    """Measure, and print the table."""
    rows = [json.loads(line) for line in _LABELS.read_text(encoding="utf-8").splitlines()]
    found = Count(*(sum(figures) for figures in zip(*(count(row["own"], row["lines"]) for row in rows), strict=True)))
    told = f"{found.lines} lines, {found.wanted} of them of another category"
    show(
        [
            Limit(
                f"lines put elsewhere that belong there, {told}", found.right / max(1, found.proposed), PRECISION, "right", at_least=True
            ),
            Limit("lines of another category that were found", found.right / max(1, found.wanted), RECALL, "found", at_least=True),
        ]
    )


if __name__ == "__main__":
    main()
