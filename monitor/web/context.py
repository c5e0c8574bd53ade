"""What every route is handed."""

from collections.abc import Callable
from functools import cached_property

from monitor.app.context import AppContext
from monitor.app.queries.monitor_status import StatusReader
from monitor.app.runtime.daemon_state import DaemonMirror
from monitor.app.runtime.measures import Measures
from monitor.app.runtime.watches.heartbeat import Vitals
from monitor.core.model.operations.metrics import Durations
from monitor.values import dataclass


@dataclass(frozen=True, kw_only=True)
class Context:
    """The running application; ``reload`` asks the daemon to read its configuration again.

    ``mirror`` is what the daemon tells of itself where the pages are served by a process of their own.
    """

    app: AppContext
    heartbeat: Vitals
    reload: Callable[[], None]
    mirror: DaemonMirror | None = None

    @cached_property
    def status(self) -> StatusReader:
        """The state of this monitor."""
        outage = self.mirror.outage if self.mirror is not None else None
        return StatusReader(app=self.app, heartbeat=self.heartbeat, outage=outage)

    @property
    def measures(self) -> Measures:
        """What the daemon counts of its polls."""
        return self.mirror.measures if self.mirror is not None else self.app.measures

    @property
    def commits(self) -> Durations:
        """How long the daemon's transactions took."""
        return self.mirror.commits if self.mirror is not None else self.app.in_store.commits
