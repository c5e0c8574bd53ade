"""The forms of ``/api/v1``, as JSON Schema (2020-12) with an example each."""

from collections.abc import Mapping, Sequence

from monitor.core.model.languages import LANGUAGES

Schema = dict[str, object]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
COUNT: Schema = {"type": "integer", "minimum": 0}
ID: Schema = {"type": "integer", "minimum": 1}
TIME: Schema = {"type": "string", "format": "date-time"}
TIME_OR_NULL: Schema = {"type": ["string", "null"], "format": "date-time"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
TEXTS: Schema = {"type": "array", "items": TEXT}


def object_of(properties: Mapping[str, Schema], *, optional: Sequence[str] = ()) -> Schema:
    """An object; what is not ``optional`` is there always. Keys may be added later."""
    return {"type": "object", "properties": dict(properties), "required": sorted(properties.keys() - set(optional))}


def list_of(name: str) -> Schema:
    """One page of a list."""
    return object_of({"items": {"type": "array", "items": reference_to(name)}, "next": TEXT_OR_NULL})


def reference_to(name: str) -> Schema:
    """A schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


_OUTLET = object_of(
    {
        "source": TEXT, "title": TEXT, "url": TEXT, "published": TIME_OR_NULL, "report": ID, "entry": ID,
        "seen": TIME, "tier": TEXT, "digest": {"type": "boolean"},
    }
)  # fmt: skip
_FACT = object_of({"kind": TEXT, "value": TEXT, "surface": TEXT})
_ENTRY = object_of({"title": TEXT, "url": TEXT, "source": TEXT, "published": TIME_OR_NULL})
_MENTION: dict[str, Schema] = {
    "id": ID, "topic": TEXT, "entry": _ENTRY, "section": COUNT, "surface": TEXT, "snippet": TEXT,
    "score": NUMBER, "signals": TEXTS, "story": ID,
    "status": {"enum": ["new", "baseline", "late", "duplicate", "muted"]},
}  # fmt: skip
_STORY: dict[str, Schema] = {
    "id": ID, "title": TEXT, "url": TEXT, "topics": TEXTS, "signals": TEXTS, "first_seen_at": TIME,
    "last_seen_at": TIME, "outlets": {"type": "array", "items": _OUTLET},
    "facts": {"type": "array", "items": _FACT}, "follows": {"type": ["integer", "null"]},
}  # fmt: skip
_EDIT = object_of(
    {
        "source": TEXT, "at": TIME, "title_before": TEXT, "title_after": TEXT, "text_before": TEXT,
        "text_after": TEXT,
    }
)  # fmt: skip
_PROBLEM_NOW = object_of({"kind": TEXT, "level": TEXT, "since": TIME_OR_NULL, "sentence": TEXT})

SCHEMAS: dict[str, Schema] = {
    "Story": object_of(_STORY),
    "StoryWithMentions": object_of(
        _STORY
        | {
            "mentions": {"type": "array", "items": object_of(_MENTION)}, "verdicts": {"type": "object"},
            "deliveries": {"type": "array"}, "edits": {"type": "array", "items": _EDIT},
            "more_edits": {"type": "boolean"}, "why": {"type": "object"},
        }
    ),
    "Mention": object_of(_MENTION | {"created_at": TIME, "lang": TEXT, "entry_id": ID}),
    "Topic": object_of(
        {
            "id": TEXT, "name": object_of(dict.fromkeys(LANGUAGES, TEXT)), "watchlist": TEXT,
            "aliases": COUNT, "mentions_7d": COUNT, "muted_until": TIME_OR_NULL,
        }
    ),
    "Source": object_of(
        {
            "id": ID, "url": TEXT, "kind": TEXT, "title": TEXT, "tier": TEXT, "state": TEXT, "health": TEXT,
            "error": TEXT, "failures": COUNT, "last_success_at": TIME_OR_NULL, "next_due_at": TIME_OR_NULL,
            "why_then": TEXT, "entries": COUNT, "posts_per_day": NUMBER, "busiest_hours": TEXT_OR_NULL,
            "median_delay_minutes": {"type": ["number", "null"]}, "requests_24h": NUMBER, "budget_share": NUMBER,
            "push": {"type": ["object", "null"]}, "last_polled_at": TIME_OR_NULL,
            "is_learnt": {"type": "boolean"},
        }
    ),
    "Delivery": object_of(
        {
            "id": ID, "kind": TEXT, "channel": TEXT, "recipient": TEXT,
            "state": {"enum": ["pending", "sending", "sent", "deferred", "held", "dead"]},
            "story": {"type": ["integer", "null"]}, "digest": {"type": ["integer", "null"]}, "attempts": COUNT,
            "next_attempt_at": TIME_OR_NULL, "provider_code": TEXT, "answer": TEXT, "sent_at": TIME_OR_NULL,
            "possible_repeat": {"type": "boolean"}, "headline": TEXT_OR_NULL, "stories": COUNT, "created_at": TIME,
            "send_at": TIME,
        }
    ),
    "Status": object_of(
        {
            "status": {"enum": ["ok", "starting", "degraded", "failing"]}, "problem": TEXT_OR_NULL,
            "problems": {"type": "array", "items": _PROBLEM_NOW}, "sources": {"type": ["integer", "null"]},
            "sources_seen": {"type": ["integer", "null"]}, "version": TEXT, "last_tick_at": TIME_OR_NULL,
            "report": {"type": "object", "required": ["status", "says", "problems", "sources", "version"]},
        }
    ),
    "Muted": object_of({"topic": TEXT, "muted_until": TIME_OR_NULL}),
    "Verdict": object_of({"id": ID, "story": ID, "topic": TEXT, "verdict": TEXT, "word": TEXT, "at": TIME}),
    "SourceState": object_of({"id": ID, "url": TEXT, "state": {"enum": ["active", "paused"]}}),
    "Document": {"type": "object", "required": ["openapi", "paths"]},
    "Problem": object_of(
        {"type": TEXT, "title": TEXT, "status": COUNT, "detail": TEXT, "instance": TEXT}, optional=["detail"]
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
_TOLD_AT = {"created_at": "2026-11-28T09:00:01Z", "lang": "en", "entry_id": 31}

STORY_EXAMPLE, MENTION_EXAMPLE = _STORY_EXAMPLE, _MENTION_EXAMPLE | _TOLD_AT

EXAMPLES: dict[str, object] = {
    "StoryPage": {"items": [_STORY_EXAMPLE], "next": "1796289000000000.5"},
    "StoryWithMentions": _STORY_EXAMPLE
    | {"mentions": [_MENTION_EXAMPLE], "verdicts": {}, "deliveries": [], "edits": [], "more_edits": False, "why": {}},
    "MentionPage": {"items": [_MENTION_EXAMPLE | _TOLD_AT], "next": "11"},
    "TopicPage": {
        "items": [
            {
                "id": "acme", "name": dict.fromkeys(LANGUAGES, "Acme"), "watchlist": "companies",
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
                "last_polled_at": "2026-11-28T09:30:00Z", "is_learnt": True,
            }
        ],
        "next": None,
    },
    "DeliveryPage": {
        "items": [
            {
                "id": 17, "kind": "alert", "channel": "team", "recipient": "", "state": "deferred", "story": 5,
                "digest": None, "attempts": 1, "next_attempt_at": "2026-11-28T09:40:00Z", "provider_code": "503",
                "answer": "busy", "sent_at": None, "possible_repeat": False, "headline": "Acme opens a plant",
                "stories": 1, "created_at": "2026-11-28T09:00:01Z", "send_at": "2026-11-28T09:40:00Z",
            }
        ],
        "next": None,
    },
    "Status": {
        "status": "ok", "problem": None, "problems": [], "sources": 210, "sources_seen": 208, "version": "1.0.0",
        "last_tick_at": "2026-11-28T09:45:10Z",
        "report": {
            "status": "ok", "says": "all is well: 208 of 210 sources seen", "problems": [], "version": "1.0.0",
            "sources": {"watched": 210, "asked": 210, "seen": 208, "failing": 2, "gone": 0},
        },
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
    "possible_repeat": False, "headline": "Acme opens a plant", "stories": 1, "created_at": "2026-11-28T09:00:01Z",
    "send_at": "2026-11-28T10:00:00Z",
}  # fmt: skip
