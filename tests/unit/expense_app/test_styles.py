"""What the two style sheets say does not meet by accident: the second one comes later and would win on every page."""

import re
from pathlib import Path
from typing import Final

ASSETS: Final = Path(__file__).resolve().parents[3] / "assets"
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_CLASS_ALONE: Final = re.compile(r"\.[\w-]+")


def laid_out(sheet: str) -> set[str]:
    """The classes that a style sheet gives a layout wherever they stand."""
    rules = _RULE.findall(_COMMENT.sub("", (ASSETS / sheet).read_text()))
    return {
        name.strip() for names, body in rules if "display:" in body for name in names.split(",") if _CLASS_ALONE.fullmatch(name.strip())
    }


def test_no_class_is_laid_out_in_both_style_sheets() -> None:
    assert laid_out("outlay.css") & laid_out("later.css") == set()
