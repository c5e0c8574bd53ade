"""The site that answers, and another one in its place: a reload cuts nobody off."""

import asyncio
from contextlib import suppress
from datetime import timedelta

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ANSWERED = timedelta(seconds=8)
"""For requests under way at a reload: what they work with is closed after it."""
_SHOWN_WITHIN = timedelta(seconds=15)
"""For a page that is to show a changed configuration; one that is refused is never in force."""


class Switch:
    """The site that answers at the moment: a reload puts another one in its place, and lets the old one answer."""

    def __init__(self, site: ASGIApp) -> None:
        self._site = site
        self._unanswered: set[object] = set()
        self._settled = asyncio.Event()
        self._settled.set()

    def expect_change(self) -> None:
        """A page changed the configuration: whoever is sent on from there is to see what it made of it."""
        self._settled.clear()

    async def _wait_for_change(self, scope: Scope) -> None:
        if self._settled.is_set() or not _asks_for_page(scope):
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self._settled.wait(), _SHOWN_WITHIN.total_seconds())
        self._settled.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._wait_for_change(scope)
        asked, unanswered = object(), self._unanswered
        unanswered.add(asked)

        async def tell(message: Message) -> None:
            await send(message)
            if _is_answered(message):
                unanswered.discard(asked)

        try:
            await self._site(scope, receive, tell)
        finally:
            unanswered.discard(asked)

    def replace_site(self, site: ASGIApp) -> set[object]:
        """From now on ``site`` is asked; returns what the old one has yet to answer, from which that vanishes."""
        unanswered, self._unanswered, self._site = self._unanswered, set(), site
        self._settled.set()
        return unanswered

    async def change_to(self, site: ASGIApp, *, within: timedelta) -> None:
        """From now on ``site`` is asked; returns once the old one has answered all, or after ``within``."""
        unanswered = self.replace_site(site)
        await wait_until_answered(unanswered, within=within)


async def wait_until_answered(unanswered: set[object], *, within: timedelta) -> None:
    """Until ``replace_site`` left nothing over, or until the time is over."""
    with suppress(TimeoutError):
        async with asyncio.timeout(within.total_seconds()):
            while unanswered:  # noqa: ASYNC110 requests end in many ways, and a reload is rare
                await asyncio.sleep(0.02)


def _asks_for_page(scope: Scope) -> bool:
    wants = dict(scope.get("headers", ())).get(b"accept", b"")
    return scope.get("method") == "GET" and b"text/html" in wants


def _is_answered(message: Message) -> bool:
    """An answer that has ended, or that never ends by itself."""
    if message["type"] == "http.response.start":
        return any(value.startswith(b"text/event-stream") for _, value in message.get("headers", ()))
    return message["type"] == "http.response.body" and not message.get("more_body", False)
