"""Expenses: the books themselves."""

from backend.expenses.bin import empty_bin
from backend.expenses.books import Books, books_of
from backend.expenses.bulk import change_many, tag_many, undo
from backend.expenses.category_moves import remove_category
from backend.expenses.deciding import Decision, NoSuchTwin, TwinDecided, decide_twin, reopen_twin
from backend.expenses.drafts import UNSET, ExpenseChange, ExpenseDraft, ExpenseFilter, MoneyDraft, Selection, SplitDraft, Suggestion, Unset
from backend.expenses.errors import DuplicateReceipt, ExpenseBinned, NoSuchExpense, StaleExpense, UndoSpent
from backend.expenses.exporting import export
from backend.expenses.line_memory import chosen_for_lines, remember_lines
from backend.expenses.lines import Line
from backend.expenses.memory import chosen_before
from backend.expenses.narrowing import Narrowed, narrowed, needs_lookup
from backend.expenses.parting import leave_one, make_two, undo_two
from backend.expenses.queries import get, get_many, history, list_page, lookup_free, read_page, totals
from backend.expenses.receipts import attach_receipt, capture, fill_from_receipt, mark_unreadable, reread_receipt
from backend.expenses.repeated import LastVisit, Visits, last_visits, newest_id, visits
from backend.expenses.service import amend, record, recorded_with, remove, restore, suggest_category
from backend.expenses.sharing import adds_up, share_out
from backend.expenses.spending import spending_by
from backend.expenses.twins import Twin, find_twins, open_twins, twins_of
from backend.expenses.views import BulkResult, Change, ExpenseView, ListTotals, ReceiptBrief, SplitView
from backend.expenses.waiting import convert_waiting

__all__ = [
    "UNSET",
    "Books",
    "BulkResult",
    "Change",
    "Decision",
    "DuplicateReceipt",
    "ExpenseBinned",
    "ExpenseChange",
    "ExpenseDraft",
    "ExpenseFilter",
    "ExpenseView",
    "LastVisit",
    "Line",
    "ListTotals",
    "MoneyDraft",
    "Narrowed",
    "NoSuchExpense",
    "NoSuchTwin",
    "ReceiptBrief",
    "Selection",
    "SplitDraft",
    "SplitView",
    "StaleExpense",
    "Suggestion",
    "Twin",
    "TwinDecided",
    "UndoSpent",
    "Unset",
    "Visits",
    "adds_up",
    "amend",
    "attach_receipt",
    "books_of",
    "capture",
    "change_many",
    "chosen_before",
    "chosen_for_lines",
    "convert_waiting",
    "decide_twin",
    "empty_bin",
    "export",
    "fill_from_receipt",
    "find_twins",
    "get",
    "get_many",
    "history",
    "last_visits",
    "leave_one",
    "list_page",
    "lookup_free",
    "make_two",
    "mark_unreadable",
    "narrowed",
    "needs_lookup",
    "newest_id",
    "open_twins",
    "read_page",
    "record",
    "recorded_with",
    "remember_lines",
    "remove",
    "remove_category",
    "reopen_twin",
    "reread_receipt",
    "restore",
    "share_out",
    "spending_by",
    "suggest_category",
    "tag_many",
    "totals",
    "twins_of",
    "undo",
    "undo_two",
    "visits",
]
