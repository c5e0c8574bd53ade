"""``monitor version``."""

from monitor.cli.console.output import say
from monitor.version import VERSION


def version() -> None:
    """Say the version. Example: monitor version"""
    say(f"news-monitor {VERSION}")
