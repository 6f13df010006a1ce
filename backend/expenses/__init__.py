"""Expenses: the books themselves."""

from backend.expenses.drafts import UNSET, ExpenseChange, ExpenseDraft, ExpenseFilter, MoneyDraft, Selection, SplitDraft, Suggestion, Unset
from backend.expenses.errors import DuplicateReceipt, ExpenseBinned, NoSuchExpense, StaleExpense, UndoSpent
from backend.expenses.views import BulkResult, Change, ExpenseView, ListTotals, ReceiptBrief, SplitView

__all__ = [
    "UNSET",
    "BulkResult",
    "Change",
    "DuplicateReceipt",
    "ExpenseBinned",
    "ExpenseChange",
    "ExpenseDraft",
    "ExpenseFilter",
    "ExpenseView",
    "ListTotals",
    "MoneyDraft",
    "NoSuchExpense",
    "ReceiptBrief",
    "Selection",
    "SplitDraft",
    "SplitView",
    "StaleExpense",
    "Suggestion",
    "UndoSpent",
    "Unset",
]
