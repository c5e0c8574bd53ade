"""The description of ``/api/v1`` (OpenAPI 3.1). Tests hold it to the routes, and the answers to it."""

from collections.abc import Sequence

from monitor.version import VERSION
from monitor.web.api.v1.operations import OPERATIONS, QUERY, Operation
from monitor.web.api.v1.schemas import Schema, reference_to
from monitor.web.api.v1.view_schemas import ALL_EXAMPLES, ALL_SCHEMAS

_HEADERS = {
    name: {"schema": {"type": "string"}, "description": said}
    for name, said in (
        ("ETag", "Send it as If-None-Match: 304 when nothing changed"),
        ("RateLimit-Limit", "Requests in a window"),
        ("RateLimit-Remaining", "How many are left of them"),
        ("RateLimit-Reset", "Seconds until the next window"),
    )
}
_ERRORS = {
    "400": "What was asked is wrong",
    "401": "Without a password or token",
    "403": "The token may not",
    "404": "There is none",
    "409": "It cannot be done as things are",
    "413": "The body is too large",
    "415": "JSON is expected",
    "429": "Too many requests: see Retry-After",
    "503": "The store does not answer",
}


def openapi_document(base_url: str) -> dict[str, object]:
    """The whole document; ``base_url``: where the pages are reached, if that is known."""
    paths: dict[str, dict[str, object]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _describe_operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "news-monitor",
            "version": VERSION,
            "description": "Keys may be added; none is removed within v1. Errors are problems (RFC 9457).",
            "license": {"name": "See the project's LICENSE"},
        },
        "servers": [{"url": f"{base_url}/api/v1"}],
        "security": [{"bearer": []}, {"basic": []}],
        "paths": paths,
        "components": {
            "schemas": ALL_SCHEMAS,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "description": "A token, or the pages' password"},
                "basic": {"type": "http", "scheme": "basic", "description": "Any user name and the pages' password"},
            },
        },
    }


def _describe_operation(operation: Operation) -> dict[str, object]:
    words = [part.strip("{}") for part in operation.path.strip("/").split("/")]
    document: dict[str, object] = {
        "operationId": "_".join([operation.method, *words]).replace("-", "_").replace(".", "_"),
        "summary": operation.does,
        "parameters": [*_path_parameters(words, operation.path), *map(_query_parameter, operation.query)],
        "responses": {
            "200": {
                "description": operation.does,
                "headers": _HEADERS,
                "content": {
                    "application/json": {
                        "schema": reference_to(operation.answer),
                        "example": ALL_EXAMPLES[operation.answer],
                    }
                },
            },
            **{status: _describe_problem(said) for status, said in _ERRORS.items()},
        },
    }
    if operation.method == "get":
        document["responses"] = {**_describe_responses(document), "304": {"description": "Nothing changed"}}
    if operation.body is not None:
        document["requestBody"] = _request_body(operation)
    return document


def _describe_responses(document: dict[str, object]) -> dict[str, object]:
    found = document["responses"]
    return found if isinstance(found, dict) else {}


def _request_body(operation: Operation) -> Schema:
    fields = operation.body or {}
    schema: Schema = {
        "type": "object",
        "properties": {name: schema for name, (schema, _) in fields.items()},
        "required": list(operation.required),
        "additionalProperties": False,
    }
    if operation.choices:
        schema["oneOf"] = list(operation.choices)
    example = {name: value for name, (_, value) in fields.items() if value is not None}
    return {"required": True, "content": {"application/json": {"schema": schema, "example": example}}}


def _path_parameters(words: Sequence[str], path: str) -> list[Schema]:
    kinds: dict[str, Schema] = {
        "number": {"type": "integer", "minimum": 1},
        "topic": {"type": "string"},
        "name": {"type": "string"},
    }
    return [
        {"name": word, "in": "path", "required": True, "schema": kinds[word]} for word in words if f"{{{word}}}" in path
    ]


def _query_parameter(name: str) -> Schema:
    said, schema, example = QUERY[name]
    # Two lists have states of their own.
    document: Schema = {"name": name.removeprefix("source_"), "in": "query", "description": said, "schema": schema}
    return document if example is None else document | {"example": example}


def _describe_problem(said: str) -> Schema:
    content = {"schema": reference_to("Problem"), "example": ALL_EXAMPLES["Problem"]}
    return {"description": said, "content": {"application/problem+json": content}}
