"""Rates that were fetched: a table of all processes, and what this process knows of it.

Looking up a rate is a matter of memory (`core.currency_rates`); each process learns the table's recent days when it
starts and again within a minute of a change.
"""

import asyncio
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import text

from backend.core import currency_rates, ecb
from backend.core.db import system_transaction
from backend.core.log import logger
from backend.core.settings import settings

OFF: Final = "off"
LOOK_SECONDS: Final = 60.0
_KEEP: Final = text(
    "INSERT INTO exchange_rate (day, currency, rate) SELECT * FROM unnest(CAST(:days AS date[]), CAST(:currencies AS text[]),"
    " CAST(:rates AS numeric[])) ON CONFLICT (day, currency) DO NOTHING"
)
_MARK: Final = text("SELECT count(*), max(fetched_at) FROM exchange_rate")
_ALL: Final = text("SELECT day, currency, rate FROM exchange_rate")

log = logger(__name__)
_known: list[Any] = [None]


async def fetch() -> int:
    """Fetch what the settings name and keep the days that are new. Returns how many rates are new.

    What was published stays as it is. Raises what `ecb.fetch` raises; without an address nothing happens.
    """
    address = settings().rates_url
    if address == OFF:
        return 0
    found = await ecb.fetch(address)
    rows = [(day, currency, rate) for day, rates in found.items() for currency, rate in rates.items()]
    days, currencies, rates = zip(*rows, strict=True)
    async with system_transaction("jobs") as session:
        result: Any = await session.execute(_KEEP, {"days": list(days), "currencies": list(currencies), "rates": list(rates)})
    await refresh()
    return result.rowcount


async def refresh() -> None:
    """Learn the table where it has changed since this process last looked."""
    async with system_transaction("jobs") as session:
        mark = tuple((await session.execute(_MARK)).one())
        if mark == _known[0]:
            return
        rows = (await session.execute(_ALL)).all()
    days: dict[date, dict[str, Decimal]] = defaultdict(dict)
    for day, currency, rate in rows:
        days[day][currency] = rate
    currency_rates.learn(days)
    _known[0] = mark


async def follow() -> None:
    """Know new rates until cancelled; while the database is away the known ones serve."""
    while True:
        try:
            await refresh()
        except Exception as error:  # noqa: BLE001 - whatever is away comes back, and yesterday's rates serve meanwhile
            log.warning("rates not read", error=str(error))
        await asyncio.sleep(LOOK_SECONDS)
