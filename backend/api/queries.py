"""Query strings read into a model at once.

FastAPI walks the annotation of each field anew at every request; for the eighteen filters of the list of expenses that costs
as much as reading the page from the database (`python -m bench.books`). So the one hot list reads its query here.
"""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.requests import Request

Model = TypeVar("Model", bound=BaseModel)


def read_as(model: type[Model]) -> Callable[[Request], Coroutine[Any, Any, Model]]:
    """A dependency that gives the query string as `model`; of a name that is sent twice the last counts."""

    async def read(request: Request) -> Model:
        try:
            return model.model_validate(dict(request.query_params))
        except ValidationError as error:
            raise RequestValidationError([{**each, "loc": ("query", *each["loc"])} for each in error.errors()]) from error

    return read


def parameters_of(model: type[BaseModel]) -> dict[str, Any]:
    """What the description of the API says of them: the `openapi_extra` of a route that reads its query so."""
    properties = model.model_json_schema(by_alias=True)["properties"]
    return {"parameters": [_parameter(name, schema) for name, schema in properties.items()]}


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    described = {"description": schema["description"]} if "description" in schema else {}
    return {"name": name, "in": "query", "required": False, "schema": schema, **described}
