"""From a delivery to the message it promises: load what the store knows now, and let the core put it together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field

from monitor.app.delivery.outcome import members_of
from monitor.app.feedback.verdicts import refused_topics
from monitor.app.summaries.cache import count_summaries, summaries_of
from monitor.core.alerting.grouping import is_dead_letter
from monitor.core.digest.assemble import (
    AlertMaterial,
    DigestMaterial,
    Naming,
    assemble_alert,
    assemble_digest,
    facts_in,
)
from monitor.core.digest.trends import trend_days
from monitor.core.model.deliveries import Delivery, Digest, NoticePayload
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.messages import AlertMessage, DigestMessage, Message, NoticeMessage, RenderContext, TestMessage
from monitor.core.model.operations.key_values import RESTORED
from monitor.core.model.settings import Settings
from monitor.core.model.stories import Fact, Story
from monitor.core.model.summaries import SummaryCounts
from monitor.ports import Transaction
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A message, and the facts by story that its recipient knows once it is read."""

    message: Message
    facts: Mapping[int, Sequence[Fact]] = field(default_factory=dict)


def naming_of(settings: Settings, wording: RenderContext, digest_topics: Callable[[str], frozenset[str]]) -> Naming:
    """How messages of this wording name things."""
    return Naming(
        topics=wording.topics,
        digest_topics=digest_topics,
        language=wording.language,
        summarise=settings.summarise,
        zone=wording.zone,
    )


def compose_message(tx: Transaction, delivery: Delivery, naming: Naming) -> Composed:
    """The message of ``delivery`` as the store stands now; its time is that of the decision, in every attempt.

    An alert without stories has nothing left to tell.
    """
    match delivery.kind:
        case "alert" | "follow-up" | "grouped":
            message = _compose_alert(tx, delivery, naming)
            return Composed(message=message, facts=facts_in(message))
        case "digest":
            digest = tx.digests.get(delivery.digest_id or 0)
            if digest is None:
                raise LookupError(f"delivery {delivery.id} names digest {delivery.digest_id}, which is not there")
            return Composed(message=compose_digest(tx, digest, naming, possible_repeat=delivery.possible_repeat))
        case "notice":
            said = delivery.payload if isinstance(delivery.payload, NoticePayload) else NoticePayload(title="")
            notice = NoticeMessage(
                title=said.title,
                lines=said.lines,
                at=delivery.created_at,
                possible_repeat=delivery.possible_repeat,
            )
            return Composed(message=notice)
        case "test":
            return Composed(message=TestMessage(channel=delivery.channel, at=delivery.created_at))


def compose_digest(tx: Transaction, digest: Digest, naming: Naming, *, possible_repeat: bool = False) -> DigestMessage:
    """The digest as it would read now."""
    wanted = naming.digest_topics(digest.name)
    seen = [m for m in tx.mentions.window(from_at=digest.from_at, to_at=digest.to_at) if m.topic in wanted]
    refused = refused_topics(tx, (mention.story_id for mention in seen))
    mentions = [m for m in seen if m.topic not in refused.get(m.story_id, ())]
    stories = tx.stories.get(list(dict.fromkeys(mention.story_id for mention in mentions)))
    days = trend_days(digest.to_at)
    told = dict.fromkeys(topic for story in stories for topic in story.topics if topic in wanted)
    material = DigestMaterial(
        digest=digest,
        mentions=mentions,
        stories=stories,
        refused=refused,
        ai_summaries=summaries_of(tx, stories, naming.language) if naming.summarise else {},
        trends={topic: tx.mentions.trend(topic, days=days) for topic in told},
        sources=tx.sources.all(),
        counts=tx.digests.counts(from_at=digest.from_at, to_at=digest.to_at),
        dead_letters=dead_letters(tx, digest),
        restored=tx.key_values.get(RESTORED),
        summary_counts=_summary_counts(tx, digest, naming),
    )
    return assemble_digest(material, naming, possible_repeat=possible_repeat)


def has_news(tx: Transaction, digest: Digest, topics: frozenset[str]) -> bool:
    """Whether a digest of these topics has anything to tell."""
    if dead_letters(tx, digest):
        return True
    seen = [m for m in tx.mentions.window(from_at=digest.from_at, to_at=digest.to_at) if m.topic in topics]
    refused = refused_topics(tx, (mention.story_id for mention in seen))
    return any(mention.topic not in refused.get(mention.story_id, ()) for mention in seen)


def dead_letters(tx: Transaction, digest: Digest) -> Sequence[Delivery]:
    """Deliveries given up in the digest's window: each stands in the next digest, and in no other."""
    wanted = DeliveryFilter(state="dead", changed_since=digest.from_at, changed_before=digest.to_at, limit=None)
    return [delivery for delivery in tx.outbox.find(wanted) if is_dead_letter(delivery)]


def _compose_alert(tx: Transaction, delivery: Delivery, naming: Naming) -> AlertMessage:
    stories = tx.stories.get(delivery.stories)
    members = members_of(tx, delivery)
    numbers = [story.id for story in stories]
    material = AlertMaterial(
        delivery=delivery,
        members=members,
        stories=stories,
        linked=linked_stories(tx, stories),
        mentions=tx.mentions.of_stories(numbers),
        ai_summaries=summaries_of(tx, stories, naming.language) if naming.summarise else {},
        told=tx.outbox.facts_told(
            delivery.channel,
            delivery.recipient,
            numbers,
            but=[delivery.id, *(member.id for member in members)],
        ),
    )
    return assemble_alert(material)


def linked_stories(tx: Transaction, stories: Sequence[Story]) -> dict[int, Story]:
    """The stories that these go on with, by their number."""
    numbers = {story.follows for story in stories if story.follows is not None}
    return {story.id: story for story in tx.stories.get(sorted(numbers))} if numbers else {}


def _summary_counts(tx: Transaction, digest: Digest, naming: Naming) -> SummaryCounts | None:
    if naming.summarise is None:
        return None
    window = {"from_at": digest.from_at, "to_at": digest.to_at, "now": digest.created_at}
    return count_summaries(tx, naming.summarise, naming.zone, **window)
