"""Mails taken apart where they can do no harm: a child process imports this package, so it holds nothing heavy."""

from backend.mails.child import DamagedMail, take_apart
from backend.mails.letters import FILES_MAX, File, Letter, made_of
from backend.mails.refusals import why_refused
from backend.mails.rules import ADDRESS, HEAD_MAX, head_of, header_lines
from backend.mails.sheets import MEDIA_TYPE, WIDTH, Cell, Row, Sheet, packed, unpacked

__all__ = [
    "ADDRESS",
    "FILES_MAX",
    "HEAD_MAX",
    "MEDIA_TYPE",
    "WIDTH",
    "Cell",
    "DamagedMail",
    "File",
    "Letter",
    "Row",
    "Sheet",
    "head_of",
    "header_lines",
    "made_of",
    "packed",
    "take_apart",
    "unpacked",
    "why_refused",
]
