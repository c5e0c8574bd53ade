"""From what the store knows to the message that tells it: digests and alerts, put together purely."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal

from monitor.core.alerting.grouping import group_reason
from monitor.core.change_detection.corrections import kind_of
from monitor.core.digest.ranking import place_in_topic, story_importance, topic_importance
from monitor.core.digest.trends import days_known
from monitor.core.digest.weight import weigh_story
from monitor.core.i18n.phrases import Reason, join_reasons
from monitor.core.model.deliveries import Delivery, Digest, FollowUpPayload
from monitor.core.model.filters import WindowCounts
from monitor.core.model.languages import Language
from monitor.core.model.matches import Mention
from monitor.core.model.messages import AlertMessage, Coverage, DigestMessage, SourceTrouble, StoryNews, TopicDigest
from monitor.core.model.operations.key_values import RestoreMark
from monitor.core.model.sources import Source
from monitor.core.model.stories import Fact, Story
from monitor.core.model.summaries import AiSummary, SummariseSettings, SummaryCounts
from monitor.core.polling.source_health import is_unseen
from monitor.values import dataclass

AlertKind = Literal["first", "follow-up", "grouped"]
Refused = Mapping[int, frozenset[str]]
"""Story → topics that readers judged it not relevant for."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestMaterial:
    """All that a digest rests on."""

    digest: Digest
    mentions: Sequence[Mention]
    """First seen in its window, of the topics that it tells and that nobody refused."""
    stories: Sequence[Story]
    """Of these mentions."""
    refused: Refused
    ai_summaries: Mapping[int, AiSummary]
    trends: Mapping[str, Sequence[int]]
    """Topic → mentions a day; of the topics in ``mentions`` at least."""
    sources: Sequence[Source]
    counts: WindowCounts
    dead_letters: Sequence[Delivery]
    restored: RestoreMark | None = None
    """The last time that the store was put back from a backup."""
    summary_counts: SummaryCounts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertMaterial:
    """All that an alert rests on."""

    delivery: Delivery
    members: Sequence[Delivery] = ()
    """What it tells in their place."""
    stories: Sequence[Story]
    linked: Mapping[int, Story] = field(default_factory=dict)
    """The stories that these go on with, by their own number."""
    mentions: Sequence[Mention] = ()
    ai_summaries: Mapping[int, AiSummary] = field(default_factory=dict)
    told: Mapping[int, frozenset[tuple[str, str]]] = field(default_factory=dict)
    """Story → facts that the recipient was told by other messages."""


def assemble_digest(material: DigestMaterial, naming: Naming, *, possible_repeat: bool = False) -> DigestMessage:
    """Everything first seen in the digest's window, by topic, with what the window rests on."""
    digest, refused = material.digest, material.refused
    wanted = naming.digest_topics(digest.name)
    order = [topic for topic in naming.topics if topic in wanted]
    news = _news_by_importance(material, order)
    told = {
        topic: [
            story_news
            for story_news in news
            if topic in story_news.story.topics and topic not in refused.get(story_news.story.id, ())
        ]
        for topic in order
    }
    days = days_known(material.sources, digest.to_at)
    topics = [
        TopicDigest(id=topic, name=naming.topics[topic], stories=found, trend=material.trends.get(topic, ())[-days:])
        for topic, found in told.items()
        if found
    ]
    lead = next(filter(_may_lead, news), None)
    return DigestMessage(
        id=digest.id,
        name=digest.name,
        from_at=digest.from_at,
        to_at=digest.to_at,
        coverage=_coverage_of(material, stories=len(news)),
        topics=sorted(topics, key=topic_importance, reverse=True),
        quiet_topics=[naming.topics[topic] for topic, found in told.items() if not found],
        lead=lead.story.id if lead else None,
        lead_reasons=weigh_story(lead).reasons if lead else (),
        late_by=join_reasons(filter(None, (_late_by(digest), _restored_line(digest, material.restored, naming.zone)))),
        possible_repeat=possible_repeat,
    )


def _news_by_importance(material: DigestMaterial, order: Sequence[str]) -> list[StoryNews]:
    """The stories that are mentioned, each with its mentions and the topic that tells it; the most important first."""
    by_story: dict[int, list[Mention]] = {}
    for mention in material.mentions:
        by_story.setdefault(mention.story_id, []).append(mention)
    stories = {story.id: story for story in material.stories}
    placed = (
        place_in_topic(
            replace(_digest_news(stories[key], found, material.digest), ai_summary=material.ai_summaries.get(key)),
            [topic for topic in order if topic not in material.refused.get(key, ())],
        )
        for key, found in by_story.items()
        if key in stories
    )
    return sorted(placed, key=story_importance, reverse=True)


def _may_lead(news: StoryNews) -> bool:
    """Whether it is new, and told by a topic."""
    return bool(news.home) and not (news.continued or news.late or news.earlier)


