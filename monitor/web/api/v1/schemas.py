"""The forms of ``/api/v1``, as JSON Schema (2020-12) with an example each."""

from collections.abc import Mapping, Sequence

Schema = dict[str, object]

_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "number"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_ID: Schema = {"type": "integer", "minimum": 1}
_TIME: Schema = {"type": "string", "format": "date-time"}
_TIME_OR_NULL: Schema = {"type": ["string", "null"], "format": "date-time"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_ANYTHING: Schema = {}


def object_of(properties: Mapping[str, Schema], *, optional: Sequence[str] = ()) -> Schema:
    """An object; what is not ``optional`` is there always. Keys may be added later."""
    return {"type": "object", "properties": dict(properties), "required": sorted(properties.keys() - set(optional))}


def list_of(name: str) -> Schema:
    """One page of a list."""
    return object_of({"items": {"type": "array", "items": reference_to(name)}, "next": _TEXT_OR_NULL})


def reference_to(name: str) -> Schema:
    """A schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


_OUTLET = object_of(
    {
        "source": _TEXT, "title": _TEXT, "url": _TEXT, "published": _TIME_OR_NULL, "report": _ID, "entry": _ID,
        "seen": _TIME, "tier": _TEXT, "digest": {"type": "boolean"},
    }
)  # fmt: skip
_FACT = object_of({"kind": _TEXT, "value": _TEXT, "surface": _TEXT})
_ENTRY = object_of({"title": _TEXT, "url": _TEXT, "source": _TEXT, "published": _TIME_OR_NULL})
_MENTION: dict[str, Schema] = {
    "id": _ID, "topic": _TEXT, "entry": _ENTRY, "section": _COUNT, "surface": _TEXT, "snippet": _TEXT,
    "score": _NUMBER, "signals": _TEXTS, "story": _ID,
    "status": {"enum": ["new", "baseline", "late", "duplicate", "muted"]},
}  # fmt: skip
_STORY: dict[str, Schema] = {
    "id": _ID, "title": _TEXT, "url": _TEXT, "topics": _TEXTS, "signals": _TEXTS, "first_seen_at": _TIME,
    "last_seen_at": _TIME, "outlets": {"type": "array", "items": _OUTLET},
    "facts": {"type": "array", "items": _FACT}, "follows": {"type": ["integer", "null"]},
}  # fmt: skip
_PROBLEM_NOW = object_of({"kind": _TEXT, "level": _TEXT, "since": _TIME_OR_NULL, "sentence": _TEXT})

SCHEMAS: dict[str, Schema] = {
    "Story": object_of(_STORY),
    "StoryWithMentions": object_of(_STORY | {"mentions": {"type": "array", "items": object_of(_MENTION)}}),
    "Mention": object_of(_MENTION | {"created_at": _TIME, "lang": _TEXT}),
    "Topic": object_of(
        {
            "id": _TEXT, "name": object_of({"en": _TEXT, "zh": _TEXT, "ja": _TEXT}), "watchlist": _TEXT,
            "aliases": _COUNT, "mentions_7d": _COUNT, "muted_until": _TIME_OR_NULL,
        }
    ),
    "Source": object_of(
        {
            "id": _ID, "url": _TEXT, "kind": _TEXT, "title": _TEXT, "tier": _TEXT, "state": _TEXT, "health": _TEXT,
            "error": _TEXT, "failures": _COUNT, "last_success_at": _TIME_OR_NULL, "next_due_at": _TIME_OR_NULL,
            "why_then": _TEXT, "entries": _COUNT, "posts_per_day": _NUMBER, "busiest_hours": _TEXT_OR_NULL,
            "median_delay_minutes": {"type": ["number", "null"]}, "requests_24h": _NUMBER, "budget_share": _NUMBER,
            "push": {"type": ["object", "null"]},
        }
    ),
    "Delivery": object_of(
        {
            "id": _ID, "kind": _TEXT, "channel": _TEXT, "recipient": _TEXT,
            "state": {"enum": ["pending", "sending", "sent", "deferred", "held", "dead"]},
            "story": {"type": ["integer", "null"]}, "digest": {"type": ["integer", "null"]}, "attempts": _COUNT,
            "next_attempt_at": _TIME_OR_NULL, "provider_code": _TEXT, "answer": _TEXT, "sent_at": _TIME_OR_NULL,
            "possible_repeat": {"type": "boolean"},
        }
    ),
    "Status": object_of(
        {
            "status": {"enum": ["ok", "degraded", "failing"]}, "problem": _TEXT_OR_NULL,
            "problems": {"type": "array", "items": _PROBLEM_NOW}, "sources": {"type": ["integer", "null"]},
            "sources_seen": {"type": ["integer", "null"]}, "version": _TEXT, "last_tick_at": _TIME_OR_NULL,
        }
    ),
    "Muted": object_of({"topic": _TEXT, "muted_until": _TIME_OR_NULL}),
    "Verdict": object_of({"id": _ID, "story": _ID, "topic": _TEXT, "verdict": _TEXT, "word": _TEXT, "at": _TIME}),
    "SourceState": object_of({"id": _ID, "url": _TEXT, "state": {"enum": ["active", "paused"]}}),
    "Document": {"type": "object", "required": ["openapi", "paths"]},
    "Problem": object_of(
        {"type": _TEXT, "title": _TEXT, "status": _COUNT, "detail": _TEXT, "instance": _TEXT}, optional=["detail"]
    ),
}  # fmt: skip
SCHEMAS |= {f"{name}Page": list_of(name) for name in ("Story", "Mention", "Topic", "Source", "Delivery")}

_OUTLET_EXAMPLE = {
    "source": "Example Daily", "title": "Acme opens a plant", "url": "https://daily.example/acme", "published": None,
    "report": 7, "entry": 31, "seen": "2026-11-28T09:00:00Z", "tier": "press", "digest": False,
}  # fmt: skip
_STORY_EXAMPLE = {
    "id": 5, "title": "Acme opens a plant", "url": "https://daily.example/acme", "topics": ["acme"], "signals": [],
    "first_seen_at": "2026-11-28T09:00:00Z", "last_seen_at": "2026-11-28T09:30:00Z", "outlets": [_OUTLET_EXAMPLE],
    "facts": [{"kind": "amount", "value": "2000000 usd", "surface": "$2 million"}], "follows": None,
}  # fmt: skip
_MENTION_EXAMPLE = {
    "id": 11, "topic": "acme", "entry": {key: _OUTLET_EXAMPLE[key] for key in ("title", "url", "source", "published")},
    "section": 0, "surface": "Acme", "snippet": "Acme opens a plant for $2 million.", "score": 0.9, "signals": [],
    "story": 5, "status": "new",
}  # fmt: skip
_TOLD_AT = {"created_at": "2026-11-28T09:00:01Z", "lang": "en"}

EXAMPLES: dict[str, object] = {
    "StoryPage": {"items": [_STORY_EXAMPLE], "next": "1796289000000000.5"},
    "StoryWithMentions": _STORY_EXAMPLE | {"mentions": [_MENTION_EXAMPLE]},
    "MentionPage": {"items": [_MENTION_EXAMPLE | _TOLD_AT], "next": "11"},
    "TopicPage": {
        "items": [
            {
                "id": "acme", "name": {"en": "Acme", "zh": "Acme", "ja": "Acme"}, "watchlist": "companies",
                "aliases": 2, "mentions_7d": 4, "muted_until": None,
            }
        ],
        "next": None,
    },
    "SourcePage": {
        "items": [
            {
                "id": 3, "url": "https://daily.example/feed", "kind": "rss", "title": "Example Daily", "tier": "press",
                "state": "active", "health": "ok", "error": "", "failures": 0,
                "last_success_at": "2026-11-28T09:30:00Z", "next_due_at": "2026-11-28T09:45:00Z", "why_then": "",
                "entries": 120, "posts_per_day": 12.5, "busiest_hours": "09-11", "median_delay_minutes": 6.0,
                "requests_24h": 40.0, "budget_share": 0.01, "push": None,
            }
        ],
        "next": None,
    },
    "DeliveryPage": {
        "items": [
            {
                "id": 17, "kind": "alert", "channel": "team", "recipient": "", "state": "deferred", "story": 5,
                "digest": None, "attempts": 1, "next_attempt_at": "2026-11-28T09:40:00Z", "provider_code": "503",
                "answer": "busy", "sent_at": None, "possible_repeat": False,
            }
        ],
        "next": None,
    },
    "Status": {
        "status": "ok", "problem": None, "problems": [], "sources": 210, "sources_seen": 208, "version": "1.0.0",
        "last_tick_at": "2026-11-28T09:45:10Z",
    },
    "Muted": {"topic": "acme", "muted_until": "2026-11-29T09:00:00Z"},
    "Verdict": {
        "id": 2, "story": 5, "topic": "acme", "verdict": "not-relevant", "word": "", "at": "2026-11-28T10:00:00Z",
    },
    "SourceState": {"id": 3, "url": "https://daily.example/feed", "state": "paused"},
    "Document": {"openapi": "3.1.0", "paths": {}},
    "Problem": {
        "type": "about:blank", "title": "Bad Request", "status": 400, "detail": "limit=0: expected a number from 1 to "
        "200", "instance": "/api/v1/stories",
    },
}  # fmt: skip
EXAMPLES["Delivery"] = {
    "id": 17, "kind": "alert", "channel": "team", "recipient": "", "state": "pending", "story": 5, "digest": None,
    "attempts": 0, "next_attempt_at": "2026-11-28T10:00:00Z", "provider_code": "", "answer": "", "sent_at": None,
    "possible_repeat": False,
}  # fmt: skip
