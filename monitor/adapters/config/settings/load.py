"""``monitor.yaml`` and ``MONITOR_…`` variables → ``Settings``, or every mistake at once."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from monitor.adapters.config.local_timezone import local_zone
from monitor.adapters.config.schema.formats import bare_address
from monitor.adapters.config.schema.paths import EACH, found_at
from monitor.adapters.config.schema.values import Site, Values
from monitor.adapters.config.schema.yaml_tree import Node, read_tree
from monitor.adapters.config.settings.channel_keys import COMMON_NAMES
from monitor.adapters.config.settings.checks import check_settings
from monitor.adapters.config.settings.env_overrides import overlay_env
from monitor.adapters.config.settings.keys import SETTINGS
from monitor.adapters.config.settings.web_keys import OFF
from monitor.core.channels.options import OptionType
from monitor.core.channels.registry import CHANNEL_KINDS
from monitor.core.model.database_address import file_address, file_in
from monitor.core.model.settings import (
    AlertSettings,
    BackupSettings,
    ChannelSettings,
    DigestSettings,
    FetchSettings,
    FleetSettings,
    HeartbeatSettings,
    LogSettings,
    PollingSettings,
    RemoteSettings,
    Retention,
    Route,
    RouteMatch,
    SelfAlertSettings,
    Settings,
    StorySettings,
    WebSettings,
    WebSubSettings,
)
from monitor.core.model.summaries import SummariseSettings
from monitor.errors import ConfigError, Problem

TERMINAL = "terminal"
OUTBOX = "outbox"


def load_settings(path: Path | None, *, env: Mapping[str, str], base: Path, needs_secrets: bool = True) -> Settings:
    """Read the settings; ``None`` = defaults and variables only, relative paths then start at ``base``.

    ``needs_secrets`` = False: those that are not there are read as empty.

    Raises ConfigError with every problem of the file and of the variables.
    """
    file = str(path) if path is not None else "settings"
    folder = (path.parent if path is not None else base).absolute()
    site = Site(folder=folder, env=env, needs_secrets=needs_secrets)
    tree = read_tree(read_bytes(path), file) if path is not None else None
    root = overlay_env(tree, env, tuple(key.name for key in SETTINGS.keys), file, site)
    values = SETTINGS.read(root, "", site)
    check_settings(root, site)
    _report_homeless(root, site)
    if site.problems or not isinstance(values, dict):
        raise ConfigError(by_place(site.problems))
    return _build_settings(values, root, site, str(path.absolute()) if path is not None else "")


def by_place(problems: Sequence[Problem]) -> list[Problem]:
    """Problems in the order in which they stand in their files."""
    return sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column))


def read_bytes(path: Path) -> bytes:
    """The content of a file; ConfigError when there is none to read."""
    try:
        return path.read_bytes()
    except OSError as exc:
        what = exc.strerror.lower() if exc.strerror else "it cannot be read"
        if path.is_dir():
            what = "this is a folder, as docker makes one where the file to mount is missing; a file is expected"
        raise ConfigError([Problem(file=str(path), line=1, column=1, what=what)]) from exc


def _build_settings(values: Values, root: Node, site: Site, file: str) -> Settings:
    state_dir = _absolute_path(site.folder, values["state_dir"])
    channels = [_build_channel(name, options, site.folder) for name, options in values["channels"].items()]
    routes, digests = values["alerts"]["routes"], values["digests"]
    if routes is None:
        routes, channels = _default_routes(channels)
    else:
        routes = tuple(_build_route(number, route, root) for number, route in enumerate(routes))
    if digests is None:
        digests, channels = _default_digests(channels, state_dir)
    else:
        digests = tuple(_build_digest(number, digest, root) for number, digest in enumerate(digests))
    return Settings(
        state_dir=state_dir,
        database=_database_address(site.folder, values["database"] or file_address(f"{state_dir}/monitor.db")),
        timezone=values["timezone"] or local_zone(site.env),
        language=values["language"],
        watchlists=_absolute_path(site.folder, values["watchlists"]),
        templates=_absolute_path(site.folder, values["templates"]),
        fetch=FetchSettings(**{**_named_values(values["fetch"]), "contact": values["fetch"]["contact"] or ""}),
        rsshub=values["rsshub"].rstrip("/"),
        channels=tuple(channels),
        alerts=AlertSettings(max_age=values["alerts"]["max_age"], routes=routes),
        digests=digests,
        web=_web_settings(values["web"]),
        polling=PollingSettings(**_named_values(values["polling"])),
        websub=WebSubSettings(callback=values["websub"]["callback"] or ""),
        retention=Retention(**_named_values(values["retention"])),
        backup=_backup_settings(values["backup"], site.folder, state_dir),
        summarise=_summarise_settings(values["summarise"]),
        stories=StorySettings(**_named_values(values["stories"])),
        remote=_remote_settings(values["remote"]),
        fleet=FleetSettings(**_named_values(values["fleet"])),
        reload=values["reload"],
        self_alerts=SelfAlertSettings(**_named_values(values["self_alerts"])),
        heartbeat=HeartbeatSettings(url=values["heartbeat"]["url"] or "", every=values["heartbeat"]["every"]),
        log=_log_settings(values["log"]),
        file=file,
        **_secrets_of(site),
    )


def _secrets_of(site: Site) -> Values:
    return {"secrets": frozenset(site.secrets), "secret_files": frozenset(site.secret_files)}


def _web_settings(values: Values) -> WebSettings:
    return WebSettings(
        listen="" if values["listen"] == OFF else values["listen"],
        password=values["password"] or "",
        base_url=values["base_url"] or "",
        secret=values["secret"] or "",
        user_header=values["user_header"] or "",
        proxies=tuple(values["proxies"]),
    )


def _remote_settings(values: Values) -> RemoteSettings:
    return RemoteSettings(server=values["server"] or "", token=values["token"] or "")


def _backup_settings(values: Values, folder: Path, state_dir: str) -> BackupSettings:
    return BackupSettings(
        every=values["every"] or None,
        keep=values["keep"],
        folder=_absolute_path(folder, values["dir"]) if values["dir"] else f"{state_dir}/backups",
    )


def _summarise_settings(values: Values | None) -> SummariseSettings | None:
    return None if values is None else SummariseSettings(**{**_named_values(values), "key": values["key"] or ""})


def _named_values(values: Values) -> Values:
    return {name: value for name, value in values.items() if name}


def _absolute_path(folder: Path, path: str) -> str:
    return str((folder / Path(path).expanduser()).absolute())


def _report_homeless(root: Node, site: Site) -> None:
    """Paths with ~ where no home can be told: a container's user without an entry, a ~name that nobody has."""
    single = (("state_dir",), ("watchlists",), ("templates",), ("database",), ("backup", "dir"))
    places = (*single, ("channels", EACH, "path"))
    for scalar in (scalar for path in places for scalar in found_at(root, *path)):
        try:
            Path(scalar.raw.removeprefix("sqlite:///")).expanduser()
        except RuntimeError:
            hint = "write the whole path"
            what = "the path begins with ~, and no home folder can be told for that"
            site.report(scalar.place, what, got=scalar.raw, hint=hint)


