"""Expenses as they are sent and as they are answered."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from backend.api.money_schemas import MoneySent, MoneyShown
from backend.api.schemas import Instant, Sent, Shown, refused
from backend.core.ids import parse_id
from backend.core.paging import LIMIT_DEFAULT, LIMIT_MAX
from backend.expenses import ExpenseChange, ExpenseDraft, ExpenseFilter, MoneyDraft, SplitDraft

# The default of fields that have no value when they are left out: nobody reads it, since `values` gives what was sent alone.
_LEFT_OUT: Any = None

Kind = Literal["expense", "income", "transfer"]
Status = Literal["processing", "needs_review", "confirmed", "failed"]
Sort = Literal["-occurred_on", "occurred_on", "-amount", "amount", "-created_at"]
CategorySource = Literal["user", "rule", "memory", "catalogue", "model", "llm", "provider", "none"]


def _calendar_day(value: Any) -> Any:
    if isinstance(value, str) and len(value) == 10:
        return value
    raise refused("not_a_date", "A day looks like 2026-11-24.")


def without_defaults(schema: dict[str, Any]) -> None:
    """What is not sent has no default: it stays, or follows from the rest."""
    for described in schema.get("properties", {}).values():
        described.pop("default", None)


def _id_or_none(value: Any) -> Any:
    identifier = value if value == "none" else parse_id(value)
    if identifier is None:
        raise refused("not_an_id", "This is neither an id nor “none”.")
    return identifier


Day = Annotated[date, BeforeValidator(_calendar_day)]


class SplitSent(Sent):
    """One line of a divided expense."""

    money: MoneySent
    category_id: UUID | None = None
    note: str = ""


class ExpenseSent(Sent):
    """What both new and changed expenses take."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=without_defaults)

    kind: Kind = "expense"
    occurred_on: Day = Field(_LEFT_OUT, description="1970-01-01 to a year from today.")
    money: MoneySent = Field(_LEFT_OUT)
    description: str = Field("", description="At most 2,000 characters.")
    merchant: str | None = Field(None, description="A name; the merchant is made when there is none of that name.")
    merchant_id: UUID | None = Field(None, description="A merchant of the workspace, instead of a name.")
    note: str = Field("", description="At most 20,000 characters.")
    category_id: UUID | None = None
    account_id: UUID | None = None
    tags: list[str] = Field([], description="At most 50 of at most 60 characters.")
    splits: list[SplitSent] | None = Field(None, description="Lines that sum to the whole; null or none takes the division back.")
    reimbursable: bool = False
    fx_rate: str | None = Field(
        None, max_length=40, examples=["1.0867"], description="Your own rate to the base currency; null takes it back."
    )

    def values(self) -> dict[str, Any]:
        """The sent fields as drafts take them."""
        found = {name: getattr(self, name) for name in self.model_fields_set}
        if "money" in found:
            found["money"] = _money(self.money)
        if "tags" in found:
            found["tags"] = tuple(self.tags)
        if found.get("splits"):
            found["splits"] = tuple(SplitDraft(_money(split.money), split.category_id, split.note) for split in self.splits or ())
        return found


class NewExpense(ExpenseSent):
    """A new expense. Without a receipt `money` is needed; `occurred_on` is today in the workspace's zone when it is not sent."""

    def draft(self) -> ExpenseDraft:
        """The draft of it."""
        return ExpenseDraft(**self.values())


class ExpenseChanges(ExpenseSent):
    """What is to change; what is not sent stays."""

    status: Literal["confirmed"] = Field(_LEFT_OUT, description="A person's approval.")

    def change(self) -> ExpenseChange:
        """The change of it."""
        return ExpenseChange(**self.values())


class SplitsSent(Sent):
    """All lines of an expense, as they should be from now on."""

    splits: list[SplitSent]

    def change(self) -> ExpenseChange:
        """The change of it."""
        return ExpenseChange(splits=tuple(SplitDraft(_money(split.money), split.category_id, split.note) for split in self.splits))


