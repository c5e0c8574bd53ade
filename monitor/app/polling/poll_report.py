"""What one poll brought, for those who start polls and those who tell of them."""

from monitor.core.model.sources import Source
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PollReport:
    """What one poll brought."""

    source: str
    name: str = ""
    """What people call it."""
    not_modified: bool = False
    error: str = ""
    entries_new: int = 0
    entries_updated: int = 0
    mentions: int = 0
    stories: int = 0


def name_of(source: Source) -> str:
    """What people call a source: its title, else its address."""
    return source.title or source.url
