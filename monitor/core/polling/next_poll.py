"""When a source is polled next, and why then, in words a person reads."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.core.calendar.schedule import Schedule, next_fire
from monitor.core.calendar.waits import doubled_wait, draw_for
from monitor.core.i18n.phrases import Reason
from monitor.core.model.settings import PollingSettings
from monitor.core.model.sources import SourceSpec
from monitor.core.polling.active_hours import not_skipped, opens_at
from monitor.core.polling.budget import interval_limits
from monitor.core.polling.optimal_time import LEAST_WEIGHT, baseline_weight, optimal_time, urgency_of
from monitor.core.polling.posting_hours import busiest_hours
from monitor.core.polling.posting_rate import DAY, PostingRate, posts_per_day
from monitor.core.polling.websub_reliability import BACK_UP_WEIGHT
from monitor.values import dataclass

_DAY = timedelta(days=1)
_LONGEST_FLOOR = timedelta(hours=1)
"""Freshness and ttl are hints: nobody's news waits longer than this for them."""
_RETRY_LIMITS = (timedelta(minutes=1), _DAY)
_BACK_OFF_JITTER = 0.1
_GATHERING = timedelta(minutes=5)
"""Polls put off to the same opening are spread over this time."""
_LATER = 0.02
_LATEST = 60.0
_START_STEP = 2.0
"""Seconds per source when many start at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherHints:
    """What the publisher asks for: ``ttl`` and ``fresh_for`` (max-age, Expires) as floors, Retry-After, hours, days."""

    ttl: timedelta = timedelta(0)
    fresh_for: timedelta = timedelta(0)
    retry_after: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


def next_poll_at(
    posting_rate: PostingRate | None,
    *,
    now: datetime,
    mu: float,
    settings: PollingSettings,
    spec: SourceSpec,
    zone: ZoneInfo,
    hints: PublisherHints = PublisherHints(),
    weight: float = 1.0,
    pushed: bool = False,
    failures: int = 0,
    draw: float = 0.5,
) -> tuple[datetime, str]:
    """The next poll after one at ``now``, and the reason.

    ``mu``: solved and corrected (``polling_budget``). ``weight``: how often the source's entries match, 1 = as usual.
    ``pushed``: its hub tells of news. ``failures`` in a row, this poll included. ``zone``: the source's, else the
    settings'. ``draw`` in [0, 1).
    """
    asked = now + _asked_wait(hints)
    if spec.at:
        return _at_set_times(spec.at, now=now, after=asked, zone=zone)
    claim = baseline_weight(posting_rate, budget=settings.budget)
    worth = effective_weight(spec, weight, pushed=pushed) * claim
    at, why = _wanted_poll(
        posting_rate, now=now, mu=mu, settings=settings, spec=spec, zone=zone, weight=worth, draw=draw
    )
    if pushed:
        why = Reason("poll.hub-tells", why=why)
    if failures:
        # What the user set is also the least: a retry comes no sooner than that.
        at = now + max(_back_off(settings, failures, draw), spec.every or timedelta(0))
        why = Reason("poll.failing", n=failures)
    if asked > at:
        at, why = asked, Reason("poll.asked-to-wait")
    planned = at
    at, why = _held_back(at, why, now=now, spec=spec, hints=hints, zone=zone, draw=draw)
    ordinary = at == planned != asked and not failures
    return at, Reason("poll.every" if ordinary else "poll.in", wait=at - now, why=why)


def _at_set_times(times: tuple[str, ...], *, now: datetime, after: datetime, zone: ZoneInfo) -> tuple[datetime, str]:
    """The first of the user's own times later than ``after``: then, and only then, also after a failure."""
    fire = next_fire(Schedule(times=tuple(time.fromisoformat(at) for at in times)), after, zone)
    at = fire.at if fire else after + _DAY
    return at, Reason("poll.in", wait=at - now, why=Reason("poll.set-times", times=", ".join(times)))


def _wanted_poll(
    posting_rate: PostingRate | None,
    *,
    now: datetime,
    mu: float,
    settings: PollingSettings,
    spec: SourceSpec,
    zone: ZoneInfo,
    weight: float,
    draw: float,
) -> tuple[datetime, str]:
    """The next poll if the publisher had no wishes and the last one was good."""
    shortest, longest = interval_limits(settings)
    if spec.every or settings.mode == "fixed":
        wait = spec.every or _DAY / max(settings.budget, 0.01)
        limits = (wait.total_seconds(), wait.total_seconds())
        return _time_at(jittered_time(now.timestamp(), now=now.timestamp(), limits=limits, draw=draw)), (
            Reason("poll.as-set" if spec.every else "poll.fixed")
        )
    limits = (shortest.total_seconds(), longest.total_seconds())
    if posting_rate is None:
        wait = min(_DAY / max(settings.budget, 0.01), longest)
        limits = (wait.total_seconds(), wait.total_seconds())
        return _time_at(jittered_time(now.timestamp(), now=now.timestamp(), limits=limits, draw=draw)), Reason(
            "poll.nothing-learnt"
        )
    stamp = now.timestamp()
    moment = optimal_time(posting_rate, since=stamp, now=stamp, mu=mu, weight=weight, limit=stamp + limits[1])
    return _time_at(jittered_time(moment, now=stamp, limits=limits, draw=draw)), in_words(
        posting_rate, now=now, zone=zone
    )


