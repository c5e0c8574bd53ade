"""What a running monitor is made of: the parts list that ``wiring`` fills and every use case is handed."""

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.app.polling.hosts import Hosts
from monitor.app.polling.reachability import Reachability
from monitor.app.runtime.announcer import OnAttempt, ignore_attempt
from monitor.app.runtime.measures import Measures
from monitor.app.runtime.watches.disk_watch import DiskWatch
from monitor.app.store_thread import StoreThread
from monitor.core.alerting.routing import digest_topics
from monitor.core.match.late_matcher import DocumentMatcher
from monitor.core.model.languages import Language
from monitor.core.model.messages import RenderContext
from monitor.core.model.settings import ChannelSettings, Settings, Watchlists
from monitor.core.model.sources import Source, SourceSpec
from monitor.core.redaction import Redactor
from monitor.core.text.urls import feed_address, host_of
from monitor.ports import Channel, Clock, Embedder, Fetcher, Hubs, Pinger, Sandbox, StoreLock
from monitor.ports.admin import ConfigurationFiles, ConfigurationOnWatch
from monitor.values import dataclass

# Only named here: a round that prints and summarises nothing loads none of it.
if TYPE_CHECKING:
    from monitor.app.admin.backup import OwnBackups
    from monitor.app.delivery.render import OwnTemplates
    from monitor.app.summaries.generate import SummaryGenerator
    from monitor.core.render.templates import Templates


@dataclass(frozen=True, kw_only=True)
class AppContext:
    """Ports, compiled values and settings. ``patient`` = False: nothing waits for ``group_wait`` (``monitor once``)."""

    clock: Clock
    in_store: StoreThread
    fetcher: Fetcher
    sandbox: Sandbox
    matcher: DocumentMatcher
    templates: "Templates"
    channels: Mapping[str, Channel]
    settings: Settings
    watchlists: Watchlists
    patient: bool = True
    hubs: Hubs | None = None
    """``None`` where no hub could call back: nothing is subscribed to, and nothing ended."""
    own_templates: "OwnTemplates | None" = None
    """Templates of the user; ``None`` = only those that ship with the program."""
    page_style: str = ""
    """The user's style of the pages; empty: the one that ships."""
    summary_generator: "SummaryGenerator | None" = None
    """Asks a language model for sentences; ``None`` = nobody asked for that."""
    embedder: Embedder | None = None
    """Only with ``stories.semantic``."""
    reachability: Reachability = field(default_factory=Reachability)
    """Whether anything can be reached from here."""
    hosts: Hosts = field(default_factory=Hosts)
    """What is known per host."""
    redact: Redactor = field(default_factory=Redactor)
    """Masks every secret of the configuration in a text that is stored or shown."""
    backups: "OwnBackups | None" = None
    """The daemon's own; ``None`` = none are made."""
    configuration: ConfigurationFiles | None = None
    """The files in force; ``None`` where nobody notes what changes in them."""
    disk: DiskWatch | None = None
    """Stops fetching in time; ``None`` where nobody looks."""
    pinger: Pinger | None = None
    """For signs of life; ``None`` = none are sent."""
    files: ConfigurationOnWatch | None = None
    """What the configuration was read from; ``None`` = nobody watches it."""
    on_attempt: OnAttempt = ignore_attempt
    """Told of every attempt at a delivery that has ended."""
    measures: Measures = field(default_factory=Measures)
    """What the daemon counts of its own work."""
    in_hand: set[int] = field(default_factory=set)
    """Deliveries that this process is sending at the moment."""
    lock: StoreLock | None = None
    """Of a database that other machines reach; ``None`` = the kernel keeps others off, or nothing is begun here."""

    async def hold_store(self) -> None:
        """Before anything is begun that only one may do; StoreError while another monitor has the database."""
        if self.lock is not None:
            await self.lock.hold()

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
        return {feed_address(spec.url): spec for spec in self.watchlists.sources}

    @cached_property
    def _specs_as_written(self) -> Mapping[str, SourceSpec]:
        return {spec.url: spec for spec in self.watchlists.sources}

    @cached_property
    def hosts_watched(self) -> int:
        """How many hosts the watchlists name."""
        return len({host_of(spec.url) for spec in self.watchlists.sources})

    def spec_of(self, source: Source) -> SourceSpec:
        """The wish behind a source; one that no watchlist names any more gets defaults."""
        return self.spec_for(source.configured_url or source.url) or SourceSpec(url=source.url, kind=source.kind)

    def spec_for(self, configured_url: str) -> SourceSpec | None:
        """The wish of this address."""
        # Canonical forms cost more than all else over a hundred thousand sources, and are rarely needed.
        return self._specs_as_written.get(configured_url) or self._specs.get(feed_address(configured_url))

    def digest_topics(self, digest: str) -> frozenset[str]:
        """The topics that a digest tells of: those of its watchlists, else all."""
        return digest_topics(self.settings, self.watchlists, digest)

    def digest_zone(self, digest: str) -> ZoneInfo:
        """The zone whose days a digest tells of: its own, else the settings'."""
        digest_settings = next((configured for configured in self.settings.digests if configured.name == digest), None)
        return (
            ZoneInfo(digest_settings.timezone)
            if digest_settings is not None and digest_settings.timezone
            else self.zone
        )

    def wording(self, channel: ChannelSettings | None = None, *, digest: str = "") -> RenderContext:
        """Language, zone and topic names for a message to ``channel``; ``digest`` names the one it is, if it is one."""
        return self.wording_in((channel and channel.language) or self.settings.language, digest=digest)

    def wording_in(self, language: Language, *, digest: str = "") -> RenderContext:
        """The same in a language that is asked for."""
        return RenderContext(
            language=language,
            zone=self.digest_zone(digest),
            topics={topic.id: topic.label(language) for topic in self.watchlists.topics},
            base_url=self.settings.web.base_url,
        )
