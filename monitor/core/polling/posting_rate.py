"""How often, at which hours and at which minutes a source publishes, learnt from what its own polls found."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from monitor.values import dataclass

DAY = 86_400.0
HOUR = 3_600.0
_RATE_MEMORY = 10 * DAY
_SHAPE_MEMORY = 56 * DAY
_BINS, _MINUTES = 48, 60
_EPOCH_WEEKDAY = 3
"""1970-01-01 was a Thursday; Monday = 0."""
_SHARE_OF_STRAYS = 10
"""One in so many entries of a first fetch may be an old one that was pinned: it says nothing about the rate."""
_DELAYS_KEPT = 15
PSEUDO_NAMED = 2.0
"""Matches made up, as many as expected: a single one proves little."""
_VERSION = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingRate:
    """What is learnt of one source. Times are seconds since 1970 (UTC)."""

    first: float
    """Learning began here: the oldest entry of the first fetch, whose history is free training data."""
    at: float
    """``seen``, ``bins`` and ``minutes`` are as of this instant; they fade from there."""
    seen: float = 0.0
    """Entries, each fading over 10 days."""
    named: float = 0.0
    """Those of them that named a topic."""
    bins: tuple[float, ...] = (0.0,) * _BINS
    """Entries by UTC hour, 24 of weekdays and 24 of week-ends, each fading over 56 days."""
    minutes: tuple[float, ...] = (0.0,) * _MINUTES
    """Dated entries by minute of the hour: many newsrooms publish on the hour sharp."""
    held: int = 0
    """Entries the document shows; 0 = unknown."""
    polled_at: float = 0.0
    polls: float = 0.0
    """Polls, each fading over a day: about the requests of the last 24 hours."""
    delays: tuple[int, ...] = ()
    """Minutes from publication to our sight, of the latest dated entries."""


def update_rate(
    posting_rate: PostingRate | None,
    published: Sequence[datetime | None],
    *,
    now: datetime,
    shown: int | None = None,
    named: int = 0,
) -> PostingRate:
    """What is known after a good poll that found new entries published at these times, ``named`` of them with a topic.

    ``None`` = no trustworthy time (no date, a date alone): those are spread evenly since the previous poll.
    ``shown`` counts all entries of the document; ``None`` when it was not modified.
    """
    stamps = [None if at is None else at.timestamp() for at in published]
    return observe_stamps(posting_rate, stamps, now=now.timestamp(), shown=shown, named=named)


def observe_stamps(
    posting_rate: PostingRate | None, stamps: Sequence[float | None], *, now: float, shown: int | None, named: int = 0
) -> PostingRate:
    """``update_rate`` in seconds since 1970."""
    # What the future claims counts as now.
    dated = sorted(min(at, now) for at in stamps if at is not None)
    if posting_rate is None:
        first = dated[len(dated) // _SHARE_OF_STRAYS] if dated else now
        posting_rate = _add_counts(PostingRate(first=first, at=now), dated, [], now=now, named=named)
    else:
        undated = list(_spread_evenly(len(stamps) - len(dated), since=posting_rate.polled_at, now=now))
        waits = tuple(round((now - at) / 60) for at in dated)
        posting_rate = _add_counts(posting_rate, dated, undated, now=now, named=named) if stamps else posting_rate
        posting_rate = (
            replace(posting_rate, delays=(*posting_rate.delays, *waits)[-_DELAYS_KEPT:]) if waits else posting_rate
        )
    return replace(
        posting_rate,
        held=shown or posting_rate.held,
        polled_at=now,
        polls=1.0 + posting_rate.polls * _fade_factor(now - posting_rate.polled_at, DAY),
    )


def _fade_factor(age: float, memory: float) -> float:
    # A clock that was set back must not make the past weigh more.
    return math.exp(-max(age, 0.0) / memory)


def _spread_evenly(count: int, *, since: float, now: float) -> Iterator[float]:
    """``count`` instants, evenly between the previous poll and now."""
    step = max(now - since, 0.0) / (count + 1)
    return (now - step * (number + 1) for number in range(count))


def _add_counts(
    posting_rate: PostingRate, dated: Sequence[float], undated: Sequence[float], *, now: float, named: int
) -> PostingRate:
    """The counts faded to now, with the new entries added."""
    kept = _fade_factor(now - posting_rate.at, _RATE_MEMORY)
    seen = before = posting_rate.seen * kept
    fade = _fade_factor(now - posting_rate.at, _SHAPE_MEMORY)
    bins = [count * fade for count in posting_rate.bins]
    minutes = [count * fade for count in posting_rate.minutes]
    for at in (*dated, *undated):
        seen += _fade_factor(now - at, _RATE_MEMORY)
        bins[bin_of(at)] += _fade_factor(now - at, _SHAPE_MEMORY)
    for at in dated:
        minutes[int(at % HOUR // 60)] += _fade_factor(now - at, _SHAPE_MEMORY)
    # Which of the new ones they were is not told: each counts like the average of them.
    count = len(dated) + len(undated)
    fresh_named = (seen - before) * min(named / count, 1.0) if count else 0.0
    return replace(
        posting_rate,
        seen=seen,
        named=posting_rate.named * kept + fresh_named,
        bins=tuple(bins),
        minutes=tuple(minutes),
        at=now,
    )


def bin_of(at: float) -> int:
    """The hour's bin: 0–23 on weekdays, 24–47 at the week-end, UTC."""
    days, seconds = divmod(at, DAY)
    weekend = (int(days) + _EPOCH_WEEKDAY) % 7 >= 5
    return int(seconds // HOUR) + (24 if weekend else 0)


def mean_rate(posting_rate: PostingRate, now: float) -> float:
    """Entries per second, over all hours: (S + 1) / (E + 1 day)."""
    seen = posting_rate.seen * _fade_factor(now - posting_rate.at, _RATE_MEMORY)
    exposed = _RATE_MEMORY * (1 - _fade_factor(now - posting_rate.first, _RATE_MEMORY))
    return (seen + 1) / (exposed + DAY)


def relative_relevance(posting_rate: PostingRate, usual: float) -> float:
    """How many times as often as ``usual`` (0–1, the share over all sources) its entries name a topic.

    1 for a young source, and while too little was seen to expect a match.
    """
    return (posting_rate.named + PSEUDO_NAMED) / (posting_rate.seen * usual + PSEUDO_NAMED)


def usual_share(posting_rates: Iterable[PostingRate]) -> float:
    """The share of all entries that named a topic."""
    named, seen = 0.0, 0.0
    for posting_rate in posting_rates:
        named, seen = named + posting_rate.named, seen + posting_rate.seen
    return named / seen if seen > 0 else 0.0


def shape_fade(posting_rate: PostingRate, now: float) -> float:
    """What is left now of a count in ``bins`` or ``minutes``."""
    return _fade_factor(now - posting_rate.at, _SHAPE_MEMORY)


def posts_per_day(posting_rate: PostingRate, now: datetime) -> float:
    """Entries a day as estimated now."""
    return mean_rate(posting_rate, now.timestamp()) * DAY


def median_delay_minutes(posting_rate: PostingRate) -> float | None:
    """From publication to our sight, over the latest dated entries; ``None`` when there were none."""
    ordered = sorted(posting_rate.delays)
    middle = len(ordered) // 2
    if not ordered:
        return None
    return float(ordered[middle]) if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def requests_in_24_hours(posting_rate: PostingRate, now: datetime) -> float:
    """About how many polls the last day had."""
    return posting_rate.polls * _fade_factor(now.timestamp() - posting_rate.polled_at, DAY)


def encode_rate(posting_rate: PostingRate) -> str:
    """A compact line for ``Source.posting_rate``; ``decode_rate`` reads it back."""
    numbers = (posting_rate.first, posting_rate.at, posting_rate.polled_at)
    fields = (
        _VERSION,
        *(f"{number:.0f}" for number in numbers),
        f"{posting_rate.seen:.5g}",
        f"{posting_rate.named:.5g}",
        f"{posting_rate.polls:.5g}",
        str(posting_rate.held),
        _write_counts(posting_rate.bins),
        _write_counts(posting_rate.minutes),
        ",".join(map(str, posting_rate.delays)),
    )
    return ";".join(fields)


def _write_counts(counts: Sequence[float]) -> str:
    return ",".join("" if count < 0.0005 else f"{count:.4g}" for count in counts)


@lru_cache(maxsize=256)
def _read_counts(text: str, length: int) -> tuple[float, ...]:
    # Most are nothing: one zero for all of them.
    counts = tuple([float(count) if count else 0.0 for count in text.split(",")])
    if len(counts) != length or not all(math.isfinite(count) and count >= 0 for count in counts):
        raise ValueError(text)
    return counts


@lru_cache(maxsize=128)
def decode_rate(text: str) -> PostingRate | None:
    """``None`` for nothing learnt, and for what another version or a damaged row left: learning starts afresh."""
    scalars = decode_header(text)
    try:
        bins, minutes, delays = text.split(";")[_SCALARS:]
        return scalars and replace(
            scalars,
            bins=_read_counts(bins, _BINS),
            minutes=_read_counts(minutes, _MINUTES),
            delays=tuple(int(delay) for delay in delays.split(",") if delay),
        )
    except ValueError:
        return None


_SCALARS = 8
"""Fields of a line before the shape."""


def decode_header(text: str) -> PostingRate | None:
    """``decode_rate`` without hours, minutes and delays, a tenth of the work: enough for the rate and the share."""
    try:
        version, first, at, polled_at, seen, named, polls, held, *_ = text.split(";", _SCALARS)
        numbers = (float(first), float(at), float(polled_at), float(seen), float(named), float(polls))
        shown = int(held)
    except ValueError:
        return None
    if version != _VERSION or min(numbers) < 0 or not math.isfinite(sum(numbers)):
        return None
    began, as_of, last, count, matching, polled = numbers
    return PostingRate(first=began, at=as_of, polled_at=last, seen=count, named=matching, polls=polled, held=shown)
