"""Settings as the program uses them: parsed once by ``config``, frozen, every default spelled out."""

import string
from collections.abc import Mapping
from dataclasses import field
from datetime import timedelta
from typing import Literal
from urllib.parse import urlsplit

from monitor.core.model.languages import Language
from monitor.core.model.matches import Topic
from monitor.core.model.sources import Place, SourceSpec, Tier
from monitor.core.model.summaries import SummariseSettings
from monitor.values import dataclass

_SHORTEST_PASSWORD = 10
_FEWEST_CHARACTERS = 5
_GUESSED_FIRST = frozenset({
    "password", "passwort", "admin", "administrator", "root", "user", "test", "guest", "login", "welcome",
    "letmein", "secret", "changeme", "default", "master", "monitor", "news", "newsmonitor", "news-monitor",
    "qwerty", "qwertyuiop", "qwertz", "azerty", "asdfgh", "iloveyou", "abc", "abcdef", "abcdefgh", "motdepasse",
    "contraseña", "пароль", "密码",
})  # fmt: skip

RateLimit = tuple[int, timedelta]
"""At most so many messages in any span of that length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """How the outside world is asked. Sizes in bytes."""

    concurrency: int = 64
    per_host_delay: timedelta = timedelta(seconds=1)
    timeout: timedelta = timedelta(seconds=30)
    max_body: int = 8 * 1024 * 1024
    allow_networks: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    allow_ports: tuple[int, ...] = (80, 443, 8080, 8443)
    proxy: str | None = field(default=None, repr=False)
    no_proxy: tuple[str, ...] = ()
    """Networks, hosts, and ``*.lan`` for all names below one: reached without ``proxy``."""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSettings:
    """One way out. ``options`` are the keys of its kind (CONTRACTS "Channel keys"), secrets already resolved."""

    name: str
    kind: str
    options: Mapping[str, object] = field(default_factory=dict, repr=False)
    recipients: tuple[str, ...] = ("",)
    """E-mail: one per address; every other kind: one empty string."""
    on_doubt: Literal["resend", "hold"] = "resend"
    fallback: str = ""
    rate: RateLimit | None = None
    language: Language | None = None
    dry_run: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteMatch:
    """All given conditions must hold; an empty one holds always."""

    topics: frozenset[str] = frozenset()
    signals: frozenset[str] = frozenset()
    tier: frozenset[Tier] = frozenset()
    lang: frozenset[str] = frozenset()
    source: frozenset[str] = frozenset()
    min_score: float = 0.0
    severity: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Which stories go where and when, in Alertmanager's words. ``quiet_hours`` is "HH:MM-HH:MM" local or empty."""

    match: RouteMatch = RouteMatch()
    channels: tuple[str, ...] = ()
    group_by: tuple[str, ...] = ()
    group_wait: timedelta = timedelta(0)
    group_interval: timedelta = timedelta(minutes=5)
    repeat_interval: timedelta | None = None
    quiet_hours: str = ""
    severity: str = ""
    storm: tuple[int, timedelta] | None = None
    proceed: bool = False
    """The key ``continue``: go on to the next route after this one matched."""
    places: Mapping[str, Place] = field(default_factory=dict, repr=False, compare=False)
    """Where the topics and signals of ``match`` stand: "topics/kling"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSettings:
    """``max_age``: entries published longer ago go to the digest as "late"."""

    max_age: timedelta = timedelta(hours=24)
    routes: tuple[Route, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSettings:
    """``at`` as written: "08:30", "Mon 09:00" or a five-field cron line; ``timezone`` empty = the settings'."""

    name: str
    at: str
    channels: tuple[str, ...] = ()
    timezone: str = ""
    watchlists: tuple[str, ...] = ()
    when_empty: Literal["send", "skip"] = "send"
    places: Mapping[str, Place] = field(default_factory=dict, repr=False, compare=False)
    """Where the names in ``watchlists`` stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """The pages: where the daemon serves them (``listen`` empty = nowhere), and how they are reached from outside."""

    listen: str = "127.0.0.1:8765"
    password: str = field(default="", repr=False)
    base_url: str = ""
    """The address that messages link to, without a slash at its end; empty = no such links."""
    secret: str = field(default="", repr=False)
    """Signs the links in messages; empty = a key that the store made for itself."""
    user_header: str = ""
    """In which a proxy says who is logged in there; empty = none does."""
    proxies: tuple[str, ...] = ()
    """Networks of the proxies whose header is believed."""

    @property
    def root(self) -> str:
        """What stands before every path when the pages are reached under a path of a larger site."""
        return urlsplit(self.base_url).path.rstrip("/")

    @property
    def weakness(self) -> str:
        """Why the password would not hold long against guessing, as the end of a sentence; empty when it would."""
        password = self.password.casefold()
        if not password:
            return ""
        if password.strip(string.digits + string.punctuation) in _GUESSED_FIRST:
            return "it is one of the words that are guessed first"
        if len(password) < _SHORTEST_PASSWORD:
            return f"it has fewer than {_SHORTEST_PASSWORD} characters"
        if len(set(password)) < _FEWEST_CHARACTERS:
            return "it is a few characters, repeated"
        return "it is nothing but digits" if password.isdigit() and len(password) < 2 * _SHORTEST_PASSWORD else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollingSettings:
    """``budget`` is requests per source and day; ``max`` = ``None`` follows from it (``policy.polling_budget``)."""

    budget: float = 24.0
    min: timedelta = timedelta(minutes=5)
    max: timedelta | None = None
    mode: Literal["adaptive", "fixed"] = "adaptive"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSubSettings:
    """``callback`` is the address at which hubs reach this program's web server; empty = nothing is subscribed to."""

    callback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySettings:
    """``semantic``: compare what reports mean, too, with the optional extra of that name."""

    semantic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long entries and deliveries are kept."""

    entries: timedelta = timedelta(days=90)
    deliveries: timedelta = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteSettings:
    """Another monitor that commands speak to; without ``server`` they work on this machine."""

    server: str = ""
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetSettings:
    """One monitor on several machines; off = this machine does everything itself."""

    enabled: bool = False
    lease: timedelta = timedelta(minutes=2)
    """How long a worker that gives no sign of life keeps what it took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupSettings:
    """The daemon's own backups: ``every`` = ``None`` makes none; ``folder`` is absolute, empty = in ``state_dir``."""

    every: timedelta | None = timedelta(days=1)
    keep: int = 7
    folder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfAlertSettings:
    """When and where the monitor tells of itself; no channels = nowhere. ``disk_free`` in bytes."""

    channels: tuple[str, ...] = ()
    no_answer: timedelta = timedelta(minutes=30)
    channel_failing: timedelta = timedelta(minutes=30)
    disk_free: int = 500_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class HeartbeatSettings:
    """An address that is asked while all works; empty = none."""

    url: str = field(default="", repr=False)
    every: timedelta = timedelta(minutes=5)


