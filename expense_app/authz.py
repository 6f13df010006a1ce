"""Deny by default: which handlers may run, for whom, with what.

Any socket can name any handler of any state, so nothing runs unless it says who may run it: `@needs("…")` or
`@public`. The check stands in front of every handler, chained and background ones too, and when it cannot be made
nothing runs.
"""

import inspect
from collections.abc import Callable
from functools import cache
from typing import Any, Final, get_type_hints

import reflex as rx
from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from reflex.middleware import Middleware
from reflex.state import BaseState, OnLoadInternalState, State, StateUpdate, UpdateVarsInternalState
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext
from reflex_base.utils.form import form_data_as_dict

from backend import audit
from backend.core import limits
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.log import begin_request, logger
from backend.core.permissions import allows
from expense_app import session
from expense_app.failures import event_id
from expense_app.marks import PUBLIC, needs, permission_of, public
from expense_app.notice import Notice
from expense_app.routes import login_for, needs_session
from expense_app.words import _, speak

LONGEST_TEXT: Final = 25_000
DENIALS_PER_MINUTE: Final = 60
_REPORT: Final = ".handle_frontend_exception"

__all__ = ["Authz", "checked_arguments", "framework_events", "needs", "permission_of", "public"]

log = logger(__name__)


def framework_events() -> frozenset[str]:
    """The full names of the framework's own events that may run; all others of its events may not."""
    state, loading, storage = State.get_full_name(), OnLoadInternalState.get_full_name(), UpdateVarsInternalState.get_full_name()
    return frozenset(
        {
            f"{state}.hydrate",
            f"{state}.hydrate_and_load",
            f"{state}.set_is_hydrated",
            f"{loading}.on_load_internal",
            f"{loading}.set_is_hydrated",
            f"{storage}.update_vars_internal",
        }
    )


class Authz(Middleware):
    """Runs before each handler; what it returns is sent instead of running it."""

    def __init__(self) -> None:
        """Know the framework's names."""
        self._framework = framework_events()

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:  # noqa: ARG002 - the framework's protocol
        """None lets the handler run; an update takes its place."""
        begin_request(event_id())
        speak(await session.locale_of(state))
        if event.name in self._framework:
            return await self._framework_event(state, event)
        permission = _declared(event.name)
        if permission == PUBLIC:
            return _checked(event)
        if permission is None:
            return await _deny(state, event, None, "undeclared")
        actor = await session.find_actor(state)
        if actor is None:
            return _sign_in(state, event)
        if not allows(actor, permission):
            return await _deny(state, event, actor, permission)
        return _checked(event)

    async def _framework_event(self, state: BaseState, event: Event) -> StateUpdate | None:
        """A state that was filled under a session is not sent any more once that has ended."""
        if not session.key_of(state) or await session.find_actor(state) is not None:
            return None
        return _sign_in(state, event)


def _declared(name: str) -> str | None:
    registered = RegistrationContext.get().event_handlers.get(name)
    return permission_of(registered.handler.fn) if registered else None


def _checked(event: Event) -> StateUpdate | None:
    """Let the handler run with arguments of the declared types, or say that they are not."""
    handler = RegistrationContext.get().event_handlers[event.name].handler
    try:
        arguments = checked_arguments(handler.fn, event.payload)
    except ValidationError as error:
        log.warning("event refused", handler=event.name, reason="arguments", problems=error.error_count())
        return said(_("That could not be read. Please check what you entered."))
    event.payload.clear()
    event.payload.update(arguments)
    return None


def checked_arguments(function: Callable[..., Any], payload: dict[str, Any]) -> dict[str, Any]:
    """The payload as the handler's annotations ask for it. Raises pydantic's `ValidationError`."""
    model = _arguments_model(function)
    given = model.model_validate({name: form_data_as_dict(value) for name, value in payload.items()})
    return {name: getattr(given, name) for name in given.model_fields_set}


@cache
def _arguments_model(function: Callable[..., Any]) -> type[BaseModel]:
    hints = get_type_hints(function)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    fields: dict[str, Any] = {each.name: (hints[each.name], ... if each.default is each.empty else each.default) for each in parameters}
    config = ConfigDict(extra="forbid", str_max_length=LONGEST_TEXT, protected_namespaces=())
    return create_model("Arguments", __config__=config, **fields)


def _sign_in(state: BaseState, event: Event) -> StateUpdate:
    """Nobody is signed in (any more): nothing runs, and a private page leads to the sign-in page."""
    log.info("event refused", handler=event.name, reason="not signed in")
    address = state.router.url
    if not needs_session(address.path):
        return StateUpdate()
    back = address.path + (f"?{address.query}" if address.query else "")
    return StateUpdate(events=Event.from_event_type(rx.redirect(login_for(back), replace=True)))


async def _deny(state: BaseState, event: Event, actor: Actor | None, wanted: str) -> StateUpdate:
    """Refuse, in words, and leave a trace."""
    actor = actor or await session.find_actor(state)
    log.warning("event denied", handler=event.name, wanted=wanted, user_id=str(actor.user_id) if actor else None)
    if actor is not None:
        await _note_denial(actor, event.name, wanted)
    if event.name.endswith(_REPORT):
        return StateUpdate()  # a page tells of an error of its own: refused like any other, but no person asked for it
    return said(_("Your role does not allow this. An owner of the workspace can change that."))


async def _note_denial(actor: Actor, handler: str, wanted: str) -> None:
    """Write the denial into the audit log; a denial stays one where that fails."""
    try:
        limits.refuse_if_exceeded(await limits.hit("denials", DENIALS_PER_MINUTE, str(actor.user_id), fail_open=True))
        async with transaction(actor) as books:
            await audit.note(books, actor, "access.denied", "handler", None, {"handler": handler[:200], "wanted": wanted})
    except Exception:
        log.exception("denial not audited", handler=handler)


def said(text: str) -> StateUpdate:
    """An update that only says something."""
    return StateUpdate(events=Event.from_event_type(Notice.say(text, "bad")))
