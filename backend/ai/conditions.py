"""A person's rules: conditions on an expense, and the category they ask for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Self

from backend.ai.suggestion import Candidate
from backend.core.money import Money, to_decimal
from backend.core.text import search_key

_TEXT_FIELDS: Final = frozenset({"merchant", "description", "receipt_text", "currency", "country", "kind"})
_TEXT_OPS: Final[dict[str, Callable[[str, str], bool]]] = {
    "contains": lambda text, value: value in text,
    "equals": lambda text, value: text == value,
    "starts_with": lambda text, value: text.startswith(value),
}
_AMOUNT_OPS: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {
    "equals": lambda amount, value: amount == value,
    "gt": lambda amount, value: amount > value,
    "lt": lambda amount, value: amount < value,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """`field` `op` `value`: text fields take contains, equals and starts_with; `amount` takes equals, gt and lt.

    Text is compared without case, accents and punctuation; amounts are decimal strings in the expense's currency.
    """

    field: str
    op: str
    value: str

    def holds(self, candidate: Candidate) -> bool:
        """Whether the candidate fits. A field, operation or value that has no meaning fits nothing."""
        if self.field == "amount":
            return self._amount_holds(candidate)
        compare = _TEXT_OPS.get(self.op)
        value = search_key(self.value)
        if self.field not in _TEXT_FIELDS or compare is None or not value:
            return False
        return compare(search_key(getattr(candidate, self.field)), value)

    def _amount_holds(self, candidate: Candidate) -> bool:
        compare = _AMOUNT_OPS.get(self.op)
        value = _decimal(self.value)
        if compare is None or value is None or candidate.amount_minor is None:
            return False
        return compare(to_decimal(Money(candidate.amount_minor, candidate.currency)), value)


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """A named rule that gives a category when all, or any, of its conditions hold; without conditions it never does."""

    name: str
    match: str
    conditions: tuple[Condition, ...]
    category_key: str

    @classmethod
    def read(cls, name: str, match: str, conditions: Iterable[Mapping[str, Any]], actions: Iterable[Mapping[str, Any]]) -> Self | None:
        """The rule as it is stored; None when none of its actions sets the category."""
        category = next((action["value"] for action in actions if action.get("op") == "set" and action.get("field") == "category_id"), None)
        if category is None:
            return None
        read = (Condition(str(each["field"]), str(each["op"]), str(each["value"])) for each in conditions)
        return cls(name, match, tuple(read), str(category))

    def applies(self, candidate: Candidate) -> bool:
        """Whether the candidate is one that the rule means."""
        held = [condition.holds(candidate) for condition in self.conditions]
        return any(held) if self.match == "any" else bool(held) and all(held)
