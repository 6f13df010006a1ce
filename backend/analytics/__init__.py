"""Analytics: what the books come to."""

from backend.analytics.service import breakdown, summary, trend
from backend.analytics.views import Breakdown, Figures, Slice, Summary, Trend, TrendPoint, Unconverted

__all__ = ["Breakdown", "Figures", "Slice", "Summary", "Trend", "TrendPoint", "Unconverted", "breakdown", "summary", "trend"]
