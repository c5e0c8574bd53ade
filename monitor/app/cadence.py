"""When a source is polled next, and why then: what was learnt, what the budget allows, what the publisher asks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.app.parts import App
from monitor.policy.polling import Wishes, next_poll_at, poll_draw
from monitor.policy.polling_budget import corrected, interval_limits, load_of, solve_mu
from monitor.policy.polling_rhythm import decode, encode, observe, requests_in_24_hours
from monitor.ports import Transaction
from monitor.types.sources import Source, SourceSpec

_MU, _CORRECTION, _SOLVED = "polling:mu", "polling:correction", "polling:solved"


def learnt(source: Source, published: Sequence[datetime | None], *, shown: int | None, now: datetime) -> Source:
    """The source with what a good poll taught about its rhythm; ``shown`` = entries of the document."""
    rhythm = decode(source.rhythm)
    if rhythm is None and not shown:
        return source
    return replace(source, rhythm=encode(observe(rhythm, published, now=now, shown=shown)))


def schedule(app: App, tx: Transaction, source: Source, spec: SourceSpec, wishes: Wishes, *, now: datetime) -> Source:
    """The source with its next due time and the reason in words."""
    at, why = next_poll_at(
        decode(source.rhythm),
        now=now,
        mu=float(tx.memory.recall(_MU) or 1.0) * float(tx.memory.recall(_CORRECTION) or 1.0),
        settings=app.settings.polling,
        spec=spec,
        zone=ZoneInfo(source.timezone) if source.timezone else app.zone,
        wishes=wishes,
        failures=source.failures,
        draw=poll_draw(source.url, now),
    )
    return replace(source, next_due_at=at, why_then=why)


def balance(app: App, tx: Transaction) -> None:
    """Once an hour: one price for all sources, so that their polls together keep the budget."""
    now = app.clock.now()
    solved = tx.memory.recall(_SOLVED)
    if solved and now - datetime.fromisoformat(solved) < timedelta(hours=1):
        return
    rhythms = [decode(source.rhythm) for source in tx.sources.all() if source.state == "active"]
    shortest, longest = interval_limits(app.settings.polling)
    mu = solve_mu(
        [load_of(rhythm, now=now) for rhythm in rhythms],
        polls_per_day=app.settings.polling.budget,
        shortest=shortest,
        longest=longest,
    )
    spent = sum(requests_in_24_hours(rhythm, now) for rhythm in rhythms if rhythm)
    wanted = app.settings.polling.budget * sum(rhythm is not None for rhythm in rhythms)
    before = float(tx.memory.recall(_CORRECTION) or 1.0)
    # The first day has no 24 hours to judge by.
    correction = corrected(before, spent=spent, budget=wanted) if solved and wanted else before
    for name, value in ((_MU, repr(mu)), (_CORRECTION, repr(correction)), (_SOLVED, now.isoformat())):
        tx.memory.keep(name, value, now=now)
