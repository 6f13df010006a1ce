"""What the categoriser looks at and what it says: small frozen values."""

from dataclasses import dataclass
from typing import Literal, Protocol

Source = Literal["rule", "memory", "catalogue", "model"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expense as the categoriser sees it.

    `description` is the raw text as it came, `receipt_text` what was read from its receipt, `country` two capital
    letters or empty, `kind` is 'expense', 'income' or 'transfer'.
    """

    merchant: str = ""
    description: str = ""
    receipt_text: str = ""
    amount_minor: int | None = None
    currency: str = ""
    country: str = ""
    kind: str = "expense"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category, where it comes from, how sure it is (0 to 1), and the reason in words.

    `category_key` is a starter category's key from catalogue and model, and whatever key the rule or the memory
    holds (an id) from those.
    """

    category_key: str
    source: Source
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Guess:
    """What a text is about: a topic (finer than a category; it may stand for none, as transfers do)."""

    topic: str
    source: Source
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A merchant found in the catalogue: `kind` is its tag (`shop/supermarket`), `score` 0 to 1 how well it fits."""

    name: str
    kind: str
    score: float


class Catalogue(Protocol):
    """Whoever knows merchants by name."""

    def lookup(self, merchant: str, country: str = "") -> Hit | None:
        """The merchant that `merchant`, a normalised text, names."""
        ...


class Model(Protocol):
    """Whoever tells topics from words."""

    def topics(self, text: str) -> list[tuple[str, float]]:
        """Topics with their probability, most likely first."""
        ...
