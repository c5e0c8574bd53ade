"""From a delivery to the message it promises: read the store, say what is known now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal

from monitor.app.feedback.verdicts import refused_topics
from monitor.app.summaries.cache import counts, held
from monitor.core.alerting.grouping import REGROUPED, follow_up_facts, group_reason, is_merged, is_repeat
from monitor.core.change_detection.corrections import kind_of
from monitor.core.digest.ranking import importance, place_in_topic, topic_importance
from monitor.core.i18n.phrases import Reason, decode_reason
from monitor.core.model.deliveries import Delivery, Digest
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.languages import Language
from monitor.core.model.mentions import Mention
from monitor.core.model.messages import (
    AlertMessage,
    Coverage,
    DigestMessage,
    Message,
    NoticeMessage,
    RenderContext,
    SourceTrouble,
    StoryNews,
    TestMessage,
    TopicDigest,
)
from monitor.core.model.settings import Settings
from monitor.core.model.sources import Source
from monitor.core.model.stories import Fact, Story
from monitor.core.model.summaries import GistCounts, SummariseSettings
from monitor.core.polling.source_health import is_unseen
from monitor.ports import Transaction

MUTED, NOT_RELEVANT = "muted", "not-relevant"
"""Codes of alerts that were not sent because nobody wants them: no dead letters."""
_TREND_DAYS = 14
AlertKind = Literal["first", "follow-up", "summary"]
_ALL = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What topics are called, in which order, and which digest shows which."""

    topics: Mapping[str, str]
    digest_topics: Callable[[str], frozenset[str]]
    language: Language = "zh"
    """Of the reason why several stories come in one message, and of the sentences about stories."""
    summarise: SummariseSettings | None = None
    """Set = stories carry their sentence, and a digest says how many were made."""
    zone: tzinfo = UTC


def naming_of(settings: Settings, wording: RenderContext, digest_topics: Callable[[str], frozenset[str]]) -> Naming:
    """How messages of this wording name things."""
    return Naming(
        topics=wording.topics,
        digest_topics=digest_topics,
        language=wording.language,
        summarise=settings.summarise,
        zone=wording.zone,
    )


def compose(tx: Transaction, delivery: Delivery, naming: Naming) -> Message:
    """The message of ``delivery`` as the store stands now; its time is that of the decision, in every attempt."""
    match delivery.kind:
        case "alert":
            return _alert(tx, delivery, "first", naming)
        case "follow-up":
            return _alert(tx, delivery, "follow-up", naming)
        case "summary":
            return _alert(tx, delivery, "summary", naming)
        case "digest":
            digest = tx.digests.get(delivery.digest_id or 0)
            if digest is None:
                raise LookupError(f"delivery {delivery.id} names digest {delivery.digest_id}, which is not there")
            return compose_digest(tx, digest, naming, possible_repeat=delivery.possible_repeat)
        case "notice":
            title, *lines = map(decode_reason, delivery.subject.split("\n"))
            return NoticeMessage(
                title=title, lines=lines, at=delivery.created_at, possible_repeat=delivery.possible_repeat
            )
        case "test":
            return TestMessage(channel=delivery.channel, at=delivery.created_at)


def compose_digest(tx: Transaction, digest: Digest, naming: Naming, *, possible_repeat: bool = False) -> DigestMessage:
    """Everything first seen in the digest's window, by topic, with what the window rests on."""
    wanted = naming.digest_topics(digest.name)
    seen = [m for m in tx.mentions.window(from_at=digest.from_at, to_at=digest.to_at) if m.topic in wanted]
    refused = refused_topics(tx, (mention.story_id for mention in seen))
    mentions = [m for m in seen if m.topic not in refused.get(m.story_id, ())]
    by_story: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_story.setdefault(mention.story_id, []).append(mention)
    stories = {story.id: story for story in tx.stories.get(list(by_story))}
    gists = held(tx, stories.values(), naming.language) if naming.summarise else {}
    order = [topic for topic in naming.topics if topic in wanted]
    placing = (
        place_in_topic(
            replace(_story_news(stories[key], found, digest), gist=gists.get(key)),
            [topic for topic in order if topic not in refused.get(key, ())],
        )
        for key, found in by_story.items()
        if key in stories
    )
    news = sorted(placing, key=importance, reverse=True)
    told = {
        topic: [one for one in news if topic in one.story.topics and topic not in refused.get(one.story.id, ())]
        for topic in order
    }
    days = _days_before(digest.to_at)
    topics = [
        TopicDigest(id=topic, name=naming.topics[topic], stories=found, trend=tx.mentions.trend(topic, days=days))
        for topic, found in told.items()
        if found
    ]
    return DigestMessage(
        name=digest.name,
        from_at=digest.from_at,
        to_at=digest.to_at,
        coverage=replace(
            _coverage(tx, digest, mentions=len(mentions), stories=len(news)), gists=_gist_counts(tx, digest, naming)
        ),
        topics=sorted(topics, key=topic_importance, reverse=True),
        quiet_topics=[naming.topics[topic] for topic, found in told.items() if not found],
        late_by=_late_by(digest),
        possible_repeat=possible_repeat,
    )