def _database_address(folder: Path, address: str) -> str:
    path = file_in(address)
    return address if path is None else file_address(_absolute_path(folder, path))


def _build_channel(name: str, values: Values, folder: Path) -> ChannelSettings:
    kind = CHANNEL_KINDS[values["type"]]
    options = {
        key: value for key, value in _named_values(values).items() if key not in COMMON_NAMES and value is not None
    }
    recipients: tuple[str, ...] = ("",)
    for option in kind.options:
        value = options.get(option.name)
        if value is None:
            continue
        if option.type is OptionType.GROUP:
            options[option.name] = _named_values(value)
        elif option.type is OptionType.FOLDER:
            options[option.name] = _absolute_path(folder, value)
        elif option.type is OptionType.MAIL_ADDRESSES:
            recipients = _distinct_recipients(value)
    return ChannelSettings(
        name=name,
        kind=kind.name,
        options=options,
        recipients=recipients,
        on_doubt=values["on_doubt"],
        fallback=values["fallback"] or "",
        rate=values["rate"],
        language=values["language"],
        dry_run=values["dry_run"],
        place=values[""],
    )


def _build_route(number: int, values: Values, root: Node) -> Route:
    match: Values = values["match"]
    conditions = {name: frozenset(match[name]) for name in ("topics", "signals", "tier", "lang", "source", "severity")}
    places = {
        f"{what}/{scalar.raw}": scalar.place
        for what in ("topics", "signals")
        for scalar in found_at(root, "alerts", "routes", number, "match", what, EACH)
    }
    return Route(
        match=RouteMatch(**conditions, min_score=match["min_score"]),
        channels=values["channels"],
        group_by=values["group_by"],
        group_wait=values["group_wait"],
        group_interval=values["group_interval"],
        repeat_interval=values["repeat_interval"],
        quiet_hours=values["quiet_hours"] or "",
        severity=values["severity"] or "",
        storm=values["storm"],
        proceed=values["continue"],
        places=places,
    )


def _build_digest(number: int, values: Values, root: Node) -> DigestSettings:
    return DigestSettings(
        name=values["name"],
        at=values["at"],
        channels=values["channels"],
        timezone=values["timezone"] or "",
        watchlists=values["watchlists"],
        when_empty=values["when_empty"],
        places={scalar.raw: scalar.place for scalar in found_at(root, "digests", number, "watchlists", EACH)},
    )


def _log_settings(values: Values) -> LogSettings:
    return LogSettings(levels=values["level"] or {}, format=values["format"], polls=values["polls"])


def _default_routes(channels: list[ChannelSettings]) -> tuple[tuple[Route, ...], list[ChannelSettings]]:
    """Every new story to every chat channel, or to a terminal channel, which is added where there is none."""
    names = [channel.name for channel in channels if CHANNEL_KINDS[channel.kind].gets_alerts]
    if not names:
        names = [channel.name for channel in channels if channel.kind == "terminal"]
    if not names:
        channels = [*channels, ChannelSettings(name=TERMINAL, kind="terminal")]
        names = [TERMINAL]
    return (Route(channels=tuple(names)),), channels


def _default_digests(
    channels: list[ChannelSettings], state_dir: str
) -> tuple[tuple[DigestSettings, ...], list[ChannelSettings]]:
    """``daily`` at 08:30 to every e-mail channel, or to files in the state folder."""
    names = [channel.name for channel in channels if CHANNEL_KINDS[channel.kind].gets_digests]
    if not names:
        names = [OUTBOX]
        if all(channel.name != OUTBOX for channel in channels):
            outbox = ChannelSettings(name=OUTBOX, kind="file", options={"path": f"{state_dir}/{OUTBOX}"})
            channels = [*channels, outbox]
    return (DigestSettings(name="daily", at="08:30", channels=tuple(names)),), channels


def _distinct_recipients(written: Iterable[str]) -> tuple[str, ...]:
    """Each mailbox once: two spellings that differ in case alone reach one person, who is to be told once."""
    addresses = (bare_address(text) for text in written)
    return tuple({address.casefold(): address for address in reversed(tuple(addresses))}.values())[::-1]
