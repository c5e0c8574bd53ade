"""Messages as pages list them, the state of the channels, and digests as they read."""

from collections.abc import Mapping, Sequence

from monitor.app.context import AppContext
from monitor.app.delivery.channel_state import sending_is_on
from monitor.app.delivery.compose import compose_digest, naming_of
from monitor.core.model.channel_state import ChannelState
from monitor.core.model.deliveries import Delivery, Digest
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.messages import DigestMessage, RenderContext
from monitor.core.model.stories import Story
from monitor.ports import Transaction
from monitor.values import dataclass

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryList:
    """One page of the outbox."""

    deliveries: Sequence[Delivery]
    headlines: Mapping[int, str]
    """By story: of the first one that each delivery tells."""
    channels: Mapping[str, ChannelState]
    waiting: int
    sending_is_on: bool
    more: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """One message with what it tells."""

    delivery: Delivery
    stories: Sequence[Story]
    members: Sequence[Delivery]
    """What it tells in the place of others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestReport:
    """A digest, and how it went."""

    digest: Digest
    deliveries: Sequence[Delivery]


def delivery_list(app: AppContext, tx: Transaction, wanted: DeliveryFilter) -> DeliveryList:
    """Newest first; ``wanted`` asks for one more than a page shows."""
    found = tx.outbox.find(wanted)
    shown = found[:PAGE]
    first = {min(one.stories) for one in shown if one.stories}
    return DeliveryList(
        deliveries=shown,
        headlines={story.id: story.title for story in tx.stories.get(first)},
        channels={name: tx.channels.load(name) for name in app.channel_settings},
        waiting=tx.outbox.how_many_wait(),
        sending_is_on=sending_is_on(tx),
        more=shown[-1].id if len(found) > PAGE else None,
    )


def delivery_report(tx: Transaction, delivery_id: int) -> DeliveryReport | None:
    """One message; ``None`` when there is none."""
    found = next(iter(tx.outbox.find(DeliveryFilter(delivery_id=delivery_id))), None)
    if found is None:
        return None
    members = tx.outbox.find(DeliveryFilter(grouped_into=delivery_id))
    return DeliveryReport(delivery=found, stories=tx.stories.get(found.stories), members=members)


def digest_list(tx: Transaction, *, limit: int) -> Sequence[DigestReport]:
    """The newest digests."""
    return [
        DigestReport(digest=digest, deliveries=tx.outbox.find(DeliveryFilter(digest_id=digest.id)))
        for digest in tx.digests.newest(limit=limit)
    ]


def digest_again(app: AppContext, tx: Transaction, digest_id: int) -> tuple[DigestMessage, RenderContext] | None:
    """A digest of the archive, composed from what is kept of its window."""
    digest = tx.digests.get(digest_id)
    if digest is None:
        return None
    wording = app.wording(digest=digest.name)
    return compose_digest(tx, digest, naming_of(app.settings, wording, app.digest_topics)), wording
