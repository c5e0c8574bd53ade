"""The keys of ``backup``: what the daemon keeps of itself."""

from datetime import timedelta

from monitor.adapters.config.schema import formats
from monitor.adapters.config.schema.formats import Malformed
from monitor.adapters.config.schema.keys import Key, Table
from monitor.adapters.config.schema.scalars import free_text
from monitor.adapters.config.schema.values import Number, Text

_NEVER = "off"
_SHORTEST = timedelta(hours=1)


def _backup_interval(text: str) -> timedelta:
    """Zero = never."""
    if text == _NEVER:
        return timedelta(0)
    interval = formats.parse_duration(text)
    if interval < _SHORTEST:
        raise Malformed("at least 1h")
    return interval


BACKUP = Table(
    title="backup",
    keys=(
        Key(
            name="every",
            kind=Text(expected="a time such as 1d or 12h, or off", parse=_backup_interval),
            default="1d",
            example="12h",
            meaning="How often the daemon backs itself up; `off`: never.",
        ),
        Key(name="keep", kind=Number(low=1, high=1000), default="7", meaning="So many of the newest are kept."),
        Key(
            name="dir",
            kind=free_text("a folder"),
            stands_for="<state_dir>/backups",
            example="/mnt/nas/news",
            meaning="Folder for them; on another disk they outlive this one.",
        ),
    ),
)
