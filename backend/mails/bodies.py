"""The text of a mail as a sheet: its HTML where it has any, else its plain text; of one that was passed on, the original's."""

import re
from collections.abc import Iterator
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Final

from backend.mails import quoted
from backend.mails.layout import laid_out
from backend.mails.markup import LENGTH_MAX, parsed
from backend.mails.senders import shop_of
from backend.mails.sheets import Row, Sheet

_MORE: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "windows-31j": "cp932",
    "shift_jis": "cp932",
    "iso-8859-1": "cp1252",
    "us-ascii": "utf-8",
}
_SAID: Final = re.compile(rb"charset=[\"']?([\w-]{3,20})", re.IGNORECASE)
_CID: Final = re.compile(r"cid:([^\"'\s>)]{1,200})")
_LENGTH: Final = 300


def original(message: Message) -> Message:
    """The mail itself, or the innermost one that was attached to it to pass it on."""
    while (inner := next((part for part in message.walk() if part.get_content_type() == "message/rfc822"), None)) is not None:
        held = inner.get_payload()
        if not isinstance(held, list) or not held or not isinstance(held[0], Message):
            break
        message = held[0]
    return message


def sheet_of(message: Message) -> Sheet | None:
    """The text of a mail, with who sent it, when and about what; None where it has none.

    Where it was passed on within the text, what the head of the original says counts, and what stands above that is left out. Where
    only its subject says that it was passed on, nobody knows who wrote it, and the sheet does not say.
    """
    carried = original(message)
    rows = _rows(carried)
    head = quoted.forwarded_head(rows)
    subject = header(carried, "subject")
    sender, sent = header(carried, "from"), _day(carried)
    if head is not None:
        rows, sender, sent, subject = rows[head.end :], head.sender, head.sent, head.subject or subject
    elif quoted.is_forwarded(subject):
        sender = sent = ""
    if not rows:
        return None
    name, address = quoted.named(sender)
    return Sheet(rows, shop_of(name, address), sent[:_LENGTH], quoted.own_subject(subject)[:_LENGTH], address)


def shown_pictures(message: Message) -> set[str]:
    """The ids of the pictures that the HTML of a mail shows among its words."""
    return {cid for part in message.walk() if part.get_content_type() == "text/html" for cid in _CID.findall(_text(part))}


def _rows(message: Message) -> list[Row]:
    parts = [part for part in message.walk() if part.get_content_disposition() != "attachment"]
    marked = [row for part in parts if part.get_content_type() == "text/html" for row in laid_out(parsed(_text(part)))]
    return marked or [row for part in parts if part.get_content_type() == "text/plain" for row in quoted.rows_of(_text(part))]


def _text(part: Message) -> str:
    """What a part says, as far as it is looked at; letters that its bytes do not hold become a mark."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    for charset in _charsets(part, data):
        try:
            return data.decode(charset)[:LENGTH_MAX]
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("utf-8", "replace")[:LENGTH_MAX]


def _charsets(part: Message, data: bytes) -> Iterator[str]:
    """Those that may be meant: as the header says, as the HTML says, and those that most mails have."""
    hit = _SAID.search(data[:4096])
    for told in (part.get_content_charset(), hit[1].decode().lower() if hit else None, "utf-8", "cp1252"):
        if told:
            yield _MORE.get(told, told)


def _day(message: Message) -> str:
    """The day in the header, where whoever sent it was; '' where it does not tell one."""
    try:
        return parsedate_to_datetime(str(message.get("date", ""))).date().isoformat()
    except (TypeError, ValueError):
        return ""


def header(message: Message, name: str) -> str:
    """A header on one line; '' where there is none, or none that can be read."""
    try:
        told = str(message.get(name, ""))
    except Exception:  # noqa: BLE001 - the parser of headers raises whatever it stumbles over
        return ""
    return plain(told)


def plain(text: str) -> str:
    """`text` on one line, without what cannot be printed or stored."""
    return " ".join("".join(c if c.isprintable() else " " for c in text.encode("utf-8", "replace").decode()).split())
