"""``/search``: everything that is kept, in the query language of topics."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from monitor.app.queries.search import SearchResult, SearchWish, read_search, search_entries
from monitor.core.i18n.formats import format_number
from monitor.core.i18n.phrases import signal_label
from monitor.core.model.entries import Entry
from monitor.core.model.languages import LANGUAGES
from monitor.core.model.matches import Mention
from monitor.core.model.searches import SearchFilter
from monitor.core.render.highlights import make_excerpt, mark_words, sought_words
from monitor.core.render.sentence_pieces import Piece, pieces_of
from monitor.core.render.story_view import text_of
from monitor.core.text.sanitize import safe_url, sanitize_line
from monitor.errors import UserError
from monitor.ports import Transaction
from monitor.values import dataclass
from monitor.web.context import Context
from monitor.web.page import Moment, Page, Reader, reader_of
from monitor.web.paging import query_text
from monitor.web.story_cards import TopicChip

_SINCE = {"1": 1, "7": 7, "30": 30}
_MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of a list."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HitLine:
    """An entry that was found."""

    id: int
    story: int | None
    title: tuple[Piece, ...]
    url: str
    sentence: tuple[Piece, ...]
    source: str
    when: Moment
    topics: tuple[TopicChip, ...]
    signals: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage(Page):
    """What is asked and what is found."""

    query: str
    order: str
    problem: str = ""
    said: str = ""
    note: str = ""
    asked: bool = False
    topics: tuple[Choice, ...]
    signals: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    times: tuple[Choice, ...]
    hits: tuple[HitLine, ...] = ()
    older: str = ""
    by_time: str
    by_rank: str
    save: str
    """Where it becomes a topic; empty where a topic's query cannot say all of it."""
    feed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    query: str
    topic: str
    signal: str
    lang: str
    days: str
    source: str
    order: Literal["newest", "best"]
    before: int | None

    def address(self, **changes: str) -> str:
        """The address of this search, with changes."""
        said = {
            "q": self.query,
            "topic": self.topic,
            "signal": self.signal,
            "lang": self.lang,
            "days": self.days,
            "source": self.source,
            "order": self.order if self.order == "best" else "",
        }
        return query_text("/search", **(said | changes))


def search_routes(context: Context) -> APIRouter:
    """Behind the password."""
    router, app = APIRouter(), context.app

    @router.api_route("/search", methods=["GET", "HEAD"])
    async def search(request: Request) -> Response:
        reader, asked = reader_of(app, request), _read_request(request)
        if not (asked.query or asked.topic or asked.signal or asked.lang or asked.days or asked.source):
            return reader.html("search", _search_page(reader, asked), place="search")
        now = app.clock.now()
        try:
            filters = _filter_of(asked, now)
            wish = SearchWish(query=asked.query, topic=asked.topic, order=asked.order, filters=filters)
            wanted, plan = read_search(wish, topics=[topic.id for topic in app.watchlists.topics])
        except UserError as error:
            page = _search_page(reader, asked, problem=reader.fault(error))
            return reader.html("search", page, place="search", status=400)

        def known(tx: Transaction) -> SearchResult:
            return search_entries(tx, wanted, plan)

        found = await app.in_store.look(known)
        return reader.html(
            "search", _search_page(reader, asked, found=found, words=sought_words(plan.sought)), place="search"
        )

    return router


def _read_request(request: Request) -> _Asked:
    said = request.query_params
    before = said.get("before", "")
    return _Asked(
        query=sanitize_line(said.get("q", "")),
        topic=said.get("topic", "")[:100],
        signal=said.get("signal", "")[:100],
        lang=said.get("lang", "")[:20],
        days=said.get("days", "") if said.get("days", "") in _SINCE else "",
        source=said.get("source", "")[:18],
        order="best" if said.get("order") == "best" else "newest",
        before=int(before) if before.isascii() and before.isdecimal() and len(before) <= 18 else None,
    )


