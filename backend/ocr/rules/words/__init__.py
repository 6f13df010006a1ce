"""The words of receipts in the languages of the shops, grouped by what the line that holds them means."""

from backend.ocr.rules.words.days import DATE, NOT_TODAY
from backend.ocr.rules.words.payments import CARD, CASH, CHANGE, CHARGE, PAYMENT_NAMES, SUGGESTED, SURCHARGE, TIP
from backend.ocr.rules.words.spelling import any_of, either, plain, squeezed
from backend.ocr.rules.words.sums import DISCOUNT, NOT_A_SUM, ROUNDED, ROUNDING, STRONG_TOTAL, SUBTOTAL, TAX, TOTAL

__all__ = [
    "CARD",
    "CASH",
    "CHANGE",
    "CHARGE",
    "DATE",
    "DISCOUNT",
    "NOT_A_SUM",
    "NOT_TODAY",
    "PAYMENT_NAMES",
    "ROUNDED",
    "ROUNDING",
    "STRONG_TOTAL",
    "SUBTOTAL",
    "SUGGESTED",
    "SURCHARGE",
    "TAX",
    "TIP",
    "TOTAL",
    "any_of",
    "either",
    "plain",
    "squeezed",
]
