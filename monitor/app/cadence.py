"""When a source is polled next, and why then: what was learnt, what the budget allows, what the publisher asks."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.app.parts import App
from monitor.policy.polling import Wishes, effective_weight, first_poll_at, next_poll_at, poll_draw
from monitor.policy.polling_budget import (
    decode_steering,
    encode_steering,
    interval_limits,
    load_of,
    next_hour,
    polled,
    solve_mu,
)
from monitor.policy.polling_rhythm import decode, encode, observe
from monitor.ports import Transaction
from monitor.types.queries import MentionFilter
from monitor.types.sources import Source, SourceSpec

_STEERING, _SOLVED, _SHARES = "polling:steering", "polling:solved", "polling:shares"
_SHARE_MEMORY = timedelta(days=14)
_ALL = 1_000_000


def learnt(source: Source, published: Sequence[datetime | None], *, shown: int | None, now: datetime) -> Source:
    """The source with what a good poll taught about its rhythm; ``shown`` = entries of the document."""
    rhythm = decode(source.rhythm)
    if rhythm is None and not shown:
        return source
    return replace(source, rhythm=encode(observe(rhythm, published, now=now, shown=shown)))


def schedule(app: App, tx: Transaction, source: Source, spec: SourceSpec, wishes: Wishes, *, now: datetime) -> Source:
    """The source with its next due time and the reason in words; its poll is counted against the budget."""
    steering = decode_steering(tx.memory.recall(_STEERING))
    if _is_adaptive(app, spec):
        steering = polled(steering)
        tx.memory.keep(_STEERING, encode_steering(steering), now=now)
    at, why = next_poll_at(
        decode(source.rhythm),
        now=now,
        mu=steering.mu,
        settings=app.settings.polling,
        spec=spec,
        zone=ZoneInfo(source.timezone) if source.timezone else app.zone,
        wishes=wishes,
        weight=_shares(tx).get(str(source.id), 1.0),
        failures=source.failures,
        draw=poll_draw(source.url, now),
    )
    return replace(source, next_due_at=at, why_then=why)


def spread(app: App, tx: Transaction) -> None:
    """Sources that were never polled start a little apart: two seconds each, no stampede."""
    now = app.clock.now()
    new = [one for one in tx.sources.all() if one.state == "active" and one.last_polled_at is None]
    for source in new:
        at = first_poll_at(source.url, now=now, count=len(new), settings=app.settings.polling)
        tx.sources.save(replace(source, next_due_at=at, why_then="never polled yet"), now=now)


def balance(app: App, tx: Transaction) -> None:
    """Once an hour: one price for all sources, so that their polls together keep the budget."""
    now = app.clock.now()
    solved_at = tx.memory.recall(_SOLVED)
    if solved_at and now - datetime.fromisoformat(solved_at) < timedelta(hours=1):
        return
    shares = _count_shares(tx, now)
    adaptive = [
        (source, spec)
        for source in tx.sources.all()
        if source.state == "active" and _is_adaptive(app, spec := app.spec_of(source))
    ]
    loads = [
        load_of(decode(source.rhythm), now=now, weight=effective_weight(spec, shares.get(str(source.id), 1.0)))
        for source, spec in adaptive
    ]
    steering = decode_steering(tx.memory.recall(_STEERING))
    shortest, longest = interval_limits(app.settings.polling)
    budget = app.settings.polling.budget
    solved = solve_mu(loads, polls_per_day=budget, shortest=shortest, longest=longest, start=steering.solved)
    steering = next_hour(steering, solved=solved, budget=budget * len(loads))
    for name, value in (
        (_STEERING, encode_steering(steering)),
        (_SHARES, json.dumps(shares)),
        (_SOLVED, now.isoformat()),
    ):
        tx.memory.keep(name, value, now=now)


def _is_adaptive(app: App, spec: SourceSpec) -> bool:
    return app.settings.polling.mode == "adaptive" and spec.every is None and not spec.at


def _count_shares(tx: Transaction, now: datetime) -> Mapping[str, float]:
    """Which share of each source's entries named a topic: the delay of mentions is what counts.

    One made-up match each: a young source counts in full until it has shown otherwise.
    """
    since = now - _SHARE_MEMORY
    named: dict[int, set[int]] = {}
    for mention in tx.mentions.find(MentionFilter(since=since, limit=_ALL)):
        named.setdefault(mention.source_id, set()).add(mention.entry_id)
    counts = tx.sources.counts(since=since)
    return {
        str(source): round((len(named.get(source, ())) + 1) / (seen.recent + 1), 3)
        for source, seen in counts.items()
        if seen.recent >= len(named.get(source, ()))
    }


def _shares(tx: Transaction) -> Mapping[str, float]:
    kept = tx.memory.recall(_SHARES)
    shares: Mapping[str, float] = json.loads(kept) if kept else {}
    return shares
