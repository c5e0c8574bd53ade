"""What the shell offers behind TAB: names out of the configuration and the store. Never an error, never a line more."""

from collections.abc import Callable, Iterable

from monitor.errors import MonitorError

Complete = Callable[[str], list[str]]


def _quietly(names: Callable[[], Iterable[str]]) -> Complete:
    """Those of ``names`` that begin with what is typed."""

    def complete(incomplete: str) -> list[str]:
        try:
            known = list(dict.fromkeys(name for name in names() if name))
        except (MonitorError, OSError):
            return []
        return [name for name in known if name.startswith(incomplete)]

    return complete


@_quietly
def complete_topic() -> Iterable[str]:
    """Ids of topics."""
    from monitor.cli.context import load_for_reading

    return [topic.id for topic in load_for_reading().watchlists.topics]


@_quietly
def complete_source() -> Iterable[str]:
    """Titles of sources as the store knows them, else their addresses."""
    from monitor.adapters.store.read_only import open_for_reading
    from monitor.cli.context import settings_of

    opened = open_for_reading(settings_of(needs_secrets=False).database)
    try:
        with opened.store.read() as tx:
            return [source.title or source.url for source in tx.sources.all()]
    finally:
        opened.store.close()


@_quietly
def complete_channel() -> Iterable[str]:
    """Names of channels."""
    from monitor.cli.context import settings_of

    return [channel.name for channel in settings_of(needs_secrets=False).channels]


@_quietly
def complete_digest() -> Iterable[str]:
    """Names of digests."""
    from monitor.cli.context import settings_of

    return [digest.name for digest in settings_of(needs_secrets=False).digests]


@_quietly
def complete_signal() -> Iterable[str]:
    """Names of signals."""
    from monitor.cli.context import load_for_reading

    return list(load_for_reading().watchlists.signals)


@_quietly
def complete_watchlist() -> Iterable[str]:
    """Names of watchlists."""
    from monitor.cli.context import load_for_reading

    return load_for_reading().watchlists.names
