"""The row of an expense as facts: how sent fields become columns, and what a change looks like in the history. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from backend.core.errors import Invalid
from backend.core.money import Money, convert, to_decimal_string
from backend.expenses import rules
from backend.expenses.drafts import SplitDraft

Row = Mapping[str, Any]

_PLAIN: Final = ("kind", "status", "occurred_on", "description", "note", "account_id", "tags", "reimbursable")
_SHOWN: Final = (
    "kind",
    "status",
    "occurred_on",
    "description",
    "note",
    "category_id",
    "category_source",
    "account_id",
    "tags",
    "reimbursable",
)


@dataclass(frozen=True)
class MerchantNamed:
    """The merchant that a sent name or id stands for; None and '' for nobody."""

    id: UUID | None
    name: str


@dataclass(frozen=True)
class BaseRate:
    """A rate to the base currency and where it is from."""

    value: Decimal
    source: str


def columns(sent: Mapping[str, Any], source: str) -> dict[str, Any]:
    """The columns that cleaned fields set, without what is derived from them (base amounts, sources)."""
    values = {name: sent[name] for name in _PLAIN if name in sent}
    if "money" in sent:
        values |= _money_columns(sent["money"])
    if "merchant" in sent:
        values |= {"merchant_id": sent["merchant"].id, "merchant_name": sent["merchant"].name}
    if "category_id" in sent:
        values |= category_columns(sent["category_id"], source)
    if "splits" in sent:
        values["splits"] = _split_columns(sent["splits"])
    return values


def _money_columns(money: Money | None) -> dict[str, Any]:
    return {"amount_minor": money.minor if money else None, "currency": money.currency if money else None}


def category_columns(category_id: UUID | None, source: str, confidence: float | None = None, why: str = "") -> dict[str, Any]:
    """A category with who set it, how sure, and why."""
    return {"category_id": category_id, "category_source": source, "category_confidence": confidence, "category_why": why}


def _split_columns(splits: list[SplitDraft] | None) -> list[dict[str, Any]] | None:
    if splits is None:
        return None
    return [
        {"category_id": _text(split.category_id), "amount_minor": money.minor, "currency": money.currency, "note": split.note}
        for split in splits
        if isinstance(money := split.money, Money)
    ]


def sources(standing: Mapping[str, str], names: Mapping[str, Any], source: str) -> dict[str, str]:
    """Who set each field, after `source` has set `names`."""
    return {**standing, **dict.fromkeys(names, source)}


def money_of(row: Row) -> Money | None:
    """The original amount of a row."""
    return None if row["amount_minor"] is None else Money(row["amount_minor"], row["currency"])


def base_of(row: Row) -> Money | None:
    """The base amount of a row; None when unconverted."""
    return None if row["base_minor"] is None else Money(row["base_minor"], row["base_currency"])


def with_base(row: Row, rate: BaseRate | None) -> dict[str, Any]:
    """Base amount, rate, its source and the shares of the split lines, all derived anew. Raises `Invalid` on a rate too large."""
    money = money_of(row)
    base = _base(money, row["base_currency"], rate)
    same = money is not None and money.currency == row["base_currency"]
    kept = None if same or base is None else rate
    return {
        "base_minor": base.minor if base else None,
        "fx_rate": kept.value if kept else None,
        "fx_source": kept.source if kept else None,
        "splits": _shares(row["splits"], money, base),
    }


def _base(money: Money | None, currency: str, rate: BaseRate | None) -> Money | None:
    if money is None or money.currency == currency:
        return money
    if rate is None:
        return None
    base = convert(money, rate.value, currency)
    if base.minor > rules.BASE_MAX:
        raise Invalid.field("fx_rate", "rate_too_large", "At this rate the amount is too large. Please check amount and rate.")
    return base


def _shares(splits: list[dict[str, Any]] | None, money: Money | None, base: Money | None) -> list[dict[str, Any]] | None:
    if splits is None:
        return None
    lines = [Money(split["amount_minor"], split.get("currency") or (money.currency if money else "")) for split in splits]
    rules.check_sum(lines, money)
    shares = rules.base_shares(lines, base)
    return [
        {"category_id": split["category_id"], "amount_minor": split["amount_minor"], "base_minor": share, "note": split["note"]}
        for split, share in zip(splits, shares, strict=True)
    ]


def own_rate(before: Row | None, sent: Mapping[str, Any], after: Row) -> Decimal | None:
    """The person's rate that counts for a row: one just sent, else a standing one while the currency stays."""
    if "fx_rate" in sent:
        return sent["fx_rate"]
    if before is None or before["fx_source"] != "user" or before["currency"] != after["currency"]:
        return None
    return before["fx_rate"]


def shown(row: Row) -> dict[str, Any]:
    """The fields of a row as its history keeps them: plain JSON values in the API's shapes."""
    values = {name: _plain(row[name]) for name in _SHOWN}
    values |= {"money": _money(money_of(row)), "merchant": row["merchant_name"], "fx_rate": _rate(row["fx_rate"])}
    values |= {"splits": _shown_splits(row), "deleted": row["deleted_at"] is not None}
    return values


def difference(before: Row, after: Row) -> dict[str, list[Any]]:
    """`{field: [old, new]}` of what differs between two rows."""
    old, new = shown(before), shown(after)
    return {name: [old[name], new[name]] for name in old if old[name] != new[name]}


def first_change(row: Row) -> dict[str, list[Any]]:
    """`{field: [None, value]}` of what a new row holds."""
    return {name: [None, value] for name, value in shown(row).items() if value not in (None, "", [], False)}


def _shown_splits(row: Row) -> list[dict[str, Any]] | None:
    if row["splits"] is None:
        return None
    currency = row["currency"]
    return [
        {"category_id": line["category_id"], "money": _money(Money(line["amount_minor"], currency)), "note": line["note"]}
        for line in row["splits"]
    ]


def _money(money: Money | None) -> dict[str, str] | None:
    return None if money is None else {"amount": to_decimal_string(money), "currency": money.currency}


def _rate(rate: Decimal | None) -> str | None:
    return None if rate is None else f"{rate.normalize():f}"


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _plain(value: object) -> Any:
    return str(value) if isinstance(value, (UUID, date)) else value
