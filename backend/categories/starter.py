"""The categories that new books start with.

`key` is what the machine means when it suggests one; it stays when a person renames the category. Names are
English and marked for translation; icons are names of the Lucide set.
"""

from dataclasses import dataclass
from typing import Final


def _mark(text: str) -> str:
    """`text` itself: the mark by which the message extractor finds it."""
    return text


@dataclass(frozen=True, slots=True)
class StarterCategory:
    """A category to begin with: `kind` is 'expense' or 'income', `color` a hex triplet of even lightness."""

    key: str
    name: str
    icon: str
    color: str
    kind: str = "expense"


STARTER_CATEGORIES: Final = (
    StarterCategory("groceries", _mark("Groceries"), "shopping-basket", "#3f8f5b"),
    StarterCategory("eating_out", _mark("Eating out"), "utensils", "#c2683a"),
    StarterCategory("transport", _mark("Transport"), "bus", "#3d7fb5"),
    StarterCategory("fuel", _mark("Fuel"), "fuel", "#8a6d3b"),
    StarterCategory("travel", _mark("Travel"), "plane", "#2f8f9d"),
    StarterCategory("lodging", _mark("Lodging"), "bed-double", "#6b74b8"),
    StarterCategory("home", _mark("Home"), "house", "#9a6a4f"),
    StarterCategory("utilities", _mark("Utilities & phone"), "plug-zap", "#a88a1f"),
    StarterCategory("health", _mark("Health & care"), "heart-pulse", "#c0506b"),
    StarterCategory("shopping", _mark("Shopping"), "shopping-bag", "#a55aa8"),
    StarterCategory("entertainment", _mark("Entertainment"), "ticket", "#7d5fc0"),
    StarterCategory("software", _mark("Software & subscriptions"), "app-window", "#4f7f8c"),
    StarterCategory("office", _mark("Office & post"), "briefcase", "#6f7b6a"),
    StarterCategory("education", _mark("Education & childcare"), "graduation-cap", "#5a8a3f"),
    StarterCategory("fees", _mark("Fees, tax & insurance"), "landmark", "#7a7f87"),
    StarterCategory("giving", _mark("Gifts & donations"), "gift", "#c2569a"),
    StarterCategory("salary", _mark("Salary"), "banknote", "#2f8a6a", "income"),
    StarterCategory("other_income", _mark("Other income"), "coins", "#5f8f2f", "income"),
)
