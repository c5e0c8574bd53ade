"""The tables: one per noun, and the small ones that keep their lists.

``sqlite_autoincrement``: numbers are never used again, for a delivery's key names its story and must not fall to a
later one. ``sqlite_with_rowid=False``: rows that are little more than their key live in the key's own tree.
"""

from monitor.adapters.store.tables.administration import access_token, audit, key_value, refusals, web_session
from monitor.adapters.store.tables.deliveries import (
    channel_cooldown,
    channel_state,
    channel_storm,
    delivery,
    delivery_fact,
    delivery_part,
    delivery_story,
    digest,
    digest_window,
)
from monitor.adapters.store.tables.entries import entry, entry_change, search_progress, seen_key
from monitor.adapters.store.tables.metadata import SCHEMA, metadata
from monitor.adapters.store.tables.sources import host_turn, polling_budget, source, source_reading, subscription
from monitor.adapters.store.tables.stories import (
    ai_summary,
    apart,
    fact,
    mention,
    report,
    report_key,
    story,
    story_topic,
    summary_cooldown,
)
from monitor.adapters.store.tables.topics import proposal, topic_mute, topic_rules, verdict

__all__ = [
    "SCHEMA",
    "access_token",
    "ai_summary",
    "apart",
    "audit",
    "channel_cooldown",
    "channel_state",
    "channel_storm",
    "delivery",
    "delivery_fact",
    "delivery_part",
    "delivery_story",
    "digest",
    "digest_window",
    "entry",
    "entry_change",
    "fact",
    "host_turn",
    "key_value",
    "mention",
    "metadata",
    "polling_budget",
    "proposal",
    "refusals",
    "report",
    "report_key",
    "search_progress",
    "seen_key",
    "source",
    "source_reading",
    "story",
    "story_topic",
    "subscription",
    "summary_cooldown",
    "topic_mute",
    "topic_rules",
    "verdict",
    "web_session",
]
