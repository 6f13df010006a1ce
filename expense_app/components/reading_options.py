"""What there is to read a receipt again with, as choices of a select."""

from babel import Locale
from babel.core import get_global

from backend import ocr
from expense_app import formats
from expense_app.components.typed import Choice
from expense_app.words import _


def engine_options(there: ocr.Available) -> list[Choice]:
    """The engines, behind the choice to leave it to the cascade."""
    names = {
        "rapidocr": _("RapidOCR, for photographs"),
        "tesseract": _("Tesseract, for clean print and more scripts"),
        "google_vision": _("Google Cloud Vision; the picture leaves this server"),
        "openai": _("Vision model; the picture leaves this server"),
    }
    return [Choice("", _("Whatever reads it best")), *(Choice(name, names.get(name, name)) for name in there.engines)]


def language_options(there: ocr.Available, locale: str) -> list[Choice]:
    """The languages by their names in the reader's own, behind the choice to leave them open."""
    spoken = formats.locale_of(locale)
    named = sorted((_language(code, spoken), code) for code in there.languages)
    return [Choice("", _("Any language")), *(Choice(code, name) for name, code in named)]


def _language(code: str, spoken: Locale) -> str:
    """The name of one of Tesseract's packs: `deu` is German; a code that has no name stands for itself."""
    stem, _part, kind = code.partition("_")
    two = get_global("language_aliases").get(stem, stem)
    name = spoken.languages.get(two)
    return f"{name} ({kind})" if name and kind else name or code
