"""Expenses: the books themselves."""

from backend.expenses.bulk import change_many, undo
from backend.expenses.category_moves import remove_category
from backend.expenses.drafts import UNSET, ExpenseChange, ExpenseDraft, ExpenseFilter, MoneyDraft, Selection, SplitDraft, Suggestion, Unset
from backend.expenses.errors import DuplicateReceipt, ExpenseBinned, NoSuchExpense, StaleExpense, UndoSpent
from backend.expenses.lines import Line
from backend.expenses.narrowing import Narrowed, narrowed, needs_lookup
from backend.expenses.queries import get, get_many, history, list_page, lookup_free, read_page, totals
from backend.expenses.service import amend, record, recorded_with, remove, restore, suggest_category
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
    "Line",
    "ListTotals",
    "MoneyDraft",
    "Narrowed",
    "NoSuchExpense",
    "ReceiptBrief",
    "Selection",
    "SplitDraft",
    "SplitView",
    "StaleExpense",
    "Suggestion",
    "UndoSpent",
    "Unset",
    "amend",
    "change_many",
    "get",
    "get_many",
    "history",
    "list_page",
    "lookup_free",
    "narrowed",
    "needs_lookup",
    "read_page",
    "record",
    "recorded_with",
    "remove",
    "remove_category",
    "restore",
    "suggest_category",
    "totals",
    "undo",
]
