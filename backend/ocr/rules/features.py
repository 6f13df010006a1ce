"""What the confidence of each field is reckoned from: a few figures between 0 and 1, each with a meaning."""

from typing import Final

from backend.ocr.rules.checks import Checks
from backend.ocr.rules.currency import CurrencyFound
from backend.ocr.rules.dates import DateFound
from backend.ocr.rules.merchants import MerchantFound
from backend.ocr.rules.totals import TotalFound

_MUCH: Final = 4.0
_WIDE: Final = 3.0
_OFTEN: Final = 2


def of_total(found: TotalFound, checks: Checks) -> dict[str, float]:
    """Lines that name it, the lead over the next one, and every check against the rest of the receipt."""
    return {
        "named": min(max(found.score, 0.0), _MUCH) / _MUCH,
        "lead": min(max(found.margin, 0.0), _WIDE) / _WIDE,
        "settled": float(checks.settled),
        "charged": float(checks.charged),
        "taxed": float(checks.taxed),
        "itemised": float(checks.itemised),
        "again": min(checks.again, _OFTEN) / _OFTEN,
        "largest": float(checks.largest),
        "legible": float(checks.legible),
    }


def of_date(found: DateFound) -> dict[str, float]:
    """The words beside it, how often it is printed, whether others are, and whether it could be another day."""
    return {
        "named": min(max(found.score, 0.0), _WIDE) / _WIDE,
        "again": min(found.times - 1, _OFTEN) / _OFTEN,
        "only": float(found.rivals == 0),
        "plain": float(not found.ambiguous),
        "legible": _legible(found.legible),
    }


def of_merchant(found: MerchantFound) -> dict[str, float]:
    """How much the line looks like a name, whether it is a company's, and how clearly it was read."""
    return {
        "named": min(max(found.score, 0.0), 2 * _MUCH) / (2 * _MUCH),
        "company": float("company" in found.why),
        "legible": _legible(found.legible),
    }


def of_currency(found: CurrencyFound) -> dict[str, float]:
    """How much speaks for it, and the lead over the next one."""
    return {"named": min(found.score, _MUCH) / _MUCH, "lead": min(max(found.margin, 0.0), _WIDE) / _WIDE}


def _legible(confidence: float) -> float:
    """The engine's own confidence, spread over the part that tells anything: below 0.8 nothing is sure."""
    return min(max((confidence - 0.8) / 0.2, 0.0), 1.0)
