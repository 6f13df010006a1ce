"""Mail intake as pages see it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class AddressView:
    """A person's secret address, and who may write to it: addresses, or `@` and a domain."""

    address: str
    senders: tuple[str, ...]
    created_at: datetime


@dataclass(frozen=True)
class FileResult:
    """What became of a file in a mail: 'taken', 'known' (it was in the books already), or the code of a refusal."""

    name: str
    outcome: str
    expense_id: UUID | None = None


@dataclass(frozen=True)
class MailView:
    """A mail that came. `status` is 'waiting', 'taken' or 'refused' (then `reason` is one that `mails.why_refused` knows)."""

    id: UUID
    sender: str
    subject: str
    status: str
    reason: str | None
    results: tuple[FileResult, ...]
    kept: bool
    created_at: datetime
