"""Two expenses that look like one, in words."""

from uuid import UUID

import pytest

from backend.expenses import Twin
from backend.expenses.likeness import REASONS
from expense_app import twins
from expense_app.components import overlay


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_words_of_its_own(reason: str) -> None:
    twin = Twin(UUID(int=1), UUID(int=2), "content", 0.9, (reason,))
    assert len(twins.reasons(twin)) == 1
    assert len({twins.reasons(Twin(UUID(int=1), UUID(int=2), "content", 0.9, (each,)))[0] for each in REASONS}) == len(REASONS)


def test_the_other_of_a_pair_is_found_from_either_side() -> None:
    twin = Twin(UUID(int=1), UUID(int=2), "typed", 0.8, ())
    assert (twin.other(UUID(int=1)), twin.other(UUID(int=2))) == (UUID(int=2), UUID(int=1))


def test_a_decision_has_a_way_back_of_its_own() -> None:
    assert overlay.TWIN in overlay._WAYS
