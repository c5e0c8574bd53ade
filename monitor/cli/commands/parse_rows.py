"""The JSON that ``monitor parse`` prints for one document."""

from collections.abc import Mapping
from typing import Any

from monitor.core.model.entries import ParsedDocument
from monitor.core.render.json_documents import time_json


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
                "published": time_json(entry.published_at),
                "updated": time_json(entry.updated_at),
                "author": entry.author,
                "text": entry.text,
            }
            for entry in document.entries
        ],
    }


def error_row(file: str, error: Exception) -> Mapping[str, Any]:
    """The row of a file that is not a valid feed."""
    return {"file": file, "error": str(error)}
