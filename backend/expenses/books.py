"""What the books of a workspace agree on: their base currency, their zone's today, and the rates to the base currency."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend import categories
from backend.core import currency_rates
from backend.core.actor import Actor
from backend.core.clock import today
from backend.core.errors import Invalid, NotFound
from backend.expenses import facts
from backend.expenses.facts import BaseRate, MerchantNamed

_BOOKS = text("SELECT base_currency, timezone FROM workspace WHERE id = :workspace_id")


@dataclass(frozen=True)
class Books:
    """A workspace's base currency and today's day in its zone."""

    base_currency: str
    today: date


async def books_of(session: AsyncSession, actor: Actor) -> Books:
    """The actor's books. Raises `NotFound`."""
    row = (await session.execute(_BOOKS, {"workspace_id": actor.workspace_id})).first()
    if row is None:
        raise NotFound("There is no such workspace.")
    return Books(row.base_currency, today(row.timezone))


def rate_for(before: facts.Row | None, sent: Mapping[str, Any], after: facts.Row) -> BaseRate | None:
    """The rate that converts a row: the person's own, else the bank's for its day, else none."""
    own = facts.own_rate(before, sent, after)
    if own is not None:
        return BaseRate(own, "user")
    if after["currency"] is None:
        return None
    found = currency_rates.rate(after["currency"], after["base_currency"], after["occurred_on"])
    return BaseRate(found.value, found.source) if found else None


async def resolved(session: AsyncSession, actor: Actor, sent: dict[str, Any]) -> dict[str, Any]:
    """Cleaned fields with the merchant found or made, and every category known to be this workspace's. Raises `Invalid`."""
    values = dict(sent)
    if "merchant" in sent and "merchant_id" in sent:
        raise Invalid.field("merchant", "merchant_twice", "Send the merchant's name or its id, not both.")
    if "merchant" in sent:
        values["merchant"] = await named(session, actor, sent["merchant"])
    if "merchant_id" in sent:
        values["merchant"] = await _known_merchant(session, actor, values.pop("merchant_id"))
    await _check_categories(session, actor, sent)
    return values


async def named(session: AsyncSession, actor: Actor, name: str) -> MerchantNamed:
    """The merchant of that name, made when there is none; nobody for an empty name."""
    if not name:
        return MerchantNamed(None, "")
    merchant = await categories.find_or_create_merchant(session, actor, name)
    return MerchantNamed(merchant.id, merchant.name)


async def _known_merchant(session: AsyncSession, actor: Actor, merchant_id: UUID | None) -> MerchantNamed:
    if merchant_id is None:
        return MerchantNamed(None, "")
    merchant = await categories.find_merchant(session, actor, merchant_id)
    if merchant is None:
        raise Invalid.field("merchant_id", "merchant_unknown", "There is no such merchant here. Send its name instead.")
    return MerchantNamed(merchant.id, merchant.name)


async def _check_categories(session: AsyncSession, actor: Actor, sent: dict[str, Any]) -> None:
    places = {"category_id": sent.get("category_id")}
    places |= {f"splits.{number}.category_id": split.category_id for number, split in enumerate(sent.get("splits") or ())}
    asked = {category_id for category_id in places.values() if category_id is not None}
    if not asked:
        return
    known = await categories.known(session, actor, asked)
    for place, category_id in places.items():
        if category_id is not None and category_id not in known:
            raise Invalid.field(place, "category_unknown", "There is no such category here. Choose one of yours.")
