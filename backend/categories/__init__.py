"""Categories and merchants: the order in the books."""

from backend.categories.views import CategoryChange, CategoryDraft, CategoryView, MerchantView

__all__ = ["CategoryChange", "CategoryDraft", "CategoryView", "MerchantView"]
