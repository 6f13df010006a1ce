"""Every refusal as a problem document (RFC 9457), whoever makes it: services, the framework, a store that is away."""

import json
from http import HTTPStatus
from typing import Any, Final

import psycopg
import psycopg_pool
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from redis.exceptions import RedisError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from backend.api.words import as_problem
from backend.core.errors import Problem, Unauthenticated, Unavailable
from backend.core.log import logger, request_id

MEDIA_TYPE: Final = "application/problem+json"
STORES_AWAY: Final = (OperationalError, InterfaceError, PoolTimeoutError, psycopg.OperationalError, psycopg_pool.PoolTimeout, RedisError)
_RETRY_SECONDS: Final = "2"
_CODES: Final = {
    400: ("malformed_request", "The body could not be read. Please check that it is whole."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take this method."),
    413: ("too_large", "This is larger than what is taken here."),
    415: ("unsupported_type", "This kind of body is not read here."),
}

log = logger(__name__)


class MalformedRequest(Problem):
    """The bytes of a request do not make sense, before any field of it is looked at."""

    status, code, title = 400, "malformed_request", "This could not be read"


def document(problem: Problem) -> dict[str, Any]:
    """The members of the problem document."""
    body: dict[str, Any] = {
        "type": f"urn:outlay:problem:{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "request_id": str(request_id() or ""),
        **problem.extra,
    }
    if problem.fields or problem.status == HTTPStatus.UNPROCESSABLE_ENTITY:
        body["errors"] = [{"field": each.field, "code": each.code, "message": each.message} for each in problem.fields]
    return body


def response(problem: Problem) -> Response:
    """The answer for a problem."""
    headers = dict(problem.headers)
    if isinstance(problem, Unauthenticated):
        headers.setdefault("WWW-Authenticate", "Bearer")
    body = json.dumps(document(problem), ensure_ascii=False).encode()
    return Response(body, problem.status, headers, MEDIA_TYPE)


def of_exception(error: Exception) -> Problem:
    """The problem that stands for any exception; one that nobody foresaw is logged whole and told without detail."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, HTTPException):
        return _of_framework(error)
    if isinstance(error, STORES_AWAY):
        log.warning("store away", error=str(error).splitlines()[0] if str(error) else type(error).__name__)
        words = "A part of Outlay is not answering. Nothing was lost; please try again in a moment."
        return Unavailable(words, headers={"Retry-After": _RETRY_SECONDS})
    log.error("request failed", exc_info=error)
    return Problem("Something went wrong on our side. What was saved before is safe; please try again.")


def _of_framework(error: HTTPException) -> Problem:
    code, words = _CODES.get(error.status_code, (HTTPStatus(error.status_code).name.lower(), str(error.detail)))
    kind = type("FrameworkProblem", (Problem,), {"status": error.status_code, "title": HTTPStatus(error.status_code).phrase})
    return kind(words, code=code, headers=dict(error.headers or {}))


def install(app: FastAPI) -> None:
    """Make the app answer every exception of its routes with a problem document."""

    async def answer(_request: Request, error: Exception) -> Response:
        return response(of_exception(error))

    async def refuse(_request: Request, error: Exception) -> Response:
        errors = error.errors() if isinstance(error, RequestValidationError) else []
        return response(as_problem(errors, malformed=MalformedRequest))

    app.add_exception_handler(RequestValidationError, refuse)
    for kind in (Problem, HTTPException, *STORES_AWAY):
        app.add_exception_handler(kind, answer)
