"""A verdict "not relevant" makes the program look for a rule that would have refused it; nobody has to say yes."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from monitor.app.context import AppContext
from monitor.app.feedback.verdicts import pending_twin
from monitor.core.match.document import document_of
from monitor.core.match.suggest.rule_changes import Case, Proposed, Said, propose_change
from monitor.core.model.feedback import Judged, Proposal, Verdict
from monitor.core.model.filters import EntryFilter, MentionFilter
from monitor.core.model.matches import Document, Topic
from monitor.core.model.mentions import Mention
from monitor.ports import Transaction

log = structlog.get_logger(__name__)

DAYS = 30
_MOST = 600
"""Mentions looked at, the newest first: seconds of work, not minutes."""
_ELSEWHERE = 300
_REPORTS = 3
"""Of the judged story that are looked at: reprints say the same."""
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Material:
    """What the store knows about a verdict's mention and its topic."""

    topic: Topic
    refused: Sequence[Document]
    history: Sequence[Case]
    elsewhere: Sequence[Document]


async def propose_after(app: AppContext, verdicts: Sequence[Verdict]) -> Sequence[Proposal]:
    """Propose a change for each verdict that calls for one. What goes wrong here is logged: the verdict stands."""
    made: list[Proposal] = []
    for verdict in verdicts:
        if verdict.judgement != "not-relevant":
            continue
        try:
            async with asyncio.timeout(_PATIENCE):
                proposal = await _propose_change(app, verdict)
        except TimeoutError:
            log.warning("no rule was found in time", topic=verdict.topic, story=verdict.story_id)
            continue
        if proposal is not None:
            made.append(proposal)
    return made


async def _propose_change(app: AppContext, verdict: Verdict) -> Proposal | None:
    material = await app.in_store.read(lambda tx: _load_material(app, tx, verdict))
    if material is None:
        return None
    found = await asyncio.to_thread(_first_proposed, material, verdict.word)
    if found is None:
        return None
    made = Proposal(verdict_id=verdict.id, change=found.change, effect=found.effect, created_at=app.clock.now())
    return await app.in_store.write(lambda tx: _keep_once(tx, made))


def _first_proposed(material: _Material, word: str) -> Proposed | None:
    """Of the story's reports the first from which a rule follows."""
    tried = (
        propose_change(material.topic, refused, material.history, word=word, elsewhere=material.elsewhere, days=DAYS)
        for refused in material.refused
    )
    return next((found for found in tried if found is not None), None)


def _keep_once(tx: Transaction, made: Proposal) -> Proposal | None:
    """The same change is proposed once, and never again after a no."""
    if pending_twin(tx, made.change) is not None:
        return None
    number = tx.proposals.add(made)
    return tx.proposals.get(number)


def _load_material(app: AppContext, tx: Transaction, verdict: Verdict) -> _Material | None:
    topic = next((watched for watched in app.watchlists.topics if watched.id == verdict.topic), None)
    if topic is None:
        return None
    since = app.clock.now() - timedelta(days=DAYS)
    mentions = tx.mentions.find(MentionFilter(topic=topic.id, since=since, limit=_MOST))
    judged = tx.verdicts.judged({mention.story_id for mention in mentions})
    entries = {mention.entry_id: mention for mention in mentions}
    found = {number: entry for number in entries if (entry := tx.entries.get(number)) is not None}
    mine = {mention.entry_id for mention in mentions if mention.story_id == verdict.story_id}
    return _Material(
        topic=topic,
        refused=[
            document_of(found[number], topics=frozenset({topic.id}))
            for number in sorted(mine & found.keys())[:_REPORTS]
        ],
        history=[
            Case(document=document_of(entry, topics=frozenset({topic.id})), said=_said_of(entries[number], judged))
            for number, entry in found.items()
        ],
        elsewhere=list(_ordinary_news(tx, topic)),
    )


def _said_of(mention: Mention, judged: Judged) -> Said:
    match judged.get((mention.story_id, mention.topic)):
        case "relevant":
            return "relevant"
        case "not-relevant":
            return "not-relevant"
        case _:
            return "nothing"


def _ordinary_news(tx: Transaction, topic: Topic) -> Iterator[Document]:
    """Ordinary news that does not mention the topic."""
    for entry in tx.entries.find(EntryFilter(limit=_ELSEWHERE)):
        if not any(mention.topic == topic.id for mention in tx.mentions.of_entry(entry.id)):
            yield document_of(entry, topics=frozenset({topic.id}))
