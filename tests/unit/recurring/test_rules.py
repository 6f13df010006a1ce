"""What comes back is found by its rhythm and its amounts, and what only looks like it is not."""

from collections import defaultdict
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings, strategies

from backend.cli import demo_books
from backend.recurring.rules import CADENCES, Series, find

TODAY = date(2026, 11, 24)
BY_NAME = {each.name: each for each in CADENCES}


def on(*days: str) -> list[date]:
    return [date.fromisoformat(day) for day in days]


def one(visits: dict[int, list[date]], today: date = TODAY) -> Series:
    (found,) = find(visits, today)
    return found


@pytest.mark.parametrize(
    ("cadence", "days", "due"),
    [
        ("weekly", ("2026-11-06", "2026-11-13", "2026-11-20"), "2026-11-27"),
        ("weekly", ("2026-10-30", "2026-11-06", "2026-11-13", "2026-11-21"), "2026-11-27"),  # a day late, once
        ("fortnightly", ("2026-10-22", "2026-11-05", "2026-11-19"), "2026-12-03"),
        ("four_weekly", ("2026-07-30", "2026-08-27", "2026-09-24", "2026-10-22", "2026-11-19"), "2026-12-17"),
        ("monthly", ("2026-09-05", "2026-10-05", "2026-11-05"), "2026-12-05"),
        ("monthly", ("2026-08-31", "2026-09-30", "2026-10-31"), "2026-11-30"),  # the last day of each
        ("monthly", ("2026-08-03", "2026-09-01", "2026-10-01", "2026-11-02"), "2026-12-01"),  # moved by weekends
        ("monthly", ("2026-08-04", "2026-09-07", "2026-10-05", "2026-11-06"), "2026-12-05"),  # drifting about a middle
        ("monthly", ("2026-08-31", "2026-10-01", "2026-10-31"), "2026-11-30"),  # meant for the month's end, once a day late
        ("two_monthly", ("2026-06-10", "2026-08-10", "2026-10-10"), "2026-12-10"),
        ("quarterly", ("2026-03-15", "2026-06-15", "2026-09-15"), "2026-12-15"),
        ("half_yearly", ("2025-12-01", "2026-06-01", "2026-12-01"), "2027-06-01"),
        ("yearly", ("2024-12-02", "2025-12-02"), "2026-12-02"),
    ],
)
def test_a_rhythm_is_told_from_its_days(cadence: str, days: tuple[str, ...], due: str) -> None:
    today = max(TODAY, date.fromisoformat(days[-1]))
    found = one({1299: on(*days)}, today)
    assert (found.cadence, found.due.isoformat(), found.expected) == (cadence, due, 1299)


def test_the_twenty_ninth_of_february_comes_on_the_twenty_eighth() -> None:
    found = one({900: on("2024-02-29", "2025-02-28")}, date(2026, 2, 20))
    assert found.due == date(2026, 2, 28)


@pytest.mark.parametrize(
    "days",
    [
        ("2026-10-05", "2026-11-05"),  # two are not three
        ("2026-10-01", "2026-10-09", "2026-11-20"),
        ("2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06", "2026-11-09", "2026-11-10"),  # every working day
        ("2025-11-20", "2026-11-20", "2026-11-22"),
    ],
)
def test_without_a_rhythm_nothing_is_expected(days: tuple[str, ...]) -> None:
    assert find({1299: on(*days)}, TODAY) == []


def test_twice_a_year_apart_is_enough_only_for_the_same_amount() -> None:
    assert find({4999: on("2024-12-02"), 5999: on("2025-12-02")}, TODAY) == []


def test_one_missed_and_one_doubled_do_not_end_a_series() -> None:
    days = on("2026-05-05", "2026-06-05", "2026-06-06", "2026-07-05", "2026-09-05", "2026-10-05", "2026-11-05")
    assert one({1299: days}).due == date(2026, 12, 5)


def test_the_same_day_twice_is_one() -> None:
    assert len(one({1299: on("2026-09-05", "2026-10-05", "2026-10-05", "2026-11-05")}).days) == 3


def test_a_late_one_is_still_the_next_and_then_the_one_after_it() -> None:
    days = on("2026-08-20", "2026-09-20", "2026-10-20")
    assert one({1299: days}, date(2026, 11, 24)).due == date(2026, 11, 20)
    assert one({1299: days}, date(2026, 12, 1)).due == date(2026, 12, 20)


def test_a_series_stops_when_it_is_overdue_by_more_than_one_and_a_half_periods() -> None:
    days = on("2026-08-20", "2026-09-20", "2026-10-20")
    stopped = date(2026, 11, 20) + timedelta(days=round(1.5 * BY_NAME["monthly"].length))
    assert find({1299: days}, stopped - timedelta(days=1)) != []
    assert find({1299: days}, stopped + timedelta(days=1)) == []


def test_taken_up_again_after_a_pause_it_has_to_prove_itself() -> None:
    before = on("2025-01-05", "2025-02-05", "2025-03-05", "2025-04-05")
    again = on("2026-07-05", "2026-08-05", "2026-09-05", "2026-10-05", "2026-11-05")
    assert find({1299: before + again[2:]}, TODAY) == []
    assert one({1299: before + again}).days == tuple(again)


