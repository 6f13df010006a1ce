"""A rule that breaks over a receipt: what was read stands, without what the rule would have said of it."""

import traceback
from collections.abc import Callable
from typing import Final, TypeVar

_FRAMES: Final = 20

Said = TypeVar("Said")


def unbroken(rule: Callable[[], Said], otherwise: Said) -> tuple[Said, tuple[str, ...]]:
    """What a rule says, or `otherwise` and where the rule broke."""
    try:
        return rule(), ()
    except MemoryError:  # the fault of the pictures that are held, not of the rule
        raise
    except Exception as error:  # noqa: BLE001 - a flaw in a rule may show in any way, and what was read must outlive it
        return otherwise, (_trace(error),)


def _trace(error: Exception) -> str:
    """Where it broke and as what, without its message: that may quote the receipt."""
    return "".join(traceback.format_tb(error.__traceback__, -_FRAMES)) + type(error).__name__
