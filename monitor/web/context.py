"""What every route is handed."""

from collections.abc import Callable
from dataclasses import dataclass

from monitor.app.context import App
from monitor.app.runtime.heartbeat import Pulse


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The running application; ``reload`` asks the daemon to read its configuration again."""

    app: App
    pulse: Pulse
    reload: Callable[[], None]
