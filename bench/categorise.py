"""How often the categoriser is right without having learned anything from a person.

    python -m bench.categorise [data folder]

Measures on transaction strings with labels of Plaid's taxonomy (16 groups) and on names of merchants of receipts.
The data are not part of the project; without them this says so and ends.
"""

import csv
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from backend.ai.catalogue import catalogue
from backend.ai.model import model
from backend.ai.rules import read
from backend.ai.suggestion import Candidate, Guess

_DATA: Final = Path(os.environ.get("OUTLAY_BENCH_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
_KNOWN_BEFORE: Final = 0.58

# Plaid's groups by topic.
GROUP_OF_TOPIC: Final = {
    "groceries": "FOOD_AND_DRINK",
    "eating_out": "FOOD_AND_DRINK",
    "convenience": "GENERAL_MERCHANDISE",
    "shopping": "GENERAL_MERCHANDISE",
    "office": "GENERAL_MERCHANDISE",
    "giving": "GOVERNMENT_AND_NON_PROFIT",
    "tax": "GOVERNMENT_AND_NON_PROFIT",
    "transit": "TRANSPORTATION",
    "fuel": "TRANSPORTATION",
    "vehicle": "GENERAL_SERVICES",
    "software": "GENERAL_SERVICES",
    "education": "GENERAL_SERVICES",
    "insurance": "GENERAL_SERVICES",
    "travel": "TRAVEL",
    "lodging": "TRAVEL",
    "furnishing": "HOME_IMPROVEMENT",
    "rent": "RENT_AND_UTILITIES",
    "utilities": "RENT_AND_UTILITIES",
    "health": "MEDICAL",
    "care": "PERSONAL_CARE",
    "entertainment": "ENTERTAINMENT",
    "fees": "BANK_FEES",
    "loan": "LOAN_PAYMENTS",
    "salary": "INCOME",
    "other_income": "INCOME",
}
# Receipts are sorted by the kind of shop there: a supermarket, a chemist's and a hardware shop are all retail.
_RETAIL: Final = frozenset({"groceries", "convenience", "shopping", "office", "giving", "furnishing", "health", "care"})


class Case(NamedTuple):
    """A candidate, its label, and whether a guess answers it."""

    candidate: Candidate
    label: str
    fits: Callable[[Guess], bool]


def transactions(folder: Path) -> Iterator[Case]:
    """Bank strings; transfers count as right for either direction and for paying off a card."""
    for row in _rows(folder / "surge_dev.csv"):
        kind = "income" if row["type"] == "Credit" else "expense"
        label = row["pfc_primary"]
        yield Case(Candidate(description=row["text"], kind=kind), label, lambda guess, row=row: _group(guess, row) == row["pfc_primary"])


def _group(guess: Guess, row: dict[str, str]) -> str:
    if guess.topic != "transfer":
        return GROUP_OF_TOPIC[guess.topic]
    if row["type"] == "Credit":
        return "TRANSFER_IN"
    return "LOAN_PAYMENTS" if row["pfc"] == "LOAN_PAYMENTS_CREDIT_CARD_PAYMENT" else "TRANSFER_OUT"


def merchants(folder: Path) -> Iterator[Case]:
    """Names of merchants of receipts, squeezed into one word as their files are called."""
    for row in _rows(folder / "myreceipts_merchants.csv"):
        if row["pfc"]:
            country = {"UK": "GB"}.get(row["country"].upper(), row["country"].upper())
            yield Case(Candidate(merchant=row["merchant"], country=country), row["folder"], lambda guess, row=row: _fits(guess, row))


def _fits(guess: Guess, row: dict[str, str]) -> bool:
    if row["folder"] == "retail":
        return guess.topic in _RETAIL
    return guess.topic != "transfer" and row["pfc"].startswith(GROUP_OF_TOPIC[guess.topic])


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def measure(name: str, cases: list[Case], *, show_misses: bool) -> float:
    """Print accuracy in all and by source; give the share that is right."""
    right, asked = Counter[str](), Counter[str]()
    sure = defaultdict[int, list[bool]](list)
    started = time.perf_counter()
    for case in cases:
        guess = read(case.candidate, catalogue(), model())
        source = guess.source if guess else "none"
        fits = guess is not None and case.fits(guess)
        asked[source] += 1
        right[source] += fits
        if guess:
            sure[int(guess.confidence * 10)].append(fits)
        if show_misses and not fits:
            _show_miss(case, guess)
    milliseconds = (time.perf_counter() - started) * 1000 / len(cases)
    share = right.total() / len(cases)
    sys.stdout.write(f"{name}: {share:.3f} of {len(cases)} right, {milliseconds:.2f} ms each\n")
    for source in sorted(asked):
        sys.stdout.write(f"  {source:10} {asked[source]:4} asked {right[source] / asked[source]:.3f} right\n")
    for tenth, results in sorted(sure.items()):
        sys.stdout.write(f"  said {tenth / 10:.1f}+   {len(results):4} times {sum(results) / len(results):.3f} right\n")
    return share


def _show_miss(case: Case, guess: Guess | None) -> None:
    said = f"{guess.topic} ({guess.source})" if guess else "nothing"
    sys.stdout.write(f"  miss {case.label:26} {said:26} {case.candidate.description or case.candidate.merchant}\n")


def main(arguments: list[str]) -> None:
    """Measure both sets where they are."""
    folder = Path(next((each for each in arguments if not each.startswith("-")), _DATA)) / "categories"
    if not folder.exists():
        sys.stdout.write("categorise: the labelled data are not here, nothing is measured\n")
        return
    catalogue(), model().topics("warm up")
    share = measure("transaction strings, 16 groups", list(transactions(folder)), show_misses="--misses" in arguments)
    sys.stdout.write(f"  without learning, known before: {_KNOWN_BEFORE}; gained {share - _KNOWN_BEFORE:+.3f}\n")
    measure("merchants of receipts", list(merchants(folder)), show_misses="--misses" in arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
