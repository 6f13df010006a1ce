"""A receipt beside its expense: the picture, how far it has been read, and where on it each value stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import reflex as rx

from expense_app import formats
from expense_app.components.marks import icon
from expense_app.words import _, retold

SURE: Final = 0.8
_FACTS: Final = ("subtotal", "tax", "tip", "payment_method")


@dataclass
class Box:
    """Where a value stands on the first page, in per cent of it."""

    name: str = ""
    left: str = "0%"
    top: str = "0%"
    width: str = "0%"
    height: str = "0%"


@dataclass
class Fact:
    """Something read that is no field of the expense: tax, tip, how it was paid."""

    label: str = ""
    value: str = ""
    hint: str = ""


@dataclass
class Paper:
    """A receipt ready to draw. `status` is queued, reading, read or failed, '' without a receipt."""

    id: str = ""
    status: str = ""
    words: str = ""
    picture: str = ""
    pages: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


def paper_of(receipt: Any, locale: str) -> Paper:
    """The paper of a receipt as `ocr.get_receipt` gives it."""
    pages = [f"/api/v1/receipts/{receipt.id}/file?variant=page&page={n + 1}" for n in range(min(receipt.pages or 0, 20))]
    shown = pages if receipt.status in ("read", "failed") else []
    return Paper(
        id=str(receipt.id),
        status=receipt.status,
        words=_status_words(receipt),
        picture=shown[0] if shown else "",
        pages=shown,
        boxes=[box for name, found in receipt.fields.items() if (box := _box(name, found))],
        facts=_facts(receipt.fields, locale),
    )


def _status_words(receipt: Any) -> str:
    return {
        "queued": _("Queued. It is read in a moment."),
        "reading": _("Reading. The fields fill in by themselves."),
        "failed": retold(receipt.error or "") or _("This could not be read."),
    }.get(receipt.status, "")


def _box(name: str, found: Mapping[str, Any]) -> Box | None:
    place = found.get("box")
    if not place or int(place[0]) != 1:
        return None
    left, top, width, height = (f"{float(each) * 100:.2f}%" for each in place[1:5])
    return Box(name, left, top, width, height)


def _facts(fields: Mapping[str, Mapping[str, Any]], locale: str) -> list[Fact]:
    labels = {"subtotal": _("Subtotal"), "tax": _("Tax"), "tip": _("Tip"), "payment_method": _("Paid with")}
    facts = [Fact(labels[name], value_words(fields[name], locale), hint_of(fields[name], locale)) for name in _FACTS if name in fields]
    return [each for each in facts if each.value]


def value_words(found: Mapping[str, Any], locale: str) -> str:
    """A read value as text; money with its currency."""
    value = found.get("value")
    if isinstance(value, Mapping) and "amount" in value:
        return formats.money(formats.parse_amount(value["amount"], value["currency"]), locale)
    return str(value) if value not in (None, "", []) else ""


def is_sure(found: Mapping[str, Any]) -> bool:
    """Whether a read value needs no second look."""
    return float(found.get("confidence") or 0) >= SURE


def hint_of(found: Mapping[str, Any], locale: str) -> str:
    """Why the reader took this value and, where it is not sure, how sure it is."""
    why = retold(str(found.get("why") or "").strip())
    why = why[:1].upper() + why[1:]
    if is_sure(found):
        return why
    sure = _("{percent} sure").format(percent=formats.percent(float(found.get("confidence") or 0), locale))
    return f"{why.rstrip('.')}. {sure}." if why else f"{sure}."


def picture(paper: Any, alt: Any) -> rx.Component:
    """The paper: its first page with the lit boxes, or how far it is."""
    box = lambda each: rx.el.span(  # noqa: E731 - one mark on the page
        class_name="hl hl-" + each.name,
        style={"left": each.left, "top": each.top, "width": each.width, "height": each.height},
        aria_hidden="true",
    )
    page = rx.el.div(
        rx.el.img(src=paper.picture, alt=alt, custom_attrs={"decoding": "async"}), rx.foreach(paper.boxes, box), class_name="sheet-of"
    )
    waiting = rx.el.div(icon("scan-line", 28), rx.el.span(paper.words, role="status"), class_name="blank scan")
    blank = rx.el.div(icon("file-text", 28), rx.el.span(paper.words), class_name="blank")
    unread = rx.cond((paper.status == "queued") | (paper.status == "reading"), waiting, blank)
    tools = rx.el.div(
        rx.el.button(icon("zoom-in", 18), _("Open"), type="button", class_name="btn", custom_attrs={"data-open": "viewer"}),
        rx.el.button(
            icon("chevron-down", 18),
            _("Whole"),
            type="button",
            class_name="btn phone-only",
            custom_attrs={"data-toggle": ".rc .paper", "aria-expanded": "false"},
        ),
        class_name="rc-tools",
    )
    return rx.el.section(
        rx.el.div(rx.cond(paper.picture != "", page, unread), class_name="paper"),
        rx.cond(paper.picture != "", tools, rx.fragment()),
        class_name="rc",
        aria_label=_("Receipt"),
    )


def viewer(paper: Any, alt: Any) -> rx.Component:
    """All pages, as large as the screen."""
    close = rx.el.button(icon("x"), type="button", class_name="ghost", aria_label=_("Close"), custom_attrs={"data-close": ""})
    page = lambda address: rx.el.img(src=address, alt=alt, custom_attrs={"loading": "lazy"})  # noqa: E731 - one page
    return rx.el.dialog(close, rx.el.div(rx.foreach(paper.pages, page)), id="viewer", class_name="viewer", aria_label=_("Receipt, large"))
