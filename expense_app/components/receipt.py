"""Receipts beside their expense: their pages, how far each has been read, and where on them each value stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from backend.core.money import parse_amount
from backend.ocr import ReceiptView
from expense_app import formats
from expense_app.words import _, ngettext, retold

SURE: Final = 0.8
_FAIRLY: Final = 0.6
_PAGES_SHOWN: Final = 20
_AMOUNTS: Final = ("subtotal", "tax", "tip")
_FACTS: Final = (*_AMOUNTS, "payment_method")
# What a box on the picture leads to: the field of the form that holds the value.
_FIELDS: Final = {"merchant": "merchant", "date": "occurred_on", "total": "amount", "currency": "currency"}
NOBODY: Final[Mapping[UUID, int]] = {}


@dataclass
class Box:
    """Where a value stands on its page, in per cent of it; `field` is the form's field that holds it, '' where none does."""

    name: str = ""
    field: str = ""
    left: str = "0%"
    top: str = "0%"
    width: str = "0%"
    height: str = "0%"


@dataclass
class Fact:
    """Something read that is no field of the expense: tax, tip, how it was paid."""

    name: str = ""
    label: str = ""
    value: str = ""
    hint: str = ""


@dataclass
class Sheet:
    """One page of a receipt, ready to draw; a receipt without pages yet (or ever) is one sheet with words and no picture."""

    key: str = ""
    receipt: str = ""
    picture: str = ""
    alt: str = ""
    words: str = ""
    busy: bool = False
    failed: bool = False
    boxes: list[Box] = field(default_factory=list)


def sheets_of(receipts: Sequence[ReceiptView], ahead: Mapping[UUID, int] = NOBODY) -> list[Sheet]:
    """All pages of an expense's receipts, oldest receipt first; `ahead` says how many others are read before each."""
    return [sheet for number, receipt in enumerate(receipts, 1) for sheet in _sheets(receipt, number, len(receipts), ahead)]


def _sheets(receipt: ReceiptView, number: int, of: int, ahead: Mapping[UUID, int]) -> list[Sheet]:
    pages = min(receipt.pages or 0, _PAGES_SHOWN) if receipt.status in ("read", "failed") else 0
    name = _("Receipt {number} of {all}").format(number=number, all=of) if of > 1 else _("Receipt")
    told = {
        "receipt": str(receipt.id),
        "words": status_words(receipt, ahead),
        "busy": receipt.status in ("queued", "reading"),
        "failed": receipt.status == "failed",
    }
    if not pages:
        return [Sheet(key=f"{receipt.id}-0", alt=name, **told)]
    return [_page(receipt, page, pages, name, told) for page in range(1, pages + 1)]


def _page(receipt: ReceiptView, page: int, of: int, name: str, told: dict[str, Any]) -> Sheet:
    alt = _("{receipt}, page {page} of {all}").format(receipt=name, page=page, all=of) if of > 1 else name
    boxes = [box for key, found in receipt.fields.items() if (box := _box(key, found, page))]
    return Sheet(
        f"{receipt.id}-{page}", picture=f"/api/v1/receipts/{receipt.id}/file?variant=page&page={page}", alt=alt, boxes=boxes, **told
    )


def status_words(receipt: ReceiptView, ahead: Mapping[UUID, int] = NOBODY) -> str:
    """How far a receipt is, where that is worth a word."""
    return {
        "queued": queue_words(ahead.get(receipt.id, 0)),
        "reading": _("Reading. The fields fill in by themselves."),
        "failed": retold(receipt.error or "") or _("This could not be read."),
        "read": retold(receipt.error or ""),
    }.get(receipt.status, "")


def queue_words(ahead: int) -> str:
    """What is said of a receipt that waits, with its place in the queue where others come first."""
    if not ahead:
        return _("Queued. It is read in a moment.")
    return ngettext("Queued. {number} receipt is read before it.", "Queued. {number} receipts are read before it.", ahead).format(
        number=ahead
    )


def unread_words(receipts: Sequence[ReceiptView], *statuses: str, ahead: Mapping[UUID, int] = NOBODY) -> str:
    """The words of the first receipt in one of these statuses about which there is something to say; '' where there is none."""
    return next((words for each in receipts if each.status in statuses and (words := status_words(each, ahead))), "")


def _box(name: str, found: Mapping[str, Any], page: int) -> Box | None:
    place = found.get("box")
    if not place or int(place[0]) != page:
        return None
    left, top, width, height = (f"{float(each) * 100:.2f}%" for each in place[1:5])
    return Box(name, _FIELDS.get(name, ""), left, top, width, height)


def facts_of(fields: Mapping[str, Mapping[str, Any]], locale: str) -> list[Fact]:
    """What was read besides the fields of the expense, amounts in the currency of the receipt."""
    labels = {"subtotal": _("Subtotal"), "tax": _("Tax"), "tip": _("Tip"), "payment_method": _("Paid with")}
    currency = value_words(fields.get("currency", {}))
    facts = [
        Fact(name, labels[name], _fact_words(name, fields[name], currency, locale), hint_of(fields[name], locale))
        for name in _FACTS
        if name in fields
    ]
    return [each for each in facts if each.value]


def _fact_words(name: str, found: Mapping[str, Any], currency: str, locale: str) -> str:
    value = value_words(found)
    return formats.money(parse_amount(value, currency), locale) if value and currency and name in _AMOUNTS else value


def value_words(found: Mapping[str, Any]) -> str:
    """A read value as the books write it; '' where nothing was read."""
    return str(found.get("value") or "")


def is_sure(found: Mapping[str, Any]) -> bool:
    """Whether a read value needs no second look."""
    return float(found.get("confidence") or 0) >= SURE


def sure_words(confidence: float, locale: str) -> str:
    """How sure the machine is, in words with the number behind them."""
    percent = formats.percent(confidence, locale)
    return (_("Fairly sure ({percent})") if confidence >= _FAIRLY else _("Not sure ({percent})")).format(percent=percent)


def hint_of(found: Mapping[str, Any], locale: str) -> str:
    """Why the reader took this value and, where it is not sure, how sure it is."""
    why = retold(str(found.get("why") or "").strip())
    why = why[:1].upper() + why[1:]
    if is_sure(found):
        return why
    sure = sure_words(float(found.get("confidence") or 0), locale)
    return f"{why.rstrip('.')}. {sure}." if why else f"{sure}."
