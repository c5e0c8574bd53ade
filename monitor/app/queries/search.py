"""Searching with the query language of topics: what is asked, what is found, and how much of the store is indexed."""

from collections.abc import Collection, Sequence
from dataclasses import field, replace
from typing import Literal

from monitor.core.match.query.lookup import SearchPlan, plan_search
from monitor.core.match.query.parser import parse_query
from monitor.core.model.entries import Entry
from monitor.core.model.matches import Mention
from monitor.core.model.searches import IndexProgress, SearchFilter
from monitor.ports import Transaction
from monitor.values import dataclass

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry that was found, with what mentions of topics stand in it."""

    entry: Entry
    mentions: Sequence[Mention]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """One page of hits. ``is_exact`` = False: the index cannot tell how near words stand, so some may be wrong."""

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
    """What to ask the store; QueryError or UserError says what is wrong with the query."""
    plan = plan_search(parse_query(wish.query, topics=topics)) if wish.query.strip() else SearchPlan()
    chosen = (*plan.topics, wish.topic) if wish.topic else plan.topics
    wanted = replace(
        wish.filters,
        lookup=plan.lookup,
        languages=(*wish.filters.languages, *plan.languages),
        sources=plan.sources,
        authors=plan.authors,
        topics=chosen,
        order=wish.order,
    )
    return wanted, plan


def search_entries(tx: Transaction, wanted: SearchFilter, plan: SearchPlan) -> SearchResult:
    """One page of what is found, and how much there is in all."""
    found = tx.search.find(replace(wanted, limit=wanted.limit + 1))
    shown = found[: wanted.limit]
    mentions = mentions_of(tx, [entry.id for entry in shown])
    return SearchResult(
        hits=[Hit(entry=entry, mentions=mentions.get(entry.id, ())) for entry in shown],
        count=tx.search.count(wanted),
        is_exact=plan.is_exact,
        more=shown[-1].id if len(found) > wanted.limit and wanted.order == "newest" else None,
        progress=tx.search.progress(),
    )


def mentions_of(tx: Transaction, entry_ids: Sequence[int]) -> dict[int, list[Mention]]:
    """The mentions in each of these entries."""
    found: dict[int, list[Mention]] = {}
    for mention in tx.mentions.of_entries(entry_ids):
        found.setdefault(mention.entry_id, []).append(mention)
    return found
