"""A start where nobody wrote what to watch: it begins with nothing, and the pages lead through the rest."""

from collections.abc import Mapping
from pathlib import Path

from monitor.adapters.config.settings.load import load_settings
from monitor.adapters.config.watchlists.load import watchlist_files
from monitor.cli.context import Loaded, load_all
from monitor.core.model.settings import Settings, Watchlists


def load_for_running(path: Path | None, env: Mapping[str, str]) -> Loaded:
    """The configuration of a daemon; without any watchlist an empty one, where none was ever used."""
    settings = load_settings(path, env=env, base=Path.cwd())
    return load_all(path, env, blank_ok=is_first_run(settings))


def is_first_run(settings: Settings) -> bool:
    """No watchlist, and no source in the store: watchlists that went missing must not mean that nothing is watched."""
    if watchlist_files(Path(settings.watchlists), blank_ok=True):
        return False
    from monitor.adapters.store.read_only import open_for_reading

    opened = open_for_reading(settings.database)
    try:
        with opened.store.read() as tx:
            return not opened.is_there or not tx.sources.all(removed=True)
    finally:
        opened.store.close()


def greeting(watchlists: Watchlists, watched: str, address: str) -> str:
    """What runs, and where its pages are; where nothing is watched yet, which page begins."""
    if not watchlists.topics and not watchlists.sources:
        begin = f"choose what and how to be told on {address}start" if address else "monitor init begins"
        return f"nothing is watched yet, {begin}"
    return f"{watched}; {f'pages on {address}' if address else 'no pages'}"