def _gist_counts(tx: Transaction, digest: Digest, naming: Naming) -> GistCounts | None:
    if naming.summarise is None:
        return None
    window = {"from_at": digest.from_at, "to_at": digest.to_at, "now": digest.created_at}
    return counts(tx, naming.summarise, naming.zone, **window)


def _late_by(digest: Digest) -> str:
    """Said only when the monitor was not running at the digest's time."""
    late = digest.created_at - digest.to_at
    return Reason("note.late", wait=late) if late > timedelta(minutes=30) else ""


def _alert(tx: Transaction, delivery: Delivery, kind: AlertKind, naming: Naming) -> AlertMessage:
    stories = tx.stories.get(delivery.stories)
    mentions = tx.mentions.of_stories([story.id for story in stories])
    added = _added_facts(tx, delivery)
    gists = held(tx, stories, naming.language) if naming.summarise else {}
    if is_merged(delivery.subject) and len(stories) == 1:
        # Several messages about one story that were put together are one message about it.
        kind = "follow-up" if added else "first"
    if kind == "first" and len(stories) > 1:
        # A person split its story before anybody was told.
        kind = "summary"
    again = is_repeat(delivery.subject)
    news = [
        StoryNews(
            story=story,
            mentions=[mention for mention in mentions if mention.story_id == story.id],
            new_facts=added.get(story.id, ()) or (story.facts if kind == "first" and not again else ()),
            continued=again,
            gist=gists.get(story.id),
        )
        for story in stories
    ]
    return AlertMessage(
        kind=kind,
        stories=news,
        at=delivery.created_at,
        reason=Reason("note.first-sight") if delivery.topic else group_reason(delivery.subject),
        possible_repeat=delivery.possible_repeat,
    )


def _added_facts(tx: Transaction, delivery: Delivery) -> Mapping[int, Sequence[Fact]]:
    """What the follow-ups in a message add, by story."""
    told: Sequence[Delivery] = [delivery]
    if is_merged(delivery.subject):
        told = tx.outbox.find(DeliveryFilter(told_by=delivery.id, limit=_ALL))
    added: dict[int, Sequence[Fact]] = {}
    for one in sorted(told, key=lambda one: one.id):
        if one.kind == "follow-up":
            for story in tx.stories.get(one.stories):
                added[story.id] = (*added.get(story.id, ()), *follow_up_facts(one.subject))
    return added


def _story_news(story: Story, mentions: Sequence[Mention], digest: Digest) -> StoryNews:
    taken_back = {mention.snippet: kind for mention in mentions if (kind := kind_of(mention.section_key))}
    # What was taken back is news of its own, whenever the story began.
    continued = story.first_seen_at < digest.from_at and not taken_back
    return StoryNews(
        story=story,
        mentions=mentions,
        new_facts=[Fact(kind="status", value=kind, surface=sentence) for sentence, kind in taken_back.items()],
        continued=continued,
        new_outlets=len({mention.source_id for mention in mentions}) if continued else 0,
        late=all(mention.status == "late" for mention in mentions),
    )


def _days_before(to_at: datetime) -> list[tuple[datetime, datetime]]:
    day = timedelta(days=1)
    return [(to_at - day * back, to_at - day * (back - 1)) for back in range(_TREND_DAYS, 0, -1)]


def _coverage(tx: Transaction, digest: Digest, *, mentions: int, stories: int) -> Coverage:
    polled = [source for source in tx.sources.all() if source.state in ("active", "gone")]
    unseen = [source for source in polled if is_unseen(source, since=digest.from_at, until=digest.to_at)]
    counts = tx.digests.counts(from_at=digest.from_at, to_at=digest.to_at)
    return Coverage(
        sources=len(polled),
        seen=len(polled) - len(unseen),
        failing=[_trouble(source) for source in unseen],
        entries=counts.entries,
        mentions=mentions,
        stories=stories,
        refused=counts.refused,
        dead_letters=[
            Reason(
                "send.dead-letter",
                kind=Reason(f"send.kind-{one.kind}"),
                channel=f"{one.channel} {one.recipient}".strip(),
                why=one.answer,
            )
            for one in dead_letters(tx, digest)
        ],
    )


def dead_letters(tx: Transaction, digest: Digest) -> Sequence[Delivery]:
    """Deliveries given up in the digest's window: each stands in the next digest, and in no other."""
    found = tx.outbox.find(
        DeliveryFilter(state="dead", changed_since=digest.from_at, changed_before=digest.to_at, limit=_ALL)
    )
    # What a summary or another alert told in their place stands there once, what was muted is told in this very
    # digest, and what a reader judged not relevant nobody waits for.
    return [one for one in found if one.told_by is None and one.provider_code not in (MUTED, NOT_RELEVANT, REGROUPED)]


def _trouble(source: Source) -> SourceTrouble:
    title = source.title or source.url
    if source.failures:
        return SourceTrouble(
            title=title, url=source.url, health=source.health, error=source.error, since=source.failing_since
        )
    # Nothing failed (a warning about the last document is no reason): it was not its turn, or the monitor was down.
    last = source.last_success_at
    return SourceTrouble(title=title, url=source.url, health="overdue" if last else "unread", error="", since=last)
