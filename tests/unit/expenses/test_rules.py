"""What the books take, with the words they refuse in."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, strategies

from backend.core.errors import Invalid
from backend.core.money import MAX_MINOR, Money
from backend.expenses import ExpenseChange, ExpenseDraft, MoneyDraft, SplitDraft, rules

TODAY = date(2026, 11, 24)


def refused(draft: ExpenseDraft) -> dict[str, str]:
    """The refused fields with their codes."""
    with pytest.raises(Invalid) as refusal:
        rules.cleaned(draft, TODAY)
    assert all(each.message for each in refusal.value.fields)
    return {each.field: each.code for each in refusal.value.fields}


def test_nothing_sent_is_nothing_cleaned() -> None:
    assert rules.cleaned(ExpenseDraft(), TODAY) == {}


def test_text_is_trimmed_and_otherwise_kept() -> None:
    assert rules.cleaned(ExpenseDraft(note=" 🧾 שלום\n\tx "), TODAY) == {"note": "🧾 שלום\n\tx"}
    assert rules.cleaned(ExpenseDraft(note="n" * 20_000), TODAY)["note"] == "n" * 20_000


def test_every_refused_field_is_named() -> None:
    draft = ExpenseDraft(note="a\x00", occurred_on=date(1, 1, 1), money=MoneyDraft("NaN", "EUR"), tags=("ok", ""))
    assert refused(draft) == {
        "note": "forbidden_characters",
        "occurred_on": "date_out_of_range",
        "money.amount": "amount_format",
        "tags.1": "too_short",
    }


@pytest.mark.parametrize(
    ("today", "last"),
    [(TODAY, date(2027, 11, 24)), (date(2028, 2, 29), date(2029, 2, 28)), (date(2027, 2, 28), date(2028, 2, 28))],
)
def test_days_end_a_year_from_today(today: date, last: date) -> None:
    assert rules.last_day(today) == last
    assert rules.checked_day("occurred_on", last, today) == last
    with pytest.raises(Invalid):
        rules.checked_day("occurred_on", last + timedelta(days=1), today)


@pytest.mark.parametrize("minor", [-1, MAX_MINOR + 1])
def test_money_is_bounded_also_when_it_is_money_already(minor: int) -> None:
    assert refused(ExpenseDraft(money=Money(minor, "EUR"))) == {"money.amount": "amount_range"}


@pytest.mark.parametrize("rate", ["0", "-1", "NaN", "1e2", "１", "0.0000000000001", "10000000000000", "", 1.5])
def test_a_rate_is_a_plain_number_above_zero(rate: object) -> None:
    assert refused(ExpenseDraft(fx_rate=rate)) == {"fx_rate": "rate_invalid"}


def test_a_rate_is_exact_or_taken_back() -> None:
    assert rules.checked_rate("1.0867") == Decimal("1.0867")
    assert rules.checked_rate(None) is None


def test_a_person_confirms_and_sets_no_other_status() -> None:
    assert rules.cleaned(ExpenseChange(status="confirmed"), TODAY) == {"status": "confirmed"}
    assert refused(ExpenseChange(status="failed")) == {"status": "not_a_choice"}


def test_tags_are_kept_once_and_few() -> None:
    assert rules.checked_tags(("b", " b ", "a")) == ["b", "a"]
    assert refused(ExpenseDraft(tags=tuple(map(str, range(51))))) == {"tags": "too_many"}
    assert refused(ExpenseDraft(tags=("t" * 61,))) == {"tags.0": "too_long"}


def test_splits_are_refused_line_by_line() -> None:
    lines = (SplitDraft(MoneyDraft("1", "EUR")), SplitDraft(MoneyDraft("0.001", "EUR"), note="x" * 20_001))
    assert refused(ExpenseDraft(splits=lines)) == {"splits.1.money.amount": "amount_digits"}
    assert rules.checked_splits(()) is None


def test_higher_ranks_may_replace_lower_ones_and_not_the_other_way() -> None:
    for lower, higher in pairwise(rules.RANKS):
        assert rules.may_set(lower, higher) and not rules.may_set(higher, lower)
        assert rules.may_set(higher, higher)
    assert rules.may_set(None, "provider")


@given(strategies.lists(strategies.integers(0, 10**9), min_size=1, max_size=20), strategies.integers(0, 10**12))
def test_shares_of_the_base_amount_always_sum_to_it(minors: list[int], base: int) -> None:
    shares = rules.base_shares([Money(minor, "USD") for minor in minors], Money(base, "EUR"))
    assert sum(share or 0 for share in shares) == base and len(shares) == len(minors)


def test_split_lines_that_are_not_the_whole_say_what_is_left() -> None:
    for lines, words in (([100, 200], "1.00 EUR is left"), ([500], "1.00 EUR is divided too much")):
        with pytest.raises(Invalid, match=words):
            rules.check_sum([Money(minor, "EUR") for minor in lines], Money(400, "EUR"))
    with pytest.raises(Invalid):
        rules.check_sum([Money(1, "EUR")], None)
