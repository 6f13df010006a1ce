"""The chain: a person's rules, the memory of their choices, the catalogue of merchants, a small model. Pure.

Each link either answers, with its source, its confidence and the reason, or leaves it to the next.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from backend.ai.conditions import CategoryRule
from backend.ai.memory import Choice, from_memory
from backend.ai.merchant_text import normalise
from backend.ai.suggestion import Candidate, Catalogue, Guess, Model, Suggestion
from backend.ai.topics import CATEGORY_OF_TOPIC, SERVICE_TAG, TOPIC_OF_TAG, allows, tag_words
from backend.ai.words import ON_RECEIPTS, PHRASES
from backend.core.text import search_key

_RULE_CONFIDENCE: Final = 1.0
_CATALOGUE_CONFIDENCE: Final = 0.95
_PHRASE_CONFIDENCE: Final = 0.85
# Below this the model's first choice is wrong more often than a person would forgive.
_LEAST_SURE: Final = 0.3
# Above this what the merchant is called outweighs what stands on the receipt.
_SURE_ENOUGH: Final = 0.6
# A name that is only a part of the text gives way to a model that is surer than this.
_OUTWEIGHS: Final = 0.8
_WHOLE_NAME: Final = 0.94

_PHRASES: Final = tuple((topic, re.compile(pattern)) for topic, pattern in PHRASES)
_REFUND: Final = re.compile(r"\b(?:refund|return|ruckerstattung|erstattung|gutschrift|remboursement|reembolso|rimborso)\b")


def suggest(
    candidate: Candidate,
    rules: Sequence[CategoryRule] = (),
    memory: Sequence[Choice] = (),
    catalogue: Catalogue | None = None,
    model: Model | None = None,
) -> Suggestion | None:
    """The category for `candidate` from the first link of the chain that knows one; None when none does.

    `rules` are tried in order, `memory` holds what was chosen for the same merchant. Transfers have no category.
    """
    if candidate.kind == "transfer":
        return None
    by_person = _by_rule(candidate, rules) or from_memory(candidate.merchant or candidate.description, memory)
    return by_person or _categorised(read(candidate, catalogue, model))


def _by_rule(candidate: Candidate, rules: Sequence[CategoryRule]) -> Suggestion | None:
    for rule in rules:
        if rule.applies(candidate):
            return Suggestion(rule.category_key, "rule", _RULE_CONFIDENCE, f"rule '{rule.name}'")
    return None


def _categorised(guess: Guess | None) -> Suggestion | None:
    category = CATEGORY_OF_TOPIC[guess.topic] if guess else None
    if guess is None or category is None:
        return None
    return Suggestion(category, guess.source, round(guess.confidence, 4), guess.why)


def read(candidate: Candidate, catalogue: Catalogue | None = None, model: Model | None = None) -> Guess | None:
    """What the candidate's own texts say it is about, transfers included; None when they say nothing."""
    guesses = []
    for text in dict.fromkeys((candidate.merchant, candidate.description)):
        guess = _read_text(text, candidate, catalogue, model) if text else None
        if guess and guess.confidence >= _SURE_ENOUGH:
            return guess
        guesses.append(guess)
    best = max((guess for guess in guesses if guess), key=lambda guess: guess.confidence, default=None)
    return _by_receipt(candidate) or best


def _read_text(text: str, candidate: Candidate, catalogue: Catalogue | None, model: Model | None) -> Guess | None:
    kind = "expense" if candidate.kind == "income" and _REFUND.search(search_key(text)) else candidate.kind
    name = " ".join(_REFUND.sub(" ", normalise(text)).split())
    phrase, heard = _by_phrase(text, kind), _by_model(name, kind, model)
    known = _by_catalogue(name, candidate.country, kind, catalogue)
    if phrase or known is None or known.confidence >= _WHOLE_NAME or heard is None:
        return phrase or known or heard
    if CATEGORY_OF_TOPIC[known.topic] == CATEGORY_OF_TOPIC[heard.topic]:
        return replace(known, confidence=max(known.confidence, min(heard.confidence, _CATALOGUE_CONFIDENCE)))
    # "Brothers Roast Beef" begins with the name of a fashion shop, and the rest of it says otherwise.
    return heard if heard.confidence > _OUTWEIGHS else known


def _by_phrase(text: str, kind: str) -> Guess | None:
    """The banks' own phrases: withdrawals, interest, charges."""
    key = search_key(text)
    for topic, pattern in _PHRASES:
        found = pattern.search(key)
        if found and allows(topic, kind):
            return Guess(topic, "model", _PHRASE_CONFIDENCE, f"The words “{found[0]}” say so")
    return None


def _by_catalogue(name: str, country: str, kind: str, catalogue: Catalogue | None) -> Guess | None:
    hit = catalogue.lookup(name, country) if catalogue and name else None
    topic = TOPIC_OF_TAG.get(hit.kind) if hit else None
    if hit is None or topic is None or not allows(topic, kind):
        return None
    known = f"for {topic.replace('_', ' ')}" if hit.kind.startswith(SERVICE_TAG) else f"as {_article(tag_words(hit.kind))}"
    return Guess(topic, "catalogue", hit.score * _CATALOGUE_CONFIDENCE, f"{hit.name} is known {known}")


def _article(noun: str) -> str:
    plural = noun.endswith("s")
    return noun if plural else f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"


def _by_model(name: str, kind: str, model: Model | None) -> Guess | None:
    ranked = [(topic, sure) for topic, sure in model.topics(name) if allows(topic, kind)] if model else []
    if not ranked:
        return None
    topic = ranked[0][0]
    # Topics of one category speak for it together.
    sure = sum(each for other, each in ranked if CATEGORY_OF_TOPIC[other] == CATEGORY_OF_TOPIC[topic])
    return Guess(topic, "model", sure, f"“{name}” sounds like {topic.replace('_', ' ')}") if sure >= _LEAST_SURE else None


def _by_receipt(candidate: Candidate) -> Guess | None:
    """What was bought says what it was for, when several words agree."""
    words = set(search_key(candidate.receipt_text).split())
    found = sorted(_on_receipt(words), key=lambda each: -len(each[1]))
    if candidate.kind != "expense" or not found or len(found[0][1]) < 2 or (len(found) > 1 and len(found[0][1]) < 1.5 * len(found[1][1])):
        return None
    topic, evidence = found[0]
    return Guess(topic, "model", min(0.85, 0.4 + 0.1 * len(evidence)), f"The receipt says {', '.join(evidence[:3])}")


def _on_receipt(words: set[str]) -> Iterator[tuple[str, list[str]]]:
    for topic, known in ON_RECEIPTS.items():
        evidence = sorted(words & known)
        if evidence:
            yield topic, evidence
