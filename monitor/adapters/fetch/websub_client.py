"""Requests to WebSub hubs: form posts through the guarded client, redirects one by one, one at a time per hub."""

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode

from monitor.adapters.fetch.host_pacing import Pace
from monitor.adapters.net.client import GuardedClient
from monitor.adapters.net.targets import BadTarget, join_target, read_target
from monitor.core.i18n.phrases import Reason
from monitor.core.model.http import NetAnswer, NetFailure
from monitor.ports import Clock

_MAX_REDIRECTS = 3
_KEEP_METHOD = frozenset({307, 308})
_FORM = {"content-type": "application/x-www-form-urlencoded"}
_LONGEST = 150


class HttpHubs:
    """The port ``Hubs``."""

    def __init__(self, client: GuardedClient, *, clock: Clock, per_host_delay: timedelta) -> None:
        self._client = client
        self._pace = Pace(clock, delay=per_host_delay)

    async def ask(self, hub: str, form: Mapping[str, str]) -> str:
        """See ``Hubs``. A hub may send us to another one with 307 or 308 (WebSub §5.1.2)."""
        body = urlencode(form).encode()
        for _ in range(_MAX_REDIRECTS + 1):
            target = read_target(hub)
            if isinstance(target, BadTarget):
                return target.reason
            async with self._pace.turn(target.authority):
                answer = await self._client.post(hub, body, headers=_FORM)
            if isinstance(answer, NetFailure):
                return answer.reason
            if answer.status not in _KEEP_METHOD or "location" not in answer.headers:
                return _refusal_text(answer)
            onward = join_target(hub, answer.headers["location"].strip())
            if isinstance(onward, BadTarget):
                return Reason("websub.elsewhere", why=onward.reason)
            if target.scheme == "https" and onward.scheme != "https":
                return Reason("websub.unprotected")
            hub = onward.url
        return Reason("websub.redirects", n=_MAX_REDIRECTS)


def _refusal_text(answer: NetAnswer) -> str:
    """Why the hub did not take it: its own words, as far as they are text."""
    if 200 <= answer.status < 300:
        return ""
    said = answer.body[: 4 * _LONGEST].decode("utf-8", "replace")
    plain = "" if "<" in said else "".join(char if char.isprintable() else " " for char in said).strip()[:_LONGEST]
    status = str(answer.status)
    return Reason("websub.refuses-why", status=status, told=plain) if plain else Reason("websub.refuses", status=status)
