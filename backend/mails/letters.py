"""A mail taken apart: who sent it, what its servers say of it, and the files in it. Runs in a child process alone.

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

from backend.mails import rules

DEPTH_MAX: Final = 12
PARTS_MAX: Final = 200
FILES_MAX: Final = 20
NAME_LENGTH: Final = 200
SUBJECT_LENGTH: Final = 300
_MEASURED: Final = ("JPEG", "PNG", "WEBP", "TIFF")


class File(msgspec.Struct, frozen=True):
    """A picture or PDF in a mail, as it came."""

    name: str
    data: bytes


class Letter(msgspec.Struct, frozen=True):
    """A mail. `sender` is '' unless exactly one address says who wrote it; `other` are the names of files that are no receipts."""

    sender: str
    subject: str
    verdicts: list[str]
    files: list[File]
    other: list[str]


class TooDeep(ValueError):
    """More parts in parts, or more parts, than anything people send."""


def read(raw: bytes) -> Letter:
    """Take a mail apart. Raises `ValueError` and whatever else a parser raises over what is none; files over `FILES_MAX` are left."""
    if rules.is_wild(raw):
        raise TooDeep
    message = message_from_bytes(raw, policy=default)
    files, other = _sorted(message)
    return Letter(_sender(message), _text(message, "subject")[:SUBJECT_LENGTH], _verdicts(message), files, other)


def _sorted(message: Message) -> tuple[list[File], list[str]]:
    files: list[File] = []
    other: list[str] = []
    for part in _leaves(message):
        name, media_type = _name(part), part.get_content_type()
        if not rules.may_be_receipt(media_type, name):
            other += [name] if name else []
            continue
        data = _data(part)
        if not data or _is_decoration(part, data):
            continue
        if len(files) < FILES_MAX:
            files.append(File(name, data))
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


def _text(message: Message, name: str) -> str:
    try:
        told = str(message.get(name, ""))
    except Exception:  # noqa: BLE001 - as above
        return ""
    return _plain(told)


def _plain(text: str) -> str:
    """`text` on one line, without what cannot be printed or stored."""
    return " ".join("".join(c if c.isprintable() else " " for c in text.encode("utf-8", "replace").decode()).split())


def _name(part: Message) -> str:
    try:
        return _plain(part.get_filename() or "")[:NAME_LENGTH]
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


def made_of(headers: dict[str, str], files: list[tuple[str, str, bytes]]) -> bytes:
    """A mail put together from what a provider tells of it, so that it is worked like any other. `files`: name, media type, bytes."""
    message = EmailMessage()
    for name, value in headers.items():
        message[name] = _plain(value)[:1000]
    message.set_content("")
    for name, media_type, data in files:
        main, sub = media_type.split("/") if rules.may_be_receipt(media_type, name) else ("application", "octet-stream")
        message.add_attachment(data, maintype=main, subtype=sub, filename=_plain(name) or None)
    return message.as_bytes()
