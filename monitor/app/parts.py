"""What a running monitor is made of: the parts list that ``wiring`` fills and every use case is handed."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from monitor.app.storing import InStore
from monitor.match.matcher import Matcher
from monitor.ports import Channel, Clock, Fetcher, Sandbox
from monitor.render.renderer import Templates
from monitor.types.messages import Wording
from monitor.types.settings import ChannelSettings, Settings, Watchlists


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

    @property
    def zone(self) -> ZoneInfo:
        """The settings' time zone."""
        return ZoneInfo(self.settings.timezone)

    @property
    def channel_settings(self) -> Mapping[str, ChannelSettings]:
        """By name."""
        return {channel.name: channel for channel in self.settings.channels}

    def wording(self, channel: ChannelSettings | None = None) -> Wording:
        """Language, zone and topic names for a message to ``channel``."""
        language = (channel and channel.language) or self.settings.language
        return Wording(
            language=language,
            zone=self.zone,
            topics={topic.id: topic.label(language) for topic in self.watchlists.topics},
        )
