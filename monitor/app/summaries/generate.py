"""Asks a language model for a sentence about a story: ahead of time, or for a moment before a message goes out.

No delivery depends on it: late, broken, spent or refused, the message goes out without a sentence.
"""

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from monitor.app.store_thread import StoreThread
from monitor.app.summaries.cache import after_answer, after_failure, budget_left, is_settled, rest_of
from monitor.core.alerting.routing import digest_topics
from monitor.core.match.sections import split_sections
from monitor.core.model.deliveries import Delivery
from monitor.core.model.filters import StoryFilter
from monitor.core.model.languages import Language
from monitor.core.model.settings import Settings, Watchlists
from monitor.core.model.stories import Outlet, Story
from monitor.core.model.summaries import AiSummary, Answered, Material, Prompt, SummariseSettings, Unanswered
from monitor.core.summary.check import Rejected, check_answer
from monitor.core.summary.names import Known
from monitor.core.summary.prompt import choose_materials, prompt_for, state_of
from monitor.log_lines import lazy_logger
from monitor.ports import Clock, LanguageModel, Transaction
from monitor.values import dataclass

log = lazy_logger(__name__)

_ALERT_PATIENCE = timedelta(seconds=5)
_DIGEST_PATIENCE = timedelta(seconds=15)
_IMPATIENT_FOR = timedelta(minutes=5)
"""After a message that waited in vain, none waits for this long; questions go on in the background."""
_AHEAD_SIDE_BY_SIDE, _SIDE_BY_SIDE = 2, 4
"""What is asked ahead leaves places for messages that are about to go out."""
_MOST_OF_A_DIGEST, _MOST_OF_AN_ALERT = 40, 5
_LOOK_EVERY = timedelta(minutes=1)
_LOOK_BACK = timedelta(hours=25)
_MOST_AHEAD = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """One that is noted and about to be asked."""

    attempt: int
    prompt: Prompt
    materials: Sequence[Material]
    known: Known


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryDependencies:
    """What questions are made from: the store, the time, and what the reader watches."""

    in_store: StoreThread
    clock: Clock
    settings: Settings
    watchlists: Watchlists
    ai_settings: SummariseSettings

    @property
    def zone(self) -> ZoneInfo:
        """A day's budget goes by the settings' time zone."""
        return ZoneInfo(self.settings.timezone)


