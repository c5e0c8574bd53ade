"""Lines for systemd's journal: their level goes before them, or each would count as of level info."""

import os
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, TextIO

from monitor.values import dataclass

Render = Callable[[Any, str, MutableMapping[str, Any]], str]
"""The last of structlog's processors: an event in, a line out."""
_PRIORITIES = {"debug": 7, "info": 6, "warning": 4, "error": 3, "critical": 2}


def is_journal(stream: TextIO, env: Mapping[str, str]) -> bool:
    """Whether ``stream`` goes to the journal itself (``JOURNAL_STREAM``, systemd.exec(5)): not to a pipe or a file."""
    try:
        found = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return False
    return env.get("JOURNAL_STREAM", "") == f"{found.st_dev}:{found.st_ino}"


@dataclass(frozen=True, slots=True)
class WithPriority:
    """A renderer whose lines begin as sd-daemon(3) says ("<3>"), which the journal takes off again."""

    render: Render

    def __call__(self, logger: Any, method: str, event: MutableMapping[str, Any]) -> str:
        """A structlog processor."""
        mark = f"<{_PRIORITIES.get(str(event.get('level')), 6)}>"
        return mark + self.render(logger, method, event).replace("\n", f"\n{mark}")
