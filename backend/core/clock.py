"""The clock: instants are aware UTC, days belong to a time zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, available_timezones


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today(timezone: str) -> date:
    """The calendar day it is now in `timezone` (an IANA name)."""
    return now().astimezone(ZoneInfo(timezone)).date()


def is_timezone(name: str) -> bool:
    """Whether `name` is an IANA time zone known here."""
    return name in available_timezones()
