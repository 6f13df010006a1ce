"""Recurring: what comes back every week, month or year."""

from backend.recurring.service import upcoming
from backend.recurring.views import Recurring

__all__ = ["Recurring", "upcoming"]
