"""Log-ins in the audit trail: the first right password from an address, and an address that guesses."""

from collections import OrderedDict
from dataclasses import field
from datetime import datetime, timedelta

from fastapi import Request

from monitor.app.context import AppContext
from monitor.core.model.operations.audit import Actor
from monitor.errors import StoreError
from monitor.values import dataclass
from monitor.web.security.guess_brake import asker_of

_AGAIN = timedelta(hours=12)
"""A browser sends the password with every request: one line in so long is a log-in."""
_MOST_KNOWN = 10_000


def web_actor(request: Request, name: str = "the pages") -> Actor:
    """Whoever asks for this, as the audit trail names them."""
    token, user = getattr(request.state, "token", None), getattr(request.state, "proxy_user", "")
    return Actor(f"token {token.name}" if token is not None else user or name, origin=f"from {asker_of(request)}")


@dataclass(slots=True)
class LogIns:
    """Notes each of both kinds once per address and half a day."""

    app: AppContext
    _noted: "OrderedDict[tuple[str, str], datetime]" = field(default_factory=OrderedDict)

    async def note(self, request: Request, what: str) -> None:
        """Note it, unless it was noted lately. A store that cannot be written keeps nobody out."""
        actor, now = web_actor(request), self.app.clock.now()
        key = (f"{actor} {actor.origin}", what)
        last = self._noted.get(key)
        if last is not None and timedelta(0) <= now - last < _AGAIN:
            return
        self._noted[key] = now
        self._noted.move_to_end(key)
        while len(self._noted) > _MOST_KNOWN:
            self._noted.popitem(last=False)
        try:
            await self.app.in_store.write(lambda tx: tx.audit.note(what, who=actor, now=now))
        except StoreError:
            # Said by the daemon's tick each second; the next request notes it.
            del self._noted[key]
