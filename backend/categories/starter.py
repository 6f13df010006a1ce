"""The categories that new books start with.

`key` is what the machine means when it suggests one; it stays when a person renames the category. Names are
English and marked for translation; icons are names of the Lucide set.
"""

from dataclasses import dataclass
from typing import Final


def pgettext(context: str, text: str) -> str:  # noqa: ARG001 - the catalogs read it
    """`text` itself: the mark by which the catalogs find it; a page is called Home too, so it says what it names."""
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
    StarterCategory("groceries", pgettext("category", "Groceries"), "shopping-basket", "#3f8f5b"),
    StarterCategory("eating_out", pgettext("category", "Eating out"), "utensils", "#c2683a"),
    StarterCategory("transport", pgettext("category", "Transport"), "bus", "#3d7fb5"),
    StarterCategory("fuel", pgettext("category", "Fuel"), "fuel", "#8a6d3b"),
    StarterCategory("travel", pgettext("category", "Travel"), "plane", "#2f8f9d"),
    StarterCategory("lodging", pgettext("category", "Lodging"), "bed-double", "#6b74b8"),
    StarterCategory("home", pgettext("category", "Home"), "house", "#9a6a4f"),
    StarterCategory("utilities", pgettext("category", "Utilities & phone"), "plug-zap", "#a88a1f"),
    StarterCategory("health", pgettext("category", "Health & care"), "heart-pulse", "#c0506b"),
    StarterCategory("shopping", pgettext("category", "Shopping"), "shopping-bag", "#a55aa8"),
    StarterCategory("entertainment", pgettext("category", "Entertainment"), "ticket", "#7d5fc0"),
    StarterCategory("software", pgettext("category", "Software & subscriptions"), "app-window", "#4f7f8c"),
    StarterCategory("office", pgettext("category", "Office & post"), "briefcase", "#6f7b6a"),
    StarterCategory("education", pgettext("category", "Education & childcare"), "graduation-cap", "#5a8a3f"),
    StarterCategory("fees", pgettext("category", "Fees, tax & insurance"), "landmark", "#7a7f87"),
    StarterCategory("giving", pgettext("category", "Gifts & donations"), "gift", "#c2569a"),
    StarterCategory("salary", pgettext("category", "Salary"), "banknote", "#2f8a6a", "income"),
    StarterCategory("other_income", pgettext("category", "Other income"), "coins", "#5f8f2f", "income"),
)
