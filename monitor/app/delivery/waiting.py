"""What waits to be sent, and sending it: what sends is loaded with the first message."""

import asyncio
from collections import Counter
from collections.abc import Sequence

from monitor.app.context import AppContext
from monitor.core.model.deliveries import DeliveryState
from monitor.lazy import load_aside

_SENDING = "monitor.app.delivery.sender"


async def send_due(app: AppContext) -> Counter[DeliveryState]:
    """Send everything whose time has come, channels side by side; returns how many ended in which state."""
    ended: Counter[DeliveryState] = Counter()
    while True:
        # Again until nothing goes: a dead letter's fallback or a notice may have become due on another channel.
        now_ended = sum(
            await asyncio.gather(*(send_waiting(app, name) for name in await waiting_channels(app))),
            Counter[DeliveryState](),
        )
        if not now_ended:
            return ended
        ended.update(now_ended)


async def waiting_channels(app: AppContext) -> Sequence[str]:
    """Channels for which something is due."""
    now = app.clock.now()
    waiting = await app.in_store.read(lambda tx: tx.outbox.waiting())
    return [name for name, earliest in waiting.items() if earliest <= now]


async def send_waiting(app: AppContext, name: str, *, stopping: asyncio.Event | None = None) -> Counter[DeliveryState]:
    """See ``drain_channel``."""
    # Composing and rendering take a tenth of a second to load, in which the loop has others to answer; a round is often
    # made for nothing.
    await load_aside(_SENDING)
    from monitor.app.delivery.sender import drain_channel

    return await drain_channel(app, name, stopping=stopping)