LOG_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSettings:
    """``levels``: part of the program → level, "" = all others; empty = by where the lines go."""

    levels: Mapping[str, str] = field(default_factory=dict)
    format: Literal["auto", "console", "json"] = "auto"
    polls: Literal["each", "minute"] = "each"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything of ``monitor.yaml``. Paths are absolute."""

    state_dir: str
    database: str
    timezone: str
    language: Language = "zh"
    watchlists: str
    templates: str
    fetch: FetchSettings = FetchSettings()
    rsshub: str = "https://rsshub.app"
    channels: tuple[ChannelSettings, ...] = ()
    alerts: AlertSettings = AlertSettings()
    digests: tuple[DigestSettings, ...] = ()
    web: WebSettings = WebSettings()
    polling: PollingSettings = PollingSettings()
    websub: WebSubSettings = WebSubSettings()
    retention: Retention = Retention()
    backup: BackupSettings = BackupSettings()
    summarise: SummariseSettings | None = None
    """``None`` = no language model is asked anything."""
    stories: StorySettings = StorySettings()
    fleet: FleetSettings = FleetSettings()
    remote: RemoteSettings = RemoteSettings()
    reload: Literal["auto", "manual"] = "auto"
    self_alerts: SelfAlertSettings = SelfAlertSettings()
    heartbeat: HeartbeatSettings = HeartbeatSettings()
    log: LogSettings = field(default_factory=LogSettings)
    file: str = ""
    """The file these were read from; empty = defaults only."""
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    """Every secret in them: nothing that goes out may show one."""
    secret_files: frozenset[str] = frozenset()
    """The files that hold them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlists:
    """All watchlist files as one configuration."""

    topics: tuple[Topic, ...] = ()
    signals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: tuple[SourceSpec, ...] = ()
    names: tuple[str, ...] = ()
    """Names of the watchlists, in file order."""
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    """Passwords and tokens of sources."""
    secret_files: frozenset[str] = frozenset()
    """The files that hold them."""
