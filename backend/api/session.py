"""The browser's own routes: signing in, up and out by form or script, with an HttpOnly cookie and no token in the page.

Scripts (that accept JSON) get JSON and problem documents; plain forms are sent on to the next page by 303.
"""

from typing import Annotated, Any, Final, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field, StringConstraints, ValidationError

from backend import auth, notifications, users
from backend.api import problems, words
from backend.api.credentials import OriginRefused, session_cookie, web_session
from backend.api.problems import MalformedRequest
from backend.api.requests import client_of, is_secure, only, same_site_page
from backend.api.schemas import Sent, Shown
from backend.api.signup import SignUp, sign_up
from backend.core.actor import Actor
from backend.core.db import system_transaction
from backend.core.errors import Problem, UnsupportedType
from backend.core.languages import COOKIE, COOKIE_AGE, language_of

router = APIRouter(tags=["Browser"])

LOGIN_PAGE: Final = "/login"
REGISTER_PAGE: Final = "/register"
_JSON: Final = "application/json"
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")

Password = Annotated[str, Field(max_length=4 * auth.rules.PASSWORD_MAX)]
Short = Annotated[str, StringConstraints(max_length=400)]


class _Form(Sent):
    csrf: Short = ""
    next: Annotated[str, StringConstraints(max_length=2000)] = ""


class LoginForm(_Form):
    """Signing in."""

    email: Annotated[str, StringConstraints(max_length=320)]
    password: Password
    remember: Literal["", "on", "off", "true", "false", "1", "0"] | bool = ""


class RegisterForm(_Form):
    """Signing up. What is left empty is guessed from the browser's languages."""

    email: Annotated[str, StringConstraints(max_length=320)]
    password: Password
    display_name: Short = ""
    locale: Annotated[str, StringConstraints(max_length=35)] = ""
    timezone: Annotated[str, StringConstraints(max_length=64)] = ""
    base_currency: Annotated[str, StringConstraints(max_length=3)] = ""


class LogoutForm(_Form):
    """Signing out."""


class SwitchForm(_Form):
    """Going on in another of one's workspaces."""

    workspace_id: UUID


class SessionShown(Shown):
    """Whose session the cookie opens, and the token that its pages send as `X-CSRF-Token`."""

    user_id: UUID
    workspace_id: UUID
    csrf: str


@router.get("/api/v1/session", tags=["Signing in"])
async def get_session(request: Request) -> SessionShown:
    """The browser's session. The cookie alone counts here."""
    session = await web_session(request.scope)
    return SessionShown(user_id=session.user_id, workspace_id=session.workspace_id, csrf=auth.csrf_token(session))


@router.get("/session/csrf", include_in_schema=False)
async def get_csrf(request: Request) -> dict[str, str]:
    """The token for forms: the session's, or a visitor's."""
    return {"csrf": auth.csrf_token(await _session_if_any(request))}


@router.post("/session/login", include_in_schema=False)
async def login(request: Request) -> Response:
    """Sign in; a session that was open before ends."""
    try:
        form = LoginForm.model_validate(await _sent(request))
        await _check_page(request, form.csrf)
        client = client_of(request.scope)
        signed_in = await auth.sign_in(form.email, form.password, client)
        remembered = form.remember in (True, "on", "true", "1")
        async with system_transaction("identity") as session:
            await _end_current(session, request)
            token = await auth.open_web_session(session, signed_in.user_id, signed_in.workspace_id, client, remembered=remembered)
    except (Problem, ValidationError) as error:
        return _refusal(request, error, LOGIN_PAGE)
    opened = await auth.web_session(token)
    answer = _with_cookie(request, _onward(request, form.next), token, remembered=remembered)
    return _with_language(request, answer, opened.locale if opened else "")


@router.post("/session/register", include_in_schema=False)
async def register(request: Request) -> Response:
    """Sign up and in. For a taken address the answer and its cookie look the same and lead nowhere."""
    try:
        form = RegisterForm.model_validate(await _sent(request))
        await _check_page(request, form.csrf)
        made = await sign_up(_asked(form), client_of(request.scope), request.headers.get("accept-language", ""), browser=True)
        async with system_transaction("identity") as session:
            await _end_current(session, request)
    except (Problem, ValidationError) as error:
        return _refusal(request, error, REGISTER_PAGE)
    answer = _with_cookie(request, _onward(request, form.next, 201), made.token, remembered=False)
    return _with_language(request, answer, made.user.locale)


@router.post("/session/logout", include_in_schema=False)
async def logout(request: Request) -> Response:
    """Sign out. Without a session there is nothing to end, and the cookie goes all the same."""
    try:
        form = LogoutForm.model_validate(await _sent(request))
        found = await _session_if_any(request)
        _check_origin(request)
        if found is not None:
            auth.check_csrf(_csrf_of(request, form.csrf), found)
            await _end(found, request)
    except (Problem, ValidationError) as error:
        return _refusal(request, error, "/")
    answer = _onward(request, form.next or LOGIN_PAGE)
    secure = is_secure(request.scope)
    answer.delete_cookie(auth.cookie_name(secure=secure), path="/", secure=secure, httponly=True, samesite="lax")
    return answer


