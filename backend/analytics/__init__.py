"""Analytics: what the books come to."""

from backend.analytics.service import breakdown, history, summary, trend
from backend.analytics.views import Breakdown, Figures, History, Slice, Summary, Trend, TrendPoint, Unconverted

__all__ = [
    "Breakdown",
    "Figures",
    "History",
    "Slice",
    "Summary",
    "Trend",
    "TrendPoint",
    "Unconverted",
    "breakdown",
    "history",
    "summary",
    "trend",
]