def _filter_of(asked: _Asked, now: datetime) -> SearchFilter:
    source = asked.source
    return SearchFilter(
        languages=(asked.lang,) if asked.lang else (),
        source_id=int(source) if source.isascii() and source.isdecimal() else None,
        signal=asked.signal,
        since=now - timedelta(days=_SINCE[asked.days]) if asked.days else None,
        before_id=asked.before,
    )


def _search_page(
    reader: Reader,
    asked: _Asked,
    *,
    found: SearchResult | None = None,
    words: tuple[str, ...] = (),
    problem: str = "",
) -> SearchPage:
    say, app = reader.say, reader.app
    topics = [(topic.id, reader.topic(topic.id)) for topic in app.watchlists.topics]
    signals = [(name, signal_label(name, reader.wording.language)) for name in app.watchlists.signals]
    return SearchPage(
        title=say("search_title", query=asked.query) if asked.query else say("nav_search"),
        lang=reader.lang,
        root=reader.root,
        query=asked.query,
        order=asked.order,
        problem=problem,
        asked=found is not None,
        said=_said_of(reader, found) if found else "",
        note=_note_of(reader, found) if found else "",
        topics=_choices_of(topics, asked.topic),
        signals=_choices_of(signals, asked.signal),
        languages=_choices_of([(code, say(f"language_{code}")) for code in LANGUAGES], asked.lang),
        times=_choices_of([(days, say("last_days", n=number)) for days, number in _SINCE.items()], asked.days),
        hits=tuple(_hit_line(reader, hit.entry, hit.mentions, words) for hit in found.hits) if found else (),
        older=asked.address(before=str(found.more)) if found and found.more else "",
        by_time=asked.address(order=""),
        by_rank=asked.address(order="best"),
        save="" if asked.signal or asked.source else query_text("/watch", query=_as_query(asked)),
        feed=asked.address(days="", order="").replace("/search", "/feeds/search.atom", 1),
    )


def _as_query(asked: _Asked) -> str:
    """The search with its filters, as a topic's query has them."""
    beside = [f"lang:{asked.lang}" if asked.lang else "", f"@{asked.topic}" if asked.topic else ""]
    wanted = " ".join(filter(None, beside))
    return f"({asked.query}) {wanted}" if wanted else asked.query


def _choices_of(values: Sequence[tuple[str, str]], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(value=value, name=name, chosen=value == chosen) for value, name in values)


def _said_of(reader: Reader, found: SearchResult) -> str:
    count = format_number(min(found.count, _MOST_COUNTED), reader.wording.language)
    if found.count > _MOST_COUNTED and found.count == _MOST_COUNTED + 1:
        return reader.say("hits_more", count=count)
    if not found.is_exact:
        return reader.say("hits_about", n=found.count)
    return reader.say("hits", n=found.count)


def _note_of(reader: Reader, found: SearchResult) -> str:
    progress = found.progress
    if not progress.is_behind or not progress.newest:
        return ""
    return reader.say("index_behind", percent=min(99, round(100 * progress.indexed_to / progress.newest)))


def _hit_line(reader: Reader, entry: Entry, mentions: Sequence[Mention], words: tuple[str, ...]) -> HitLine:
    title = text_of(entry.title) or reader.say("untitled")
    shown, places = make_excerpt(sanitize_line(entry.text), words)
    topics = dict.fromkeys(mention.topic for mention in mentions)
    signals = dict.fromkeys(signal for mention in mentions for signal in mention.signals)
    return HitLine(
        id=entry.id,
        story=mentions[0].story_id if mentions else None,
        title=pieces_of(title, mark_words(title, words)),
        url=safe_url(entry.url),
        sentence=pieces_of(shown, places),
        source=text_of(entry.source_title, 80),
        when=reader.moment(entry.published_at or entry.first_seen_at),
        topics=tuple(TopicChip(id=topic, name=reader.topic(topic)) for topic in topics),
        signals=tuple(text_of(signal_label(name, reader.wording.language)) for name in list(signals)[:3]),
    )
