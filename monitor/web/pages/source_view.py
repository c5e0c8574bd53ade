"""Sources as their pages show them."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

from monitor.adapters.config.watchlists.load import watchlist_files
from monitor.app.polling.preview import SourcePreview
from monitor.app.queries.source_pages import SourceList, SourceReport
from monitor.core.i18n.formats import format_number, format_span
from monitor.core.i18n.phrases import render_reason
from monitor.core.model.sources import Source
from monitor.core.polling.websub_reliability import push_in_words
from monitor.core.render.story_view import text_of
from monitor.core.text.sanitize import safe_url
from monitor.values import dataclass
from monitor.web.charts import Cell, heat_cells
from monitor.web.page import Moment, Page, Reader
from monitor.web.paging import query_text

OWN_LIST = "mine"
_PREVIEWED = 12
STATES = ("failing", "silent", "blocked", "paused", "gone", "fruitless")
_WORKED_OUT = ("silent", "fruitless")
"""States that are not stored, and not counted before somebody asks."""
_BAD, _WARN = ("failing", "blocked", "gone"), ("silent", "truncated", "paused")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One source of the list."""

    id: int
    title: str
    url: str
    state: str
    tone: str
    error: str
    read: Moment | None
    due: Moment | None
    entries: str
    mentions: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChoice:
    """A state to look at alone."""

    name: str
    path: str
    count: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesPage(Page):
    """The list."""

    text: str
    state: str
    rows: tuple[SourceLine, ...]
    states: tuple[StateChoice, ...]
    newer: str
    older: str
    opml: str = ""
    """The list of feeds that was typed and could not be read; ``problem`` says why."""
    problem: str = ""
    taken: str = ""
    """How many feeds of a list were added; ``left_out``: those that cannot be a source, each with its reason."""
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A name and what it is."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """An entry."""

    title: str
    url: str
    when: Moment
    topics: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage(Page):
    """One source."""

    id: int
    url: str
    state: str
    tone: str
    error: str
    is_active: bool
    figures: tuple[Figure, ...]
    cells: tuple[Cell, ...]
    weekdays: tuple[str, ...]
    heat_label: str
    entries: tuple[EntryLine, ...]
    place: str
    selected: str
    """The address as it stands in its file, of a page that selectors read; empty for anything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewLine:
    """What an entry would be."""

    title: str
    when: Moment | None
    topics: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPage(Page):
    """Adding a source: the address, then what it gives."""

    url: str
    problem: str
    looked: bool
    found: str
    name: str
    matches: str
    entries: tuple[PreviewLine, ...]
    others: tuple[str, ...]
    watchlists: tuple[str, ...]
    may_select: bool = False
    """It is a page without a feed, which selectors may read."""
    chosen: str = ""
    """The watchlist that it was to go into; ``refused`` says why it could not."""
    refused: str = ""


def state_of(reader: Reader, source: Source) -> tuple[str, str]:
    """In a word or two, and how bad that is; a source that nobody asked yet is not "ok"."""
    name = source.state if source.state != "active" else source.health
    if source.state == "active" and source.last_polled_at is None:
        return reader.say("health_unasked"), ""
    tone = "bad" if name in _BAD else "warn" if name in _WARN else "ok"
    return reader.say(f"health_{name}"), tone


def sources_page(reader: Reader, found: SourceList, *, text: str, state: str, number: int) -> SourcesPage:
    """One page of the list."""
    say, language = reader.say, reader.wording.language
    counts: dict[str, int] = {}
    for (work, health), count in found.states.items():
        name = health if work == "active" else work
        counts[name] = counts.get(name, 0) + count
    return SourcesPage(
        title=say("nav_sources"),
        lang=reader.lang,
        root=reader.root,
        lead=say("sources_n", n=sum(counts.values())),
        text=text,
        state=state,
        rows=tuple(_source_line(reader, source, found) for source in found.sources),
        states=tuple(
            StateChoice(
                name=say(f"health_{name}"),
                path=query_text("/sources", state=name, q=text),
                count=format_number(counts.get(name, 0), language) if name not in _WORKED_OUT else "",
                current=name == state,
            )
            for name in STATES
            if counts.get(name) or name in (*_WORKED_OUT, state)
        ),
        newer=query_text("/sources", q=text, state=state, page=str(number - 1)) if number > 1 else "",
        older=query_text("/sources", q=text, state=state, page=str(number + 1)) if found.has_more else "",
    )


def _source_line(reader: Reader, source: Source, found: SourceList) -> SourceLine:
    language = reader.wording.language
    said, tone = state_of(reader, source)
    return SourceLine(
        id=source.id,
        title=text_of(source.title or source.url, 160),
        url=text_of(unquote(source.url), 90),
        state=said,
        tone=tone,
        error=text_of(reader.app.redact(render_reason(source.error, language)), 240),
        read=reader.moment(source.last_success_at) if source.last_success_at else None,
        due=reader.moment(source.next_due_at) if source.next_due_at and source.state == "active" else None,
        entries=format_number(found.entries.get(source.id, 0), language),
        mentions=format_number(found.mentions.get(source.id, 0), language),
    )


