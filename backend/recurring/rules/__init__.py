"""The rules of what comes back. Pure: days and amounts in, series out."""

from backend.recurring.rules.cadences import CADENCES, Cadence, next_day
from backend.recurring.rules.series import Series, find

__all__ = ["CADENCES", "Cadence", "Series", "find", "next_day"]
