"""The moment at which the unseen entries of a source are worth a request."""

import math

from monitor.core.polling.posting_hours import HourShape, shape_of
from monitor.core.polling.posting_rate import DAY, HOUR, PostingRate, mean_rate

HELD_SHARE = 0.6
"""Poll at the latest when this share of what a document shows has been replaced."""
LEAST_WEIGHT = 0.2
"""A source whose entries never match is still worth something: the next one may."""
_OWN_CLAIM = 1 / 15
"""Entries in a mean interval that every source is taken to publish beyond its own: it counts for itself, too."""
_REACH = 0.25
"""How far around the ripe moment a better minute is looked for, as a share of the waits before and after it."""
_MINUTE = 60.0
_LONGEST_MEMORY = 14 * 24 * HOUR


def optimal_time(
    posting_rate: PostingRate, *, since: float, now: float, mu: float, weight: float, limit: float
) -> float:
    """When to poll next, in seconds since 1970 and at most ``limit``; ``since`` = the last good poll.
    ``weight`` > 0: what an entry of this source is worth.

    First the hour: where U² ≥ 2 μ λ (``_ripe_time``). Then the minute: of all around it the one that catches most
    and leaves most of the wait until the poll after it, U(T) · (next − T). For a source that publishes on the
    hour sharp, that is just after the hour.
    """
    shape = shape_of(posting_rate, now)
    mean = mean_rate(posting_rate, now)
    mu = mu / weight
    most = HELD_SHARE * posting_rate.held if posting_rate.held else math.inf
    ripe = _ripe_time(shape, mean, since=since, mu=mu, most=most, limit=limit)
    after = _ripe_time(shape, mean, since=ripe, mu=mu, most=most, limit=ripe + limit - since)
    if posting_rate.held:
        # Whatever a better minute gains, nothing may slide off meanwhile.
        limit = _ripe_time(shape, mean, since=since, mu=math.inf, most=most, limit=limit)
    return _best_minute(shape, since=since, ripe=ripe, after=after, limit=limit)


def _ripe_time(shape: HourShape, mean: float, *, since: float, mu: float, most: float, limit: float) -> float:
    """The first instant at which U² ≥ 2 μ λ, or the document is about to lose entries; else ``limit``.

    U = expected unseen entries since ``since``, λ = entries expected a second just then. λ is constant within an
    hour, so the crossing is exact.
    """
    unseen, at = 0.0, since
    while at < limit:
        hour_ends = min((at // HOUR + 1) * HOUR, limit)
        arriving = mean * shape.at(at)
        enough = min(math.sqrt(2 * mu * arriving), most)
        if unseen >= enough:
            return at
        crossing = at + (enough - unseen) / arriving
        if crossing <= hour_ends:
            return crossing
        unseen += arriving * (hour_ends - at)
        at = hour_ends
    return limit


def _best_minute(shape: HourShape, *, since: float, ripe: float, after: float, limit: float) -> float:
    earliest = ripe - _REACH * (ripe - since)
    latest = min(ripe + _REACH * (after - ripe), limit)
    if latest - earliest < 2 * _MINUTE:
        return ripe
    # What comes before the first minute that is considered is counted by hours, then minute by minute.
    begins = max(since // _MINUTE, math.ceil(earliest / _MINUTE) - 1) * _MINUTE
    unseen = _expected(shape, since, begins) if begins > since else 0.0
    best, most = ripe, -math.inf
    factor, hour_ends = 0.0, begins
    while (ends := begins + _MINUTE) <= latest:
        if begins >= hour_ends:
            factor, hour_ends = shape.at(begins) / _MINUTE, (begins // HOUR + 1) * HOUR
        unseen += factor * shape.minutes[int(begins % HOUR // _MINUTE)] * (ends - max(begins, since))
        if (gain := unseen * (after - ends)) > most:
            best, most = ends, gain
        begins = ends
    return best


def _expected(shape: HourShape, since: float, until: float) -> float:
    """What arrives from ``since`` to the full minute ``until``, in entries of an average minute."""
    unseen, at = 0.0, since
    while at < until:
        hour = at // HOUR * HOUR
        stop = min(hour + HOUR, until)
        first, last = (at - hour) / _MINUTE, (stop - hour) / _MINUTE
        started = int(first)
        # A minute that has begun counts for what is left of it.
        minutes = sum(shape.minutes[started : round(last)]) - shape.minutes[started] * (first - started)
        unseen += shape.at(at) * minutes
        at = stop
    return unseen


def baseline_weight(posting_rate: PostingRate | None, *, budget: float) -> float:
    """How much more a source weighs than its entries alone: (λ + c) / λ.

    Polls placed by entries alone let sources that rarely post wait longest, whose posts often matter most. √(λ + c) is
    the optimum for the mean delay over entries plus c times that over sources. c goes with ``budget`` (requests a
    source and day), so that it means the same at every budget. λ is as of the last post: the weight stays while a
    source is silent, and its claim fades with its rate.
    """
    daily = DAY * mean_rate(posting_rate, posting_rate.at) if posting_rate is not None else 1.0
    return 1 + _OWN_CLAIM * budget / daily


def urgency_of(posting_rate: PostingRate, *, since: float, now: float, weight: float) -> float:
    """U²/2λ as of now, comparable with μ: who goes first when more is due than can be fetched."""
    shape = shape_of(posting_rate, now)
    mean = mean_rate(posting_rate, now)
    unseen, at = 0.0, max(since, now - _LONGEST_MEMORY)
    while at < now:
        hour_ends = min((at // HOUR + 1) * HOUR, now)
        unseen += mean * shape.at(at) * (hour_ends - at)
        at = hour_ends
    return weight * unseen * unseen / (2 * mean * shape.at(now))
