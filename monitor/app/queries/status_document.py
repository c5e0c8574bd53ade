"""The state of this monitor as ``monitor status --json`` and the API show it."""

from monitor.core.render.json_documents import Json, time_json
from monitor.core.status.conditions import Condition, MonitorStatus
from monitor.core.status.facts import StoreFacts
from monitor.version import VERSION


def status_document(found: MonitorStatus, *, process: int | None) -> Json:
    """The whole of it; ``process``: who works on the state folder."""
    facts = found.facts
    store = facts.store or StoreFacts()
    tally, note = store.sources, store.last_run
    return {
        "status": found.state,
        "says": found.headline,
        "problems": [_problem_document(condition) for condition in found.conditions],
        "version": VERSION,
        "running": facts.holder == "daemon",
        "process": process,
        "last_seen_at": time_json(note.seen_at) if note else None,
        "last_run_by": note.by if note else None,
        "is_read": facts.store is not None,
        "sources": {
            "watched": tally.watched, "asked": tally.asked, "seen": tally.seen, "failing": tally.failing,
            "gone": tally.gone,
        },
        "failing_sources": [
            {"id": one.id, "name": one.name, "error": one.error, "since": time_json(one.since),
             "next_at": time_json(one.next_at)}
            for one in tally.troubles
        ],
        "stories_today": store.stories,
        "sent_today": store.sent,
        "waiting": sum(queue.count for queue in store.channels.queues.values()),
        "next_poll_at": time_json(tally.next_at),
        "next_digest_at": time_json(store.next_digest_at),
        "disk_free_bytes": facts.room.free if facts.room else None,
    }  # fmt: skip


def _problem_document(condition: Condition) -> Json:
    return {
        "kind": condition.kind,
        "level": condition.level,
        "about": condition.about or None,
        "since": time_json(condition.since),
        "sentence": condition.reason,
        "command": condition.command or None,
    }
