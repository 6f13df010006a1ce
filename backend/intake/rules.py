"""What mail intake knows without looking anywhere: addresses, senders, verdicts of mail servers, what is a receipt. Pure."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Final

from backend import mails

NO_AMOUNT: Final = "no_amount"
"""Why a mail without a file is not taken at once: its text has nothing in it that could be money."""
TOKEN_LENGTH: Final = 26
_TOKEN: Final = f"[a-z2-7]{{{TOKEN_LENGTH}}}"
MOST_ADDRESSED: Final = 5
_ADDRESSED: Final = frozenset(
    {"delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to", "apparently-to", "to", "cc"}
)
_DOMAIN: Final = re.compile(r"@(?:[\w-]{1,63}\.)+[\w-]{2,63}")
_RESULT: Final = re.compile(r"([a-z0-9-]+)\s*=\s*([a-z]+)(.*)", re.IGNORECASE | re.DOTALL)
_PROPERTY: Final = re.compile(r"([a-z0-9-]+)\.([a-z0-9-]+)\s*=\s*([^\s;]+)", re.IGNORECASE)
_QUOTED: Final = re.compile(r"\"([\w.@+-]*)\"(?=[\s;]|$)")
_REASON: Final = re.compile(r"\"[^\"\\;()]*\"(?=[\s;]|$)")


def plus_address(base: str, token: str) -> str:
    """`receipts@example.com` with its token: `receipts+token@example.com`."""
    name, _, domain = base.partition("@")
    return f"{name}+{token}@{domain}"


def tokens_in(texts: Iterable[str], base: str) -> list[str]:
    """The tokens of plus-addresses of `base` in some texts, in order, each once, five at most."""
    name, _, domain = base.partition("@")
    pattern = re.compile(rf"(?<![\w.+-]){re.escape(name)}\+({_TOKEN})@{re.escape(domain)}(?![\w-]|\.\w)", re.IGNORECASE)
    found = (hit.lower() for text in texts for hit in pattern.findall(text))
    return list(dict.fromkeys(found))[:MOST_ADDRESSED]


def recipients(head: bytes) -> list[str]:
    """What stands in the headers that name whom a mail is for."""
    return [value for name, value in mails.header_lines(head) if name in _ADDRESSED]


def message_key(message_id: str, sender: str, whole: bytes = b"") -> bytes:
    """What makes a message the same however it comes: its id and who it says it is from; of one without id, its bytes."""
    told = " ".join(message_id.split()).strip("<> ")
    digest = hashlib.sha256()
    for part in (told.encode(), " ".join(sender.split()).lower().encode()) if told else (b"", whole):
        digest.update(len(part).to_bytes(8) + part)
    return digest.digest()


def key_of(raw: bytes) -> bytes:
    """`message_key` of a mail as it came."""
    told = dict(reversed(mails.header_lines(mails.head_of(raw))))
    return message_key(told.get("message-id", ""), addr_in(told.get("from", "")), raw)


def addr_in(text: str) -> str:
    """The first address in a header, in lower case, or the header itself where there is none."""
    hit = mails.ADDRESS.search(text[:2000])
    return (hit[0] if hit else text[:200]).lower()


def clean_sender(text: str) -> str | None:
    """A sender as the list keeps it (an address, or `@domain`), or None for what is neither."""
    told = text.strip().lower()
    return told if mails.ADDRESS.fullmatch(told) or _DOMAIN.fullmatch(told) else None


def is_allowed(sender: str, allowed: Iterable[str]) -> bool:
    """Whether an address is on a list, by itself or by its domain."""
    listed = frozenset(allowed)
    return sender in listed or "@" + sender.rpartition("@")[2] in listed


def is_authenticated(results: Sequence[str], server: str, sender: str) -> bool:
    """Whether our own receiving server says that a mail comes from the domain it names.

    `results` are the values of `Authentication-Results`, the topmost first. Only the topmost one that bears the name of `server`
    counts: a receiving server puts its own above what came, and removes forged ones (RFC 8601, section 5).
    """
    domain = sender.rpartition("@")[2]
    for value in results:
        name, *_told = _without_comments(value).split(";")
        if name.split()[:1] == [server.lower()]:
            plain = _without_quotes(value.lower())
            return plain is not None and any(_vouches(each, domain) for each in _without_comments(plain).split(";")[1:])
    return False


def _vouches(told: str, domain: str) -> bool:
    hit = _RESULT.match(told.strip())
    if hit is None or hit[2].lower() != "pass":
        return False
    names = {f"{kind}.{name}".lower(): value.lower().rpartition("@")[2] for kind, name, value in _PROPERTY.findall(hit[3])}
    method = hit[1].lower()
    if method == "dmarc":
        return names.get("header.from", domain) == domain
    if method == "dkim":
        return _covers(names.get("header.d") or names.get("header.i", ""), domain)
    return method == "spf" and _covers(names.get("smtp.mailfrom", ""), domain)


def _covers(vouched: str, domain: str) -> bool:
    """Whether one who speaks for `vouched` speaks for `domain`: the same, or a part of it."""
    return "." in vouched and (domain == vouched or domain.endswith("." + vouched))


def _without_quotes(value: str) -> str | None:
    """A verdict with its plain quoted values bare and quoted reasons gone; None where anything else is quoted.

    A sender may quote what they like in the local part of their address, `"; dkim=pass header.d=shop.example"@evil.example`, and
    mail servers repeat it here as it came. Such a verdict vouches for nobody.
    """
    plain = _REASON.sub(" ", _QUOTED.sub(r"\1", value))
    return None if '"' in plain else plain


def _without_comments(value: str) -> str:
    kept, depth = [], 0
    for character in value.lower():
        depth += character == "("
        if not depth:
            kept.append(character)
        depth -= character == ")" and depth > 0
    return "".join(kept)
