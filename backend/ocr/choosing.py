"""What there is to choose from on this instance when a receipt is read again, and a choice held against it."""

import asyncio
from dataclasses import dataclass
from importlib.util import find_spec

from backend.core.errors import FieldProblem, Invalid
from backend.core.settings import settings
from backend.ocr.choices import GOOGLE, MODEL, RAPID, TAKES_LANGUAGE, TESSERACT, Choice
from backend.ocr.engines import languages_of, tesseract_packs


@dataclass(frozen=True, slots=True)
class Available:
    """Engines by name, and the languages that Tesseract has packs for, as it names them."""

    engines: tuple[str, ...]
    languages: tuple[str, ...]


class EngineNotAvailable(Invalid):
    """An engine or a language that is not here to choose."""

    code = "engine_not_available"

    def __init__(self, field: str, words: str, there: Available) -> None:
        """Say what is missing, and carry what there is."""
        found = FieldProblem(field, self.code, words)
        super().__init__(words, fields=(found,), extra={"engines": list(there.engines), "languages": list(there.languages)})


def cloud_engines() -> tuple[str, ...]:
    """The cloud engines that are set up, the one that reads words first; none where the settings say never."""
    chosen = settings()
    if chosen.ocr_cloud == "never":
        return ()
    ready = {GOOGLE: chosen.google_vision_key, MODEL: chosen.openai_model and chosen.openai_api_key}
    return tuple(name for name, key in ready.items() if key)


async def available() -> Available:
    """What can be chosen here."""
    packs = await asyncio.to_thread(tesseract_packs, settings().tesseract)
    local = [name for name, there in ((RAPID, find_spec("rapidocr")), (TESSERACT, packs)) if there]
    return Available((*local, *cloud_engines()), tuple(languages_of(list(packs))))


async def check_choice(choice: Choice) -> None:
    """Raise `EngineNotAvailable` for what this instance does not have."""
    if choice == Choice():
        return
    there = await available()
    if choice.engine is not None and choice.engine not in there.engines:
        raise EngineNotAvailable("engine", "This engine is not set up here. Choose one of those that are.", there)
    if choice.language is None:
        return
    if choice.engine is not None and choice.engine not in TAKES_LANGUAGE:
        raise EngineNotAvailable("language", "This engine finds out the language by itself. Leave the language open.", there)
    if choice.language not in there.languages:
        raise EngineNotAvailable("language", "No pack for this language is installed here. Choose one of those that are.", there)
