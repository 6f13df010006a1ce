"""The OpenAPI 3.1 description: made from the routes, completed with what holds for all of them."""

from collections.abc import Iterator
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from backend.api import credentials, deps
from backend.api.routing import PREFIX
from backend.api.schemas import ProblemDocument

_PROBLEM: Final = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}
_WORDS: Final = {
    400: "The request could not be read.",
    401: "Nobody is signed in, or the credential is spent.",
    403: "The role or scope is too small, or the request came from elsewhere.",
    404: "No such thing here, or it belongs to others.",
    405: "This address does not take this method.",
    409: "Clashes with what is there, or the same request is being worked on.",
    412: "It was changed in the meantime; nothing was changed now.",
    413: "Larger than what is taken here.",
    415: "This kind of body is not read here.",
    422: "Some fields need another look; `errors` names them.",
    429: "Too many requests; `Retry-After` says when to come back.",
    500: "Something went wrong on our side.",
    503: "A part is away for the moment; nothing was lost.",
}
_ALWAYS: Final = (422, 429, 500, 503)
_WITH_BODY: Final = (400, 413, 415)
_NO_KEY: Final = f"{PREFIX}/auth/"
_SIGNED: Final = f"{PREFIX}/webhooks/"  # deliveries have ids of their own, and a signature in place of a credential
_HEADERS: Final = {
    "X-Request-Id": {"description": "The id of this request, also in the logs.", "schema": {"type": "string", "format": "uuid"}},
    "RateLimit-Policy": {"description": "How many requests a window of time takes.", "schema": {"type": "string"}},
    "RateLimit": {"description": "How many are left, and for how long.", "schema": {"type": "string"}},
}
_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Your own id of this request: sent again it is done once and answered alike. Kept 24 hours.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
}
_WORKSPACE: Final = {
    "name": "Outlay-Workspace",
    "in": "header",
    "required": False,
    "description": "The workspace to act in; without it the default one.",
    "schema": {"type": "string", "format": "uuid"},
}
_INTRODUCTION: Final = (
    "Expenses, receipts and what they add up to. Sign in at `POST /api/v1/auth/login` and send `Authorization: Bearer …`. "
    "Money is a decimal string with a currency, days are `YYYY-MM-DD`, instants are UTC. Refusals are problem documents (RFC 9457). "
    "Every POST outside `/auth` takes an `Idempotency-Key`; single things carry an `ETag` for `If-Match`."
)


def describe(app: FastAPI) -> dict[str, Any]:
    """The description of the app's routes, made once."""
    if app.openapi_schema is None:
        app.openapi_schema = _complete(app)
    return app.openapi_schema


def _complete(app: FastAPI) -> dict[str, Any]:
    routes = [route for route in app.router.routes if isinstance(route, APIRoute) and route.include_in_schema]
    schema = get_openapi(title="Outlay", version="1", openapi_version="3.1.0", description=_INTRODUCTION, routes=routes)
    components = schema.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for leftover in ("HTTPValidationError", "ValidationError"):
        schemas.pop(leftover, None)
    problem = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["ProblemDocument"] = problem
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
        "browser": {
            "type": "apiKey",
            "in": "cookie",
            "name": "__Host-outlay",
            "description": "The browser's session, on four routes alone.",
        },
    }
    schema["servers"] = [{"url": "/"}]
    for route in routes:
        for method in route.methods or ():
            _complete_operation(schema["paths"][route.path_format][method.lower()], route, method)
    return schema


def _complete_operation(operation: dict[str, Any], route: APIRoute, method: str) -> None:
    acts = _acts(route)
    cookie_only = route.path == f"{PREFIX}/session"
    parameters = operation.setdefault("parameters", [])
    if acts:
        parameters.append(_WORKSPACE)
        operation["security"] = _security(route, method)
    elif cookie_only:
        operation["security"] = [{"browser": []}]
    if method == "POST" and not route.path.startswith((_NO_KEY, _SIGNED)) and not any(each["name"] == _KEY["name"] for each in parameters):
        parameters.append(_KEY)
    if not parameters:
        del operation["parameters"]
    responses = operation["responses"]
    for status in _statuses(operation, route, method, acts=acts or cookie_only):
        responses[str(status)] = {"description": _WORDS[status], "content": _PROBLEM}
    operation["responses"] = dict(sorted(responses.items()))
    for response in operation["responses"].values():
        if response["description"] == "Successful Response":
            response["description"] = "Done."
        response["headers"] = {**_HEADERS, **response.get("headers", {})}


def _statuses(operation: dict[str, Any], route: APIRoute, method: str, *, acts: bool) -> Iterator[int]:
    """What an operation may answer besides what its route declares (a declared problem keeps its own words)."""
    own = {int(status) for status, response in route.responses.items() if str(status).isdigit() and response.get("content")}
    names = {each["name"].lower() for each in operation.get("parameters", [])}
    wanted = {int(status) for status in route.responses if str(status).isdigit() and int(str(status)) in _WORDS} | set(_ALWAYS)
    if acts:
        wanted |= {401, 403, 404}
    if "requestBody" in operation:
        wanted |= set(_WITH_BODY)
    if "{" in route.path:
        wanted.add(404)
    if method in ("POST", "PUT", "DELETE", "PATCH"):
        wanted.add(409)
    if "if-match" in names:
        wanted.add(412)
    if route.path.startswith(_NO_KEY):
        wanted.add(401)
    return iter(sorted(wanted - own))


def _acts(route: APIRoute) -> bool:
    calls = {dependency.call for dependency in route.dependant.dependencies}
    return bool(calls & {deps.current, deps.visitor})


def _security(route: APIRoute, method: str) -> list[dict[str, list[str]]]:
    pattern = credentials.COOKIE_ROUTES.get(method)
    by_cookie = pattern is not None and pattern.fullmatch(route.path) is not None
    return [{"bearer": []}, {"browser": []}] if by_cookie else [{"bearer": []}]
