"""Who may: what one site knows of passwords that were tried and browsers that are logged in."""

from monitor.app.context import AppContext
from monitor.values import dataclass
from monitor.web.security.guess_brake import GuessBrake
from monitor.web.security.sessions import Sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One brake for all ways to give the password, one memory of sessions."""

    brake: GuessBrake
    sessions: Sessions


def open_access(app: AppContext) -> Access:
    """For one site."""
    return Access(brake=GuessBrake(app.clock.monotonic), sessions=Sessions(app))
