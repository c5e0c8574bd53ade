"""Routes on paper: which of them a story with given traits would take, where and when it would be told, and why."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from monitor.core.alerting.quiet_hours import BYPASS, release_at
from monitor.core.alerting.routing import Traits, lowered, traits_fit
from monitor.core.model.settings import ChannelSettings, Route
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteVerdict:
    """What one route does with the story. ``number`` counts from 1, as the routes stand in the settings."""

    number: int
    route: Route
    taken: bool
    why: str
    """The conditions that it fits, or the first that it does not; or that an earlier route ended the search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelVerdict:
    """When one channel would be told, by the first route that names it."""

    channel: str
    route: int
    at: datetime
    why: Sequence[str]
    """Each thing that holds it up, in the order in which they count; empty = at once."""


def judge_routes(routes: Sequence[Route], traits: Traits) -> Sequence[RouteVerdict]:
    """Every route in order; the search ends behind the first that fits and does not say ``continue``."""
    found: list[RouteVerdict] = []
    severity, ended = "", 0
    for number, route in enumerate(routes, 1):
        if ended:
            found.append(RouteVerdict(number=number, route=route, taken=False, why=f"route {ended} ended the search"))
            continue
        misfit = _misfit(route, traits, severity)
        taken = not misfit
        found.append(RouteVerdict(number=number, route=route, taken=taken, why=misfit or _fit(route)))
        if taken:
            severity = route.severity or severity
            ended = 0 if route.proceed else number
    return found


def judge_channels(
    verdicts: Sequence[RouteVerdict], channels: Mapping[str, ChannelSettings], *, now: datetime, zone: tzinfo
) -> Sequence[ChannelVerdict]:
    """Each channel once, by the first route that leads there."""
    found: dict[str, ChannelVerdict] = {}
    for verdict in verdicts:
        if verdict.taken:
            for name in verdict.route.channels:
                found.setdefault(name, _judge_channel(name, verdict, channels, now, zone))
    return list(found.values())


def _judge_channel(
    name: str, verdict: RouteVerdict, channels: Mapping[str, ChannelSettings], now: datetime, zone: tzinfo
) -> ChannelVerdict:
    route, why = verdict.route, []
    at = now + route.group_wait
    if route.group_wait:
        why.append(f"group_wait {_span(route.group_wait.total_seconds())}: others of its group go along")
    if route.severity != BYPASS and route.quiet_hours:
        released = release_at(route.quiet_hours, at, zone)
        if released > at:
            why.append(f"quiet hours {route.quiet_hours}")
        at = released
    if route.severity == BYPASS and route.quiet_hours:
        why.append(f"severity {BYPASS} passes the quiet hours {route.quiet_hours}")
    channel = channels.get(name)
    if channel is not None and channel.dry_run:
        why.append("dry_run: it is shown, not sent")
    return ChannelVerdict(channel=name, route=verdict.number, at=at, why=why)


def _conditions(route: Route) -> Sequence[tuple[str, frozenset[str]]]:
    match = route.match
    return (
        ("topics", match.topics),
        ("signals", match.signals),
        ("tier", frozenset[str](match.tier)),
        ("lang", lowered(match.lang)),
        ("source", match.source),
    )


def _misfit(route: Route, traits: Traits, severity: str) -> str:
    """Why the route does not take the story; empty when it does."""
    has = (traits.topics, traits.signals, traits.tiers, traits.spoken, traits.sources)
    for (name, wanted), there in zip(_conditions(route), has, strict=True):
        if wanted and not wanted & there:
            return f"{name} {_listed(wanted)} wanted, {_listed(there) or 'none'} given"
    if traits.score < route.match.min_score:
        return f"min_score {route.match.min_score:g} wanted, {traits.score:g} given"
    if route.match.severity and severity not in route.match.severity:
        return f"severity {_listed(route.match.severity)} wanted, {severity or 'none'} given by routes before"
    return "" if traits_fit(route.match, traits) else "it does not fit"


def _fit(route: Route) -> str:
    given = [f"{name} {_listed(wanted)}" for name, wanted in _conditions(route) if wanted]
    given += [f"min_score {route.match.min_score:g}"] * bool(route.match.min_score)
    given += [f"severity {_listed(route.match.severity)}"] * bool(route.match.severity)
    return "; ".join(given) or "it takes every story"


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))


def _span(seconds: float) -> str:
    return f"{seconds / 60:g} min" if seconds >= 60 else f"{seconds:g} s"
