"""What a person may choose when a receipt is read again: an engine, and the language for the engines that take one."""

from dataclasses import dataclass
from typing import Final

RAPID: Final = "rapidocr"
TESSERACT: Final = "tesseract"
GOOGLE: Final = "google_vision"
MODEL: Final = "openai"
LOCAL: Final = (RAPID, TESSERACT)
CLOUD: Final = (GOOGLE, MODEL)
# The engines that are told a language; the others find out by themselves.
TAKES_LANGUAGE: Final = frozenset({TESSERACT, GOOGLE, MODEL})


@dataclass(frozen=True, slots=True)
class Choice:
    """Which engine reads and in which language (as Tesseract names it: `deu`, `ell`); nothing chosen is None: the cascade decides."""

    engine: str | None = None
    language: str | None = None

    @property
    def local(self) -> str | None:
        """The engine of this machine that reads: a language alone means Tesseract, and a cloud engine looks at what the cascade read."""
        if self.engine in LOCAL:
            return self.engine
        return TESSERACT if self.engine is None and self.language else None


AUTO: Final = Choice()
