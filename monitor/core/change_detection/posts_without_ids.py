"""Posts that no id tells apart: their time decides, then how much they keep of each other's words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from monitor.core.change_detection.identity import (
    Identity,
    Incoming,
    keys_of_kind,
    publication_second,
)
from monitor.core.change_detection.publication_order import ANOTHER_DAY, is_later, order_of
from monitor.core.change_detection.titles import (
    ALIKE,
    RELATED,
    steady_title,
    titles_related,
    without_moving_parts,
)
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.filters import KnownEntry
from monitor.core.text.urls import bare_address, entry_address
from monitor.values import dataclass

NOTICE: Final = 1_000
"""Characters up to which a text may be a notice that comes again for another event: an article is not written twice."""
_DAY: Final = timedelta(days=1)
_JUST_NOW: Final = timedelta(minutes=15)
"""A time so shortly before it was read may be the time of the reading."""
_EDIT_KEEPS: Final = 0.5
"""Share of the pairs of words of the shorter text that an edit keeps; two notices share less."""
COMPARED: Final = 20_000
"""Characters of two texts that are compared."""
_TOKEN: Final = re.compile(r"[぀-ヿ㐀-鿿가-힯]|[^\W_぀-ヿ㐀-鿿가-힯]+")

_COUNTED_UP: Final = re.compile(r"(https?://[^#]{1,4000})#\d{1,2}")

Known = Mapping[int, Sequence[KnownEntry]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LonePost:
    """What the only post of a document is: a known one, or (``before`` is ``None``) another."""

    before: KnownEntry | None


def judge_lone_post(
    entry: ParsedEntry, identity: Identity, known: Known, *, moving_dates: bool, now: datetime
) -> LonePost | None:
    """What a post is that stands alone in a document and has no id; ``None`` where none stood there before it.

    Such a document shows the latest post under one address, or none: the address says nothing.
    """
    before = _last_shown(entry, identity, known)
    if before is None:
        return None
    moment = next((post for key in keys_of_kind(identity, "moment") for post in known.get(key, ())), None)
    if moment is not None:
        return LonePost(before=moment)
    if before.content_hash == identity.content_hash:
        again = is_repeated(entry, before, now=now) and not moving_dates
        return LonePost(before=None if again else before)
    older = next((post for post in _reached(identity, known) if post.content_hash == identity.content_hash), None)
    if older is not None:
        # A dated post that is back was shown again; notices without a date come again as they do on a watched page.
        same = len(entry.text) > NOTICE or order_of(entry, older) in {"same", "earlier"}
        same = same or (entry.published_at is not None and order_of(entry, older) == "unknown")
        return LonePost(before=older if same else None)
    same = is_same_post(entry, before, moving_dates=moving_dates)
    return LonePost(before=before if same else None)


def is_repeated(entry: ParsedEntry, before: KnownEntry, *, now: datetime) -> bool:
    """Whether a post in the words of the one before it tells of another event: it is short, and its date is later.

    A date that may have been made for this very reading is waited for: at the next one it stands still, or it moves on.
    """
    if len(entry.text) > NOTICE or order_of(entry, before) != "later" or entry.published_at is None:
        return False
    return now - entry.published_at >= (_JUST_NOW if publication_second(entry) else _DAY)


def is_same_post(entry: ParsedEntry, before: KnownEntry, *, moving_dates: bool = False) -> bool:
    """Whether a post without id is an edit of a known one, of which the title or the words have changed.

    The same second is the same post. A later date is another post, but for an article that keeps most of its words
    and a notice that, within the day, keeps all of them and goes on. Without a date an edit keeps half of its words.
    """
    order = order_of(entry, before)
    if order == "same":
        return True
    if before.entry_id is None or not titles_related(entry.title, before.title):
        return False
    if order != "later" or moving_dates:
        return keeps_words(entry, before)
    if min(len(entry.text), len(before.text)) > NOTICE:
        return keeps_words(entry, before)
    soon = bool(publication_second(entry)) and not is_later(entry, before, by=ANOTHER_DAY)
    goes_on = len(entry.text) > len(before.text) and _share(before.text, entry.text) == 1.0
    return soon and bool(before.text) and goes_on


def keeps_words(entry: ParsedEntry, before: KnownEntry) -> bool:
    """Whether what a post says can be an edit of what a known one said."""
    return _keeps(entry, before) >= _EDIT_KEEPS


def is_next_notice(entry: ParsedEntry, before: KnownEntry) -> bool:
    """Whether a short text at a known address says something else altogether, and says that it is later."""
    if order_of(entry, before) != "later" or max(len(entry.text), len(before.text)) > NOTICE:
        return False
    return bool(entry.text and before.text) and _share(entry.text, before.text) < RELATED


def is_revision(entry: ParsedEntry) -> bool:
    """Whether a guid is the post's own link with a small number behind "#", which counts how often it was published.

    A later date then says nothing; words that are kept do.
    """
    counted = _COUNTED_UP.fullmatch(entry.guid)
    return counted is not None and "#" not in entry.url and bare_address(counted[1]) == bare_address(entry.url)


def is_under_used_guid(entry: ParsedEntry, before: KnownEntry) -> bool:
    """Whether another post came under a known guid: later, in other words, under another link or another headline.

    Boards and status pages number what they show anew. A live report keeps its link and its headline.
    """
    return _may_use_guid_again(entry, before) and is_next_notice(entry, before)


def _may_use_guid_again(entry: ParsedEntry, before: KnownEntry) -> bool:
    if order_of(entry, before) != "later":
        return False
    moved = bool(entry.url and before.url) and entry_address(entry.url) != entry_address(before.url)
    return moved or not titles_related(entry.title, before.title, ALIKE)


def texts_to_compare(incoming: Sequence[Incoming], known: Sequence[KnownEntry]) -> frozenset[int]:
    """Numbers of the known entries whose texts ``KnownEntry.text`` is needed of: edits of posts without known guid, and
    of those that may use one again."""
    if not known:
        return frozenset()
    by_key: dict[int, list[KnownEntry]] = {}
    for post in known:
        by_key.setdefault(post.key, []).append(post)
    wanted: set[int] = set()
    for entry, identity in incoming:
        if by_guid := [post for key in keys_of_kind(identity, "guid") for post in by_key.get(key, ())]:
            again = (post for post in by_guid if _may_use_guid_again(entry, post))
            wanted |= {post.entry_id for post in again if post.entry_id is not None}
            continue
        reached = list(_reached(identity, by_key))
        if not any(post.content_hash == identity.content_hash for post in reached):
            wanted |= {post.entry_id for post in reached if post.entry_id is not None}
    return frozenset(wanted)


def with_texts(known: Sequence[KnownEntry], texts: Mapping[int, str]) -> Sequence[KnownEntry]:
    """The known entries with those texts, by number."""
    return [replace(post, text=texts.get(post.entry_id, "")) if post.entry_id is not None else post for post in known]


def _last_shown(entry: ParsedEntry, identity: Identity, known: Known) -> KnownEntry | None:
    """The post that stood there last; where it did not stand alone, the newest one of that address."""
    here = [post for post in _reached(identity, known) if _is_at(entry, post, identity)]
    alone = {key for key, kind in identity.keys.items() if kind == "last"}
    last = next((post for post in here if post.key in alone), None)
    return last or max(here, key=lambda post: post.entry_id or 0, default=None)


def _is_at(entry: ParsedEntry, before: KnownEntry, identity: Identity) -> bool:
    """Whether a known post has the same link, or the same words under a link that only gained something."""
    if before.entry_id is None:
        return identity.keys.get(before.key) in {"last", "words", "url"}
    if before.content_hash == identity.content_hash:
        return bare_address(before.url) == bare_address(entry.url)
    return entry_address(before.url) == entry_address(entry.url)


def _reached(identity: Identity, known: Known) -> Iterator[KnownEntry]:
    return (post for key in (*identity.keys, *identity.narrowed) for post in known.get(key, ()))


def _keeps(entry: ParsedEntry, before: KnownEntry) -> float:
    """The share that two posts keep of each other, 1 for nothing but another number of views."""
    if entry.text and before.text:
        return _share(entry.text, before.text)
    return 1.0 if titles_related(entry.title, before.title, ALIKE) else 0.0


def _share(text: str, other: str) -> float:
    """Of the shorter text's neighbouring words (or characters of East Asian scripts), those in the other one."""
    pairs, others = _pairs_of(text), _pairs_of(other)
    if not pairs or not others:
        return float(pairs == others)
    return len(pairs & others) / min(len(pairs), len(others))


def _pairs_of(text: str) -> set[tuple[str, ...]]:
    words = _TOKEN.findall(steady_title(without_moving_parts(text[:COMPARED])))
    return set(pairwise(words)) or {(word,) for word in words}
