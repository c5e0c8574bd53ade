"""Lists of more addresses than a poll takes: what was never listed before is news, wherever in the list it stands."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from typing import Final

from monitor.app.context import AppContext
from monitor.core.change_detection.identity import identify_entry
from monitor.core.change_detection.index_memory import newest_and_ends
from monitor.core.model.entries import ParsedDocument, ParsedEntry
from monitor.core.model.sources import Source
from monitor.ports import Transaction
from monitor.values import dataclass

MOST_ENTRIES: Final = 5000
"""So many entries of a list are taken in one poll, besides as many new ones as were found in a longer list."""
_AT_ONCE: Final = 2_000
"""Keys that are looked up or remembered in one transaction."""


@dataclass(kw_only=True)
class Intake:
    """What one poll takes of its lists.

    A list that fits is taken whole. Of a longer one come the addresses that are not known, and known ones as far as
    there is room. What was there before the source was watched and finds no room is ``remembered``: never news.
    """

    app: AppContext
    source: Source | None
    """``None`` in a preview: nothing is known, and nothing will be."""
    entries: dict[str, ParsedEntry] = field(default_factory=dict)
    remembered: dict[int, str] = field(default_factory=dict)
    left_out: int = 0
    """How many those are."""
    waiting: int = 0
    """New addresses for which there was no room: they are still new at the next poll."""

    async def take(self, listed: Sequence[ParsedEntry], *, history: bool) -> bool:
        """Take what a list holds, the newest first; returns whether some of it has to wait for the next poll."""
        further = [entry for entry in listed if entry.url not in self.entries]
        if history:
            further = [replace(entry, from_history=True) for entry in further]
        room = max(MOST_ENTRIES - len(self.entries), 0)
        if len(further) <= room:
            self._add(further)
            return False
        unknown = await self._unknown(further)
        news = [entry for entry in further if entry.url in unknown]
        if history or self.source is None or self.source.first_success_at is None:
            dated = sum(entry.published_at is not None for entry in news)
            chosen = newest_and_ends(news, dated=dated, most=room)
            self._add(chosen)
            await self._remember([entry for entry in news if entry.url not in self.entries])
            return False
        self._add(news[:MOST_ENTRIES])
        self.waiting += len(news[MOST_ENTRIES:])
        self._add([entry for entry in further if entry.url not in unknown][: max(room - len(news), 0)])
        return len(news) > MOST_ENTRIES

    def _add(self, entries: Sequence[ParsedEntry]) -> None:
        self.entries.update((entry.url, entry) for entry in entries)

    async def _unknown(self, entries: Sequence[ParsedEntry]) -> frozenset[str]:
        """The links of those that were never seen at this source."""
        keys = await asyncio.to_thread(lambda: {entry.url: _keys_of(entry) for entry in entries})
        source = self.source
        if source is None or source.first_success_at is None:
            return frozenset(keys)
        seen: set[int] = set()
        wanted = [key for kinds in keys.values() for key, kind in kinds.items() if kind != "title"]
        for start in range(0, len(wanted), _AT_ONCE):
            batch = wanted[start : start + _AT_ONCE]
            seen |= await self.app.in_store.read(partial(_find_seen, source.id, batch))
        return frozenset(url for url, kinds in keys.items() if not seen.intersection(kinds))

    async def _remember(self, entries: Sequence[ParsedEntry]) -> None:
        further = await asyncio.to_thread(lambda: [_keys_of(entry) for entry in entries])
        self.left_out += len(further)
        for keys in further:
            self.remembered |= keys


def fits_one_poll(document: ParsedDocument) -> bool:
    """Whether all entries of a document are taken."""
    return len(document.entries) <= MOST_ENTRIES


async def take_long_list(app: AppContext, source: Source, document: ParsedDocument) -> tuple[ParsedDocument, Intake]:
    """A document of more entries than a poll takes, with those that it takes."""
    intake = Intake(app=app, source=source)
    await intake.take(document.entries, history=False)
    return replace(document, entries=list(intake.entries.values())), intake


async def remember_listed(app: AppContext, source: Source, keys: Mapping[int, str]) -> None:
    """Note addresses that are not stored as entries, a slice at a time: they are no news when they are read again."""
    now, named = app.clock.now(), list(keys.items())

    def remember(batch: Mapping[int, str], tx: Transaction) -> None:
        tx.entries.remember(source.id, None, batch, now=now)

    for start in range(0, len(named), _AT_ONCE):
        await app.in_store.write(partial(remember, dict(named[start : start + _AT_ONCE])))


def _find_seen(source_id: int, keys: Sequence[int], tx: Transaction) -> frozenset[int]:
    return tx.entries.seen(source_id, keys)


def _keys_of(entry: ParsedEntry) -> dict[int, str]:
    """Under which keys an address is looked up; by its title it is known when its date moves."""
    wanted = ("guid", "title") if entry.guid else ("url", "title")
    return {key: kind for key, kind in identify_entry(entry).keys.items() if kind in wanted}
