"""One table says who may do what."""

from itertools import pairwise
from uuid import uuid4

import pytest

from backend.core.actor import Actor, Role
from backend.core.errors import Forbidden
from backend.core.permissions import GRANTS, allows, require


def actor(role: Role, *scopes: str) -> Actor:
    return Actor(uuid4(), uuid4(), role, frozenset(scopes))


def test_each_role_may_do_all_that_the_next_smaller_one_may() -> None:
    ladder = [GRANTS[role] for role in (Role.VIEWER, Role.MEMBER, Role.ADMIN, Role.OWNER)]
    assert all(smaller < larger for smaller, larger in pairwise(ladder))


@pytest.mark.parametrize(
    ("role", "permission", "allowed"),
    [
        (Role.VIEWER, "expenses:read", True),
        (Role.VIEWER, "expenses:write", False),
        (Role.VIEWER, "receipts:write", False),
        (Role.MEMBER, "expenses:write", True),
        (Role.MEMBER, "workspace:write", False),
        (Role.ADMIN, "workspace:write", True),
        (Role.ADMIN, "ops:read", False),
        (Role.OWNER, "ops:write", True),
    ],
)
def test_roles(role: Role, permission: str, allowed: bool) -> None:
    assert allows(actor(role), permission) is allowed


def test_scopes_narrow_a_role_and_never_widen_it() -> None:
    assert not allows(actor(Role.OWNER, "expenses:read"), "expenses:write")
    assert not allows(actor(Role.VIEWER, "expenses:write"), "expenses:write")


def test_a_refusal_names_the_permission() -> None:
    with pytest.raises(Forbidden, match="expenses:write"):
        require(actor(Role.VIEWER), "expenses:write")


def test_a_permission_that_does_not_exist_is_a_mistake_of_ours() -> None:
    with pytest.raises(LookupError):
        allows(actor(Role.OWNER), "expenses:fly")
