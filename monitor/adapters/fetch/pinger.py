"""Signs of life: one GET, of which only the status counts; through the guard, like everything that goes out."""

from datetime import timedelta

from monitor.adapters.net.base_client import Client
from monitor.core.model.http import NetFailure
from monitor.values import dataclass

_WITHIN = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class HttpPinger:
    """The ``Pinger`` port."""

    client: Client

    async def ping(self, url: str) -> str:
        """See ``Pinger``."""
        answer = await self.client.get(url, within=_WITHIN)
        if isinstance(answer, NetFailure):
            return answer.reason
        return "" if 200 <= answer.status < 300 else f"HTTP {answer.status}"
