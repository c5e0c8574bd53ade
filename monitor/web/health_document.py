"""What ``/healthz`` and ``/readyz`` say, whoever answers: the pages, or the daemon itself."""

from monitor.app.runtime.watches.heartbeat import Vitals
from monitor.core.render.json_documents import time_json
from monitor.core.status.conditions import MonitorStatus
from monitor.version import VERSION


def healthz_answer(status: MonitorStatus, daemon: Vitals, *, is_open: bool) -> tuple[int, dict[str, object]]:
    """The status code and the document of ``/healthz``."""
    document = health_document(status, is_open=is_open)
    document |= {"version": VERSION, "last_tick_at": time_json(daemon.beat_at)}
    return 503 if status.state == "failing" else 200, document


def readyz_answer(status: MonitorStatus, daemon: Vitals) -> tuple[int, dict[str, object]]:
    """The same of ``/readyz``."""
    ready = daemon.beat_at is not None and status.state != "failing"
    return 200 if ready else 503, {"status": "ready" if ready else "not-ready"}


def health_document(status: MonitorStatus, *, is_open: bool) -> dict[str, object]:
    """Nobody gives a password here: where the pages ask for one, names and answers of others are left out."""
    store = status.facts.store
    problems = [
        {
            "kind": condition.kind,
            "level": condition.level,
            "since": time_json(condition.since),
            "sentence": condition.reason if is_open else condition.public,
        }
        for condition in status.conditions
    ]
    return {
        "status": status.state,
        "problem": problems[0]["sentence"] if problems else None,
        "problems": problems,
        "sources": store.sources.watched if store else None,
        "sources_seen": store.sources.seen if store else None,
    }
