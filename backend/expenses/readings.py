"""What a receipt's reader found, as values the books take, and which of them may be filled in. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from backend import ocr
from backend.core.errors import Invalid
from backend.core.money import Money, parse_amount
from backend.expenses import rules
from backend.expenses.drafts import Reading
from backend.expenses.facts import Row

_COLUMNS: Final = {"money": "amount_minor", "merchant": "merchant_name", "description": "description"}


def reading(fields: Mapping[str, Any], base_currency: str, today: date) -> Reading:
    """The usable part of `{name: {value, …}}`: values that the books would refuse count as not found.

    A total whose currency the receipt does not tell is taken for the base currency; a person reviews it anyway.
    """
    merchant = _text(fields, "merchant")[: rules.MERCHANT_MAX]
    return Reading(
        " ".join(merchant.split()) or None,
        _day(_text(fields, "date"), today),
        _money(_text(fields, "total"), _text(fields, "currency") or base_currency),
    )


def is_certain(fields: Mapping[str, Any], *, shop_known: bool = False) -> bool:
    """Whether a reading may be confirmed without a person: every field is sure enough, and the checks of its total close.

    Of a shop that is known from an earlier receipt the name need not be sure.
    """
    asked = {name: least for name, least in ocr.ENOUGH.items() if not (shop_known and name == "merchant")}
    return bool((fields.get("total") or {}).get("checks")) and all(
        float((fields.get(name) or {}).get("confidence") or 0.0) >= least for name, least in asked.items()
    )


def stands_as_read(row: Row, found: Reading) -> bool:
    """Whether a row holds what the receipt says: a day or an amount that a person has set otherwise is for a person to settle."""
    money = None if row["amount_minor"] is None else Money(row["amount_minor"], row["currency"])
    return None not in (found.money, found.occurred_on, found.merchant) and (money, row["occurred_on"]) == (found.money, found.occurred_on)


def fillable(row: Row, found: Reading, source: str, *, again: bool) -> dict[str, Any]:
    """The fields to set on a row: those that nothing of higher rank has set, and unless `again` only those still empty."""
    wanted = {"merchant": found.merchant, "description": found.merchant, "occurred_on": found.occurred_on, "money": found.money}
    return {name: value for name, value in wanted.items() if value is not None and _is_open(row, name, source, again=again)}


def _is_open(row: Row, name: str, source: str, *, again: bool) -> bool:
    standing = row["field_sources"].get(name)
    if not rules.may_set(standing, source):
        return False
    if name == "money" and row["splits"]:
        return False  # a person has divided the amount that stands
    empty = standing is None if name == "occurred_on" else row[_COLUMNS[name]] in (None, "")
    return empty or again


def _text(fields: Mapping[str, Any], name: str) -> str:
    field = fields.get(name) or {}
    return str(field.get("value") or "").replace("\x00", "").strip()


def _day(text: str, today: date) -> date | None:
    try:
        return rules.checked_day("occurred_on", date.fromisoformat(text), today)
    except (ValueError, Invalid):
        return None


def _money(amount: str, currency: str) -> Money | None:
    try:
        return parse_amount(amount, currency)
    except Invalid:
        return None
