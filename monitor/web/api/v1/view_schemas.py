"""The forms of what ``/api/v1`` shows beside lists, with an example each."""

from monitor.web.api.v1.schemas import (
    COUNT,
    EXAMPLES,
    ID,
    MENTION_EXAMPLE,
    SCHEMAS,
    STORY_EXAMPLE,
    TEXT,
    TEXT_OR_NULL,
    TEXTS,
    TIME,
    TIME_OR_NULL,
    Schema,
    list_of,
    object_of,
    reference_to,
)

_FLAG: Schema = {"type": "boolean"}
_COUNTS: Schema = {"type": "array", "items": COUNT}
_BY_NAME: Schema = {"type": "object", "additionalProperties": _COUNTS}
_STORIES: Schema = {"type": "array", "items": reference_to("Story")}
_TOKEN: dict[str, Schema] = {"name": TEXT, "scope": {"enum": ["feeds", "read", "write", "admin"]}}
_DIGEST: dict[str, Schema] = {
    "id": ID, "name": TEXT, "period": TEXT, "from": TIME, "to": TIME, "created_at": TIME,
    "deliveries": {"type": "array", "items": {"type": "object"}},
}  # fmt: skip
_EXPLANATION: dict[str, Schema] = {
    "threshold": {"type": "number"},
    "topics": {"type": "array", "items": {"type": "object", "required": ["topic", "matched", "hits"]}},
    "not_asked": TEXTS,
    "text": TEXT,
    "entry": ID,
    "edits": {"type": "array", "items": object_of({"at": TIME, "diff": TEXTS})},
}

VIEW_SCHEMAS: dict[str, Schema] = {
    "Hit": object_of(
        {
            "entry": ID, "title": TEXT, "url": TEXT, "source": TEXT, "source_id": ID, "published": TIME_OR_NULL,
            "first_seen_at": TIME, "lang": TEXT, "sentence": TEXT, "topics": TEXTS, "signals": TEXTS,
            "story": {"type": ["integer", "null"]},
        }
    ),
    "SearchPage": object_of(
        {
            "items": {"type": "array", "items": reference_to("Hit")}, "next": TEXT_OR_NULL, "found": COUNT,
            "exact": _FLAG, "indexed_to": COUNT, "newest": COUNT,
        }
    ),
    "TopicReport": object_of(
        {
            "id": TEXT, "name": {"type": "object"}, "watchlist": TEXT, "aliases": COUNT, "mentions_7d": COUNT,
            "muted_until": TIME_OR_NULL, "days": TEXTS, "mentions_by_tier": _BY_NAME, "signals": _BY_NAME,
            "share_of_voice": {"type": "object", "additionalProperties": COUNT},
            "outlets": {"type": "array", "items": object_of({"source": ID, "title": TEXT, "mentions": COUNT})},
            "facts": {
                "type": "array",
                "items": object_of({"kind": TEXT, "surface": TEXT, "told_at": TIME, "story": ID}),
            },
            "stories": _STORIES,
        }
    ),
    "Today": object_of(
        {
            "days": TEXTS, "entries": _COUNTS, "stories": _COUNTS, "mentions": _COUNTS, "sent": _COUNTS,
            "topics": _BY_NAME, "refused": COUNT, "sources": COUNT, "sources_seen": COUNT,
            "next_digest_at": TIME_OR_NULL,
            "held_back": {
                "type": "array",
                "items": object_of(
                    {"status": TEXT, "count": COUNT, "newest": {"type": "array", "items": reference_to("Mention")}}
                ),
            },
        }
    ),
    "SourceReport": {
        "allOf": [
            reference_to("Source"),
            object_of(
                {
                    "mentions_90d": COUNT, "posting_hours": {"type": "array", "items": _COUNTS, "minItems": 7},
                    "latest": {
                        "type": "array",
                        "items": object_of(
                            {"entry": ID, "title": TEXT, "url": TEXT, "published": TIME_OR_NULL, "first_seen_at": TIME}
                        ),
                    },
                }
            ),
        ]
    },
    "Digest": object_of(_DIGEST),
    "WholeDigest": object_of(_DIGEST | {"data": {"type": "object", "required": ["name", "coverage", "topics"]}}),
    "Proposal": {"type": "object", "required": ["id", "verdict", "topic", "kind", "words", "effect", "state"]},
    "Sending": object_of({"on": _FLAG, "stopped": {"type": "object"}}),
    "Explanation": object_of(_EXPLANATION, optional=["entry", "edits"]),
    "Setting": object_of({"name": TEXT, "value": TEXT_OR_NULL, "secret": _FLAG, "set": _FLAG, "from": TEXT}),
    "Watchlist": object_of({"name": TEXT, "topics": COUNT}),
    "AuditEntry": object_of({"id": ID, "at": TIME, "who": TEXT, "what": TEXT, "from": TEXT}),
    "Token": object_of(_TOKEN | {"created_at": TIME, "created_by": TEXT}),
    "NewToken": object_of(_TOKEN | {"token": TEXT}),
}  # fmt: skip
VIEW_SCHEMAS |= {
    f"{name}Page": list_of(name)
    for name in ("Digest", "Verdict", "Proposal", "Setting", "Watchlist", "AuditEntry", "Token")
}

