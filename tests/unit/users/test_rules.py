"""What people may enter about themselves, and what is guessed for them."""

import pytest

from backend.core.errors import Invalid
from backend.users import rules


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", rules.Guess("de-AT", "EUR", "Europe/Vienna")),
        ("en-US", rules.Guess("en-US", "USD", "America/New_York")),
        ("ja", rules.Guess("ja", "JPY", "Asia/Tokyo")),
        ("en", rules.Guess("en", "EUR", "UTC")),
        ("en;q=0.9, pt-BR", rules.Guess("pt-BR", "BRL", "America/Sao_Paulo")),
        ("en, fr-CH;q=0.4", rules.Guess("en", "CHF", "Europe/Zurich")),
        ("ar-KW", rules.Guess("ar-KW", "KWD", "Asia/Kuwait")),
        ("", rules.Guess("en", "EUR", "UTC")),
        ("*;q=0.5, ;;;, q=, de-AT;q=0", rules.Guess("en", "EUR", "UTC")),
    ],
)
def test_the_languages_of_a_browser_say_where_somebody_lives(languages: str, expected: rules.Guess) -> None:
    assert rules.guess(languages) == expected


@pytest.mark.parametrize("email", ["ada@example.com", "Ada@EXAMPLE.com", "ada+outlay@home.local", "ada@münchen.example"])
def test_an_address_is_taken(email: str) -> None:
    assert "@" in rules.clean_email(email)


@pytest.mark.parametrize("email", ["", "ada", "ada@", "@example.com", "a b@example.com", "ada@example..com", f"{'a' * 300}@example.com"])
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.clean_email(email)
    assert [(each.field, each.code) for each in refusal.value.fields] == [("email", "email_invalid")]


def test_a_name_is_put_on_one_line() -> None:
    assert rules.clean_name("  Ada \n Lovelace ", "display_name") == "Ada Lovelace"


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\x00b"])
def test_a_name_out_of_bounds_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        rules.clean_name(name, "display_name")


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (rules.clean_timezone, "Europe/Nowhere"),
        (rules.clean_timezone, "../etc/passwd"),
        (rules.clean_currency, "EURO"),
        (rules.clean_currency, "eur"),
        (rules.clean_locale, "english please"),
        (rules.clean_locale, "xx-YY"),
    ],
)
def test_what_is_not_known_is_refused(check, value: str) -> None:
    with pytest.raises(Invalid):
        check(value)


def test_a_language_is_kept_as_the_web_writes_it() -> None:
    assert rules.clean_locale("de_at") == "de-AT"


def test_a_preference_is_replaced_and_removed() -> None:
    assert rules.clean_preferences({"theme": "dark", "start": "home"}, {"theme": "light", "start": None}) == {"theme": "light"}


def test_preferences_do_not_grow_without_end() -> None:
    with pytest.raises(Invalid):
        rules.clean_preferences({}, {"x": "y" * rules.PREFERENCES_MAX_BYTES})


@pytest.mark.parametrize(
    ("zone", "currency"),
    [
        ("Europe/Vienna", "EUR"),
        ("America/New_York", "USD"),
        ("Asia/Tokyo", "JPY"),
        ("Asia/Kuwait", "KWD"),
        ("Asia/Calcutta", "INR"),
        ("UTC", None),
        ("Etc/UTC", None),
        ("Nowhere", None),
        ("", None),
    ],
)
def test_a_clock_says_which_money_is_spent_where_it_stands(zone: str, currency: str | None) -> None:
    assert rules.currency_of_zone(zone) == currency
