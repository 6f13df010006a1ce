"""What can go wrong with categories."""

from backend.core.errors import Conflict, NotFound, Stale


class NoSuchCategory(NotFound):
    """There is no such category in this workspace."""

    def __init__(self) -> None:
        """Say the same whoever's it is."""
        super().__init__("There is no such category here.")


class CategoryNameTaken(Conflict):
    """Another category of this kind has the name."""

    code = "category_name_taken"

    def __init__(self, name: str) -> None:
        """Carry the name."""
        super().__init__(f"There is a category “{name}” already. Choose another name.")


class CategoryInUse(Conflict):
    """Expenses stand in the category."""

    code = "category_in_use"

    def __init__(self, count: int) -> None:
        """Carry how many."""
        words = f"{count} expenses stand in this category. Say with move_to which category takes them."
        super().__init__(words, extra={"expenses": count})


class StaleCategory(Stale):
    """The category is at another version than the caller saw."""

    def __init__(self) -> None:
        """Say how to go on."""
        super().__init__("This category was changed in the meantime; nothing was saved now. Load it again and repeat your change.")
