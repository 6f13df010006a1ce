"""What can go wrong, as classes that carry their facts.

Modules subclass these; the API turns them into problem+json, the UI into words. Each has a stable `code`
for programs and a `detail` for people that says what happened and what to do.
"""

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class FieldProblem:
    """One field that was refused: its dotted name, a stable code, and words that say what to do."""

    field: str
    code: str
    message: str


class Problem(Exception):
    """Anything a caller is told about. `status` is the HTTP status it answers with."""

    status: ClassVar[int] = 500
    code: str = "internal_error"
    title: ClassVar[str] = "Something went wrong"

    def __init__(
        self,
        detail: str = "",
        *,
        code: str | None = None,
        fields: tuple[FieldProblem, ...] = (),
        extra: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Carry the words, the refused fields, extra members of the problem document, and headers of the answer."""
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.code = code or self.code
        self.fields = fields
        self.extra = extra or {}
        self.headers = headers or {}


class Invalid(Problem):
    """The request is understood and cannot be done as sent."""

    status, code, title = 422, "invalid", "Please check what was sent"

    @classmethod
    def field(cls, field: str, code: str, message: str) -> "Invalid":
        """One refused field, said at the top and beside the field."""
        return cls(message, code=code, fields=(FieldProblem(field, code, message),))


class Unauthenticated(Problem):
    """Nobody is signed in, or the credential is spent."""

    status, code, title = 401, "unauthenticated", "Please sign in"


class Forbidden(Problem):
    """The role or the scope is too small."""

    status, code, title = 403, "forbidden", "Your role does not allow this"


class NotFound(Problem):
    """There is no such thing here, which is also said of what belongs to others."""

    status, code, title = 404, "not_found", "Not found"


class Conflict(Problem):
    """What was asked for clashes with what is."""

    status, code, title = 409, "conflict", "This clashes with what is there"


class Stale(Problem):
    """Somebody changed it in the meantime; nothing was changed now."""

    status, code, title = 412, "stale", "This was changed in the meantime"


class TooLarge(Problem):
    """More bytes than are taken."""

    status, code, title = 413, "too_large", "This is too large"


class UnsupportedType(Problem):
    """A file or body of a kind that is not read."""

    status, code, title = 415, "unsupported_type", "This kind of file cannot be read"


class TooMany(Problem):
    """Too many requests; `Retry-After` says when to come back."""

    status, code, title = 429, "too_many_requests", "Too many requests"

    def __init__(self, detail: str = "", *, retry_after: int = 60, **facts: Any) -> None:
        """Carry the seconds to wait."""
        super().__init__(detail or f"Please wait {retry_after} seconds and try again.", **facts)
        self.retry_after = retry_after
        self.headers["Retry-After"] = str(retry_after)


class Unavailable(Problem):
    """A part that this needs is away for the moment; nothing was lost."""

    status, code, title = 503, "unavailable", "This is not available right now"
