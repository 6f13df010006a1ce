"""The reference page, drawn from the OpenAPI description: a list of operations at the side, each with what it takes and gives."""

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any, Final

from backend.api.reference_style import STYLE

_METHODS: Final = ("get", "post", "put", "patch", "delete")
_CODE: Final = re.compile(r"`([^`]+)`")
_DEPTH_MAX: Final = 6

Node = dict[str, Any]


def page(description: Node) -> str:
    """The whole page as HTML."""
    groups = _by_tag(description)
    menu = "".join(_menu(tag, operations) for tag, operations in groups.items())
    body = "".join(_section(tag, operations, description) for tag, operations in groups.items())
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{escape(description['info']['title'])} API</title>"
        '<meta name=viewport content="width=device-width,initial-scale=1"><meta name=color-scheme content="light dark">'
        f"<style>{STYLE}</style></head><body>"
        f"<nav aria-label=Operations><a class=brand href='#top'>Outlay <span>API</span></a>{menu}</nav>"
        f"<main id=top><header><h1>The Outlay API</h1><p>{_prose(description['info'].get('description', ''))}</p>"
        f"<p><a href='/api/v1/openapi.json'>The same as OpenAPI {escape(description['openapi'])}</a></p></header>"
        f"{body}</main></body></html>"
    )


def _by_tag(description: Node) -> dict[str, list[tuple[str, str, Node]]]:
    groups: dict[str, list[tuple[str, str, Node]]] = {}
    for path, methods in description["paths"].items():
        for method in _METHODS:
            if method in methods:
                tag = (methods[method].get("tags") or ["Other"])[0]
                groups.setdefault(tag, []).append((method, path, methods[method]))
    return groups


def _menu(tag: str, operations: list[tuple[str, str, Node]]) -> str:
    links = "".join(
        f"<li><a href='#{_anchor(method, path)}'><b class={method}>{method}</b><span>{_breakable(_short(path))}</span></a></li>"
        for method, path, _ in operations
    )
    return f"<details open><summary>{escape(tag)}</summary><ul>{links}</ul></details>"


def _section(tag: str, operations: list[tuple[str, str, Node]], description: Node) -> str:
    return f"<h2>{escape(tag)}</h2>" + "".join(_operation(*each, description) for each in operations)


def _operation(method: str, path: str, operation: Node, description: Node) -> str:
    summary = operation.get("description") or operation.get("summary", "")
    return (
        f"<article id='{_anchor(method, path)}'><h3><b class={method}>{method}</b> <code>{_marked(path)}</code></h3>"
        f"<p>{_prose(summary)}</p>{_parameters(operation)}{_request(operation, description)}{_responses(operation, description)}</article>"
    )


def _parameters(operation: Node) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(each['name'])}</code><small>{escape(each['in'])}{', required' if each.get('required') else ''}</small></td>"
        f"<td>{escape(_type(each.get('schema', {})))}</td><td>{_prose(each.get('description', ''))}</td></tr>"
        for each in operation.get("parameters", [])
    )
    return f"<h4>Parameters</h4><div class=table><table><tbody>{rows}</tbody></table></div>" if rows else ""


def _request(operation: Node, description: Node) -> str:
    parts = operation.get("requestBody", {}).get("content", {})
    return "".join(
        f"<h4>Body <small>{escape(kind)}</small></h4>{_fields(part.get('schema', {}), description)}" for kind, part in parts.items()
    )


def _responses(operation: Node, description: Node) -> str:
    return "<h4>Answers</h4><dl>" + "".join(_response(*each, description) for each in operation["responses"].items()) + "</dl>"


def _response(status: str, response: Node, description: Node) -> str:
    content = response.get("content", {}).get("application/json", {}).get("schema")
    detail = _fields(content, description) if content else ""
    return f"<dt class=s{status[0]}>{escape(status)}</dt><dd>{_prose(response.get('description', ''))}{detail}</dd>"


def _fields(schema: Node, description: Node) -> str:
    example = json.dumps(_example(schema, description, 0), indent=2, ensure_ascii=False)
    return f"<pre tabindex=0><code>{escape(example)}</code></pre>"


def _example(schema: Node, description: Node, depth: int) -> Any:
    """A value of the shape of `schema`: its own example where it has one, else what its type looks like."""
    schema = _resolved(schema, description)
    if depth > _DEPTH_MAX:
        return "…"
    for given in ("examples", "enum"):
        if schema.get(given):
            return schema[given][0]
    if "const" in schema:
        return schema["const"]
    return _by_type(schema, description, depth)


def _by_type(schema: Node, description: Node, depth: int) -> Any:
    choices = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
    if choices:
        return _example(choices[0], description, depth + 1)
    if "properties" in schema:
        return {name: _example(inner, description, depth + 1) for name, inner in schema["properties"].items()}
    if schema.get("type") == "array":
        return [_example(schema.get("items", {}), description, depth + 1)]
    plain = {"integer": 1, "number": 0.9, "boolean": True, "object": {}, "null": None}
    return plain[schema["type"]] if schema.get("type") in plain else _text(schema)


def _text(schema: Node) -> str:
    formats = {"uuid": "019a…", "date-time": "2026-11-24T09:30:00Z", "date": "2026-11-24", "binary": "(file)"}
    return formats.get(schema.get("format", ""), "…")


def _resolved(schema: Node, description: Node) -> Node:
    while "$ref" in schema:
        schema = description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _type(schema: Node) -> str:
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(each) for each in schema["anyOf"] if each.get("type") != "null"))
    return str(schema.get("format") or schema.get("type", "any"))


def _prose(text: str) -> str:
    paragraphs = (" ".join(part.split()) for part in text.split("\n\n"))
    return "</p><p>".join(_CODE.sub(r"<code>\1</code>", escape(part)) for part in paragraphs)


def _marked(path: str) -> str:
    return re.sub(r"(\{[^}]+\})", r"<i>\1</i>", escape(path))


def _breakable(path: str) -> str:
    return escape(path).replace("/{", "/<wbr>{")


def _short(path: str) -> str:
    return path.removeprefix("/api/v1")


def _anchor(method: str, path: str) -> str:
    return "-".join([method, *_words_of(path)])


def _words_of(path: str) -> Iterator[str]:
    return (part.strip("{}") for part in _short(path).split("/") if part)