def source_page(reader: Reader, found: SourceReport) -> SourcePage:
    """One source."""
    source, say, language = found.source, reader.say, reader.wording.language
    said, tone = state_of(reader, source)
    spec = reader.app.spec_for(source.configured_url or source.url)
    place = f"{Path(spec.place.file).name}:{spec.place.line}" if spec is not None and spec.place is not None else ""
    weekdays = tuple(say(f"weekday_{number}") for number in range(7))
    return SourcePage(
        title=text_of(source.title or source.url, 160),
        lang=reader.lang,
        root=reader.root,
        id=source.id,
        url=safe_url(source.url),
        state=said,
        tone=tone,
        error=text_of(reader.app.redact(render_reason(source.error, language)), 400),
        is_active=source.state == "active",
        figures=_figures_of(reader, found),
        cells=heat_cells(found.week, weekdays),
        weekdays=weekdays,
        heat_label=say("heat_label", n=sum(map(sum, found.week))),
        entries=tuple(
            EntryLine(
                title=text_of(entry.title) or say("untitled"),
                url=safe_url(entry.url),
                when=reader.moment(entry.published_at or entry.first_seen_at),
            )
            for entry in found.entries
        ),
        place=place,
        selected=spec.url if spec is not None and spec.place is not None and spec.kind == "page" else "",
    )


def _figures_of(reader: Reader, found: SourceReport) -> tuple[Figure, ...]:
    source, say, language = found.source, reader.say, reader.wording.language
    polling = found.polling
    never = say("never")
    rows = [
        ("source_kind", f"{source.kind} · {say(f'tier_{source.tier}')}"),
        ("source_read", reader.moment(source.last_success_at).text if source.last_success_at else never),
        ("source_next", reader.moment(source.next_due_at).text if source.next_due_at else never),
        ("source_why", render_reason(source.due_reason, language)),
        ("source_entries", format_number(found.entries_30, language)),
        ("source_mentions", format_number(found.mentions_90, language)),
    ]
    if polling is not None:
        delay = polling.median_delay_minutes
        rows += [
            ("source_posts", f"{polling.posts_per_day:.1f}"),
            ("source_busiest", polling.busiest_hours),
            ("source_delay", format_span(timedelta(minutes=delay), language) if delay is not None else ""),
            ("source_requests", f"{polling.requests_24h:.0f} ({polling.budget_share:.1%})"),
        ]
    if found.push is not None:
        agreed = push_in_words(found.push, now=reader.app.clock.now())
        rows.append(("source_push", render_reason(agreed, language)))
    return tuple(Figure(name=say(name), value=text_of(value, 300)) for name, value in rows if value)


def list_choices(folder: Path) -> tuple[str, ...]:
    """The watchlists that something may be added to, one of one's own first: those that ship are left as they are."""
    names = [file.stem for file in sorted(watchlist_files(folder, blank_ok=True))]
    return tuple(names) if len(names) < 2 else tuple(dict.fromkeys([OWN_LIST, *names]))


def preview_lines(reader: Reader, seen: SourcePreview) -> tuple[PreviewLine, ...]:
    """The first entries that a source gives, with the topics that they mention."""
    entries = seen.document.entries[:_PREVIEWED] if seen.document is not None else ()
    named = [sorted({reader.topic(found.topic) for found in matching.found}) for matching in seen.matchings]
    return tuple(
        PreviewLine(
            title=text_of(entry.title) or reader.say("untitled"),
            when=reader.moment(entry.published_at) if entry.published_at else None,
            topics=" · ".join(named[place]) if place < len(named) else "",
        )
        for place, entry in enumerate(entries)
    )


def add_page(reader: Reader, *, url: str, seen: SourcePreview | None = None, problem: str = "") -> AddPage:
    """Adding a source."""
    say, language = reader.say, reader.wording.language
    document = seen.document if seen is not None else None
    if seen is not None and document is None:
        problem = seen.error
    matchings = seen.matchings if seen is not None else ()
    named = [sorted({reader.topic(found.topic) for found in matching.found}) for matching in matchings]
    return AddPage(
        title=say("add_source"),
        lang=reader.lang,
        root=reader.root,
        url=(seen.url if seen is not None and seen.site else url),
        problem=text_of(render_reason(problem, language), 400),
        looked=document is not None,
        found=say("feed_found", site=seen.site) if seen is not None and seen.site else "",
        name=text_of(document.title, 200) if document is not None else "",
        matches=say("would_match", n=sum(map(bool, named)), of=len(named)) if document is not None else "",
        entries=preview_lines(reader, seen) if seen is not None else (),
        may_select=seen is not None and document is None and bool(seen.body),
        others=tuple(text_of(feed.url, 300) for feed in seen.feeds[:5]) if seen is not None else (),
        watchlists=list_choices(Path(reader.app.settings.watchlists)),
    )
