"""JSON Schemas of both file kinds for editors, made from the key tables.

``python -m monitor.adapters.config.json_schema DIR`` writes them.
"""

import json
import sys
from pathlib import Path
from typing import Final

from monitor.adapters.config.schema.keys import Table
from monitor.adapters.config.schema.values import Schema
from monitor.adapters.config.settings.keys import SETTINGS
from monitor.adapters.config.watchlists.keys import WATCHLIST

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMAS: Final[dict[str, tuple[str, Table]]] = {
    "settings.schema.json": ("news-monitor: monitor.yaml", SETTINGS),
    "watchlist.schema.json": ("news-monitor: watchlists/*.yaml", WATCHLIST),
}


def schema_of(title: str, table: Table) -> Schema:
    """The schema of a whole file."""
    return {"$schema": _DIALECT, "title": title, **table.schema()}


def schema_texts() -> dict[str, str]:
    """Each schema file's name and text."""
    return {
        name: json.dumps(schema_of(title, table), ensure_ascii=False, indent=2) + "\n"
        for name, (title, table) in SCHEMAS.items()
    }


def write_schemas(directory: Path) -> list[Path]:
    """Write both files into the folder; returns their paths."""
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in schema_texts().items():
        (directory / name).write_text(text, "utf-8")
        written.append(directory / name)
    return written


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/schema"))
