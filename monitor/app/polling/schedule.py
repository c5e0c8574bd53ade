"""When a source is polled next, and why then: what was learnt, what the budget allows, what the publisher asks."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.app.context import AppContext
from monitor.app.polling.hosts import PutOff
from monitor.app.polling.websub import PUSHED, Push, subscription_of
from monitor.core.i18n.phrases import Reason
from monitor.core.model.settings import Settings
from monitor.core.model.sources import Source, SourceSpec
from monitor.core.polling.active_hours import opens_at
from monitor.core.polling.budget import BudgetState, count_requests, interval_limits
from monitor.core.polling.next_poll import (
    PublisherHints,
    clamp_due_time,
    effective_weight,
    first_poll_at,
    next_poll_at,
    poll_draw,
    poll_priority,
)
from monitor.core.polling.posting_rate import decode_rate, encode_rate, relative_relevance, update_rate
from monitor.core.polling.websub_reliability import is_lively
from monitor.core.text.urls import host_of
from monitor.ports import Clock, Transaction

_FIRST = float("inf")
_ASKED_TO_WAIT, _SILENT = "poll.host-asked-to-wait", "poll.host-silent"


def learn_from_poll(
    source: Source, published: Sequence[datetime | None], *, shown: int | None, now: datetime, named: int = 0
) -> Source:
    """The source with what a good poll taught about its posting rate.

    ``shown`` = entries of the document, ``named`` = new ones that named a topic.
    """
    posting_rate = decode_rate(source.posting_rate)
    if posting_rate is None and not shown:
        return source
    return replace(
        source, posting_rate=encode_rate(update_rate(posting_rate, published, now=now, shown=shown, named=named))
    )


def schedule_next(
    app: AppContext,
    tx: Transaction,
    source: Source,
    spec: SourceSpec,
    hints: PublisherHints,
    *,
    now: datetime,
    missed_in: timedelta | None = None,
    push: Push = Push(),  # noqa: B008 - frozen
) -> Source:
    """The source with its next due time and the reason in words; its poll is counted against the budget.

    ``missed_in`` = time in which entries may have come and gone unseen: the next poll waits half of it at most.
    ``push``: what its hub tells.
    """
    steering = tx.budget.load()
    if is_adaptive(app.settings, spec):
        steering = count_requests(steering)
        tx.budget.save(steering)
    at, why = _next_poll(app, source, spec, steering, after=now, draw_at=now, hints=hints, pushed=push.lively)
    if missed_in is not None and is_adaptive(app.settings, spec):
        sooner = now + max(missed_in / 2, interval_limits(app.settings.polling)[0])
        if sooner < at:
            at, why = sooner, Reason("poll.missed")
    if push.look_at is not None and push.look_at < at:
        at, why = push.look_at, Reason(PUSHED)
    return replace(source, next_due_at=at, due_reason=why)


def plan_again(app: AppContext, tx: Transaction, source: Source) -> Source:
    """The source with the next poll that its rules as they are now would have given it after its last one."""
    if source.last_polled_at is None:
        return source
    now, spec = app.clock.now(), app.spec_of(source)
    at, why = _next_poll(app, source, spec, tx.budget.load(), after=min(source.last_polled_at, now), draw_at=now)
    if at <= now:
        # What was missed under the old times is asked now, unless the new ones say that it is not to be.
        at = opens_at(spec.active, now, ZoneInfo(source.timezone) if source.timezone else app.zone)
    return replace(source, next_due_at=at, due_reason=why)


def _next_poll(
    app: AppContext,
    source: Source,
    spec: SourceSpec,
    steering: BudgetState,
    *,
    after: datetime,
    draw_at: datetime,
    hints: PublisherHints = PublisherHints(),
    pushed: bool = False,
) -> tuple[datetime, str]:
    """When and why, after a poll at ``after``."""
    posting_rate = decode_rate(source.posting_rate)
    return next_poll_at(
        posting_rate,
        now=after,
        mu=steering.mu,
        settings=app.settings.polling,
        spec=spec,
        zone=ZoneInfo(source.timezone) if source.timezone else app.zone,
        hints=hints,
        weight=relative_relevance(posting_rate, steering.usual) if posting_rate else 1.0,
        pushed=pushed,
        failures=source.failures,
        draw=poll_draw(source.url, draw_at),
    )


def stagger_first_polls(app: AppContext, tx: Transaction) -> None:
    """Sources that were never polled start a little apart: two seconds each, no stampede.

    Those that wait for such a turn already keep it, so that one that is added later has its own at once.
    """
    now = app.clock.now()
    unread = [known for known in tx.sources.all() if known.state == "active" and known.last_polled_at is None]
    new = [source for source in unread if not _awaits_its_turn(source, now)]
    for source in new:
        at = first_poll_at(source.url, now=now, count=len(new), settings=app.settings.polling)
        tx.sources.save(replace(source, next_due_at=at, due_reason=Reason("poll.never-polled")), now=now)


def _awaits_its_turn(source: Source, now: datetime) -> bool:
    return bool(source.due_reason) and source.next_due_at is not None and source.next_due_at > now


def rank_due(app: AppContext, tx: Transaction) -> Callable[[Source], float]:
    """How much a poll of a due source brings now; when more is due than can be fetched the highest goes first.

    Times that the user set go before all, and so does what a hub says is new.
    """
    now, usual = app.clock.now(), tx.budget.load().usual

    def priority(source: Source) -> float:
        spec, posting_rate = app.spec_of(source), decode_rate(source.posting_rate)
        hub = subscription_of(app.settings, tx, source.id)
        if posting_rate is None or not is_adaptive(app.settings, spec) or (hub is not None and hub.news_at is not None):
            return _FIRST
        weight = effective_weight(spec, relative_relevance(posting_rate, usual), pushed=is_lively(hub, now=now))
        return poll_priority(
            posting_rate, now=now, since=source.last_polled_at, budget=app.settings.polling.budget, weight=weight
        )

    return priority


def put_off(app: AppContext, tx: Transaction, resting: Sequence[PutOff]) -> None:
    """Due sources whose host rests are due when that is over, or when their hours begin after it."""
    for wait in resting:
        spec = app.spec_for(wait.source.configured_url) or SourceSpec(url=wait.source.url)
        zone = ZoneInfo(spec.timezone) if spec.timezone else app.zone
        due = opens_at(spec.active, wait.rest.until, zone)
        key = _ASKED_TO_WAIT if wait.asked_for else _SILENT
        tx.timetable.postpone(wait.source.id, due, why=Reason(key, host=host_of(wait.source.url)))


def is_put_off(source: Source) -> bool:
    """Whether it waits for its host, and was not asked since."""
    return isinstance(source.due_reason, Reason) and source.due_reason.key in (_ASKED_TO_WAIT, _SILENT)


def reset_future_due_times(clock: Clock, tx: Transaction) -> None:
    """The clock was set back: what was polled in a future that is none waits from now on, not until then."""
    now = clock.now()
    for source in tx.sources.all():
        if source.state != "active" or source.next_due_at is None:
            continue
        due = clamp_due_time(source.next_due_at, last_polled_at=source.last_polled_at, now=now)
        if due != source.next_due_at:
            tx.sources.save(replace(source, next_due_at=due, last_polled_at=now), now=now)


def is_adaptive(settings: Settings, spec: SourceSpec) -> bool:
    """Whether it is polled by what was learnt, and so shares the budget."""
    return settings.polling.mode == "adaptive" and spec.every is None and not spec.at
