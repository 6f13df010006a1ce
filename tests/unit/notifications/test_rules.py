"""What notifications say."""

from typing import Any

import pytest

from backend.notifications.rules import words

READ = {"merchant": "Caffè Nero", "amount": "3.50", "currency": "GBP", "category": "Coffee"}


def test_a_read_receipt_is_told_with_merchant_total_and_category() -> None:
    assert words("expense_read", READ) == ("Caffè Nero is in your books", "3.50 GBP · Coffee")


@pytest.mark.parametrize(
    ("missing", "title", "text"),
    [
        ("merchant", "A receipt is in your books", "3.50 GBP · Coffee"),
        ("amount", "Caffè Nero is in your books", "We could not find the total. Please add it."),
        ("category", "Caffè Nero is in your books", "3.50 GBP · No category yet"),
    ],
)
def test_what_was_not_found_is_said(missing: str, title: str, text: str) -> None:
    assert words("expense_read", {**READ, missing: None}) == (title, text)


def test_a_failed_receipt_is_told_with_its_reason() -> None:
    assert words("receipt_failed", {"reason": "This PDF has a password."})[1] == "This PDF has a password."


def test_a_failed_receipt_without_a_reason_still_says_what_to_do() -> None:
    assert words("receipt_failed", {})[1] == "Please type it in beside the picture."


@pytest.mark.parametrize("params", [{"alert": "refresh_reused"}, {"alert": "register_taken"}, {"alert": "password_changed"}])
def test_each_alert_has_words_of_its_own(params: dict[str, Any]) -> None:
    assert words("security", params) != words("security", {})


def test_an_alert_of_a_later_version_is_told_in_general_words() -> None:
    assert words("security", {"alert": "from_the_future"})[0] == "Please check your account"


def test_a_kind_nobody_knows_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        words("unheard_of", {})


@pytest.mark.parametrize("reason", ["unknown_sender", "not_authenticated", "too_large", "nothing_usable"])
def test_a_refused_mail_is_told_with_who_sent_it_and_why(reason: str) -> None:
    title, text = words("mail_refused", {"reason": reason, "sender": "bills@shop.example", "subject": "{sender} {0}"})
    assert title == "A mail brought no receipt"
    assert "bills@shop.example" in text
    assert "{" not in text


def test_a_reason_of_a_newer_version_is_told_all_the_same() -> None:
    assert words("mail_refused", {"reason": "unheard of"})[1].startswith("The mail could not be taken apart")