def effective_weight(spec: SourceSpec, matching: float = 1.0, *, pushed: bool = False) -> float:
    """The weight of a source's entries: how often they match, never below 0.2, times the square of its ``priority``.

    The square, because polls go with the root of the weight: priority 2 means twice as many. ``pushed``: a hub tells
    of its news, polls are a back-up.
    """
    return max(matching, LEAST_WEIGHT) * spec.priority**2 * (BACK_UP_WEIGHT if pushed else 1.0)


def in_words(posting_rate: PostingRate, *, now: datetime, zone: ZoneInfo) -> str:
    """What was learnt: "12 posts a day, busiest 09–11" (hours in ``zone``)."""
    daily = posts_per_day(posting_rate, now)
    if daily >= 1.95:
        often = Reason("poll.posts-a-day", n=round(daily))
    elif daily > 0.67:
        often = Reason("poll.post-a-day")
    else:
        often = Reason("poll.post-every", n=round(max(1 / daily, 0.6)))
    busiest = busiest_hours(posting_rate, now)
    if busiest is None:
        return often
    start, end = (hour.astimezone(zone) for hour in busiest)
    return Reason("poll.busiest", often=often, start=f"{start:%H}", end=f"{end:%H}")


def _held_back(
    at: datetime, why: str, *, now: datetime, spec: SourceSpec, hints: PublisherHints, zone: ZoneInfo, draw: float
) -> tuple[datetime, str]:
    """Put off for what the publisher asks, then to the user's active hours."""
    floor = now + min(max(hints.ttl, hints.fresh_for), _LONGEST_FLOOR)
    if spec.every is None and at < floor:
        at, why = floor, Reason("poll.at-most", why=why, wait=floor - now)
    free = not_skipped(at, hints.skip_hours, hints.skip_days)
    if free != at:
        at, why = free + _GATHERING * draw, Reason("poll.not-before", why=why, at=free.astimezone(zone))
    opening = opens_at(spec.active, at, zone)
    if opening != at:
        at, why = opening + _GATHERING * draw, Reason("poll.active", why=why, hours=spec.active)
    return at, why


def _asked_wait(hints: PublisherHints) -> timedelta:
    """What the server asked for, within bounds."""
    if hints.retry_after is None:
        return timedelta(0)
    return min(max(hints.retry_after, _RETRY_LIMITS[0]), _RETRY_LIMITS[1])


def _back_off(settings: PollingSettings, failures: int, draw: float) -> timedelta:
    """min · 2ⁿ up to a day, a little apart."""
    return doubled_wait(settings.min, failures, longest=_DAY) * (1 + _BACK_OFF_JITTER * draw)


def first_poll_at(url: str, *, now: datetime, count: int, settings: PollingSettings) -> datetime:
    """The first poll of one of ``count`` sources added at once: spread by a hash of the address, no stampede."""
    return _time_at(spread_start(url, now.timestamp(), count=count, budget=settings.budget))


def poll_draw(url: str, now: datetime) -> float:
    """The ``draw`` of a poll: spread evenly over sources and times, the same in every replay."""
    return draw_for(url, int(now.timestamp()))


def poll_priority(
    posting_rate: PostingRate | None, *, now: datetime, since: datetime | None, budget: float, weight: float = 1.0
) -> float:
    """U²/2λ: of the sources that are due, the highest goes first when there is not time for all.

    ``since``: the last good poll; a source never polled goes before all others. ``weight``: ``effective_weight``.
    """
    if posting_rate is None or since is None:
        return float("inf")
    stamp = now.timestamp()
    weight *= baseline_weight(posting_rate, budget=budget)
    return urgency_of(posting_rate, since=since.timestamp(), now=stamp, weight=weight)


def clamp_due_time(next_due_at: datetime, *, last_polled_at: datetime | None, now: datetime) -> datetime:
    """``next_due_at``; where the last poll lies in the future, the clock was set back and the wait begins now."""
    if last_polled_at is None or last_polled_at <= now:
        return next_due_at
    return now + max(next_due_at - last_polled_at, timedelta(0))


def _time_at(stamp: float) -> datetime:
    return datetime.fromtimestamp(stamp, tz=UTC)


def jittered_time(at: float, *, now: float, limits: tuple[float, float], draw: float) -> float:
    """``at`` within the limits (seconds), put off by up to 2 % of the wait and one minute.

    Later only: whoever aims just after the full hour must not come just before it.
    """
    wait = min(max(at - now, limits[0]), limits[1])
    return now + wait + min(_LATER * wait, _LATEST) * draw


def spread_start(name: str, now: float, *, count: int, budget: float) -> float:
    """The first poll of one of ``count`` sources added at once: two seconds each, at most one mean interval."""
    return now + min(count * _START_STEP, DAY / max(budget, 0.01)) * draw_for(name, 0)
