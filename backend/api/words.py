"""What validation found, in calm words with stable codes."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from backend.core.errors import FieldProblem, Invalid, NotFound, Problem

Found = dict[str, Any]
_Words = str | Callable[[Found], str]


def _bounds(word: str, key: str) -> Callable[[Found], str]:
    return lambda context: word.format(context.get(key))


_WORDS: Final[dict[str, tuple[str, _Words]]] = {
    "missing": ("required", "Please send this field."),
    "extra_forbidden": ("unknown_field", "There is no such field here."),
    "string_type": ("not_text", "This should be text."),
    "string_too_short": ("too_short", _bounds("At least {} characters, please.", "min_length")),
    "string_too_long": ("too_long", _bounds("At most {} characters, please.", "max_length")),
    "too_short": ("too_few", _bounds("At least {}, please.", "min_length")),
    "too_long": ("too_many", _bounds("At most {}, please.", "max_length")),
    "greater_than_equal": ("too_small", _bounds("This should be {} or more.", "ge")),
    "less_than_equal": ("too_large", _bounds("This should be {} or less.", "le")),
    "greater_than": ("too_small", _bounds("This should be more than {}.", "gt")),
    "less_than": ("too_large", _bounds("This should be less than {}.", "lt")),
    "literal_error": ("not_a_choice", _bounds("Choose one of {}.", "expected")),
    "enum": ("not_a_choice", _bounds("Choose one of {}.", "expected")),
    "bool_type": ("not_a_boolean", "This should be true or false."),
    "bool_parsing": ("not_a_boolean", "This should be true or false."),
    "list_type": ("not_a_list", "This should be a list."),
    "dict_type": ("not_an_object", "This should be an object."),
    "model_type": ("not_an_object", "This should be an object."),
    "model_attributes_type": ("not_an_object", "This should be a JSON object."),
    "dataclass_type": ("not_an_object", "This should be an object."),
}
_FAMILIES: Final[dict[str, tuple[str, str]]] = {
    "int_": ("not_a_number", "This should be a whole number."),
    "float_": ("not_a_number", "This should be a number."),
    "decimal_": ("not_a_number", "This should be a decimal number in digits, like 12.34."),
    "finite_": ("not_a_number", "This should be a number."),
    "uuid_": ("not_an_id", "This is not an id."),
    "date_": ("not_a_date", "A day looks like 2026-11-24."),
    "datetime_": ("not_a_time", "An instant looks like 2026-11-24T09:30:00Z."),
    "timezone_": ("not_a_time", "An instant looks like 2026-11-24T09:30:00Z."),
    "string_": ("invalid", "This text is not taken here."),
}
_UNKNOWN: Final = ("invalid", "This value is not understood.")
_PLACES: Final = {"body", "query", "header", "cookie", "path"}


def as_problem(found: Sequence[Any], *, malformed: type[Problem]) -> Problem:
    """What validation found as one problem: JSON that is none is 400, an id in the path that is none is 404, the rest 422."""
    if any(each["type"] == "json_invalid" for each in found):
        return malformed("The body is not JSON. Please check quotes, commas and brackets.", code="malformed_json")
    if found and all(each["loc"][:1] == ("path",) for each in found):
        return NotFound("There is no such thing here.")
    fields = tuple(_field(each) for each in found)
    if len(fields) == 1:
        return Invalid(fields[0].message, fields=fields)
    return Invalid("Some fields need another look.", fields=fields)


def _field(found: Found) -> FieldProblem:
    code, words = _words(found["type"], found)
    return FieldProblem(name(found["loc"]), code, words)


def _words(kind: str, found: Found) -> tuple[str, str]:
    context = found.get("ctx") or {}
    if kind in _WORDS:
        code, words = _WORDS[kind]
        return code, words if isinstance(words, str) else words(context)
    if kind == "value_error":
        return "invalid", str(context.get("error") or _UNKNOWN[1])
    family = next((words for prefix, words in _FAMILIES.items() if kind.startswith(prefix)), None)
    if family is not None:
        return family
    return (kind, found["msg"]) if context.get("own") else _UNKNOWN


def name(location: Sequence[str | int]) -> str:
    """The dotted name of a field: `splits.0.money`; `body` when the whole of it is meant."""
    parts = location[1:] if location and location[0] in _PLACES else location
    return ".".join(str(part) for part in parts) or "body"
