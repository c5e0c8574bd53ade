"""``/events``: tells open pages that there is something new, as server-sent events."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from monitor.app.context import AppContext
from monitor.errors import StoreError
from monitor.ports import Transaction
from monitor.web.context import Context

ENDING = "ending"
"""Of a request's state: the ``asyncio.Event`` that is set when the server ends."""
_LOOK = 3.0
_LONGEST = 50.0
"""Seconds: then the browser asks again, before the server hangs up on an answer that never ends."""
_AGAIN = "retry: 3000\n\n"


class NewsBell:
    """Looks for all open pages at once whether there is more than before; nobody open, nobody looks."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._looked_at = -_LOOK
        self._mark = 0
        self._turn = asyncio.Lock()

    async def mark(self) -> int:
        """A number that grows with what is kept of mentions; asked of the store every few seconds at most."""
        async with self._turn:
            now = asyncio.get_running_loop().time()
            if now - self._looked_at >= _LOOK:
                self._mark = await self._app.in_store.look(_newest_id)
                self._looked_at = now
        return self._mark


async def _is_set_within(event: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True


def _newest_id(tx: Transaction) -> int:
    return tx.held.newest_id()


def event_routes(context: Context) -> APIRouter:
    """Behind the password: an event carries nothing but that something is new."""
    router = APIRouter()
    bell = NewsBell(context.app)

    async def events(ending: asyncio.Event) -> AsyncIterator[str]:
        yield _AGAIN
        end = asyncio.get_running_loop().time() + _LONGEST
        try:
            seen = await bell.mark()
            while asyncio.get_running_loop().time() < end:
                if await _is_set_within(ending, _LOOK):
                    return
                now = await bell.mark()
                if now != seen:
                    seen = now
                    yield f"event: news\ndata: {now}\n\n"
        except (StoreError, RuntimeError):
            # The store is away, or a reload closed this one: the browser asks whoever answers then.
            return

    @router.get("/events")
    async def listen(request: Request) -> StreamingResponse:
        ending = getattr(request.state, ENDING, None) or asyncio.Event()
        return StreamingResponse(events(ending), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    return router
