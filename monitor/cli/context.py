"""What every command starts from: settings, watchlists and templates, read and checked."""

import os
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from monitor.adapters.config.bundled import read_templates
from monitor.adapters.config.settings.checks import cross_check
from monitor.adapters.config.settings.load import load_settings
from monitor.adapters.config.settings.misnamed import NAME, misnamed_in
from monitor.adapters.config.watchlists.load import load_watchlists
from monitor.cli.arguments.config_option import CONFIG_VARIABLE
from monitor.cli.console.output import know_secrets, say, say_error
from monitor.core.model.settings import Settings, Watchlists
from monitor.core.redaction import Redactor
from monitor.errors import ConfigError, UserError
from monitor.values import dataclass

# The application and the store are imported when they are opened: what needs less of them starts sooner.
if TYPE_CHECKING:
    from monitor.app.context import AppContext
    from monitor.ports import StoreLock, Transaction

T = TypeVar("T")

_ELSEWHERE = ("MONITOR_WATCHLISTS", "MONITOR_STATE_DIR", "MONITOR_DATABASE")
_said_empty: set[str] = set()
_YOUNG_OBJECTS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The whole configuration."""

    settings: Settings
    watchlists: Watchlists
    templates: dict[str, str]


def settings_file() -> Path | None:
    """What ``--config`` or ``MONITOR_CONFIG`` names, else ``monitor.yaml`` here if there is one."""
    named = os.environ.get(CONFIG_VARIABLE)
    if named:
        path = Path(named)
        if path.is_dir():
            inside = path / NAME
            if not inside.is_file():
                _refuse_misnamed(path)
                raise UserError(f"{path} is a folder without a monitor.yaml; `monitor init --dir {path}` writes one")
            return inside
        if not path.is_file():
            raise UserError(f"{path}: no such settings file; `monitor init` writes one")
        return path
    # What is there but not a file (docker makes a folder where the file to mount is missing) is told, not passed over.
    usual = Path(NAME)
    if os.path.lexists(usual):
        return usual
    _refuse_misnamed(Path())
    return None


def _refuse_misnamed(folder: Path) -> None:
    """The defaults would be in force, without channels and password, beside settings that somebody wrote."""
    if other := misnamed_in(folder):
        raise UserError(f"{other} is not read: call it {other.with_name(NAME)}, or name it: -c {other}")


def load_all(
    path: Path | None, env: Mapping[str, str], *, blank_ok: bool = False, needs_secrets: bool = True
) -> Loaded:
    """Read everything; ConfigError carries every problem of every file. ``blank_ok``: as ``load_watchlists`` has it."""
    settings = load_settings(path, env=env, base=Path.cwd(), needs_secrets=needs_secrets)
    know_secrets(Redactor.of(settings.secrets))
    watchlists = load_watchlists(
        Path(settings.watchlists), settings=settings, env=env, blank_ok=blank_ok, needs_secrets=needs_secrets
    )
    know_secrets(Redactor.of(settings.secrets | watchlists.secrets))
    if problems := cross_check(settings, watchlists):
        raise ConfigError(problems)
    return Loaded(settings=settings, watchlists=watchlists, templates=read_templates(Path(settings.templates)))


def settings_of(*, needs_secrets: bool = True) -> Settings:
    """Only the settings of this command: for what must work while a watchlist is wrong."""
    return load_settings(settings_file(), env=os.environ, base=Path.cwd(), needs_secrets=needs_secrets)


def load_for_command() -> Loaded:
    """The configuration of this command."""
    refuse_bare_folder()
    return load_all(settings_file(), os.environ)


def load_for_reading() -> Loaded:
    """The same for a command that only looks: what is secret may be known to the service alone."""
    refuse_bare_folder()
    return load_all(settings_file(), os.environ, needs_secrets=False)


def refuse_bare_folder() -> None:
    """UserError where neither settings nor watchlists are: most often it is the wrong folder."""
    if settings_file() is None and not Path("watchlists").exists() and not any(map(os.environ.get, _ELSEWHERE)):
        raise UserError(f"{Path.cwd()}: there is no monitor.yaml here, and nothing is stored; `monitor init` begins")


def back_up_first(settings: Settings, revision: str) -> None:
    """Before the tables change (see ``wiring``, which is imported only then)."""
    from monitor.wiring import back_up_before_upgrade

    back_up_before_upgrade(settings, revision)


def way_back(settings: Settings) -> str:
    """What to do about a damaged store: with which file it comes back, if the daemon made one."""
    from monitor.adapters.files.backup_folder import newest_in

    folder = settings.backup.folder
    newest = newest_in(Path(folder)) if folder else None
    if newest is None:
        return "stop the monitor, then: monitor restore FILE, with your newest backup"
    return f"stop the monitor, then: monitor restore {newest}"


def in_store(here: Loaded, work: Callable[["Transaction"], T], *, write: bool = False) -> T:
    """Run ``work`` on the store, beside a running daemon too; without ``write`` no file is made or changed."""
    if not write:
        return read_store(here.settings, work)
    from monitor.adapters.store.state_dir import open_state

    store = open_state(here.settings, before_upgrade=partial(back_up_first, here.settings))
    try:
        with store.write() as transaction:
            return work(transaction)
    finally:
        store.close()


def read_store(settings: Settings, work: Callable[["Transaction"], T]) -> T:
    """Run ``work`` on the store of these settings, reading only; on an empty one, and saying so, where none is yet."""
    from monitor.adapters.store.read_only import open_for_reading

    opened = open_for_reading(settings.database)
    try:
        if not opened.is_there:
            say_nothing_stored(settings)
        with opened.store.read() as transaction:
            return work(transaction)
    finally:
        opened.store.close()


def say_nothing_stored(settings: Settings) -> None:
    """On stderr, once a command."""
    if settings.database not in _said_empty:
        _said_empty.add(settings.database)
        say_error(f"nothing is stored yet in {settings.state_dir}: `monitor once` or `monitor run` begins")


def collect_as_usual(*, briefly: bool = False) -> None:
    """All is loaded: from now on what is garbage in cycles must go in time.

    ``briefly``: the process ends with its piece of work, and what it loaded is never looked through.
    """
    import gc

    if briefly:
        gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS)


def with_app(
    here: Loaded,
    use: Callable[["AppContext"], Coroutine[Any, Any, T]],
    *,
    patient: bool = True,
    as_json: bool = False,
    reading: bool = False,
    in_place: bool = False,
    lock: "StoreLock | None" = None,
) -> T:
    """Open the whole application for one piece of work; ``as_json``: stdout is kept free of what goes to a terminal.

    ``reading``: it only looks at the store and sends nothing. ``in_place``: nobody waits for anything but its end.
    ``lock``: of what works with the store as the only one.
    """
    import asyncio

    from monitor.adapters.store.read_only import open_for_reading
    from monitor.wiring import open_context

    echo = say_error if as_json else say
    opened = open_for_reading(here.settings.database) if reading else None
    if opened is not None and not opened.is_there:
        say_nothing_stored(here.settings)

    async def work() -> T:
        store = opened.store if opened is not None else None
        async with open_context(
            here.settings, here.watchlists, here.templates, patient=patient, echo=echo, reading=store
        ) as app:
            collect_as_usual(briefly=True)
            if in_place:
                app.in_store.stay_in_place()
            return await use(replace(app, lock=lock))

    return asyncio.run(work())
