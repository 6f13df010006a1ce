"""Categories and merchants: the order in the books."""

from backend.categories.errors import CategoryInUse, CategoryNameTaken, NoSuchCategory, StaleCategory
from backend.categories.queries import find_merchant, get, known, list_all, merchant_called, merchant_names, with_children
from backend.categories.service import amend, create, find_or_create_merchant, remove, seed
from backend.categories.standing_rules import RuleView, rules_in_order
from backend.categories.views import CategoryChange, CategoryDraft, CategoryView, MerchantView

__all__ = [
    "CategoryChange",
    "CategoryDraft",
    "CategoryInUse",
    "CategoryNameTaken",
    "CategoryView",
    "MerchantView",
    "NoSuchCategory",
    "RuleView",
    "StaleCategory",
    "amend",
    "create",
    "find_merchant",
    "find_or_create_merchant",
    "get",
    "known",
    "list_all",
    "merchant_called",
    "merchant_names",
    "remove",
    "rules_in_order",
    "seed",
    "with_children",
]
