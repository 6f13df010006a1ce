"""What can go wrong with expenses."""

from uuid import UUID

from backend.core.errors import Conflict, FieldProblem, Invalid, NotFound, Stale


class NoSuchExpense(NotFound):
    """There is no such expense in this workspace."""

    def __init__(self) -> None:
        """Say the same whoever's it is."""
        super().__init__("There is no such expense here.")


class StaleExpense(Stale):
    """The expense is at another version than the caller saw."""

    def __init__(self, version: int) -> None:
        """Carry the version that stands."""
        words = "This expense was changed in the meantime; nothing was saved now. Load it again and repeat your change."
        super().__init__(words, extra={"version": version})


class ExpenseBinned(Conflict):
    """The expense is in the bin, where nothing is changed."""

    code = "expense_binned"

    def __init__(self) -> None:
        """Say how to go on."""
        super().__init__("This expense is in the bin. Restore it first, then change it.")


class DuplicateReceipt(Conflict):
    """The bytes of this receipt are known already."""

    code = "duplicate_receipt"

    def __init__(self, expense_id: UUID) -> None:
        """Carry the expense that has the receipt."""
        super().__init__("This receipt is in your books already; nothing was added.", extra={"expense_id": str(expense_id)})
        self.expense_id = expense_id


class UndoSpent(Conflict):
    """A change that was taken back already, or stands for too long."""

    code = "undo_spent"

    def __init__(self) -> None:
        """Say what is left to do."""
        super().__init__("This can no longer be undone. Change the expenses by hand, or look at their history.")


def refused(problems: list[FieldProblem]) -> Invalid:
    """All refused fields as one problem."""
    if len(problems) == 1:
        return Invalid(problems[0].message, code=problems[0].code, fields=tuple(problems))
    return Invalid("Some fields need another look.", fields=tuple(problems))
