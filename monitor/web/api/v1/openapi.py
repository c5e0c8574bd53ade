"""The description of ``/api/v1`` (OpenAPI 3.1). Tests hold it to the routes, and the answers to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from monitor.version import VERSION
from monitor.web.api.v1.schemas import EXAMPLES, SCHEMAS, Schema, reference_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that can be asked: ``answer`` names a schema; ``body`` the fields of a change."""

    method: Literal["get", "post"] = "get"
    path: str
    does: str
    answer: str
    query: Sequence[str] = ()
    body: dict[str, tuple[Schema, str]] | None = None
    """Field → its schema and an example."""
    required: Sequence[str] = ()


_LIST = ("limit", "cursor")
_DURATION = "^([0-9]{1,3}[smhdw])"
OPERATIONS = (
    Operation(path="/openapi.json", does="This description", answer="Document"),
    Operation(path="/status", does="Whether all is well", answer="Status"),
    Operation(path="/stories", does="Stories, last seen first", answer="StoryPage", query=("topic", "since", *_LIST)),
    Operation(path="/stories/{number}", does="A story with its mentions", answer="StoryWithMentions"),
    Operation(
        path="/mentions",
        does="Mentions, newest first",
        answer="MentionPage",
        query=("topic", "since", "status", *_LIST),
    ),
    Operation(path="/topics", does="What is watched", answer="TopicPage"),
    Operation(path="/sources", does="The sources, by number", answer="SourcePage", query=_LIST),
    Operation(
        path="/deliveries", does="Messages, newest first", answer="DeliveryPage", query=("state", "channel", *_LIST)
    ),
    Operation(
        method="post",
        path="/topics/{topic}/mute",
        does="Send no alerts of a topic for a while; 0s ends it",
        answer="Muted",
        body={"for": ({"type": "string", "pattern": _DURATION + "$"}, "1d")},
        required=("for",),
    ),
    Operation(
        method="post",
        path="/stories/{number}/not-relevant",
        does="Say that a story is none of this topic",
        answer="Verdict",
        body={"topic": ({"type": "string"}, "acme"), "word": ({"type": "string", "maxLength": 80}, "another company")},
        required=("topic",),
    ),
    Operation(
        method="post", path="/sources/{number}/pause", does="Stop polling a source", answer="SourceState", body={}
    ),
    Operation(method="post", path="/sources/{number}/resume", does="Poll it again", answer="SourceState", body={}),
    Operation(
        method="post", path="/deliveries/{number}/retry", does="Make a message due now", answer="Delivery", body={}
    ),
)
_STATUSES = ["", "new", "baseline", "late", "duplicate", "muted"]
_STATES = ["", "pending", "sending", "sent", "deferred", "held", "dead"]
_QUERY: dict[str, tuple[str, Schema, object]] = {
    "topic": ("A topic's id", {"type": "string"}, "acme"),
    "since": (
        "A duration back from now (30s, 5m, 24h, 7d, 2w), or a time with its zone",
        {"anyOf": [{"type": "string", "pattern": _DURATION + "?$"}, {"type": "string", "format": "date-time"}]},
        "7d",
    ),
    "status": ("Of the mention", {"enum": _STATUSES}, "new"),
    "state": ("Of the message", {"enum": _STATES}, "dead"),
    "channel": ("A channel's name", {"type": "string"}, "team"),
    "limit": ("How many rows; 50 unless said", {"type": "integer", "minimum": 1, "maximum": 200}, 50),
    "cursor": (
        "What next said; left out for the first page",
        {"type": "string", "pattern": r"^([0-9]{1,17}(\.[0-9]{1,17})?)?$"},
        None,
    ),
}
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
            "schemas": SCHEMAS,
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
                        "example": EXAMPLES[operation.answer],
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
    example = {name: value for name, (_, value) in fields.items()}
    return {"required": True, "content": {"application/json": {"schema": schema, "example": example}}}


def _path_parameters(words: Sequence[str], path: str) -> list[Schema]:
    kinds: dict[str, Schema] = {"number": {"type": "integer", "minimum": 1}, "topic": {"type": "string"}}
    return [
        {"name": word, "in": "path", "required": True, "schema": kinds[word]} for word in words if f"{{{word}}}" in path
    ]


def _query_parameter(name: str) -> Schema:
    said, schema, example = _QUERY[name]
    document: Schema = {"name": name, "in": "query", "description": said, "schema": schema}
    return document if example is None else document | {"example": example}


def _describe_problem(said: str) -> Schema:
    content = {"schema": reference_to("Problem"), "example": EXAMPLES["Problem"]}
    return {"description": said, "content": {"application/problem+json": content}}
