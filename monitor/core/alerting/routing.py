"""Routing: which channels a story goes to, and when."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo

from monitor.core.alerting.grouping import grouping_of
from monitor.core.alerting.quiet_hours import BYPASS, release_at
from monitor.core.model.deliveries import DeliveryKind, NewDelivery
from monitor.core.model.settings import ChannelSettings, Route, RouteMatch, Settings, Watchlists
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What routes can ask of a story."""

    topics: frozenset[str]
    signals: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()
    langs: frozenset[str] = frozenset()
    """Tags as their documents have them: zh, zh-CN."""
    sources: frozenset[str] = frozenset()
    watchlists: frozenset[str] = frozenset()
    score: float = 1.0

    @property
    def spoken(self) -> frozenset[str]:
        """What a route may call their languages: zh-CN is also zh."""
        tags = lowered(self.langs)
        return tags | {tag.partition("-")[0] for tag in tags}


def lowered(tags: Collection[str]) -> frozenset[str]:
    """Tags of languages, whose capitals say nothing."""
    return frozenset(tag.lower().replace("_", "-") for tag in tags)


def traits_fit(match: RouteMatch, traits: Traits) -> bool:
    """Every condition that is given holds; one shared value is enough for a set."""
    pairs = (
        (match.topics, traits.topics),
        (match.signals, traits.signals),
        (frozenset[str](match.tier), traits.tiers),
        (lowered(match.lang), traits.spoken),
        (match.source, traits.sources),
    )
    return traits.score >= match.min_score and all(not asked or asked & has for asked, has in pairs)


def routes_for(routes: Sequence[Route], traits: Traits) -> Iterator[Route]:
    """The routes that a story takes: the first that fits, and further ones while they say ``continue``.

    A route that says ``continue`` may give the story a severity that later routes match on.
    """
    severity = ""
    for route in routes:
        if traits_fit(route.match, traits) and (not route.match.severity or severity in route.match.severity):
            severity = route.severity or severity
            yield route
            if not route.proceed:
                return


def plan_deliveries(
    kind: DeliveryKind,
    subject: str,
    traits: Traits,
    *,
    stories: tuple[int, ...],
    routes: Sequence[Route],
    channels: Mapping[str, ChannelSettings],
    now: datetime,
    zone: tzinfo,
    patient: bool = True,
    topic: str = "",
) -> list[NewDelivery]:
    """One delivery per recipient of every channel of every route that fits, each channel once.

    ``patient`` = False sends without ``group_wait`` (``monitor once`` exits and could not come back for it); quiet
    hours hold all the same.
    """
    planned: dict[str, NewDelivery] = {}
    for route in routes_for(routes, traits):
        grouping = "" if kind == "grouped" else grouping_of(route, _group_labels(traits, stories))
        earliest = now + route.group_wait if patient else now
        quiet = "" if route.severity == BYPASS else route.quiet_hours
        for name in route.channels:
            for recipient in channels[name].recipients:
                delivery = NewDelivery(
                    kind=kind,
                    subject=subject,
                    channel=name,
                    recipient=recipient,
                    stories=stories,
                    send_at=release_at(quiet, earliest, zone),
                    severity=route.severity,
                    topic=topic,
                    topics=tuple(sorted(traits.topics)),
                    grouping=grouping,
                )
                planned.setdefault(delivery.key, delivery)
    return list(planned.values())


def _group_labels(traits: Traits, stories: Sequence[int]) -> dict[str, tuple[str, ...]]:
    """What ``group_by`` can name."""
    return {
        "topic": tuple(traits.topics),
        "signal": tuple(traits.signals),
        "tier": tuple(traits.tiers),
        "lang": tuple({tag.partition("-")[0] for tag in lowered(traits.langs)}),
        "source": tuple(traits.sources),
        "watchlist": tuple(traits.watchlists),
        "story": tuple(str(story) for story in stories),
    }


def digest_topics(settings: Settings, watchlists: Watchlists, digest: str) -> frozenset[str]:
    """The topics that a digest tells of: those of its watchlists, else all."""
    digest_settings = next((configured for configured in settings.digests if configured.name == digest), None)
    wanted = digest_settings.watchlists if digest_settings else ()
    return frozenset(topic.id for topic in watchlists.topics if not wanted or topic.watchlist in wanted)
