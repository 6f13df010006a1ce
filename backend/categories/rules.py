"""What a category may be called and where it may stand: pure functions."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from backend.core.errors import Invalid
from backend.core.text import has_forbidden_characters, search_key

NAME_MAX: Final = 80
DEPTH_MAX: Final = 4
MERCHANT_MAX: Final = 200
_ICON: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
_COLOR: Final = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)


def checked_name(name: str) -> str:
    """`name` without the blanks around it. Raises `Invalid`."""
    text = name.strip()
    if not text:
        raise Invalid.field("name", "required", "Give the category a name.")
    if len(text) > NAME_MAX:
        raise Invalid.field("name", "too_long", f"At most {NAME_MAX} characters, please.")
    if has_forbidden_characters(text) or "\n" in text:
        raise Invalid.field("name", "forbidden_characters", "This holds characters that cannot be stored. Please type it again.")
    return text


def checked_icon(icon: str) -> str:
    """The name of an icon. Raises `Invalid`."""
    if not _ICON.fullmatch(icon):
        raise Invalid.field("icon", "icon_invalid", "An icon's name is small letters, digits and hyphens, such as “shopping-cart”.")
    return icon


def checked_color(color: str | None) -> str | None:
    """A colour like `#3b82f6`, or None. Raises `Invalid`."""
    if color is not None and not _COLOR.fullmatch(color):
        raise Invalid.field("color", "color_invalid", "A colour looks like #3b82f6.")
    return color.lower() if color else None


def family(parents: Mapping[UUID, UUID | None], root: UUID) -> list[UUID]:
    """`root` and everything below it."""
    found = [root]
    for parent in found:
        found.extend(child for child, above in parents.items() if above == parent)
    return found


def check_place(parents: Mapping[UUID, UUID | None], category: UUID | None, parent: UUID | None) -> None:
    """Refuse a parent that is unknown, stands below the category itself, or lies too deep. Raises `Invalid`."""
    if parent is None:
        return
    if parent not in parents:
        raise Invalid.field("parent_id", "category_unknown", "There is no such category here.")
    if category is not None and parent in family(parents, category):
        raise Invalid.field("parent_id", "category_cycle", "A category cannot stand below itself. Choose another parent.")
    height = _height(parents, category) if category is not None else 1
    if _depth(parents, parent) + height > DEPTH_MAX:
        raise Invalid.field("parent_id", "too_deep", f"Categories nest {DEPTH_MAX} deep at most.")


def _depth(parents: Mapping[UUID, UUID | None], category: UUID | None) -> int:
    depth = 0
    while category is not None:
        depth, category = depth + 1, parents[category]
    return depth


def _height(parents: Mapping[UUID, UUID | None], root: UUID) -> int:
    below = [_height(parents, child) for child, parent in parents.items() if parent == root]
    return 1 + max(below, default=0)


def merchant_key(name: str) -> str:
    """A merchant's name for telling whether two are the same; names of signs alone compare as they are."""
    return search_key(name) or unicodedata.normalize("NFKC", name).casefold().strip()
