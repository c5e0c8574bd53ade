"""What a source brings, in a few lines: how many entries, which of them name what is watched, and how they read."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.app.polling.preview import SourcePreview
from monitor.cli.console.times import relative_time
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.matches import MatchResult
from monitor.core.text.clip import clip_text

_SHOWN = 3
_TITLE_LENGTH = 160
"""A headline in full; what is longer is a text without one."""


def preview_lines(seen: SourcePreview, zone: ZoneInfo, *, now: datetime) -> Iterator[str]:
    """Of a source that was read: its size, then its matching entries, or its newest ones when nothing matches."""
    if seen.document is None:
        return
    entries = seen.document.entries
    pairs = list(zip(entries, seen.matchings, strict=True))
    matching = [pair for pair in pairs if pair[1].found]
    title = seen.document.title or seen.url
    verb = "names" if len(matching) == 1 else "name"
    named = f"{len(matching)} of them {verb} what you watch" if matching else "none of them names what you watch yet"
    yield f"{title}: {len(entries)} {'entry' if len(entries) == 1 else 'entries'}" + (f"; {named}" if entries else "")
    for entry, found in (matching or pairs)[:_SHOWN]:
        yield f"  {_entry_line(entry, found, zone, now=now)}"
    if len(matching) > _SHOWN:
        yield f"  … and {len(matching) - _SHOWN} more"


def feed_lines(seen: SourcePreview) -> Iterator[str]:
    """Which feed of a web site was taken, and which others it names."""
    if seen.site:
        yield f"{seen.site} is a web page; its feed {seen.url} was taken"
        for other in seen.feeds:
            yield f"  it also names {other.url}" + (f" ({other.title})" if other.title else "")


def _entry_line(entry: ParsedEntry, matching: MatchResult, zone: ZoneInfo, *, now: datetime) -> str:
    when = relative_time(entry.published_at, zone, now=now)
    topics = ", ".join(sorted({found.topic for found in matching.found}))
    return " · ".join(part for part in (when, clip_text(entry.title, _TITLE_LENGTH) or "(untitled)", topics) if part)
