"""What people may choose, and what a push message gives away."""

import pytest

from backend.core.ids import new_id
from backend.notifications.rules import BODY_MAX, KINDS, is_wanted, push_payload


def test_what_nobody_has_chosen_is_told_by_both_ways() -> None:
    assert all(is_wanted({}, kind, channel) for kind in KINDS for channel in ("in_app", "push"))


def test_what_was_turned_off_stays_off_for_that_channel_alone() -> None:
    choices = {("expense_read", "push"): False}
    assert not is_wanted(choices, "expense_read", "push")
    assert is_wanted(choices, "expense_read", "in_app")


def test_news_about_security_cannot_be_silenced_in_the_app() -> None:
    assert is_wanted({("security", "in_app"): False}, "security", "in_app")
    assert not is_wanted({("security", "push"): False}, "security", "push")


def test_a_message_leads_to_its_expense_and_carries_no_more_than_words_and_the_way() -> None:
    expense = new_id()
    sent = push_payload("expense_read", {"merchant": "Starbucks", "amount": "5.60", "currency": "EUR", "secret": "x"}, expense, "t")
    assert sent == {
        "title": "Starbucks is in your books",
        "body": "5.60 EUR · No category yet",
        "url": f"/expenses/{expense}",
        "tag": "t",
    }


@pytest.mark.parametrize(("kind", "path"), [("security", "/notifications"), ("test", "/settings#notifications")])
def test_news_without_an_expense_leads_to_where_it_can_be_read(kind: str, path: str) -> None:
    assert push_payload(kind, {}, None, "t")["url"] == path


def test_a_long_reason_is_cut_so_that_the_message_fits() -> None:
    assert len(push_payload("receipt_failed", {"reason": "x" * 5000}, None, "t")["body"]) == BODY_MAX
