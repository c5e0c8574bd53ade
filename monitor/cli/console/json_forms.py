"""What ``--json`` prints of rows: the documented keys, the same from here and from elsewhere, and no more."""

from collections.abc import Mapping, Sequence

from monitor.core.render.json_documents import Json

_BESIDE = {
    "mention": ("created_at", "lang", "entry_id"),
    "delivery": ("headline", "stories", "created_at", "send_at"),
    "source": ("id", "last_polled_at", "is_learnt"),
    "story": ("mentions", "verdicts", "deliveries", "edits", "more_edits", "why"),
}
"""What rows carry for tables and for the API."""
_OUTLET = ("source", "title", "url", "published")


def documented_rows(kind: str, rows: Sequence[Json]) -> list[Json]:
    """The rows of a list of that kind."""
    return [documented_row(kind, row) for row in rows]


def documented_row(kind: str, row: Json) -> Json:
    """One of them, whole."""
    return {name: value for name, value in row.items() if name not in _BESIDE[kind]}


def listed_story(row: Json) -> Json:
    """A story in a list: its outlets without the numbers that only ``stories show`` has."""
    found = row["outlets"]
    outlets = [outlet for outlet in found if isinstance(outlet, Mapping)] if isinstance(found, list) else []
    kept = [{name: outlet[name] for name in _OUTLET} for outlet in outlets]
    return documented_row("story", row) | {"outlets": kept}
