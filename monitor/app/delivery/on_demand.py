"""Messages on demand: a digest now, a test message, a preview."""

from collections import Counter
from collections.abc import Sequence

from monitor.app.context import AppContext
from monitor.app.delivery.render import render_message
from monitor.app.delivery.sender import claim_manually, send_one
from monitor.app.delivery.showing import digest_now
from monitor.app.digests.open import open_now
from monitor.core.model.deliveries import Delivery, DeliveryState, NewDelivery
from monitor.core.model.filters import DeliveryFilter
from monitor.core.render.forms.hook_document import hook_json
from monitor.errors import UserError
from monitor.ports import Transaction
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a digest would say this instant: as HTML, as plain text, and as the ``data`` of its web hook."""

    html: str
    text: str
    document: object
    has_news: bool
    """Whether it tells anything that is not continued, late, or from before."""


async def preview_digest(app: AppContext, name: str) -> Preview:
    """Compose and render it; nothing is stored."""
    wording = app.wording(digest=name)
    message = await app.in_store.read(lambda tx: digest_now(app, tx, name, wording))
    (part, *_) = await render_message(app.templates, app.own_templates, "file", message, wording)
    return Preview(
        html=part.html, text=part.text, document=hook_json(message, wording)["data"], has_news=message.lead is not None
    )


async def send_digest(app: AppContext, name: str) -> Counter[DeliveryState]:
    """Open the digest now and send it at once."""

    def claimed(tx: Transaction) -> Sequence[Delivery]:
        digest = open_now(app, name, tx)
        return claim_manually(app, tx, tx.outbox.find(DeliveryFilter(digest_id=digest.id, state="pending", limit=None)))

    try:
        mine = await app.in_store.write(claimed)
    except LookupError as error:
        raise UserError(str(error)) from error
    states = [await send_one(app, delivery) for delivery in mine]
    return Counter(state for state in states if state is not None)


async def send_test(app: AppContext, channel: str) -> Sequence[Delivery]:
    """A real test message to every recipient of ``channel``, in the outbox like any other; returns how each ended."""
    now = app.clock.now()
    new_deliveries = [
        NewDelivery(kind="test", subject=f"test:{now.isoformat()}", channel=channel, recipient=recipient, send_at=now)
        for recipient in app.channel_settings[channel].recipients
    ]
    keys = {new_delivery.key for new_delivery in new_deliveries}

    def mine(tx: Transaction) -> Sequence[Delivery]:
        found = tx.outbox.find(DeliveryFilter(channel=channel, kinds=("test",), since=now, limit=None))
        return [delivery for delivery in found if delivery.key in keys]

    def claimed(tx: Transaction) -> Sequence[Delivery]:
        tx.outbox.enqueue(new_deliveries, now=now)
        return claim_manually(app, tx, mine(tx))

    for delivery in await app.in_store.write(claimed):
        await send_one(app, delivery)
    return await app.in_store.read(mine)
