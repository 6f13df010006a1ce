"""What is known of a mail before and while it is taken apart: its header, what is too wild, what may be a receipt. Pure."""

import re
from typing import Final

HEAD_MAX: Final = 128 * 1024  # bytes; the largest mail servers pass on
ADDRESS: Final = re.compile(r"[^\s@<>(),;:\"\\\x00-\x1f\x7f]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}")
_MARKS_MAX: Final = 100
_MARKS: Final = re.compile(rb"boundary|message/", re.IGNORECASE)
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_FOLD: Final = re.compile(r"\r?\n(?=[ \t])")
_LOGO_SIDE: Final = 300
_LOGO_BYTES: Final = 12_000
_PIXEL_SIDE: Final = 64
_PICTURES: Final = ("image/jpeg", "image/jpg", "image/pjpeg", "image/png", "image/webp", "image/heic", "image/heif", "image/tiff")
_PAPERS: Final = ("application/pdf", "application/x-pdf")
# Papers that shops attach to every order; a receipt is called otherwise.
_FINE_PRINT: Final = re.compile(
    r"\b(?:agb|widerruf\w*|datenschutz\w*|verbraucherinformation\w*|terms|conditions|privacy|cgv|cgu|retractation|condizioni|privacidad|condiciones)\b"
    r"|利用規約|约定|الشروط",
    re.IGNORECASE,
)
_CODES: Final = (
    "EUR|USD|GBP|CHF|JPY|CNY|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|INR|BRL|MXN|ZAR|AED|SAR|EGP|MAD|ILS|SGD|HKD|MYR|THB|IDR"
    r"|KRW|VND|kr|Kč|zł|Ft|R\$"
)
# A sign or code beside a number, or a number as money is written.
_AMOUNT: Final = re.compile(
    rf"(?:[€$£¥₹₩₽₺฿₪₫₱￥]|\b(?:{_CODES}))\s?\d|\d\s?(?:[€$£¥₹₩₽₺฿₪₫₱￥円元원]|(?:{_CODES})\b|ر\.?\s?س|د\.?\s?إ|ج\.?\s?م|ريال|درهم|جنيه)"
    r"|(?<![\d.,:])(?:\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+|\d{1,6})[.,]\d{2}(?![.,:]?\d)|[٠-٩]\s?[.,٫][٠-٩]{2}"
)
_ENDINGS: Final = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".tif", ".tiff", ".pdf")


def head_of(raw: bytes) -> bytes:
    """The header of a mail, as it came, up to `HEAD_MAX` bytes."""
    end = _HEAD_END.search(raw, 0, HEAD_MAX)
    return raw[: end.start() if end else HEAD_MAX]


def header_lines(head: bytes) -> list[tuple[str, str]]:
    """Names in lower case and unfolded values of a header, as text, decoded no further."""
    text = _FOLD.sub("", head.decode("utf-8", "replace"))
    pairs = (line.partition(":") for line in text.splitlines())
    return [(name.strip().lower(), " ".join(value.split())) for name, colon, value in pairs if colon and name.strip()]


def is_wild(raw: bytes) -> bool:
    """Whether a mail has more nested parts, or a longer header, than anything that people send: it is not even parsed.

    Every level of nesting needs one of two words, so counting them bounds the depth; in encoded files they hardly ever stand.
    """
    marks = sum(1 for _hit in zip(_MARKS.finditer(raw), range(_MARKS_MAX + 1), strict=False))
    return marks > _MARKS_MAX or _HEAD_END.search(raw, 0, HEAD_MAX) is None


def may_be_receipt(media_type: str, name: str) -> bool:
    """Whether a part is worth a look: a picture or PDF by its type, or by its name where the type says nothing."""
    if media_type in _PICTURES or media_type in _PAPERS:
        return True
    return media_type in ("application/octet-stream", "application/binary") and name.lower().endswith(_ENDINGS)


def is_decoration(width: int, height: int, size: int, *, inline: bool) -> bool:
    """Whether a picture is a logo, a line or a tracking pixel. Sides in pixels, size in bytes."""
    if max(width, height) < _PIXEL_SIDE or min(width, height) <= 2:
        return True
    return inline and (min(width, height) < _LOGO_SIDE or size < _LOGO_BYTES)


def is_fine_print(name: str) -> bool:
    """Whether a file is what shops attach to every order, by its name: terms, rights, privacy."""
    return bool(_FINE_PRINT.search(name.replace("_", " ").replace("-", " ")))


def names_amount(text: str) -> bool:
    """Whether a text has something in it that could be an amount of money."""
    return bool(_AMOUNT.search(text))


def one_address(text: str) -> str:
    """`text` in lower case where it is a plain mail address, else ''."""
    told = text.strip().lower()
    return told if ADDRESS.fullmatch(told) and told.isprintable() else ""
