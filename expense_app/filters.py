"""The filters of the expenses page as they stand in its address: reading them, and the addresses of others. Pure."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from backend.core.errors import Invalid
from backend.core.ids import parse_id
from backend.expenses import ExpenseFilter
from expense_app import formats
from expense_app.words import _

PAGE: Final = "/expenses"
EXPORT: Final = "/session/expenses.csv"
KNOWN: Final = ("q", "from", "to", "kind", "status", "category", "merchant", "tag", "min", "max", "currency", "receipt", "sort")
SORTS: Final = ("-occurred_on", "occurred_on", "-amount", "amount", "-created_at")
NEWEST: Final = SORTS[0]
Asked = dict[str, str]


def asked_in(query: Mapping[str, Any]) -> Asked:
    """The filters that an address names; others and empty ones are left out."""
    return {name: str(query[name])[:500] for name in KNOWN if query.get(name)}


def address(asked: Mapping[str, str], **changes: str | None) -> str:
    """The page's address with these filters, some of them set otherwise or taken away (None)."""
    merged = {**asked, **changes}
    kept = [(name, merged[name]) for name in KNOWN if merged.get(name) and (name, merged[name]) != ("sort", NEWEST)]
    return PAGE + (f"?{urlencode(kept)}" if kept else "")


_IN_API: Final = {"category": "category_id", "merchant": "merchant_id", "min": "min_amount", "max": "max_amount", "receipt": "has_receipt"}


def export_address(asked: Mapping[str, str]) -> str:
    """Where the whole list of these filters is had as a file; the door has the API's names for them."""
    named = [(_IN_API.get(name, name), asked[name]) for name in KNOWN if asked.get(name)]
    return EXPORT + (f"?{urlencode(named)}" if named else "")


def expense_filter(asked: Mapping[str, str]) -> ExpenseFilter:
    """What the books are asked for. Raises `Invalid` where an address says what cannot be."""
    return ExpenseFilter(
        q=asked.get("q"),
        from_=_day(asked, "from"),
        to=_day(asked, "to"),
        kind=_one_of(asked, "kind", ("expense", "income", "transfer")),
        status=_one_of(asked, "status", ("processing", "needs_review", "confirmed", "failed")),
        category_id="none" if asked.get("category") == "none" else _id(asked, "category"),
        merchant_id=_id(asked, "merchant"),
        tag=asked.get("tag"),
        min_amount=asked.get("min"),
        max_amount=asked.get("max"),
        currency=asked.get("currency"),
        has_receipt={"yes": True, "no": False}.get(asked.get("receipt", "")),
    )


def sort_of(asked: Mapping[str, str]) -> str:
    """The order an address asks for; the newest first where it names none that there is."""
    named = asked.get("sort", NEWEST)
    return named if named in SORTS else NEWEST


def by_day(sort: str) -> bool:
    """Whether rows in this order stand under their days."""
    return sort.endswith("occurred_on")


def narrowing(asked: Mapping[str, str]) -> Asked:
    """What an address leaves out of the list: all it asks for but the words of a search and the order."""
    return {name: text for name, text in asked.items() if name not in ("q", "sort")}


def from_form(form: Mapping[str, str], locale: str) -> Asked:
    """The filters that the filled-in sheet names, amounts as the address writes them. Raises `Invalid`."""
    asked = {name: form[name].strip()[:500] for name in KNOWN if form.get(name, "").strip()}
    asked |= {name: formats.typed_amount(asked[name], locale) for name in ("min", "max") if name in asked}
    if "tag" in asked:
        asked["tag"] = asked["tag"].removeprefix("#").strip()
    expense_filter(asked)
    return asked


def _day(asked: Mapping[str, str], name: str) -> date | None:
    text = asked.get(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid.field(name, "date_invalid", _("“{text}” in the address is not a day.").format(text=text)) from error


def _id(asked: Mapping[str, str], name: str) -> UUID | None:
    text = asked.get(name)
    found = parse_id(text) if text else None
    if text and found is None:
        raise Invalid.field(name, "id_invalid", _("The address asks for something that is not here."))
    return found


def _one_of(asked: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> Any:
    text = asked.get(name)
    if text and text not in allowed:
        raise Invalid.field(name, "choice_invalid", _("The address asks for something that is not here."))
    return text


def month_of(asked: Mapping[str, str]) -> date | None:
    """The first day of the month the filters name, where they name exactly one."""
    try:
        start, end = date.fromisoformat(asked.get("from", "")), date.fromisoformat(asked.get("to", ""))
    except ValueError:
        return None
    return start if start.day == 1 and month_end(start) == end else None


def month_end(start: date) -> date:
    """The last day of a month."""
    return start.replace(day=monthrange(start.year, start.month)[1])


def in_month(asked: Mapping[str, str], day: date) -> str:
    """The page with the same filters, in the month of `day`."""
    start = day.replace(day=1)
    return address(asked, **{"from": start.isoformat(), "to": month_end(start).isoformat()})


def months_around(start: date) -> tuple[date, date]:
    """The first days of the months before and after."""
    return (start - timedelta(days=1)).replace(day=1), month_end(start) + timedelta(days=1)