class FilterSent(Sent):
    """Which expenses: everything that is sent holds together."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid", frozen=True)

    q: str | None = Field(None, description='Words (their beginnings) and "phrases" in description, merchant, note, tags and receipts.')
    from_: Day | None = Field(None, alias="from", description="The first day.")
    to: Day | None = Field(None, description="The last day.")
    kind: Kind | None = None
    status: Status | None = None
    category_id: Annotated[UUID | Literal["none"], BeforeValidator(_id_or_none)] | None = Field(
        None, description="With its sub-categories and in split lines; `none` for what has no category."
    )
    account_id: UUID | None = None
    merchant_id: UUID | None = None
    tag: str | None = None
    min_amount: str | None = Field(None, max_length=40, description="In the base currency, or in `currency` where that is sent.")
    max_amount: str | None = Field(None, max_length=40)
    currency: str | None = Field(None, max_length=3)
    has_receipt: bool | None = None
    deleted: bool = Field(False, description="The bin instead of the books.")

    def filters(self) -> ExpenseFilter:
        """The filter of it."""
        return ExpenseFilter(**{name: getattr(self, name) for name in ExpenseFilter.__dataclass_fields__})


class ListAsked(FilterSent):
    """A page of the expenses."""

    model_config = ConfigDict(populate_by_name=True, extra="ignore", frozen=True)

    sort: Sort = "-occurred_on"
    limit: int = Field(LIMIT_DEFAULT, ge=1, le=LIMIT_MAX, description="How many at most.")
    cursor: str | None = Field(None, max_length=4000, description="`next_cursor` of the page before.")
    include: Literal["total"] | None = Field(None, description="`total` counts all that match.")

    @model_validator(mode="before")
    @classmethod
    def _empty_is_not_sent(cls, data: Any) -> Any:
        return {name: value for name, value in data.items() if value != ""} if isinstance(data, dict) else data


class BulkSent(Sent):
    """A change of many: `ids` or `filter`, and `set` or `delete`."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid", frozen=True)

    ids: list[UUID] | None = Field(None, min_length=1)
    filter: FilterSent | None = None
    set_: ExpenseChanges | None = Field(None, alias="set")
    delete: Literal[True] | None = None

    @model_validator(mode="after")
    def _one_of_each(self) -> "BulkSent":
        if (self.ids is None) == (self.filter is None):
            raise refused("one_of", "Send either ids or filter.")
        if (self.set_ is None) == (self.delete is None):
            raise refused("one_of", "Send either set or delete.")
        return self


class UndoSent(Sent):
    """The token of a change of many."""

    undo_token: UUID


class MerchantShown(Shown):
    """Whom money went to."""

    id: UUID
    name: str


class SplitShown(BaseModel):
    """One line of a divided expense."""

    category_id: UUID | None
    money: MoneyShown
    note: str


class ReceiptShown(BaseModel):
    """A receipt of an expense."""

    id: UUID
    status: Literal["queued", "reading", "read", "failed"]


class ExpenseShown(BaseModel):
    """An expense."""

    id: UUID
    workspace_id: UUID
    created_by: UUID | None
    kind: Kind
    status: Status
    occurred_on: date
    money: MoneyShown | None
    base_money: MoneyShown | None = Field(description="Null while unconverted.")
    fx_rate: str | None = Field(examples=["1.0867"])
    fx_source: str | None = Field(examples=["ecb 2026-11-23"])
    description: str
    merchant: MerchantShown | None
    note: str
    category_id: UUID | None
    category_source: CategorySource
    category_confidence: float | None
    category_why: str
    account_id: UUID | None
    tags: list[str]
    splits: list[SplitShown]
    receipts: list[ReceiptShown]
    recurring_id: UUID | None
    transfer_id: UUID | None
    reimbursable: bool
    version: int
    created_at: Instant
    updated_at: Instant
    deleted_at: Instant | None


class ExpensePage(BaseModel):
    """A page of expenses."""

    items: list[ExpenseShown]
    next_cursor: str | None
    total: int | None = Field(None, description="Only with `include=total`.")


class FieldChanged(BaseModel):
    """What one field was and became."""

    field: str
    old: Any
    new: Any


class ChangeShown(BaseModel):
    """One version of an expense."""

    version: int
    at: Instant
    actor_id: UUID | None
    source: str = Field(description="`user`, or what of the machine set it.")
    changes: list[FieldChanged]


class HistoryPage(BaseModel):
    """The versions of an expense, newest first."""

    items: list[ChangeShown]
    next_cursor: str | None


class BulkShown(BaseModel):
    """What a change of many did. `undo_token` takes it back for a day; null when nothing changed."""

    changed: int
    skipped: int
    undo_token: UUID | None


class UndoneShown(BaseModel):
    """What was taken back; skipped ones were changed since."""

    changed: int
    skipped: int


def _money(sent: MoneySent) -> MoneyDraft:
    return MoneyDraft(sent.amount, sent.currency)
