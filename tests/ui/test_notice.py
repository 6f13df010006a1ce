"""Messages as state: how they stack, which replace one another, and when they are forgotten."""

from typing import Any

import pytest

from expense_app import notice
from expense_app.notice import SHOWN, Notice


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    time = {"now": 1000.0}
    monkeypatch.setattr(notice, "monotonic", lambda: time["now"])
    return time


@pytest.fixture
def said(clock: dict[str, float]) -> Any:
    internal: dict[str, Any] = {"_reflex_internal_init": True}  # states are made by the framework alone
    return Notice(**internal)


def say(state: Any, *given: str) -> None:
    Notice.say.fn(state, *given)


def texts(state: Any) -> list[str]:
    return [each.text for each in state.messages]


def test_the_newest_stands_last_and_only_a_few_are_kept(said: Any) -> None:
    for number in range(5):
        say(said, f"Saved {number}", "info", f"back:{number}")
    assert texts(said) == ["Saved 2", "Saved 3", "Saved 4"]
    assert len(said.messages) == SHOWN
    assert len({each.number for each in said.messages}) == SHOWN


def test_what_is_said_twice_stands_once_unless_each_can_be_undone(said: Any) -> None:
    say(said, "That did not work", "bad")
    say(said, "That did not work", "bad")
    assert texts(said) == ["That did not work"]
    say(said, "Saved", "info", "back:1")
    say(said, "Saved", "info", "back:2")
    assert [each.undo for each in said.messages] == ["", "back:1", "back:2"]


def test_a_message_is_put_away_by_its_number_and_by_its_change(said: Any) -> None:
    say(said, "One", "info", "back:1")
    say(said, "Two", "info", "back:2")
    Notice.hide.fn(said, said.messages[0].number)
    assert texts(said) == ["Two"]
    said._taken_back("back:2")
    assert texts(said) == []


def test_an_unknown_tone_is_a_calm_one_and_long_texts_are_cut(said: Any) -> None:
    say(said, "x" * 900, "shouting", "u" * 900)
    shown = said.messages[0]
    assert (shown.tone, len(shown.text), len(shown.undo)) == ("info", 500, 200)


def test_what_was_said_long_ago_is_not_said_again_by_a_page_that_opens(said: Any, clock: dict[str, float]) -> None:
    say(said, "Saved", "info", "back:1")
    said._tidy()
    assert texts(said) == ["Saved"]
    clock["now"] += notice.OLD_SECONDS + 1
    said._tidy()
    assert texts(said) == []
    say(said, "Later")
    clock["now"] = 5.0  # another process, or a machine that was started anew
    say(said, "Much later")
    assert texts(said) == ["Much later"]