_AT = "2026-11-28T09:00:00Z"
_DIGEST_EXAMPLE = {
    "id": 4, "name": "daily", "period": "2026-11-28", "from": "2026-11-27T08:30:00Z", "to": "2026-11-28T08:30:00Z",
    "created_at": "2026-11-28T08:30:00Z", "deliveries": [],
}  # fmt: skip
_TOKEN_EXAMPLE = {"name": "grafana", "scope": "read"}


def _page_of(*items: object) -> dict[str, object]:
    return {"items": list(items), "next": None}


VIEW_EXAMPLES: dict[str, object] = {
    "SearchPage": {
        "items": [
            {
                "entry": 31, "title": "Acme opens a plant", "url": "https://daily.example/acme", "lang": "en",
                "source": "Example Daily", "source_id": 3, "published": None, "first_seen_at": _AT, "topics": ["acme"],
                "sentence": "Acme opens a plant for $2 million.", "signals": [], "story": 5,
            }
        ],
        "next": "31", "found": 74, "exact": True, "indexed_to": 1200, "newest": 1200,
    },
    "TopicReport": {
        "id": "acme", "name": {"en": "Acme", "zh": "Acme", "ja": "Acme"}, "watchlist": "companies", "aliases": 2,
        "mentions_7d": 4, "muted_until": None, "days": ["2026-11-27", "2026-11-28"], "signals": {"launch": [0, 1]},
        "mentions_by_tier": {"press": [1, 3]}, "share_of_voice": {"acme": 4, "umbrella": 1},
        "outlets": [{"source": 3, "title": "Example Daily", "mentions": 4}],
        "facts": [{"kind": "amount", "surface": "$2 million", "told_at": _AT, "story": 5}],
        "stories": [STORY_EXAMPLE],
    },
    "Today": {
        "days": ["2026-11-27", "2026-11-28"], "entries": [900, 410], "stories": [3, 1], "mentions": [5, 2],
        "sent": [4, 1], "topics": {"acme": [1, 1]}, "refused": 12, "sources": 210, "sources_seen": 208,
        "next_digest_at": "2026-11-29T08:30:00Z",
        "held_back": [{"status": "late", "count": 1, "newest": [MENTION_EXAMPLE | {"status": "late"}]}],
    },
    "SourceReport": {
        "id": 3, "url": "https://daily.example/feed", "kind": "rss", "title": "Example Daily", "tier": "press",
        "state": "active", "health": "ok", "error": "", "failures": 0, "last_success_at": _AT, "next_due_at": _AT,
        "why_then": "", "entries": 120, "posts_per_day": 12.5, "busiest_hours": "09-11", "median_delay_minutes": 6.0,
        "requests_24h": 40.0, "budget_share": 0.01, "push": None, "last_polled_at": _AT, "is_learnt": True,
        "mentions_90d": 9, "posting_hours": [[0] * 24] * 7, "latest": [],
    },
    "DigestPage": _page_of(_DIGEST_EXAMPLE),
    "WholeDigest": _DIGEST_EXAMPLE | {"data": {"name": "daily", "coverage": {}, "topics": []}},
    "VerdictPage": _page_of(EXAMPLES["Verdict"]),
    "ProposalPage": _page_of(
        {"id": 1, "verdict": 2, "topic": "acme", "kind": "exclude", "words": ["corp"], "effect": {}, "state": "open"}
    ),
    "Sending": {"on": True, "stopped": {"team": {"at": _AT, "reason": "401: the key is wrong"}}},
    "Explanation": {
        "threshold": 0.5,
        "topics": [{"topic": "acme", "matched": True, "hits": []}],
        "not_asked": ["globex"],
        "text": "✔ acme",
    },
    "SettingPage": _page_of(
        {"name": "web.listen", "value": "127.0.0.1:8765", "secret": False, "set": True, "from": "monitor.yaml:12"}
    ),
    "WatchlistPage": _page_of({"name": "companies", "topics": 12}),
    "AuditEntryPage": _page_of({"id": 8, "at": _AT, "who": "ann", "what": "mute acme", "from": "from 127.0.0.1"}),
    "TokenPage": _page_of(_TOKEN_EXAMPLE | {"created_at": _AT, "created_by": "ann"}),
    "Token": _TOKEN_EXAMPLE | {"created_at": _AT, "created_by": "ann"},
    "NewToken": _TOKEN_EXAMPLE | {"token": "nm_…"},
    "Story": STORY_EXAMPLE,
}  # fmt: skip

ALL_SCHEMAS = SCHEMAS | VIEW_SCHEMAS
ALL_EXAMPLES = EXAMPLES | VIEW_EXAMPLES
