"""Text that quotes a mail: plain text as rows, and the head of a mail that somebody has forwarded. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from backend.mails.layout import ROWS_MAX, TEXT_LENGTH, reads_left
from backend.mails.rules import ADDRESS
from backend.mails.sheets import WIDTH, Cell, Row

_LINE: Final = 72  # characters: the width that plain text is written for
_PIECE: Final = re.compile(r"\S+(?: \S+)*")
_QUOTE: Final = re.compile(r"^(?:>\s?)+")
_LONGEST_LABEL: Final = 24
_HEAD_ROWS: Final = 8
_BEFORE: Final = 12  # rows that may stand before the head: what the person wrote above it
_LABELS: Final = {
    "sender": "from von de da van från fra od от 差出人 发件人 寄件者 보낸사람 من مرسل absender remitente expéditeur mittente",
    "sent": "date sent datum gesendet fecha enviado enviadoel envoyé envoyéle data inviato verzonden skickat sendt дата 日付 送信日時"
    " 发送时间 发件时间 日期 날짜 التاريخ تاريخ تمالإرسال",
    "subject": "subject betreff asunto objet oggetto assunto onderwerp ämne emne тема 件名 主题 主旨 제목 الموضوع موضوع",
    "to": "to an para à a aan till til do кому 宛先 收件人 받는사람 إلى المستلم cc",
}
_NAMES: Final = {label: name for name, labels in _LABELS.items() for label in labels.split()}
_BEGINS: Final = re.compile(r"^(?:fwd?|wg|tr|rv|enc|i|doorst|vs|vb|转发|轉寄|転送|전달|إعادة توجيه)\s*[:：]\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Head:
    """What the head of a forwarded mail says, as it is written, and the place of the first row behind it."""

    sender: str
    sent: str
    subject: str
    end: int


def rows_of(text: str) -> list[Row]:
    """Plain text as rows: what stands apart on a line are cells, and an amount at the end of a line stays at the right."""
    rows: list[Row] = []
    apart = False
    for line in text.splitlines():
        cells = _cells(_QUOTE.sub("", line.expandtabs(8)))
        if cells and len(rows) < ROWS_MAX:
            rows.append(Row(cells, apart=apart))
        apart = not cells
    return rows


def _cells(line: str) -> list[Cell]:
    found = [(hit.start(), _printable(hit[0])) for hit in _PIECE.finditer(line[: 4 * TEXT_LENGTH]) if any(c.isalnum() for c in hit[0])]
    if len(found) < 2:
        return [Cell(text, end=reads_left(text)) for _, text in found]
    whole = max(_LINE, len(line))
    ends = [start for start, _ in found[1:]] + [whole]
    return [
        Cell(text, WIDTH * start // whole, WIDTH * end // whole, end=bool(at) and text[-1:].isdigit())
        for at, ((start, text), end) in enumerate(zip(found, ends, strict=True))
    ]


def _printable(text: str) -> str:
    return "".join(c for c in text if c.isprintable())[:TEXT_LENGTH]


def forwarded_head(rows: Sequence[Row]) -> Head | None:
    """The innermost head of a forwarded mail near the beginning of a text; None where nothing was forwarded in it."""
    found, start = None, 0
    while (head := _head_within(rows, start)) is not None:
        found, start = head, head.end
    return found


def _head_within(rows: Sequence[Row], start: int) -> Head | None:
    for place in range(start, min(start + _BEFORE, len(rows))):
        name, _ = _labelled(rows[place].text)
        if name == "sender":
            head = _head_at(rows, place)
            if head is not None:
                return head
    return None


def _head_at(rows: Sequence[Row], place: int) -> Head | None:
    """The head whose first row is at `place`: who sent it, and when or about what."""
    told: dict[str, str] = {}
    end = place
    for at in range(place, min(place + _HEAD_ROWS, len(rows))):
        name, value = _labelled(rows[at].text)
        if name and name not in told:
            told[name], end = value, at + 1
    if "sender" not in told or not {"sent", "subject"} & told.keys() or len(told) < 3:
        return None
    return Head(told["sender"], told.get("sent", ""), told.get("subject", ""), end)


def _labelled(text: str) -> tuple[str, str]:
    """Which line of a head a text is, and its value; '' and '' for any other text."""
    label, colon, value = text.replace("：", ":", 1).partition(":")
    told = "".join(c for c in label.lower() if c.isalpha())
    return (_NAMES.get(told, ""), value.strip()) if colon and len(label) <= _LONGEST_LABEL and value.strip() else ("", "")


def is_forwarded(subject: str) -> bool:
    """Whether a subject says that a mail was passed on."""
    return bool(_BEGINS.match(subject))


def own_subject(subject: str) -> str:
    """A subject without the marks of those who have passed it on."""
    while hit := _BEGINS.match(subject):
        subject = subject[hit.end() :]
    return subject


def named(sender: str) -> tuple[str, str]:
    """The name and the address in a header such as «Shop <bills@shop.example>»; each '' where it does not stand there."""
    hit = ADDRESS.search(sender[:1000])
    address = hit[0].lower() if hit else ""
    name = sender[: hit.start()] if hit else sender
    return name.strip(" \"'<([:,;]"), address
