"""What was chosen for a merchant before is suggested again, the surer the oftener and the more recent."""

import pytest

from backend.ai.memory import Choice, from_memory


def chosen(key: str, *days_ago: int) -> list[Choice]:
    return [Choice(key, key.title(), days) for days in days_ago]


def test_the_reason_names_category_merchant_and_how_often() -> None:
    suggestion = from_memory("LIDL", chosen("groceries", 1, 2, 3))
    assert suggestion is not None
    assert (suggestion.category_key, suggestion.source, suggestion.why) == ("groceries", "memory", "You chose Groceries for LIDL 3 times")


@pytest.mark.parametrize(("times", "words"), [(1, "once"), (2, "twice"), (7, "7 times")])
def test_how_often_is_said_in_words(times: int, words: str) -> None:
    suggestion = from_memory("LIDL", chosen("groceries", *range(times)))
    assert suggestion is not None
    assert suggestion.why.endswith(words)


@pytest.mark.parametrize(("times", "confidence"), [(1, 0.7), (2, 0.91), (3, 0.973), (9, 0.98)])
def test_more_choices_are_surer_and_never_certain(times: int, confidence: float) -> None:
    suggestion = from_memory("LIDL", chosen("groceries", *[0] * times))
    assert suggestion is not None
    assert suggestion.confidence == confidence


@pytest.mark.parametrize(
    ("choices", "wins"),
    [
        (chosen("groceries", 1, 2) + chosen("home", 3), "groceries"),
        (chosen("groceries", 400, 410, 420) + chosen("home", 1), "home"),
        (chosen("groceries", 5, 6, 7) + chosen("home", 1), "groceries"),
        (chosen("groceries", 0) + chosen("home", 0), None),
        (chosen("a", 0) + chosen("b", 0) + chosen("c", 0, 0), None),
        ([], None),
    ],
)
def test_the_majority_wins_and_recent_choices_are_louder(choices: list[Choice], wins: str | None) -> None:
    suggestion = from_memory("LIDL", choices)
    assert (suggestion.category_key if suggestion else None) == wins


def test_a_divided_memory_is_less_sure() -> None:
    divided, agreed = from_memory("LIDL", chosen("groceries", 1, 2) + chosen("home", 1)), from_memory("LIDL", chosen("groceries", 1, 2))
    assert divided is not None
    assert agreed is not None
    assert divided.confidence < agreed.confidence


def test_an_old_memory_is_still_a_memory() -> None:
    assert from_memory("LIDL", chosen("groceries", 3000)) == from_memory("LIDL", chosen("groceries", 0))


def test_a_memory_too_old_to_weigh_anything_is_none() -> None:
    assert from_memory("LIDL", chosen("groceries", 200_000)) is None
