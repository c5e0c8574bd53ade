"""What every route is handed."""

from collections.abc import Callable
from dataclasses import dataclass

from monitor.app.context import AppContext
from monitor.app.runtime.heartbeat import Heartbeat


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The running application; ``reload`` asks the daemon to read its configuration again."""

    app: AppContext
    heartbeat: Heartbeat
    reload: Callable[[], None]
