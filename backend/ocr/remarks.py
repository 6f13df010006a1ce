"""What a person is told about a receipt that was read, but not as it could be: a code for programs and a sentence."""

from typing import Final

from backend.ocr.child import Outcome
from backend.ocr.scripts import PACKS

# A cloud engine that was asked for and did not answer.
AWAY: Final = "cloud_away"
_UNREAD: Final = "script_not_read"
_LOST: Final = "not_understood"
_NAMED: Final = "This looks like {script}. Install the Tesseract pack {pack} to have it read."
_UNNAMED: Final = "The letters on this receipt are of a script that is not installed here. Install its Tesseract pack, then read it again."
_AWAY: Final = "The engine you chose is not answering. What was read on this machine stands; nothing was lost."
_NOT_UNDERSTOOD: Final = "The words on this receipt were read, but not what they say. Please fill in the amount and the rest."


def told_of(outcome: Outcome) -> tuple[str | None, str | None]:
    """The code and the sentence; None for both where there is nothing to say."""
    if outcome.remark == AWAY:
        return AWAY, _AWAY
    if not outcome.is_understood:
        return _LOST, _NOT_UNDERSTOOD
    if outcome.unread is None:
        return None, None
    name = "Korean" if outcome.unread == "Hangul" else outcome.unread
    return _UNREAD, _NAMED.format(script=name, pack=PACKS[name]) if name in PACKS else _UNNAMED
