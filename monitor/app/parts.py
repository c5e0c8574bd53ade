"""What a running monitor is made of: the parts list that ``wiring`` fills and every use case is handed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from monitor.app.storing import InStore
from monitor.match.matcher import Matcher
from monitor.ports import Channel, Clock, Embedder, Fetcher, Sandbox
from monitor.render.environment import Templates
from monitor.text.urls import canonical_url
from monitor.types.messages import Wording
from monitor.types.settings import ChannelSettings, Settings, Watchlists
from monitor.types.sources import Source, SourceSpec


@dataclass(frozen=True, kw_only=True)
class App:
    """Ports, compiled values and settings. ``patient`` = False: nothing waits for ``group_wait`` (``monitor once``)."""

    clock: Clock
    in_store: InStore
    fetcher: Fetcher
    sandbox: Sandbox
    matcher: Matcher
    templates: Templates
    channels: Mapping[str, Channel]
    settings: Settings
    watchlists: Watchlists
    patient: bool = True
    embedder: Embedder | None = None
    """Only with ``stories.semantic``."""

    @property
    def zone(self) -> ZoneInfo:
        """The settings' time zone."""
        return ZoneInfo(self.settings.timezone)

    @property
    def channel_settings(self) -> Mapping[str, ChannelSettings]:
        """By name."""
        return {channel.name: channel for channel in self.settings.channels}

    @cached_property
    def _specs(self) -> Mapping[str, SourceSpec]:
        return {canonical_url(spec.url): spec for spec in self.watchlists.sources}

    @cached_property
    def _specs_as_written(self) -> Mapping[str, SourceSpec]:
        return {spec.url: spec for spec in self.watchlists.sources}

    def spec_of(self, source: Source) -> SourceSpec:
        """The wish behind a source; one that no watchlist names any more gets defaults."""
        wished = source.wished_url or source.url
        # Canonical forms cost more than all else over a hundred thousand sources, and are rarely needed.
        found = self._specs_as_written.get(wished) or self._specs.get(canonical_url(wished))
        return found or SourceSpec(url=source.url, kind=source.kind)

    def digest_topics(self, digest: str) -> frozenset[str]:
        """The topics that a digest tells of: those of its watchlists, else all."""
        wish = next((one for one in self.settings.digests if one.name == digest), None)
        wanted = wish.watchlists if wish else ()
        return frozenset(t.id for t in self.watchlists.topics if not wanted or t.watchlist in wanted)

    def wording(self, channel: ChannelSettings | None = None) -> Wording:
        """Language, zone and topic names for a message to ``channel``."""
        language = (channel and channel.language) or self.settings.language
        return Wording(
            language=language,
            zone=self.zone,
            topics={topic.id: topic.label(language) for topic in self.watchlists.topics},
        )
