"""The text of a mail as a sheet of paper: rows of cells with their places, nothing that could be run or fetched.

A sheet is what is kept as a receipt's original where a mail has no file, and what its page is drawn from. Nobody can upload one: it
is neither a picture nor a PDF, and only mail intake stores it.
"""

from typing import Final

import msgspec

MEDIA_TYPE: Final = "application/vnd.outlay.mail+json"
WIDTH: Final = 1000
"""Places on a sheet are thousandths of its width."""
_MARK: Final = b"OUTLAY MAIL 1\n"


class Cell(msgspec.Struct, frozen=True, array_like=True):
    """Words of one line between two edges. `end`: they stand at the right edge."""

    text: str
    left: int = 0
    right: int = WIDTH
    end: bool = False
    strong: bool = False


class Row(msgspec.Struct, frozen=True, array_like=True):
    """Cells side by side. `large`: set as a heading; `apart`: something ends above it."""

    cells: list[Cell]
    large: bool = False
    apart: bool = False

    @property
    def text(self) -> str:
        """The words of all cells."""
        return " ".join(cell.text for cell in self.cells)


class Sheet(msgspec.Struct, frozen=True):
    """A mail's text, and what its header or the head of the mail that was forwarded says: who sent it, when, about what.

    Each of these is as it was written and '' where it is not known; none of it is among the rows. `address` is the sender's.
    """

    rows: list[Row]
    sender: str = ""
    sent: str = ""
    subject: str = ""
    address: str = ""

    @property
    def text(self) -> str:
        """All rows, one below the other."""
        return "\n".join(row.text for row in self.rows)


def packed(sheet: Sheet) -> bytes:
    """A sheet as it is stored."""
    return _MARK + msgspec.json.encode(sheet)


def unpacked(data: bytes) -> Sheet | None:
    """The sheet that was stored; None for a file of any other kind. Raises `msgspec.DecodeError` for one that is broken."""
    return msgspec.json.decode(data.removeprefix(_MARK), type=Sheet) if data.startswith(_MARK) else None
