"""What can be asked of ``/api/v1``: each operation, what it takes and answers."""

from collections.abc import Sequence
from typing import Literal, get_args

from monitor.core.model.sources import Health, SourceState
from monitor.values import dataclass
from monitor.web.api.v1.schemas import Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that can be asked: ``answer`` names a schema; ``body`` the fields of a change."""

    method: Literal["get", "post"] = "get"
    path: str
    does: str
    answer: str
    query: Sequence[str] = ()
    body: dict[str, tuple[Schema, object]] | None = None
    """Field → its schema and an example."""
    required: Sequence[str] = ()
    choices: Sequence[Schema] = ()
    """Of which a body must be exactly one."""


_LIST = ("limit", "cursor")
_DURATION = "^([0-9]{1,3}[smhdw])"
_NUMBERS: Schema = {
    "type": "array",
    "items": {"type": "integer", "minimum": 1, "maximum": 2**53 - 1},
    "minItems": 1,
    "maxItems": 1000,
}
_URL: Schema = {"required": ["url"]}
_ENTRY: Schema = {"required": ["entry"]}
OPERATIONS = (
    Operation(path="/openapi.json", does="This description", answer="Document"),
    Operation(path="/status", does="Whether all is well", answer="Status"),
    Operation(
        path="/stories",
        does="Stories, last seen first",
        answer="StoryPage",
        query=("topic", "since", "status", "signal", *_LIST),
    ),
    Operation(path="/stories/{number}", does="A story with all that is kept of it", answer="StoryWithMentions"),
    Operation(
        path="/mentions",
        does="Mentions, newest first",
        answer="MentionPage",
        query=("topic", "since", "status", *_LIST),
    ),
    Operation(path="/topics", does="What is watched", answer="TopicPage"),
    Operation(path="/topics/{topic}", does="A topic over time", answer="TopicReport", query=("days",)),
    Operation(path="/today", does="Figures of 14 days, and what was held back", answer="Today"),
    Operation(
        path="/search",
        does="Every stored entry, in the query language of topics",
        answer="SearchPage",
        query=("query", "topic", "signal", "lang", "source", "since", "order", *_LIST),
    ),
    Operation(
        method="post",
        path="/explain",
        does="Why a text or a stored entry is, or is not, about each topic; changes nothing",
        answer="Explanation",
        body={
            "text": ({"type": "string"}, "Acme opens a plant"),
            "title": ({"type": "string"}, "Acme grows"),
            "url": ({"type": "string"}, None),
            "entry": ({"type": "integer", "minimum": 1, "maximum": 2**53 - 1}, None),
        },
        choices=(
            {"anyOf": [{"required": ["text"]}, {"required": ["title"]}], "not": {"anyOf": [_URL, _ENTRY]}},
            _URL | {"maxProperties": 1},
            _ENTRY | {"maxProperties": 1},
        ),
    ),
    Operation(
        path="/sources",
        does="The sources, by number",
        answer="SourcePage",
        query=("topic", "since", "source_state", *_LIST),
    ),
    Operation(path="/sources/{number}", does="A source with its posting hours", answer="SourceReport"),
    Operation(
        path="/deliveries",
        does="Messages, newest first",
        answer="DeliveryPage",
        query=("state", "channel", "topic", "since", *_LIST),
    ),
    Operation(path="/digests", does="The newest 200 digests", answer="DigestPage"),
    Operation(path="/digests/{number}", does="A digest with what it told", answer="WholeDigest"),
    Operation(path="/verdicts", does="The newest 200 verdicts of readers", answer="VerdictPage"),
    Operation(path="/proposals", does="The newest 200 proposed rules", answer="ProposalPage"),
    Operation(path="/sending", does="Whether anything is sent", answer="Sending"),
    Operation(path="/settings", does="The settings in force; of secrets whether they are set", answer="SettingPage"),
    Operation(path="/watchlists", does="The watchlists", answer="WatchlistPage"),
    Operation(
        path="/audit", does="Who changed what, newest first", answer="AuditEntryPage", query=("about", "since", "limit")
    ),
    Operation(path="/tokens", does="The tokens, without what they are", answer="TokenPage"),
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
    Operation(
        method="post", path="/sources/{number}/refresh", does="Make a source due now", answer="SourceState", body={}
    ),
    Operation(
        method="post", path="/deliveries/{number}/cancel", does="Take back what waits", answer="Delivery", body={}
    ),
    Operation(
        method="post",
        path="/sending",
        does="Send nothing at all, or go on",
        answer="Sending",
        body={"on": ({"type": "boolean"}, True)},
        required=("on",),
    ),
    Operation(
        method="post",
        path="/stories/merge",
        does="Make stories one; the first stays",
        answer="Story",
        body={"ids": (_NUMBERS, [5, 9])},
        required=("ids",),
    ),
    Operation(
        method="post",
        path="/stories/split",
        does="Make reports a story of their own",
        answer="Story",
        body={"reports": (_NUMBERS, [7])},
        required=("reports",),
    ),
    Operation(
        method="post",
        path="/tokens",
        does="Make a token; it is shown this once",
        answer="NewToken",
        body={
            "name": ({"type": "string", "pattern": r"^[\w.@-]([\w.@ -]{0,58}[\w.@-])?$"}, "grafana"),
            "scope": ({"enum": ["feeds", "read", "write", "admin"]}, "read"),
        },
        required=("name", "scope"),
    ),
    Operation(method="post", path="/tokens/{name}/revoke", does="Take a token back", answer="Token", body={}),
)
_STATUSES = ["", "new", "baseline", "late", "duplicate", "muted"]
_STATES = ["", "pending", "sending", "sent", "deferred", "held", "dead"]
QUERY: dict[str, tuple[str, Schema, object]] = {
    "topic": ("A topic's id", {"type": "string"}, "acme"),
    "since": (
        "A duration back from now (30s, 5m, 24h, 7d, 2w), or a time with its zone",
        {"anyOf": [{"type": "string", "pattern": _DURATION + "?$"}, {"type": "string", "format": "date-time"}]},
        "7d",
    ),
    "status": ("Of the mention", {"enum": _STATUSES}, "new"),
    "state": ("Of the message", {"enum": _STATES}, "dead"),
    "source_state": (
        "Of work or of health",
        {"enum": ["", *dict.fromkeys((*get_args(SourceState), *get_args(Health)))]},
        "active",
    ),
    "signal": ("A signal", {"type": "string"}, "launch"),
    "query": (
        'Words; AND OR - ( ) "…" title: body: lang: source: author: @topic',
        {"type": "string", "format": "news-query"},
        "acme plant",
    ),
    "lang": ("A language", {"type": "string"}, "en"),
    "source": ("A source's number", {"type": "integer", "minimum": 1, "maximum": 10**17 - 1}, 3),
    "order": ("Newest unless said", {"enum": ["", "newest", "best"]}, "newest"),
    "days": ("How many days; 30 unless said", {"enum": [7, 14, 30, 90]}, 30),
    "about": ("Words in what was done, by whom or from where", {"type": "string"}, "mute"),
    "channel": ("A channel's name", {"type": "string"}, "team"),
    "limit": ("How many rows; 50 unless said", {"type": "integer", "minimum": 1, "maximum": 200}, 50),
    "cursor": (
        "What next said; left out for the first page",
        {"type": "string", "pattern": r"^([0-9]{1,17}(\.[0-9]{1,17})?)?$"},
        None,
    ),
}


def methods_at(path: str) -> list[str]:
    """What may be asked at a path below ``/api/v1``; a path that is written out wins over one with a parameter."""
    fitting = {operation.method.upper() for operation in OPERATIONS if _fits(operation.path, path)}
    return methods_of(path) or sorted(fitting)


def methods_of(path: str) -> list[str]:
    """What may be asked at a path that is written out; nothing for one with a parameter, or that is not there."""
    return sorted(operation.method.upper() for operation in OPERATIONS if operation.path == path)


def _fits(template: str, path: str) -> bool:
    wanted, given = template.split("/"), path.split("/")
    return len(wanted) == len(given) and all(
        part == said or (part.startswith("{") and said) for part, said in zip(wanted, given, strict=True)
    )
