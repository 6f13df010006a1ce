"""A mail taken apart: who sent it, what its servers say of it, its files or its text. Runs in a child process alone.

The standard library's parser is Python, so a hostile mail can cost time and depth but breaks out of nothing; what bounds it is the
size checked before, the limits of the child, and the numbers here.
"""

import io
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from typing import Any, Final

import msgspec
from PIL import Image

from backend.mails import bodies, rules
from backend.mails.bodies import plain
from backend.mails.sheets import Sheet

DEPTH_MAX: Final = 12
PARTS_MAX: Final = 200
FILES_MAX: Final = 20
NAME_LENGTH: Final = 200
SUBJECT_LENGTH: Final = 300
_MEASURED: Final = ("JPEG", "PNG", "WEBP", "TIFF")


class File(msgspec.Struct, frozen=True):
    """A picture or PDF in a mail, as it came. `shown_as` is the id by which the mail's text may show it among its words."""

    name: str
    data: bytes
    shown_as: str = ""


class Letter(msgspec.Struct, frozen=True):
    """A mail. `sender` is '' unless exactly one address says who wrote it; `other` are the names of files that are no receipts.

    `sheet` is its text where no file of it is one, `has_amount` whether that has an amount of money in it.
    """

    sender: str
    subject: str
    verdicts: list[str]
    files: list[File]
    other: list[str]
    sheet: Sheet | None = None
    has_amount: bool = False


class TooDeep(ValueError):
    """More parts in parts, or more parts, than anything people send."""


def read(raw: bytes) -> Letter:
    """Take a mail apart. Raises `ValueError` and whatever else a parser raises over what is none; files over `FILES_MAX` are left."""
    if rules.is_wild(raw):
        raise TooDeep
    message = message_from_bytes(raw, policy=default)
    files, other = _sorted(message)
    sheet = _sheet(message, files)
    has_amount = sheet is not None and rules.names_amount(sheet.text)
    if has_amount:
        files = []  # what is left of them are pictures among the words of a bill
    return Letter(_sender(message), bodies.header(message, "subject")[:SUBJECT_LENGTH], _verdicts(message), files, other, sheet, has_amount)


def _sheet(message: Message, files: list[File]) -> Sheet | None:
    """The text of a mail, unless a file of it stands for itself: a photograph among a few words is one, until these tell an amount."""
    shown = bodies.shown_pictures(message) if files else set()
    if any(file.shown_as not in shown for file in files):
        return None
    try:
        return bodies.sheet_of(message)
    except (ValueError, RecursionError):
        return None


def _sorted(message: Message) -> tuple[list[File], list[str]]:
    files: list[File] = []
    other: list[str] = []
    for part in _leaves(message):
        name, media_type = _name(part), part.get_content_type()
        if not rules.may_be_receipt(media_type, name) or rules.is_fine_print(name):
            other += [name] if name else []
            continue
        data = _data(part)
        if not data or _is_decoration(part, data):
            continue
        if len(files) < FILES_MAX:
            files.append(File(name, data, str(part.get("content-id", "")).strip("<> ")))
        else:
            other.append(name)
    return files, other[:FILES_MAX]


def _leaves(message: Message, depth: int = 0) -> Iterator[Message]:
    """The parts that hold something, also those of forwarded mails. Raises `TooDeep`."""
    waiting = [(message, depth)]
    seen = 0
    while waiting:
        part, deep = waiting.pop()
        seen += 1
        if deep > DEPTH_MAX or seen > PARTS_MAX:
            raise TooDeep
        inner: Any = part.get_payload() if part.is_multipart() else None
        if inner is None:
            yield part
        else:
            waiting += [(each, deep + 1) for each in reversed(inner)]


def _sender(message: Message) -> str:
    """Who wrote it, in lower case; '' where that is not one address in one header."""
    try:
        headers: list[Any] = message.get_all("from") or []
        addresses = [each for header in headers for each in header.addresses]
    except Exception:  # noqa: BLE001 - the parser of headers raises whatever it stumbles over
        return ""
    told = addresses[0].addr_spec.lower() if len(headers) == len(addresses) == 1 else ""
    return rules.one_address(told)


def _verdicts(message: Message) -> list[str]:
    try:
        return [" ".join(str(each).split()) for each in message.get_all("authentication-results") or []][:20]
    except Exception:  # noqa: BLE001 - as above
        return []


def _name(part: Message) -> str:
    try:
        return plain(part.get_filename() or "")[:NAME_LENGTH]
    except Exception:  # noqa: BLE001 - as above
        return ""


def _data(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _is_decoration(part: Message, data: bytes) -> bool:
    """Whether a part is a picture of the mail's own dress. What cannot be measured is none: reading it says what is wrong."""
    if not data.startswith((b"\xff\xd8", b"\x89PNG", b"RIFF", b"II*\x00", b"MM\x00*")):
        return False
    inline = part.get_content_disposition() != "attachment" and (part.get("content-id") is not None or part.get_filename() is None)
    try:
        with Image.open(io.BytesIO(data), formats=_MEASURED) as picture:
            return rules.is_decoration(*picture.size, len(data), inline=inline)
    except Exception:  # noqa: BLE001 - a decoder raises whatever it stumbles over
        return False


def made_of(headers: dict[str, str], files: list[tuple[str, str, bytes]], *, text: str = "", html: str = "") -> bytes:
    """A mail put together from what a provider tells of it, so that it is worked like any other. `files`: name, media type, bytes."""
    message = EmailMessage()
    for name, value in headers.items():
        message[name] = plain(value)[:1000]
    message.set_content(_sendable(text))
    if html:
        message.add_alternative(_sendable(html), subtype="html")
    for name, media_type, data in files:
        main, sub = media_type.split("/") if rules.may_be_receipt(media_type, name) else ("application", "octet-stream")
        message.add_attachment(data, maintype=main, subtype=sub, filename=plain(name) or None)
    return message.as_bytes()


def _sendable(text: str) -> str:
    """`text` with a mark for half a character: JSON may hold one where somebody has cut a text."""
    return text.encode("utf-8", "replace").decode()
