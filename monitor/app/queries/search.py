"""Searching with the query language of topics: what is asked, what is found, and how much of the store is indexed."""

from collections.abc import Collection, Sequence
from dataclasses import field, replace
from typing import Literal

from monitor.core.i18n.phrases import Reason
from monitor.core.match.query.lookup import SearchPlan, plan_search
from monitor.core.match.query.parser import parse_query
from monitor.core.match.query.second_look import holds_of
from monitor.core.model.entries import Entry
from monitor.core.model.matches import Mention
from monitor.core.model.searches import IndexProgress, Lookup, SearchFilter
from monitor.errors import UserError
from monitor.ports import Transaction
from monitor.values import dataclass

PAGE = 50
MOST_LETTERS = 500
"""Of a query."""
_AT_ONCE = 250
_MOST_LOOKED_AT = 2_000
"""Hits of one answer that are looked at once more, which takes some 0.1 ms each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry that was found, with what mentions of topics stand in it."""

    entry: Entry
    mentions: Sequence[Mention]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """One page of hits. ``is_exact`` = False: the index cannot tell how near words stand, so some may be wrong.

    Or there were too many to look at each for a sign (``C++``): ``count`` is then what there is at most.
    """

    hits: Sequence[Hit]
    count: int
    is_exact: bool
    more: int | None
    """The entry after which the next page goes on."""
    progress: IndexProgress


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchWish:
    """What somebody typed and chose."""

    query: str = ""
    topic: str = ""
    order: Literal["newest", "best"] = "newest"
    filters: SearchFilter = field(default_factory=SearchFilter)


def read_search(wish: SearchWish, *, topics: Collection[str]) -> tuple[SearchFilter, SearchPlan]:
    """What to ask the store; QueryError or UserError says what is wrong with the query.

    A query that is too long is refused: a part of it would find something else.
    """
    if len(wish.query) > MOST_LETTERS:
        raise UserError(Reason("refused.long-query", n=MOST_LETTERS))
    plan = plan_search(parse_query(wish.query, topics=topics)) if wish.query.strip() else SearchPlan()
    named = plan.wanted
    wanted = replace(
        wish.filters,
        lookup=plan.lookup,
        languages=(*wish.filters.languages, *named.languages),
        sources=named.sources,
        sites=named.sites,
        authors=named.authors,
        topics=(*named.topics, wish.topic) if wish.topic else named.topics,
        without=plan.unwanted,
        order=wish.order,
    )
    return wanted, plan


def search_entries(tx: Transaction, wanted: SearchFilter, plan: SearchPlan) -> SearchResult:
    """One page of what is found, and how much there is in all."""
    if plan.second_look is not None:
        return _search_twice(tx, wanted, plan.second_look, is_exact=plan.is_exact)
    found = tx.search.find(replace(wanted, limit=wanted.limit + 1))
    shown = found[: wanted.limit]
    return SearchResult(
        hits=_as_hits(tx, shown),
        count=tx.search.count(wanted),
        is_exact=plan.is_exact,
        more=shown[-1].id if len(found) > wanted.limit and wanted.order == "newest" else None,
        progress=tx.search.progress(),
    )


def _search_twice(tx: Transaction, wanted: SearchFilter, second_look: Lookup, *, is_exact: bool) -> SearchResult:
    """The same where the index finds more than is wanted: each entry is looked at once more."""
    whole = _look_through(tx, replace(wanted, before_id=None), second_look)
    before = wanted.before_id
    found = whole
    if before is not None:
        behind = [entry for entry in whole.entries if entry.id < before]
        found = replace(whole, entries=behind) if whole.goes_on is None else _look_through(tx, wanted, second_look)
    shown = found.entries[: wanted.limit]
    goes_on = shown[-1].id if len(found.entries) > wanted.limit else found.goes_on
    return SearchResult(
        hits=_as_hits(tx, shown),
        count=len(whole.entries) if whole.goes_on is None else tx.search.count(wanted),
        is_exact=is_exact and whole.goes_on is None,
        more=goes_on if wanted.order == "newest" else None,
        progress=tx.search.progress(),
    )


@dataclass(frozen=True, slots=True)
class _Looked:
    """What held among the newest ``_MOST_LOOKED_AT``, and after which entry it goes on; ``None`` = that was all."""

    entries: Sequence[Entry]
    goes_on: int | None


def _look_through(tx: Transaction, wanted: SearchFilter, second_look: Lookup) -> _Looked:
    held: list[Entry] = []
    if wanted.order == "best":
        ranked = tx.search.find(replace(wanted, limit=_MOST_LOOKED_AT))
        goes_on = ranked[-1].id if len(ranked) < tx.search.count(wanted) else None
        return _Looked([entry for entry in ranked if holds_of(second_look, entry)], goes_on)
    before = wanted.before_id
    for _ in range(_MOST_LOOKED_AT // _AT_ONCE):
        some = tx.search.find(replace(wanted, limit=_AT_ONCE, before_id=before))
        held += [entry for entry in some if holds_of(second_look, entry)]
        if len(some) < _AT_ONCE:
            return _Looked(held, None)
        before = some[-1].id
    return _Looked(held, before)


def _as_hits(tx: Transaction, entries: Sequence[Entry]) -> Sequence[Hit]:
    mentions = mentions_of(tx, [entry.id for entry in entries])
    return [Hit(entry=entry, mentions=mentions.get(entry.id, ())) for entry in entries]


def mentions_of(tx: Transaction, entry_ids: Sequence[int]) -> dict[int, list[Mention]]:
    """The mentions in each of these entries."""
    found: dict[int, list[Mention]] = {}
    for mention in tx.mentions.of_entries(entry_ids):
        found.setdefault(mention.entry_id, []).append(mention)
    return found
