"""Requests to WebSub hubs: form posts through the guarded client, redirects one by one, one at a time per hub."""

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode

from monitor.adapters.fetch.host_pacing import Pace
from monitor.adapters.net.base_client import Client
from monitor.adapters.net.redirects import SAME_METHOD, Astray, follow_redirects
from monitor.adapters.net.targets import BadTarget, Target, read_target
from monitor.core.i18n.phrases import Reason
from monitor.core.model.http import NetAnswer, NetFailure
from monitor.ports import Clock

_MAX_REDIRECTS = 3
_FORM = {"content-type": "application/x-www-form-urlencoded"}
_LONGEST = 150


class HttpHubs:
    """The port ``Hubs``."""

    def __init__(self, client: Client, *, clock: Clock, per_host_delay: timedelta) -> None:
        self._client = client
        self._pace = Pace(clock, delay=per_host_delay)

    async def ask(self, hub: str, form: Mapping[str, str]) -> str:
        """See ``Hubs``. A hub may send us to another one with 307 or 308 (WebSub §5.1.2)."""
        body = urlencode(form).encode()
        start = read_target(hub)
        if isinstance(start, BadTarget):
            return start.reason

        async def ask(place: Target) -> NetAnswer | NetFailure:
            async with self._pace.turn(place.authority):
                return await self._client.post(place.url, body, headers=_FORM)

        answer = await follow_redirects(start, ask, most=_MAX_REDIRECTS, statuses=SAME_METHOD, keep_tls=True)
        match answer:
            case NetFailure(reason=reason):
                return reason
            case Astray(kind="refused", why=why):
                return Reason("websub.elsewhere", why=why)
            case Astray(kind="unprotected"):
                return Reason("websub.unprotected")
            case Astray():
                return Reason("websub.redirects", n=_MAX_REDIRECTS)
            case NetAnswer():
                return _refusal_text(answer)


def _refusal_text(answer: NetAnswer) -> str:
    """Why the hub did not take it: its own words, as far as they are text."""
    if 200 <= answer.status < 300:
        return ""
    said = answer.body[: 4 * _LONGEST].decode("utf-8", "replace")
    plain = "" if "<" in said else "".join(char if char.isprintable() else " " for char in said).strip()[:_LONGEST]
    status = str(answer.status)
    return Reason("websub.refuses-why", status=status, told=plain) if plain else Reason("websub.refuses", status=status)
