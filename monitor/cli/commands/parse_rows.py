"""The JSON that ``monitor parse`` prints for one document."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from monitor.core.model.entries import ParsedDocument


def parse_row(file: str, document: ParsedDocument) -> Mapping[str, Any]:
    """One row of the contract: times as RFC 3339 UTC or null."""
    return {
        "file": file,
        "format": document.format,
        "path": document.path,
        "title": document.title,
        "entries": [
            {
                "id": entry.guid,
                "title": entry.title,
                "link": entry.url,
                "published": _time_text(entry.published_at),
                "updated": _time_text(entry.updated_at),
                "author": entry.author,
                "text": entry.text,
            }
            for entry in document.entries
        ],
    }


def error_row(file: str, error: Exception) -> Mapping[str, Any]:
    """The row of a file that is not a valid feed."""
    return {"file": file, "error": str(error)}


def _time_text(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at is not None else None