def assemble_alert(material: AlertMaterial) -> AlertMessage:
    """The stories of a delivery with what is new of each; without any when nothing is left to say to its recipient."""
    delivery = material.delivery
    added = _added_facts(material)
    stories = [story for story in material.stories if not _is_stale(material, story.id, added)]
    kind = _kind_of(delivery, stories, added)
    news = [
        StoryNews(
            story=story,
            mentions=[mention for mention in material.mentions if mention.story_id == story.id],
            new_facts=added.get(story.id, ()) or (story.facts if kind == "first" and not delivery.is_repeat else ()),
            continued=delivery.is_repeat,
            linked=material.linked.get(story.follows) if story.follows is not None else None,
            ai_summary=material.ai_summaries.get(story.id),
        )
        for story in stories
    ]
    return AlertMessage(
        kind=kind,
        stories=news,
        at=delivery.created_at,
        reason=Reason("note.first-sight") if delivery.topic else group_reason(delivery.payload),
        possible_repeat=delivery.possible_repeat,
    )


def facts_in(message: AlertMessage) -> Mapping[int, Sequence[Fact]]:
    """Story → the facts that its recipient knows once the message is read: a first alert shows the whole story."""
    return {
        news.story.id: [*news.new_facts] if message.kind == "follow-up" else [*news.story.facts, *news.new_facts]
        for news in message.stories
    }


def _kind_of(delivery: Delivery, stories: Sequence[Story], added: Mapping[int, Sequence[Fact]]) -> AlertKind:
    """How the message reads: a person may have split its story, and a group may have come down to one."""
    match delivery.kind:
        case "follow-up":
            return "follow-up"
        case "grouped" if delivery.is_group and len(stories) == 1:
            # Several messages about one story that were put together are one message about it.
            return "follow-up" if added else "first"
        case "grouped":
            return "grouped"
        case _:
            return "first" if len(stories) <= 1 else "grouped"


def _added_facts(material: AlertMaterial) -> Mapping[int, Sequence[Fact]]:
    """What the follow-ups in a message add for this recipient, by story."""
    living = {story.id for story in material.stories}
    added: dict[int, Sequence[Fact]] = {}
    for delivery in sorted((material.delivery, *material.members), key=lambda delivery: delivery.id):
        if not isinstance(delivery.payload, FollowUpPayload):
            continue
        for story_id in living.intersection(delivery.stories) or (living if len(living) == 1 else ()):
            told = material.told.get(story_id, frozenset())
            new = [fact for fact in delivery.payload.facts if (fact.kind, fact.value) not in told]
            if new:
                added[story_id] = (*added.get(story_id, ()), *new)
    return added


def _is_stale(material: AlertMaterial, story_id: int, added: Mapping[int, Sequence[Fact]]) -> bool:
    """Whether only follow-ups tell of this story here, and their recipient was told all of that."""
    telling = [delivery for delivery in (material.members or (material.delivery,)) if story_id in delivery.stories]
    return bool(telling) and all(delivery.kind == "follow-up" for delivery in telling) and story_id not in added


def _digest_news(story: Story, mentions: Sequence[Mention], digest: Digest) -> StoryNews:
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
        earlier=was_there_before(mentions, since=digest.from_at),
    )


def was_there_before(mentions: Sequence[Mention], *, since: datetime) -> bool:
    """Sources showed all of it at the first look, and nothing of it carries a date from then on."""
    return all(one.status == "baseline" and (one.published_at is None or one.published_at < since) for one in mentions)


def _coverage_of(material: DigestMaterial, *, stories: int) -> Coverage:
    digest = material.digest
    polled = [source for source in material.sources if source.state in ("active", "gone")]
    unseen = [source for source in polled if is_unseen(source, since=digest.from_at, until=digest.to_at)]
    return Coverage(
        sources=len(polled),
        seen=len(polled) - len(unseen),
        failing=[_trouble_of(source) for source in unseen],
        entries=material.counts.entries,
        mentions=len(material.mentions),
        stories=stories,
        refused=material.counts.refused,
        dead_letters=[
            Reason(
                "send.dead-letter",
                kind=Reason(f"send.kind-{delivery.kind}"),
                channel=f"{delivery.channel} {delivery.recipient}".strip(),
                why=delivery.answer,
            )
            for delivery in material.dead_letters
        ],
        ai_summaries=material.summary_counts,
    )


def _trouble_of(source: Source) -> SourceTrouble:
    title = source.title or source.url
    if source.failures:
        return SourceTrouble(
            title=title, url=source.url, health=source.health, error=source.error, since=source.failing_since
        )
    # Nothing failed (a warning about the last document is no reason): it was not its turn, or the monitor was down.
    last = source.last_success_at
    return SourceTrouble(title=title, url=source.url, health="overdue" if last else "unread", error="", since=last)


def _restored_line(digest: Digest, mark: RestoreMark | None, zone: tzinfo) -> str:
    """Said by the digest whose window a restore falls into."""
    if mark is None or not digest.from_at <= mark.restored_at < digest.to_at:
        return ""
    made, restored = (f"{at.astimezone(zone):%Y-%m-%d %H:%M}" for at in (mark.made_at, mark.restored_at))
    return Reason("note.restored", made=made, restored=restored)


def _late_by(digest: Digest) -> str:
    """Said only when the monitor was not running at the digest's time."""
    late = digest.created_at - digest.to_at
    return Reason("note.late", wait=late) if late > timedelta(minutes=30) else ""