@router.post("/session/workspace", include_in_schema=False)
async def switch(request: Request) -> Response:
    """Go on in another of one's workspaces, under a new cookie."""
    try:
        form = SwitchForm.model_validate(await _sent(request))
        found = await web_session(request.scope)
        _check_origin(request)
        auth.check_csrf(_csrf_of(request, form.csrf), found)
        async with system_transaction("identity") as session:
            if await users.membership(session, found.user_id, form.workspace_id) is None:
                raise users.WorkspaceNotFound("There is no such workspace here.")
            token, remembered = await auth.switch_workspace(session, found, form.workspace_id)
    except (Problem, ValidationError) as error:
        return _refusal(request, error, "/")
    return _with_cookie(request, _onward(request, form.next), token, remembered=remembered)


async def _sent(request: Request) -> dict[str, Any]:
    """The fields of a form or a JSON object."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == _JSON:
        return await _json(request)
    if kind not in _FORMS and await request.body():
        raise UnsupportedType("Send a form, or JSON.")
    async with request.form(max_fields=20, max_files=0) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


async def _json(request: Request) -> dict[str, Any]:
    try:
        found = await request.json()
    except (ValueError, RecursionError) as error:
        raise MalformedRequest("The body is not JSON. Please check quotes, commas and brackets.", code="malformed_json") from error
    if not isinstance(found, dict):
        raise MalformedRequest("The body should be a JSON object.")
    return found


async def _check_page(request: Request, csrf: str) -> None:
    """Refuse what no page of this site has sent. A visitor's token counts as well as the session's: the page may be older."""
    _check_origin(request)
    token, found = _csrf_of(request, csrf), await _session_if_any(request)
    try:
        auth.check_csrf(token, None)
    except auth.CsrfRefused:
        if found is None:
            raise
        auth.check_csrf(token, found)


def _check_origin(request: Request) -> None:
    if not same_site_page(request.scope):
        raise OriginRefused("This has to come from a page of this site.")


def _csrf_of(request: Request, sent: str) -> str:
    return only(request.scope, b"x-csrf-token") or sent


async def _session_if_any(request: Request) -> auth.WebSession | None:
    token = session_cookie(request.scope)
    return await auth.web_session(token) if token else None


async def _end_current(session: Any, request: Request) -> None:
    token = session_cookie(request.scope)
    if token:
        await auth.end_web_session(session, token, "rotated")


async def _end(found: auth.WebSession, request: Request) -> None:
    actor = Actor(found.user_id, found.workspace_id, found.role, address=client_of(request.scope).address)
    async with system_transaction("identity") as session:
        await notifications.forget_session(session, found.id)
        await auth.end_session(session, actor, found.id, "logout")


def _asked(form: RegisterForm) -> SignUp:
    name = form.display_name.strip() or form.email.partition("@")[0].strip()[:100]
    currency = form.base_currency or users.rules.currency_of_zone(form.timezone)  # where a clock stands says more than a language
    return SignUp(form.email, form.password, name, form.locale or None, form.timezone or None, currency)


def _wants_json(request: Request) -> bool:
    sent_json = request.headers.get("content-type", "").startswith(_JSON)
    return sent_json or _JSON in request.headers.get("accept", "")


def _onward(request: Request, target: str, status: int = 200) -> Response:
    path = auth.rules.own_path(target)
    if _wants_json(request):
        return JSONResponse({"next": path}, status)
    return Response(status_code=303, headers={"Location": path})


def _refusal(request: Request, error: Problem | ValidationError, page: str) -> Response:
    problem = words.as_problem(error.errors(), malformed=MalformedRequest) if isinstance(error, ValidationError) else error
    if _wants_json(request):
        return problems.response(problem)
    code = problem.fields[0].code if problem.fields else problem.code
    headers = {**problem.headers, "Location": f"{page}?{urlencode({'error': code})}"}
    return Response(status_code=303, headers=headers)


def _with_cookie(request: Request, answer: Response, token: str, *, remembered: bool) -> Response:
    secure = is_secure(request.scope)
    age = int(auth.rules.REMEMBERED_LIFETIME.total_seconds()) if remembered else None
    answer.set_cookie(auth.cookie_name(secure=secure), token, age, path="/", secure=secure, httponly=True, samesite="lax")
    return answer


def _with_language(request: Request, answer: Response, locale: str) -> Response:
    """The answer with the person's language, in which the next page is drawn; page scripts may read it."""
    if locale:
        answer.set_cookie(COOKIE, language_of(locale), COOKIE_AGE, path="/", secure=is_secure(request.scope), samesite="lax")
    return answer
