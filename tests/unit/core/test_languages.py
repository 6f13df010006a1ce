"""Which language somebody gets."""

import pytest

from backend.core.languages import asked_language, direction_of, language_of, preferred


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("it-IT,it;q=0.9,fr;q=0.5,en;q=0.4", "fr"),
        ("en;q=0.3, ja;q=0.7", "ja"),
        ("ar-EG", "ar"),
        ("es_MX", "es"),
        ("*", "en"),
        ("de;q=0, es;q=0.1", "es"),
        ("de;q=strange, es", "es"),
        ("", "en"),
        ("zh-CN, ko", "en"),
    ],
)
def test_the_first_of_our_languages_that_a_browser_accepts_is_taken(accepted: str, language: str) -> None:
    assert preferred(accepted) == language


def test_a_cookie_counts_first_unless_it_names_no_language_of_ours() -> None:
    assert asked_language("ja", "de") == "ja"
    assert asked_language("xx", "de") == "de"
    assert asked_language("", "") == "en"


def test_a_locale_speaks_its_language_or_english() -> None:
    assert [language_of(each) for each in ("de-AT", "AR_eg", "it-IT", "", "../etc")] == ["de", "ar", "en", "en", "en"]
    assert [direction_of(each) for each in ("ar", "de")] == ["rtl", "ltr"]