def test_a_new_price_is_expected_and_noted_once() -> None:
    days = on("2026-08-05", "2026-09-05", "2026-10-05", "2026-11-05", "2026-12-05")
    changed = one({1299: days[:3], 1499: days[3:4]})
    assert (changed.expected, changed.before, changed.fixed, changed.alone) == (1499, 1299, True, True)
    settled = one({1299: days[:3], 1499: days[3:]}, date(2026, 12, 6))
    assert (settled.expected, settled.before) == (1499, None)


def test_a_bill_that_differs_is_expected_to_be_what_it_usually_is() -> None:
    found = one({7100: on("2026-07-02"), 7900: on("2026-08-02"), 6800: on("2026-09-02"), 8300: on("2026-10-02"), 7450: on("2026-11-02")})
    assert (found.cadence, found.expected, found.fixed, found.before) == ("monthly", 7450, False, None)


def test_a_subscription_is_found_between_purchases_of_all_sizes() -> None:
    random = Random(7)
    visits: dict[int, list[date]] = defaultdict(list)
    for _ in range(60):
        visits[random.randrange(600, 9000)].append(TODAY - timedelta(days=random.randrange(700)))
    visits[899] = [date(2026, month, 14) for month in range(3, 12)]
    found = one(visits)
    assert (found.expected, found.cadence, found.due, found.alone) == (899, "monthly", date(2026, 12, 14), False)


def test_two_subscriptions_with_one_merchant_are_two() -> None:
    cloud, music = on("2026-09-03", "2026-10-03", "2026-11-03"), on("2026-09-18", "2026-10-18", "2026-11-18")
    assert [(each.expected, each.due.day) for each in find({99: cloud, 1099: music}, TODAY)] == [(99, 3), (1099, 18)]
    assert [(each.expected, each.due.day) for each in find({999: cloud, 1099: music}, TODAY)] == [(999, 3), (1099, 18)]


def test_of_the_demo_books_only_what_is_paid_by_the_month_comes_back() -> None:
    visits: dict[str, dict[int, list[date]]] = defaultdict(lambda: defaultdict(list))
    for entry in demo_books.entries(TODAY, 1460, Random(2024)):
        if entry.kind == "expense":
            visits[f"{entry.merchant} {entry.currency}"][entry.minor].append(entry.day)
    found = {name.split()[0]: series for name, amounts in visits.items() for series in find(amounts, TODAY)}
    assert {name: (each.cadence, each.expected, each.due.day) for name, each in found.items()} == {
        merchant.split()[0]: ("monthly", minor, day) for day, merchant, minor, _, kind in demo_books.MONTHLY if kind == "expense"
    }


RHYTHMS = strategies.sampled_from([each.name for each in CADENCES if each.months])
WEEKS = strategies.sampled_from([each.name for each in CADENCES if each.days])


@settings(max_examples=150)
@given(RHYTHMS, strategies.integers(1, 31), strategies.integers(3, 12), strategies.integers(2000 * 12, 2090 * 12))
def test_a_day_of_the_month_is_kept_over_months_of_every_length(name: str, wanted: int, number: int, month: int) -> None:
    step = BY_NAME[name].months

    def day(i: int) -> date:
        first = date((month + i * step) // 12, (month + i * step) % 12 + 1, 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return first.replace(day=min(wanted, last.day))

    days = [day(i) for i in range(number)]
    seen = max(each.day for each in days)  # a thirty-first that never fell into a long month cannot be known
    found = one({500: days}, days[-1])
    assert (found.cadence, found.days) == (name, tuple(days))
    assert found.due == (day(number) if seen == wanted else found.due)
    assert abs((found.due - day(number)).days) <= 3


@settings(max_examples=150)
@given(WEEKS, strategies.dates(date(2000, 1, 1), date(2090, 1, 1)), strategies.integers(5, 40), strategies.data())
def test_one_stray_day_does_not_move_those_after_it(name: str, first: date, number: int, data: strategies.DataObject) -> None:
    step = BY_NAME[name].days
    days = [first + timedelta(days=step * i) for i in range(number)]
    strayed = list(days)
    strayed[data.draw(strategies.integers(0, number - 1))] += timedelta(days=data.draw(strategies.sampled_from([-1, 1])))
    found = one({500: strayed}, strayed[-1])
    assert (found.cadence, found.due) == (name, days[-1] + timedelta(days=step))


@settings(max_examples=200)
@given(
    strategies.dictionaries(
        strategies.integers(1, 10**9),
        strategies.lists(strategies.dates(date(2024, 9, 1), TODAY), min_size=1, max_size=12),
        max_size=12,
    )
)
def test_whatever_the_books_hold_a_series_is_made_of_it_and_lies_ahead(visits: dict[int, list[date]]) -> None:
    for found in find(visits, TODAY):
        assert list(found.days) == sorted(set(found.days)) and len(found.days) >= BY_NAME[found.cadence].least
        assert all(day in visits[amount] for day, amount in zip(found.days, found.amounts, strict=True))
        assert found.due > found.days[-1] and found.due >= TODAY - timedelta(days=BY_NAME[found.cadence].grace)
        assert min(found.amounts) <= found.expected <= max(found.amounts)
