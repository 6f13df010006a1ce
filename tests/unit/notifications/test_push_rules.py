"""What people may choose, and what a push message gives away."""

from backend.core.ids import new_id
from backend.core.speech import money_writer, sayer
from backend.notifications.rules import BODY_MAX, KINDS, is_wanted, push_payload, way_to, words


def test_what_nobody_has_chosen_is_told_by_both_ways() -> None:
    assert all(is_wanted({}, kind, channel) for kind in KINDS for channel in ("in_app", "push"))


def test_what_was_turned_off_stays_off_for_that_channel_alone() -> None:
    choices = {("expense_read", "push"): False}
    assert not is_wanted(choices, "expense_read", "push")
    assert is_wanted(choices, "expense_read", "in_app")


def test_news_about_security_cannot_be_silenced_in_the_app() -> None:
    assert is_wanted({("security", "in_app"): False}, "security", "in_app")
    assert not is_wanted({("security", "push"): False}, "security", "push")


def test_a_message_carries_no_more_than_words_and_the_way() -> None:
    assert push_payload("Starbucks", "5.60 EUR", "/expenses/1", "t") == {
        "title": "Starbucks",
        "body": "5.60 EUR",
        "url": "/expenses/1",
        "tag": "t",
    }


def test_news_lead_to_their_expense_or_to_where_they_can_be_read() -> None:
    expense = new_id()
    assert way_to("expense_read", expense) == f"/expenses/{expense}"
    assert way_to("security", None) == "/notifications"
    assert way_to("test", None) == "/settings#notifications"


def test_a_long_reason_is_cut_so_that_the_message_fits() -> None:
    assert len(push_payload("t", "x" * 5000, "/", "t")["body"]) == BODY_MAX


def test_words_are_looked_up_in_the_readers_language_and_amounts_written_as_they_do() -> None:
    known = {"{merchant} is in your books": "{merchant} steht in deinen Büchern", "No category yet": "Noch keine Kategorie"}
    params = {"merchant": "Billa", "amount": "1234.50", "currency": "EUR"}
    title, text = words("expense_read", params, lambda message: known.get(message, message), money_writer("de-AT"))
    assert title == "Billa steht in deinen Büchern"
    assert text == "€\xa01.234,50 · Noch keine Kategorie"


def test_an_amount_that_cannot_be_written_stays_as_it_is() -> None:
    assert money_writer("en-GB")("?", "EUR") == "? EUR"
    assert sayer("xx")("Saved") == "Saved"
