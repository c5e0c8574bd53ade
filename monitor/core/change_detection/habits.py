"""What a poll teaches of a feed's habits, seen against what the feed showed before."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from monitor.core.change_detection.feed_quirks import (
    FeedShape,
    learn_date_of_lone_post,
    learn_dates,
    learn_guids,
    learn_titles,
)
from monitor.core.change_detection.identity import Identity, Incoming, keys_of_kind, publication_second
from monitor.core.change_detection.posts_without_ids import is_repeated
from monitor.core.change_detection.publication_order import ANOTHER_DAY, is_later
from monitor.core.change_detection.titles import steady_title, without_digits
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.filters import KnownEntry


def learn_shape(
    shape: FeedShape, incoming: Sequence[Incoming], known: Sequence[KnownEntry], *, now: datetime
) -> FeedShape:
    """What this poll adds to the feed's shape, seen against what the source showed before."""
    if not known:
        return shape  # nothing to be seen against
    if len(incoming) == 1 and incoming[0][1].alone:
        shape = _learn_of_lone_post(shape, *incoming[0], known, now)
    by_key = {entry.key: entry for entry in known}
    ided = [(entry, identity) for entry, identity in incoming if "guid" in identity.keys.values()]
    shape = learn_guids(
        shape,
        entries=len(ided),
        known_guids=sum(_known_by(identity, by_key, "guid") is not None for _, identity in ided),
        known_titles=sum(_known_by(identity, by_key, "title") is not None for _, identity in ided),
    )
    pairs = [(entry, before) for entry, identity in ided if (before := _known_by(identity, by_key, "guid")) is not None]
    shape = learn_titles(shape, known=len(pairs), counted_on=sum(_counted_on(entry, before) for entry, before in pairs))
    dated = _dated_pairs(incoming, by_key)
    return learn_dates(shape, known=len(dated), moved=sum(is_later(entry, before) for entry, before in dated))


def _dated_pairs(
    incoming: Sequence[Incoming], by_key: Mapping[int, KnownEntry]
) -> Sequence[tuple[ParsedEntry, KnownEntry]]:
    """Entries that are known under their ids or, where they have none, by all their words; each known one once."""
    pairs: dict[int | None, tuple[ParsedEntry, KnownEntry]] = {}
    for entry, identity in incoming:
        kinds = ("guid", "url") if identity.ids else ("content",)
        before = next((hit for kind in kinds if (hit := _known_by(identity, by_key, kind)) is not None), None)
        if before is not None and before.published_at is not None and publication_second(entry):
            pairs.setdefault(before.entry_id, (entry, before))
    return list(pairs.values())


def _learn_of_lone_post(
    shape: FeedShape, entry: ParsedEntry, identity: Identity, known: Sequence[KnownEntry], now: datetime
) -> FeedShape:
    last = {key for key, kind in identity.keys.items() if kind == "last"}
    before = next((post for post in known if post.key in last), None)
    if before is None:
        return shape
    soon = not is_later(entry, before, by=ANOTHER_DAY)
    same_words = before.content_hash == identity.content_hash
    moved = same_words and is_repeated(entry, before, now=now) and soon
    return learn_date_of_lone_post(shape, same_words=same_words, moved=moved)


def _counted_on(entry: ParsedEntry, before: KnownEntry) -> bool:
    if entry.title == before.title:
        return False
    now, then = steady_title(entry.title), steady_title(before.title)
    return now != then and without_digits(now) == without_digits(then)


def _known_by(identity: Identity, by_key: Mapping[int, KnownEntry], kind: str) -> KnownEntry | None:
    return next((by_key[key] for key in keys_of_kind(identity, kind) if key in by_key), None)
