"""gofeed's test suite: its expected JSON beside what we read."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from bench.tally import NOW, Tally, parsed
from monitor.core.model.entries import ParsedEntry
from monitor.core.text.html import clean_inline
from monitor.core.text.written_dates.dates import read_date

# Their key of an item -> our field.
_GOFEED: Final[Mapping[str, Mapping[str, str]]] = {
    "translator": {
        "title": "title",
        "link": "url",
        "guid": "guid",
        "publishedParsed": "published",
        "updatedParsed": "updated",
    },
    "rss": {"title": "title", "link": "url", "guid": "guid", "pubDateParsed": "published"},
    "atom": {
        "title": "title",
        "id": "guid",
        "publishedParsed": "published",
        "updatedParsed": "updated",
        "links": "url",
    },
    "json": {"title": "title", "url": "url", "id": "guid", "date_published": "published", "date_modified": "updated"},
}


def gofeed(folder: Path) -> Tally:
    """Title, link, id, instants and number of items of gofeed's expected JSON, but for what gofeed leaves unset."""
    tally = Tally()
    root = folder / "mmcdole+gofeed" / "testdata"
    for sub in ("translator/rss", "translator/atom", "translator/json", "parser/atom", "parser/rss", "parser/json"):
        for file in sorted((root / sub).glob("*")):
            truth = _gofeed_truth(file)
            if truth is None:
                continue
            document = parsed(file.read_bytes(), "http://example.org/feed")
            items = truth.get("items") or truth.get("entries") or []
            name = f"{sub}/{file.name}"
            count = len(document.entries) if document else None
            tally.add(right=count == len(items), what=f"{name}: {count} entries, expected {len(items)}")
            # A translated JSON feed is written in JSON Feed's own words.
            stage, kind = sub.split("/")
            table = _GOFEED["json" if kind == "json" else stage if stage == "translator" else kind]
            for position, item in enumerate(items):
                if document is None or position >= len(document.entries):
                    continue
                for key, ours in table.items():
                    _compare_item(tally, f"{name}[{position}]", item.get(key), document.entries[position], ours)
    return tally


def _gofeed_truth(file: Path) -> dict[str, Any] | None:
    """The expected JSON beside a document."""
    if file.suffix == ".xml":
        beside = file.with_suffix(".json")
    elif file.suffix == ".json" and not file.stem.endswith("_expected"):
        beside = file.with_name(file.stem + "_expected.json")
    else:
        return None
    truth = json.loads(beside.read_text("utf-8")) if beside.exists() else None
    return truth if isinstance(truth, dict) else None


def _compare_item(tally: Tally, name: str, expected: Any, entry: ParsedEntry, field_name: str) -> None:
    if isinstance(expected, list):
        links = [link.get("href") for link in expected if link.get("rel") == "alternate" and link.get("href")]
        expected = links[-1] if links else None
    if isinstance(expected, dict):
        expected = expected.get("value")
    if not expected:
        return
    got: Any
    if field_name in {"published", "updated"}:
        got = entry.published_at if field_name == "published" else entry.updated_at
        read = read_date(str(expected), now=NOW)
        expected = read.at if read else None
    else:
        got = {"title": entry.title, "url": entry.url, "guid": entry.guid}[field_name]
        expected = clean_inline(str(expected)) if field_name == "title" else str(expected).strip()
    tally.add(right=got == expected, what=f"{name}.{field_name}: {got!r}, expected {expected!r}")
