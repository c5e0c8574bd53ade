"""What every route is handed."""

from collections.abc import Callable
from functools import cached_property

from monitor.app.context import AppContext
from monitor.app.queries.monitor_status import StatusReader
from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.values import dataclass


@dataclass(frozen=True, kw_only=True)
class Context:
    """The running application; ``reload`` asks the daemon to read its configuration again."""

    app: AppContext
    heartbeat: Heartbeat
    reload: Callable[[], None]

    @cached_property
    def status(self) -> StatusReader:
        """The state of this monitor."""
        return StatusReader(app=self.app, heartbeat=self.heartbeat)