class SummaryGenerator:
    """Questions under way; one of each story and language at a time."""

    def __init__(self, model: LanguageModel, around: SummaryDependencies) -> None:
        self._model = model
        self._around = around
        self._places = asyncio.Semaphore(_SIDE_BY_SIDE)
        self._under_way: dict[tuple[int, str], asyncio.Task[None]] = {}
        self._next_look: datetime | None = None
        self._impatient_until: datetime | None = None

    async def before_sending(self, delivery: Delivery, language: Language) -> None:
        """Give the model a moment for the stories of a message; it never raises and never takes longer."""
        if delivery.kind in ("notice", "test") or delivery.attempts > 1:
            return
        around = self._around
        try:
            wanted = await around.in_store.read(partial(_stories_of, around, delivery, language))
        except Exception:
            log.exception("no summary is asked for: the stories could not be read")
            return
        tasks = [self._start(story, language) for story in wanted]
        now = around.clock.now()
        if not tasks or (self._impatient_until is not None and now < self._impatient_until):
            return
        patience = _DIGEST_PATIENCE if delivery.kind == "digest" else _ALERT_PATIENCE
        _, late = await asyncio.wait(tasks, timeout=patience.total_seconds())
        if late:
            self._impatient_until = now + _IMPATIENT_FOR
            log.warning("a message goes out without its summary: the model is slow", delivery=delivery.id)

    async def ahead(self) -> None:
        """Ask about the newest stories that the next digest will tell; at most one look a minute."""
        at = self._around.clock.now()
        if self._next_look is not None and at < self._next_look <= at + _LOOK_EVERY:
            return
        self._next_look = at + _LOOK_EVERY
        for language in languages_of(self._around.settings):
            wanted = list(await self._around.in_store.read(partial(_newest_stories, self._around, language)))
            while wanted:
                # A few at a time: an alert must not stand behind a day's stories.
                now, wanted = wanted[:_AHEAD_SIDE_BY_SIDE], wanted[_AHEAD_SIDE_BY_SIDE:]
                await asyncio.wait([self._start(story, language) for story in now])

    async def close(self) -> None:
        """End what is under way; its questions stay noted as asked."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, story_id: int, language: Language) -> asyncio.Task[None]:
        key = (story_id, language)
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.create_task(self._make(story_id, language))
            self._under_way[key] = task
            task.add_done_callback(lambda _: self._under_way.pop(key, None))
        return task

    async def _make(self, story_id: int, language: Language) -> None:
        around = self._around
        try:
            async with self._places:
                question = await around.in_store.write(partial(_note_question, around, story_id, language))
                if question is None:
                    return
                answer = await self._model.ask(question.prompt)
                verdict = (
                    # Off the loop and off the store's thread: the first check loads a dictionary.
                    await asyncio.to_thread(check_answer, answer.text, question.materials, language, question.known)
                    if isinstance(answer, Answered)
                    else answer
                )
                await around.in_store.write(partial(_note_verdict, around, question, verdict))
        except Exception:
            log.exception("a summary could not be made", story=story_id)


def languages_of(settings: Settings) -> Sequence[Language]:
    """The languages that somebody is told in."""
    told = {channel.language or settings.language for channel in settings.channels}
    return sorted(told or {settings.language})


def _stories_of(around: SummaryDependencies, delivery: Delivery, language: Language, tx: Transaction) -> Sequence[int]:
    if not _may_ask(around, tx):
        return ()
    ids: Collection[int] = delivery.stories
    if delivery.kind == "digest" and (digest := tx.digests.get(delivery.digest_id or 0)):
        topics = digest_topics(around.settings, around.watchlists, digest.name)
        mentions = tx.mentions.window(from_at=digest.from_at, to_at=digest.to_at)
        ids = dict.fromkeys(
            mention.story_id for mention in mentions if mention.topic in topics and mention.status == "new"
        )
    most = _MOST_OF_A_DIGEST if delivery.kind == "digest" else _MOST_OF_AN_ALERT
    stories = sorted(tx.stories.get(ids), key=_story_weight, reverse=True)[:most]
    return [story.id for story in stories if _worth_asking(tx, story, language)]


def _newest_stories(around: SummaryDependencies, language: Language, tx: Transaction) -> Sequence[int]:
    """Stories of the last day that have no sentence yet, those with most outlets first."""
    if not _may_ask(around, tx):
        return ()
    found = tx.stories.find(StoryFilter(since=around.clock.now() - _LOOK_BACK, limit=_MOST_AHEAD))
    told = {
        mention.story_id for mention in tx.mentions.of_stories([story.id for story in found]) if mention.status == "new"
    }
    wanted = sorted((story for story in found if story.id in told), key=_story_weight, reverse=True)
    return [story.id for story in wanted if _worth_asking(tx, story, language)]


def _worth_asking(tx: Transaction, story: Story, language: Language) -> bool:
    return not is_settled(tx, story, language) and bool(_materials_of(tx, story))


def _materials_of(tx: Transaction, story: Story) -> Sequence[Material]:
    """What would be sent; empty when there are only headlines."""
    return choose_materials(
        [material for outlet in story.outlets if (material := _material_of(tx, outlet)) is not None]
    )


def _story_weight(story: Story) -> tuple[int, float]:
    return len({outlet.source for outlet in story.outlets}), story.last_seen_at.timestamp()


def _may_ask(around: SummaryDependencies, tx: Transaction) -> bool:
    now = around.clock.now()
    rest = rest_of(tx, around.ai_settings)
    return (rest is None or rest.until <= now) and all(budget_left(tx, around.ai_settings, around.zone, now))


def _note_question(around: SummaryDependencies, story_id: int, language: Language, tx: Transaction) -> _Question | None:
    """The question, noted and counted before it goes out; ``None`` when nothing is to be asked."""
    now = around.clock.now()
    story = next(iter(tx.stories.get([story_id])), None)
    if story is None or not _may_ask(around, tx) or is_settled(tx, story, language):
        return None
    materials = _materials_of(tx, story)
    prompt = prompt_for(materials, language)
    _, characters = budget_left(tx, around.ai_settings, around.zone, now)
    if not materials or prompt.characters > characters:
        return None
    attempt = tx.ai_summaries.ask(story.id, language, state_of(story.facts), characters=prompt.characters, now=now)
    return _Question(attempt=attempt, prompt=prompt, materials=materials, known=_known_names(around, story))


def _material_of(tx: Transaction, outlet: Outlet) -> Material | None:
    entry = tx.entries.get(outlet.entry_id)
    if entry is None:
        return None
    text = entry.text
    if outlet.section or outlet.is_roundup:
        # Of a round-up only the item itself: its neighbours are other stories.
        items = [
            section
            for section in split_sections(entry.title, entry.text)
            if section.number == outlet.section and section.field == "body"
        ]
        text = "\n".join(entry.text[section.start : section.end] for section in items) if outlet.section else ""
    return Material(
        report_id=outlet.report_id,
        entry_id=entry.id,
        content_hash=entry.content_hash,
        source=outlet.source,
        title=outlet.title,
        text=" ".join(text.split()),
        tier=outlet.tier,
    )


def _known_names(around: SummaryDependencies, story: Story) -> Known:
    """What the watchlists call the story's topics and their owners: names of one thing."""
    topics = [topic for topic in around.watchlists.topics if topic.id in story.topics]
    names = [(*topic.name.values(), *(alias.text for alias in topic.aliases)) for topic in topics]
    return [*names, *(tuple(topic.owner.split()) for topic in topics if topic.owner)]


def _note_verdict(
    around: SummaryDependencies, question: _Question, verdict: AiSummary | Rejected | Unanswered, tx: Transaction
) -> None:
    now = around.clock.now()
    match verdict:
        case Unanswered(reason=reason, retry_after=retry_after, stop=stop):
            tx.ai_summaries.settle(question.attempt, "failed", why=reason)
            rest = after_failure(tx, around.ai_settings, reason=reason, stop=stop, retry_after=retry_after, now=now)
            log.warning("no summary: the model gave none", reason=reason, rests_until=rest.until.isoformat())
            return
        case Rejected(why=why):
            tx.ai_summaries.settle(question.attempt, "refused", why=why)
            log.info("a summary was refused", why=why)
        case AiSummary(text=sentence, cites=cites):
            used = [material for material in question.materials if material.report_id in cites]
            basis = [(material.report_id, material.entry_id, material.content_hash) for material in used]
            tx.ai_summaries.settle(question.attempt, "made", text=sentence, basis=basis)
    after_answer(tx, around.ai_settings)
