"""What channels may use of the world, handed to each when it is built."""

from collections.abc import Callable
from pathlib import Path

from monitor.adapters.net.ssrf_guard import Guard
from monitor.core.channels.answers import HttpPost
from monitor.core.model.settings import ChannelSettings
from monitor.ports import Channel, Clock
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDependencies:
    """The guarded client, the clock, where files go, how a line reaches the terminal, which addresses are allowed."""

    client: HttpPost
    clock: Clock
    state_dir: Path
    echo: Callable[[str], None]
    guard: Guard
    proxy: str | None = None
    """``fetch.proxy``, for channels that do not go through the client."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSetup:
    """One channel to build: its settings, and what it may use."""

    settings: ChannelSettings
    deps: ChannelDependencies


Build = Callable[[ChannelSetup], Channel]
"""Makes a channel ready to send; UserError when its options are wrong."""
