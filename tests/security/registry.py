"""What the socket exposes: every handler that can be named and every var that is sent, with the permission each handler asks for.

`python -m tests.security.registry` prints it; `--write` keeps it as the reviewed list. Read the difference before you commit it.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

LIST: Final = Path(__file__).with_name("registry.txt")


def exposed() -> list[str]:
    """Sorted lines `module.State.name permission`; vars say `var`, handlers that never run say `denied`."""
    import expense_app.expense_app  # noqa: F401, PLC0415 - the app and all its pages are what is looked at
    from expense_app.authz import framework_events  # noqa: PLC0415

    allowed = framework_events()
    return sorted(line for state in _states() for line in _of(state, allowed))


def _states() -> Iterator[Any]:
    from reflex.state import State  # noqa: PLC0415

    waiting: list[Any] = [State]
    while waiting:
        state = waiting.pop()
        yield state
        waiting += state.__subclasses__()


def _of(state: Any, allowed: frozenset[str]) -> Iterator[str]:
    name = f"{state.__module__}.{state.__qualname__}"
    parent = state.get_parent_state()
    for var in state._frontend_var_names - (parent._frontend_var_names if parent else set()):
        yield f"{name}.{var} var"
    for handler, declared in state.event_handlers.items():
        yield f"{name}.{handler} {_permission(f'{state.get_full_name()}.{handler}', declared.fn, allowed)}"


def _permission(full_name: str, function: Any, allowed: frozenset[str]) -> str:
    from expense_app.authz import permission_of  # noqa: PLC0415

    if full_name in allowed:
        return "framework"
    return permission_of(function) or "denied"


def unreadable() -> list[str]:
    """Handlers that may run but whose parameters do not say what they take, so that they never would."""
    from expense_app.authz import _arguments_model, permission_of  # noqa: PLC0415

    found = []
    for state in _states():
        for handler in state.event_handlers.values():
            try:
                _arguments_model(handler.fn) if permission_of(handler.fn) else None
            except Exception as error:  # noqa: BLE001 - whatever keeps it from being read is the finding
                found.append(f"{state.__qualname__}.{handler.fn.__name__}: {error!r}")
    return found


if __name__ == "__main__":
    lines = exposed()
    broken = unreadable()
    if broken:
        sys.exit("\n".join(broken))
    text = "\n".join(lines) + "\n"
    LIST.write_text(text) if "--write" in sys.argv else sys.stdout.write(text)
